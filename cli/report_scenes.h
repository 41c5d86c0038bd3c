// The maps of a report: what each phase, or each side of a comparison, covers, as small pictures over one relief.
//
// Errors     output, interrupted; scenario if a raster of the results cannot be read; internal if one does not fit.
// Threading  works on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       some 20 ms a map on one thread; memory one view of one scene a thread, and all pictures (docs/report.md).
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/map_study.h"
#include "engine/base/progress.h"
#include "products/report/report.h"

namespace skyshed {

// All maps of a page together, before base64: beyond it they are drawn smaller.
inline constexpr std::size_t report_map_bytes = 12'000'000;

struct SceneSource {
  ReportScene::Kind kind = ReportScene::Kind::coverage;
  const MappedPhase* phase;  // what stands there; borrowed
  std::string label;         // "30 Nov – 2 Dec 2024"
  std::string switch_label;
  bool in_time = true;
  // By altitude, on the grid of the ground; called on several threads at once.
  std::function<std::vector<Raster<std::uint8_t>>(const Subject&)> classes;
  // Everything but the overlay and, of coverage, the title.
  std::function<ReportMap(const Subject&, std::size_t altitude)> figures;
};

// Fills altitudes, frames, views, scenes and overlays. terrain: its name.
void add_scenes(Report& report, const MapStudy& study, const std::string& terrain, const std::vector<Subject>& subjects,
                const std::vector<SliceAltitude>& altitudes, const std::vector<SceneSource>& sources,
                const Progress& progress, std::size_t map_bytes = report_map_bytes);

// The classes that a raster of results holds at these altitudes.
[[nodiscard]] std::vector<Raster<std::uint8_t>> classes_in(const std::filesystem::path& file,
                                                           const std::vector<SliceAltitude>& altitudes);
[[nodiscard]] std::string file_stem(const Subject& subject);  // "detect_fighter"

[[nodiscard]] std::string altitude_in_words(SliceAltitude altitude);  // "100 m above ground"

}  // namespace skyshed
