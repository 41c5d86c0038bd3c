#include "cli/study_outlines.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

#include "cli/component_site.h"
#include "cli/nominal_rings.h"
#include "products/map/rings.h"
#include "products/read_raster.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Kind = VectorField::Kind;

// Of one class or several of one band.
struct Traced {
  MultiPolygon polygons;
  double area_km2 = 0;
};

Traced trace(const Raster<std::uint8_t>& values, const GridFrame& frame, const CellAreas& areas, std::uint8_t first,
             std::uint8_t last) {
  Traced traced{.polygons = outline(values, frame, first, last)};
  for (int row = 0; row < values.height(); ++row) {
    double of_row = 0;
    for (int column = 0; column < values.width(); ++column) {
      const std::uint8_t value = values.at(column, row);
      if (value >= first && value <= last) of_row += areas.at(column, row);
    }
    traced.area_km2 += of_row / 1e6;
  }
  return traced;
}

// One or several classes of a band that become one outline.
struct ClassRange {
  std::uint8_t first;
  std::uint8_t last;
  std::string name;
};

// Outlines of each range of classes in every band of the rasters, all traced at the same time, in the order of rasters,
// bands and ranges. attributes_of(raster, altitude, range, area_km2): of one feature.
template <class AttributesOf>
std::vector<VectorFeature> features_of(const std::vector<const CoverageRaster*>& rasters,
                                       const std::vector<ClassRange>& ranges, const std::filesystem::path& folder,
                                       const GridFrame& frame, Progress& progress, const AttributesOf& attributes_of) {
  const CellAreas areas(frame);
  std::vector<std::vector<VectorFeature>> by_raster(rasters.size());
  tbb::parallel_for(std::size_t{0}, rasters.size(), [&](std::size_t i) {
    const auto stored = read_raster<std::uint8_t>(folder / rasters[i]->path);
    std::vector<Traced> traced(stored.bands.size() * ranges.size());
    // Isolated: a thread that waits for the outlines of one raster must not read another on top.
    tbb::this_task_arena::isolate([&] {
      tbb::parallel_for(std::size_t{0}, traced.size(), [&](std::size_t t) {
        progress.check();
        const auto& band = stored.bands[t / ranges.size()];
        const ClassRange& range = ranges[t % ranges.size()];
        if (altitude_in(band.description)) traced[t] = trace(band.values, frame, areas, range.first, range.last);
      });
    });
    for (std::size_t t = 0; t < traced.size(); ++t) {
      if (traced[t].polygons.empty()) continue;
      const SliceAltitude altitude = *altitude_in(stored.bands[t / ranges.size()].description);
      by_raster[i].push_back({std::move(traced[t].polygons),
                              attributes_of(*rasters[i], altitude, ranges[t % ranges.size()], traced[t].area_km2)});
    }
    progress.advance(1);
  });
  std::vector<VectorFeature> all;
  for (auto& features : by_raster) std::ranges::move(features, std::back_inserter(all));
  return all;
}

std::vector<const CoverageRaster*> of_kind(const std::vector<CoverageRaster>& rasters, const std::string& kind) {
  std::vector<const CoverageRaster*> chosen;
  for (const CoverageRaster& raster : rasters) {
    if (raster.kind == kind) chosen.push_back(&raster);
  }
  return chosen;
}

MapPoint on_map(const MapStudy& study, GeodeticPoint point) {
  const GridFrame& frame = study.ground.frame;
  if (frame.kind != GridFrame::Kind::projected) return {point.longitude_deg, point.latitude_deg};
  const auto [x, y] = frame.projection->from_geodetic(point);
  return {x, y};
}

MultiPolygon disc(const MapStudy& study, GeodeticPoint centre, double radius_m) {
  LinearRing ring;
  for (int azimuth_deg = 360; azimuth_deg > 0; --azimuth_deg) {  // against the clock, as outer rings run
    ring.push_back(on_map(study, place_at(centre, azimuth_deg, radius_m)));
  }
  ring.push_back(ring.front());
  return {{std::move(ring)}};
}

// Every asset that is there in a phase of the study, once, with the days of those phases.
struct ShownAsset {
  const Asset* asset;
  DaySpan days;
};
std::vector<ShownAsset> shown_assets(const MapStudy& study) {
  std::vector<ShownAsset> shown;
  for (const MappedPhase& phase : study.phases) {
    for (std::size_t a = 0; a < phase.scenario->assets.size(); ++a) {
      if (std::ranges::max(phase.phase.states[a]) == PresenceState::absent) continue;
      const Asset& asset = phase.scenario->assets[a];
      const auto same = std::ranges::find_if(shown, [&](const ShownAsset& other) { return *other.asset == asset; });
      if (same == shown.end()) {
        shown.push_back({&asset, phase.days()});
      } else {
        same->days.from = std::min(same->days.from, phase.phase.from);
        same->days.until = std::max(same->days.until, phase.phase.until);
      }
    }
  }
  return shown;
}

bool has_role(const Asset& asset, Role role) {
  return std::ranges::any_of(asset.components, [&](const AssetComponent& part) {
    return part.component.enabled && part.component.role() == role;
  });
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace

VectorLayer footprint_layer(const MapStudy& study, const std::filesystem::path& folder,
                            const std::vector<CoverageRaster>& phases, Progress& progress) {
  VectorLayer layer{.name = "footprints",
                    .title = "Where targets are covered, by phase, role, target, altitude and confidence",
                    .fields = {{"title", "What", Kind::text},
                               {"phase", "Phase", Kind::text},
                               {"from", "First day", Kind::date},
                               {"until", "First day after", Kind::date},
                               {"role", "Role", Kind::text},
                               {"target", "Target's id", Kind::text},
                               {"target_name", "Target", Kind::text},
                               {"altitude", "Altitude", Kind::text},
                               {"altitude_m", "Altitude, m", Kind::real},
                               {"altitude_reference", "Altitude above", Kind::text},
                               {"confidence", "Covered at least", Kind::text},
                               {"area_km2", "Area, km²", Kind::real}}};
  std::vector<ClassRange> ranges;
  for (const Confidence confidence : all_confidences) {
    ranges.push_back({static_cast<std::uint8_t>(3 - static_cast<int>(confidence)), 3, name_of(confidence)});
  }
  std::vector<const CoverageRaster*> rasters = of_kind(phases, "confidence");
  std::erase_if(rasters, [&](const CoverageRaster* raster) { return study.phase(raster->place) == nullptr; });
  layer.features = features_of(
      rasters, ranges, folder, study.ground.frame, progress,
      [&](const CoverageRaster& raster, SliceAltitude altitude, const ClassRange& range, double area_km2) {
        const MappedPhase& phase = *study.phase(raster.place);
        const std::string title = fmt::format("{} at {}, {}", subject_in_words(study, raster.role, raster.target),
                                              name_of(altitude), phase_in_words(phase));
        return std::vector<Attribute>{title,
                                      phase.label,
                                      phase.phase.from,
                                      phase.phase.until,
                                      name_of(raster.role),
                                      raster.target,
                                      target_in_words(study, raster.role, raster.target),
                                      name_of(altitude),
                                      altitude.metres,
                                      name_of(altitude.reference),
                                      range.name,
                                      area_km2};
      });
  return layer;
}

VectorLayer change_layer(const MapStudy& study, const std::filesystem::path& folder,
                         const std::vector<CoverageRaster>& changes, Progress& progress) {
  VectorLayer layer{.name = "changes",
                    .title = "What became of the coverage, by role, target and altitude",
                    .fields = {{"title", "What", Kind::text},
                               {"phases", "Before and after", Kind::text},
                               {"role", "Role", Kind::text},
                               {"target", "Target's id", Kind::text},
                               {"target_name", "Target", Kind::text},
                               {"altitude", "Altitude", Kind::text},
                               {"altitude_m", "Altitude, m", Kind::real},
                               {"altitude_reference", "Altitude above", Kind::text},
                               {"change", "Change", Kind::text},
                               {"area_km2", "Area, km²", Kind::real}}};
  std::vector<ClassRange> ranges;
  for (const MapClass& map_class : change_classes()) {
    if (map_class.opacity == 0) continue;  // never covered
    ranges.push_back({map_class.first, map_class.last, std::string(map_class.key)});
  }
  layer.features = features_of(
      of_kind(changes, "change"), ranges, folder, study.ground.frame, progress,
      [&](const CoverageRaster& raster, SliceAltitude altitude, const ClassRange& range, double area_km2) {
        const std::string title = fmt::format("{} at {}, {}", subject_in_words(study, raster.role, raster.target),
                                              name_of(altitude), change_in_words(study, raster.place));
        return std::vector<Attribute>{title,
                                      raster.place,
                                      name_of(raster.role),
                                      raster.target,
                                      target_in_words(study, raster.role, raster.target),
                                      name_of(altitude),
                                      altitude.metres,
                                      name_of(altitude.reference),
                                      range.name,
                                      area_km2};
      });
  return layer;
}

VectorLayer ring_layer(const MapStudy& study) {
  VectorLayer layer{.name = "rings",
                    .title = "Nominal ranges as rings, terrain ignored",
                    .fields = {{"asset", "Asset's id", Kind::text},
                               {"asset_name", "Asset", Kind::text},
                               {"component", "Component", Kind::text},
                               {"role", "Role", Kind::text},
                               {"target", "Target's id", Kind::text},
                               {"target_name", "Target", Kind::text},
                               {"radius_km", "Radius, km", Kind::real},
                               {"from", "First day", Kind::date},
                               {"until", "First day after", Kind::date}}};
  constexpr std::size_t until_field = 8;
  for (const MappedPhase& phase : study.phases) {
    for (const Role role : all_roles) {
      const std::size_t targets = role == Role::deny ? 1 : phase.scenario->targets.size();
      for (std::size_t t = 0; t < targets; ++t) {
        const Target& target = phase.scenario->targets[t];
        const std::string target_id = role == Role::deny ? "airborne-radar" : target.id;
        for (const NominalRing& ring : nominal_rings(*phase.scenario, phase.phase, role, target)) {
          const Asset& asset = phase.scenario->assets[ring.asset];
          VectorFeature feature{.geometry = disc(study, asset.position, ring.radius_m),
                                .attributes = {asset.id, asset.name, asset.components[ring.component].component.name,
                                               name_of(role), target_id, target_in_words(study, role, target_id),
                                               ring.radius_m / 1000, phase.phase.from, phase.phase.until}};
          // The same ring in the phase before: one ring for both.
          const auto before = std::ranges::find_if(layer.features, [&](const VectorFeature& other) {
            return other.attributes[until_field] == Attribute(phase.phase.from) && other.geometry == feature.geometry &&
                   std::equal(other.attributes.begin(), other.attributes.begin() + 7, feature.attributes.begin());
          });
          if (before == layer.features.end()) {
            layer.features.push_back(std::move(feature));
          } else {
            before->attributes[until_field] = phase.phase.until;
          }
        }
      }
    }
  }
  layer.style = qml_of(ring_style());
  return layer;
}

std::vector<std::string> kinds_in(const VectorLayer& assets) {
  std::vector<std::string> kinds;
  for (const VectorFeature& asset : assets.features) kinds.push_back(std::get<std::string>(asset.attributes[3]));
  return kinds;
}

VectorLayer asset_layer(const MapStudy& study) {
  VectorLayer layer{.name = "assets",
                    .title = "Systems and where they stood",
                    .points = true,
                    .fields = {{"id", "Id", Kind::text},
                               {"name", "Name", Kind::text},
                               {"system", "System", Kind::text},
                               {"kind", "Kind", Kind::text},
                               {"roles", "Roles", Kind::text},
                               {"components", "Radars, weapons, jammers", Kind::text},
                               {"from", "First day", Kind::date},
                               {"until", "First day after", Kind::date},
                               {"presence", "Presence", Kind::text},
                               {"confidence", "How sure", Kind::text},
                               {"sources", "Sources", Kind::text}}};
  for (const auto& [asset, days] : shown_assets(study)) {
    const std::string kind = is_at_sea(*asset, study.ground)  ? "ship"
                             : has_role(*asset, Role::engage) ? "missile"
                             : has_role(*asset, Role::deny)   ? "jammer"
                                                              : "radar";
    std::vector<std::string> roles;
    for (const Role role : all_roles) {
      if (has_role(*asset, role)) roles.push_back(name_of(role));
    }
    std::vector<std::string> components;
    const Presence* longest = nullptr;
    for (const AssetComponent& part : asset->components) {
      if (!part.component.enabled) continue;
      components.push_back(part.component.name);
      if (longest == nullptr || part.presence.until.latest > longest->until.latest) longest = &part.presence;
    }
    const std::string presence = longest == nullptr ? ""
                                                    : fmt::format("from {}, gone on {}", interval_text(longest->from),
                                                                  interval_text(longest->until));
    layer.features.push_back(
        {on_map(study, asset->position),
         {asset->id, asset->name, asset->system, kind, joined(roles, ", "), joined(components, ", "), days.from,
          days.until, presence, asset->confidence, joined(asset->sources, "\n")}});
  }
  layer.style = qml_of(asset_style(kinds_in(layer)));
  return layer;
}

}  // namespace skyshed
