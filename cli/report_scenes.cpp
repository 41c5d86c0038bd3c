#include "cli/report_scenes.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "cli/change_products.h"
#include "cli/phase_pictures.h"
#include "products/map/extent.h"
#include "products/read_raster.h"
#include "products/sha256.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

constexpr int widths_px[] = {1000, 700, 500, 350, 250, 175, 120};  // of maps: the first whose pictures are small enough

// The subject in the words of one of the compared scenarios; empty if it does not know the target.
std::optional<StudyView> view_in(const Scenario& scenario, const Subject& subject) {
  if (subject.role == Role::deny) return StudyView{Role::deny, 0};
  const auto target = std::ranges::find(scenario.targets, subject.target, &Target::id);
  if (target == scenario.targets.end()) return std::nullopt;
  return StudyView{subject.role, static_cast<std::size_t>(target - scenario.targets.begin())};
}

std::vector<std::size_t> frames_of(const std::vector<Subject>& subjects, std::vector<Role>& roles) {
  std::vector<std::size_t> frames;
  for (const Subject& subject : subjects) {
    auto role = std::ranges::find(roles, subject.role);
    if (role == roles.end()) role = roles.insert(roles.end(), subject.role);
    frames.push_back(static_cast<std::size_t>(role - roles.begin()));
  }
  return frames;
}

// Pictures of many phases that mostly cover the same: what is alike is drawn once.
class DrawnOnce {
 public:
  // True for whoever is to draw what has this key.
  [[nodiscard]] bool claim(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    return pngs_.emplace(key, std::string()).second;
  }
  void keep(const std::string& key, std::string png) {
    const std::scoped_lock lock(mutex_);
    pngs_[key] = std::move(png);
  }
  [[nodiscard]] std::string take(const std::string& key) { return std::move(pngs_.at(key)); }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> pngs_;
};

std::string key_of(const Raster<std::uint8_t>& classes, std::size_t frame, ReportScene::Kind kind) {
  const auto values = classes.values();
  return fmt::format("{}/{}/{}", frame, static_cast<int>(kind),
                     sha256_of_text({reinterpret_cast<const char*>(values.data()), values.size()}));
}

// The pictures of all scenes at the width of the frames; how many bytes they take together.
std::size_t draw_overlays(Report& report, const std::vector<Subject>& subjects, const std::vector<SceneSource>& sources,
                          const Progress& progress) {
  DrawnOnce drawn;
  std::vector<std::vector<std::string>> keys(sources.size() * subjects.size());  // by scene and view, by altitude
  tbb::parallel_for(std::size_t{0}, keys.size(), [&](std::size_t i) {
    // Isolated: a thread that waits within one view must not read the rasters of another on top.
    tbb::this_task_arena::isolate([&] {
      const SceneSource& source = sources[i / subjects.size()];
      const std::size_t view = i % subjects.size();
      const std::size_t frame = report.views[view].frame;
      const auto scheme = source.kind == ReportScene::Kind::change ? change_classes() : confidence_classes();
      for (const auto& classes : source.classes(subjects[view])) {
        progress.check();
        keys[i].push_back(key_of(classes, frame, source.kind));
        if (drawn.claim(keys[i].back())) drawn.keep(keys[i].back(), report.frames[frame].overlay_png(classes, scheme));
      }
    });
  });
  report.overlays.clear();
  std::map<std::string, std::size_t> places;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto& maps = report.scenes[i / subjects.size()].maps[i % subjects.size()];
    if (keys[i].size() != maps.size()) throw Error(ErrorKind::internal, "a report with maps of other altitudes");
    for (std::size_t a = 0; a < maps.size(); ++a) {
      const auto [place, is_new] = places.emplace(keys[i][a], places.size());
      maps[a].overlay = place->second;
      if (!is_new) continue;
      report.overlays.push_back(drawn.take(keys[i][a]));
      bytes += report.overlays.back().size();
    }
  }
  return bytes;
}

}  // namespace

std::vector<Raster<std::uint8_t>> classes_in(const std::filesystem::path& file,
                                             const std::vector<SliceAltitude>& altitudes) {
  auto stored = read_raster<std::uint8_t>(file);
  std::vector<Raster<std::uint8_t>> classes;
  for (const SliceAltitude altitude : altitudes) {
    const auto band = std::ranges::find_if(
        stored.bands, [&](const auto& one) { return altitude_in(one.description) == std::optional(altitude); });
    if (band == stored.bands.end()) {
      throw Error(ErrorKind::scenario, fmt::format("{} has no band of {}", file.string(), name_of(altitude)));
    }
    classes.push_back(std::move(band->values));
  }
  return classes;
}

std::string file_stem(const Subject& subject) { return name_of(subject.role) + "_" + subject.target; }

std::string altitude_in_words(SliceAltitude altitude) {
  return fmt::format("{} m above {}", with_thousands(altitude.metres),
                     altitude.reference == SliceAltitude::Reference::agl ? "ground" : "sea");
}

void add_scenes(Report& report, const MapStudy& study, const std::string& terrain, const std::vector<Subject>& subjects,
                const std::vector<SliceAltitude>& altitudes, const std::vector<SceneSource>& sources,
                const Progress& progress, std::size_t map_bytes) {
  for (const SliceAltitude altitude : altitudes) report.altitudes.push_back(altitude_in_words(altitude));
  report.first_altitude = pictured_altitude(altitudes);
  std::vector<Role> roles;
  const std::vector<std::size_t> frames = frames_of(subjects, roles);
  for (std::size_t v = 0; v < subjects.size(); ++v) {
    report.views.push_back({.role = subjects[v].role,
                            .target = subjects[v].target,
                            .target_words = target_in_words(study, subjects[v].role, subjects[v].target),
                            .words = subject_in_words(study, subjects[v].role, subjects[v].target),
                            .frame = frames[v],
                            .caption = {}});
    if (subjects[v] == first_subject(study)) report.first_view = v;
  }

  std::vector<std::vector<MapRing>> rings(roles.size());
  std::vector<MapSite> sites;
  const Raster<std::uint8_t> nothing;
  for (const SceneSource& source : sources) {
    const MappedPhase& phase = *source.phase;
    ReportScene scene{.kind = source.kind,
                      .id = phase.label,
                      .label = source.label,
                      .switch_label = source.switch_label,
                      .in_time = source.in_time,
                      .from = phase.phase.from,
                      .until = phase.phase.until,
                      .sites = {},
                      .rings = {},
                      .maps = {}};
    for (std::size_t v = 0; v < subjects.size(); ++v) {
      const std::optional<StudyView> view = view_in(*phase.scenario, subjects[v]);
      scene.rings.emplace_back();
      std::vector<ReportMap>& maps = scene.maps.emplace_back();
      for (std::size_t a = 0; a < altitudes.size(); ++a) {
        ReportMap map = source.figures(subjects[v], a);
        if (view) {
          QuicklookMap picture = phase_map(*phase.scenario, study.ground, terrain,
                                           {.phase = phase.phase,
                                            .view = *view,
                                            .altitude = altitudes[a],
                                            .classes = nothing,
                                            .covered_m2 = 1e6 * map.km2.likely,
                                            .ring_m2 = 1e6 * map.ring_km2.value_or(0)});
          if (source.kind == ReportScene::Kind::coverage) {
            map.title = picture.title;
            scene.rings.back() = std::move(picture.rings);
          }
          scene.sites = std::move(picture.sites);
          if (report.views[v].caption.empty()) report.views[v].caption = picture.caption.front();
        }
        maps.push_back(std::move(map));
      }
      std::ranges::copy(scene.rings.back(), std::back_inserter(rings[frames[v]]));
    }
    std::ranges::copy(scene.sites, std::back_inserter(sites));
    report.scenes.push_back(std::move(scene));
  }

  // What a picture takes grows at most with its area, which tells the widths that need not be tried.
  double bytes_per_area = 0;
  for (const int width_px : widths_px) {
    const double area = static_cast<double>(width_px) * width_px;
    const bool is_last = width_px == widths_px[std::size(widths_px) - 1];
    if (!is_last && 0.7 * bytes_per_area * area > static_cast<double>(map_bytes)) continue;
    report.frames.clear();
    for (std::size_t f = 0; f < roles.size(); ++f) {
      report.frames.emplace_back(study.ground, extent_to_show(study.ground.frame, nullptr, {}, rings[f], sites),
                                 width_px);
    }
    const std::size_t bytes = draw_overlays(report, subjects, sources, progress);
    if (bytes <= map_bytes) break;
    bytes_per_area = static_cast<double>(bytes) / area;
  }
}

}  // namespace skyshed
