#include "cli/study_project.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/map_tips.h"
#include "cli/study_outlines.h"
#include "cli/version.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Nodes = std::vector<ProjectNode>;

// Every subject of the rasters, the one to show first at the beginning.
std::vector<Subject> subjects_of(const std::vector<CoverageRaster>& rasters, const Subject& first) {
  std::vector<Subject> subjects;
  for (const CoverageRaster& raster : rasters) {
    const Subject subject{raster.role, raster.target};
    if (std::ranges::find(subjects, subject) == subjects.end()) subjects.push_back(subject);
  }
  std::stable_partition(subjects.begin(), subjects.end(), [&](const Subject& subject) { return subject == first; });
  return subjects;
}

std::vector<std::string> places_of(const std::vector<CoverageRaster>& rasters) {
  std::vector<std::string> places;
  for (const CoverageRaster& raster : rasters) {
    if (places.empty() || places.back() != raster.place) places.push_back(raster.place);
  }
  return places;
}

ProjectNode raster_node(std::string name, const ResultRaster& raster, int band, bool visible,
                        std::optional<DaySpan> days = {}, std::string tip = {}) {
  RasterSource source{
      .file = raster.path, .band = band, .style = style_of(raster.path).value(), .days = days, .tip = std::move(tip)};
  return {.name = std::move(name), .what = std::move(source), .visible = visible};
}

// "lowest altitude engaged" as a layer is called.
std::string measure_in_words(const std::string& kind, const ResultRaster& raster, int band) {
  const BandName& name = raster.bands[static_cast<std::size_t>(band) - 1];
  const std::optional<SliceAltitude> altitude = altitude_in(name.description);
  if (kind == "coverage") return "number of systems at " + (altitude ? name_of(*altitude) : name.description);
  if (kind == "floor") return "lowest altitude, " + name.unit;
  if (kind == "probability") return "probability in percent, " + name.description;
  if (kind == "depth") return "depth of the covered air";
  if (kind == "floor_rise") return "rise of the lowest altitude";
  return name.description;
}

// The layers of one subject in one phase or change: each altitude of the classes, then the measures.
Nodes subject_layers(const MapStudy& study, const ResultRasters& all, const std::vector<CoverageRaster>& rasters,
                     const std::string& place, const Subject& subject, const std::string& when,
                     std::optional<DaySpan> days, bool shown) {
  const MappedPhase* phase = study.phase(place);  // none where a change is shown
  Nodes altitudes;
  Nodes measures;
  const std::string words = subject_in_words(study, subject.role, subject.target);
  for (const CoverageRaster& raster : rasters) {
    if (raster.place != place || Subject{raster.role, raster.target} != subject) continue;
    const int first_band = band_to_show(raster.bands);
    if (raster.kind == "confidence" || raster.kind == "change") {
      for (std::size_t i = 0; i < raster.bands.size(); ++i) {
        const std::optional<SliceAltitude> altitude = altitude_in(raster.bands[i].description);
        if (!altitude) continue;
        const int band = static_cast<int>(i) + 1;
        altitudes.push_back(raster_node(fmt::format("{} at {}, {}", words, name_of(*altitude), when), raster, band,
                                        shown && band == first_band, days,
                                        phase == nullptr ? "" : coverage_tip(study, all, *phase, raster, *altitude)));
        altitudes.back().expanded = altitudes.back().visible;
      }
    } else if (style_of(raster.path)) {
      measures.push_back(
          raster_node(fmt::format("{}: {}, {}", words, measure_in_words(raster.kind, raster, first_band), when), raster,
                      first_band, false, days));
    }
  }
  std::ranges::move(measures, std::back_inserter(altitudes));
  return altitudes;
}

// A group for each phase or change, in it one for each subject.
Nodes groups_of(const MapStudy& study, const ResultRasters& all, bool changes, bool all_shown) {
  const std::vector<CoverageRaster>& rasters = changes ? all.changes : all.phases;
  Nodes groups;
  for (const std::string& place : places_of(rasters)) {
    const MappedPhase* phase = changes ? nullptr : study.phase(place);
    if (!changes && phase == nullptr) continue;
    const std::string when = changes ? change_in_words(study, place) : phase_in_words(*phase);
    const std::optional<DaySpan> days = phase != nullptr && study.in_time ? std::optional(phase->days()) : std::nullopt;
    const bool first = groups.empty();
    const bool is_variant = study.in_time && place.find('@') != std::string::npos;  // what if: in the study's own days
    const Subject first_shown = first_subject(study);
    Nodes subjects;
    for (const Subject& subject : subjects_of(rasters, first_shown)) {
      const bool shown = subject == first_shown;
      subjects.push_back({.name = subject_in_words(study, subject.role, subject.target),
                          .what = subject_layers(study, all, rasters, place, subject, when, days, shown),
                          .visible = shown,
                          .expanded = shown && first});
    }
    std::string name = changes ? "Change " + when : when;
    groups.push_back({.name = std::move(name),
                      .what = std::move(subjects),
                      .visible = (all_shown && !is_variant) || (changes && first && study.phases.empty()),
                      .expanded = first});
  }
  return groups;
}

std::string equals(const char* field, const std::string& value) {
  return fmt::format("\"{}\" = '{}'", field, value);  // ids and words of ours: no quotes in them
}

// One layer for each subject.
ProjectNode vector_group(const std::string& name, const VectorLayer& layer, const MapStudy& study,
                         const std::vector<Subject>& subjects, const VectorStyle& style, const std::string& words,
                         bool shown) {
  Nodes nodes;
  for (const Subject& subject : subjects) {
    VectorSource source{.file = outlines_file, .table = layer.name, .style = style};
    source.filter = equals("role", name_of(subject.role)) + " AND " + equals("target", subject.target);
    if (layer.name == "footprints") source.filter += " AND " + equals("confidence", name_of(Confidence::likely));
    nodes.push_back({.name = subject_in_words(study, subject.role, subject.target) + words,
                     .what = std::move(source),
                     .visible = shown && nodes.empty()});
  }
  return {.name = name, .what = std::move(nodes), .visible = shown};
}

ProjectNode asset_groups(const MapStudy& study, const std::vector<AssetRaster>& rasters) {
  Nodes groups;
  for (const AssetRaster& raster : rasters) {
    if (!style_of(raster.path)) continue;
    std::string owner = raster.asset;
    for (const MappedPhase& phase : study.phases) {
      const auto found = std::ranges::find(phase.scenario->assets, raster.asset, &Asset::id);
      if (found != phase.scenario->assets.end()) owner = found->name;
    }
    if (groups.empty() || groups.back().name != owner) groups.push_back({.name = owner, .what = Nodes()});
    for (std::size_t i = 0; i < raster.bands.size(); ++i) {
      const BandName& band = raster.bands[i];
      std::string name = fmt::format("{} of {}: {}", raster.component, owner, band.description);
      if (!band.unit.empty()) name += ", " + band.unit;
      std::get<Nodes>(groups.back().what)
          .push_back(raster_node(std::move(name), raster, static_cast<int>(i) + 1, false));
    }
  }
  return {.name = "Single radars and weapons", .what = std::move(groups), .visible = false};
}

ProjectNode background(const MapStudy& study) {
  const bool degrees = study.ground.frame.kind == GridFrame::Kind::geographic;
  const auto ground = [](RasterStyle style) { return RasterSource{.file = "ground.tif", .style = std::move(style)}; };
  return {.name = "Background",
          .what = Nodes{{.name = "Relief", .what = ground(ground_relief(degrees ? 111'320 : 1))},
                        {.name = "OpenStreetMap (© its contributors; needs the network)",
                         .what = TileSource{"https://tile.openstreetmap.org/{z}/{x}/{y}.png"},
                         .visible = false},
                        {.name = "Height of the ground, m above sea level", .what = ground(ground_tint())}}};
}

// All that is shown of outlines, with a rim.
MapBox box_of(const MapStudy& study, const std::vector<VectorLayer>& layers) {
  constexpr double far = std::numeric_limits<double>::infinity();
  MapBox box{far, far, -far, -far};
  const auto take = [&](MapPoint point) {
    box = {std::min(box.west, point.x), std::min(box.south, point.y), std::max(box.east, point.x),
           std::max(box.north, point.y)};
  };
  const Subject first = first_subject(study);
  for (const VectorLayer& layer : layers) {
    const auto field = [&](const char* name) {
      return static_cast<std::size_t>(std::ranges::find(layer.fields, name, &VectorField::name) - layer.fields.begin());
    };
    const std::size_t role = field("role");
    const std::size_t target = field("target");
    for (const VectorFeature& feature : layer.features) {
      if (const auto* point = std::get_if<MapPoint>(&feature.geometry)) take(*point);
      if (layer.name != "rings" || feature.attributes[role] != Attribute(name_of(first.role)) ||
          feature.attributes[target] != Attribute(first.target)) {
        continue;
      }
      for (const MapPoint& point : std::get<MultiPolygon>(feature.geometry).front().front()) take(point);
    }
  }
  const GridFrame& frame = study.ground.frame;
  if (box.west > box.east) {
    const auto [x0, x1] = std::minmax(frame.x_of(0), frame.x_of(frame.width - 1));
    const auto [y0, y1] = std::minmax(frame.y_of(0), frame.y_of(frame.height - 1));
    box = {x0, y0, x1, y1};
  }
  const double rim = 0.04 * std::max({box.east - box.west, box.north - box.south, 10 * std::abs(frame.step_x)});
  return {box.west - rim, box.south - rim, box.east + rim, box.north + rim};
}

// The visible layers, the first on top.
void collect_visible(const Nodes& nodes, std::vector<const ProjectNode*>& layers) {
  for (const ProjectNode& node : nodes) {
    if (!node.visible) continue;
    if (const auto* group = std::get_if<Nodes>(&node.what)) {
      collect_visible(*group, layers);
    } else {
      layers.push_back(&node);
    }
  }
}

// ": 23,491 km², at least likely", or ": 22,519 km² lost, …", from the outlines of that title.
std::string areas_in_words(const std::vector<VectorLayer>& layers, const std::string& title) {
  std::string words;
  for (const VectorLayer& layer : layers) {
    if (layer.name != "footprints" && layer.name != "changes") continue;
    for (const VectorFeature& feature : layer.features) {
      const std::vector<Attribute>& values = feature.attributes;  // the title first, the class and the area last
      if (values.front() != Attribute(title)) continue;
      const auto& of_class = std::get<std::string>(values[values.size() - 2]);
      const std::string area = with_thousands(std::get<double>(values.back())) + " km²";
      if (layer.name == "changes") {
        words += fmt::format("{} {} {}", words.empty() ? ":" : ",", area, of_class);
      } else if (of_class == name_of(Confidence::likely)) {
        words = fmt::format(": {}, at least likely", area);
      }
    }
  }
  return words;
}

ProjectPage page_of(const MapStudy& study, const Nodes& nodes, const std::vector<VectorLayer>& layers) {
  ProjectPage page{.name = "Map to print", .title = study.title};
  std::vector<const ProjectNode*> visible;
  collect_visible(nodes, visible);
  std::string subject;
  for (const ProjectNode* node : visible) {
    const auto* raster = std::get_if<RasterSource>(&node->what);
    const bool classes = raster != nullptr && raster->style.kind == RasterStyle::Kind::classes;
    if (classes && !subject.empty()) continue;  // of the phases the first one
    if (classes) subject = node->name;
    if (classes) page.days = raster->days;
    page.layers.push_back(node);
  }
  page.subtitle = subject + areas_in_words(layers, subject);
  page.caption = fmt::format(
      "Certain: covered even with the published figures that are worst for the defender, and the asset surely there; "
      "likely: with the nominal figures; possible: only with the best, or where its presence is open. Nominal rings "
      "ignore "
      "terrain and horizon. Terrain: {}. Sources of every figure and position: scenario.toml. skyshed {}.",
      study.ground.name, version);
  return page;
}

}  // namespace

ProjectDescription study_project(const MapStudy& study, const ResultRasters& rasters,
                                 const std::vector<VectorLayer>& layers) {
  ProjectDescription project{.title = study.title,
                             .abstract = "Made by skyshed. docs/outputs.md of skyshed says what every layer holds.",
                             .crs_wkt = study.ground.frame.crs_wkt,
                             .box = box_of(study, layers)};
  if (study.in_time) {
    const auto last = std::ranges::max_element(study.phases, {}, [](const MappedPhase& p) { return p.phase.until; });
    project.days = DaySpan{study.phases.front().phase.from, last->phase.until};
  }
  const bool compares = rasters.phases.empty();
  const auto subjects = subjects_of(compares ? rasters.changes : rasters.phases, first_subject(study));
  for (const VectorLayer& layer : layers) {
    if (layer.name == "assets") {
      project.nodes.push_back(
          {.name = "Systems",
           .what =
               VectorSource{
                   .file = outlines_file, .table = layer.name, .points = true, .style = asset_style(kinds_in(layer))},
           .expanded = true});
    } else if (layer.name == "rings") {
      project.nodes.push_back(
          vector_group("Nominal rings", layer, study, subjects, ring_style(), ": nominal range", true));
    } else if (layer.name == "footprints" && !layer.features.empty()) {
      std::vector<std::string> altitudes;
      for (const SliceAltitude altitude : study.phases.front().scenario->altitudes) {
        altitudes.push_back(name_of(altitude));
      }
      project.nodes.push_back(vector_group("Outlines at all altitudes (likely)", layer, study, subjects,
                                           footprint_style(altitudes), ": outlines", false));
    }
  }
  Nodes phases = groups_of(study, rasters, false, true);
  Nodes changes = groups_of(study, rasters, true, false);
  if (compares && !changes.empty()) changes.front().visible = true;
  std::ranges::move(phases, std::back_inserter(project.nodes));
  std::ranges::move(changes, std::back_inserter(project.nodes));
  if (!rasters.assets.empty()) project.nodes.push_back(asset_groups(study, rasters.assets));
  project.nodes.push_back(background(study));
  project.pages.push_back(page_of(study, project.nodes, layers));
  return project;
}

}  // namespace skyshed
