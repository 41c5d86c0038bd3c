#include "cli/compare_maps.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/scenario_reader.h"
#include "dem/reference_system.h"
#include "products/output_error.h"
#include "products/read_raster.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

fs::path run_of(const ComparedPhase& phase) { return phase.path.parent_path().parent_path(); }

void copy_ground(const OutputFolder& folder, const fs::path& run) {
  std::error_code reason;
  fs::copy_file(run / "ground.tif", folder.file("ground.tif"), reason);
  if (reason) throw output_error("cannot copy the ground of the run to", folder.file("ground.tif"), reason);
}

ElevationModel ground_in(const OutputFolder& folder) {
  auto stored = read_raster<float>(folder.file("ground.tif"));
  ElevationModel ground{.frame = stored.frame, .heights = std::move(stored.bands.at(0).values)};
  if (ground.frame.kind == GridFrame::Kind::projected) ground.frame.projection = map_projection(ground.frame.crs_wkt);
  const auto terrain =
      std::ranges::find(stored.description.metadata, "TERRAIN", &std::pair<std::string, std::string>::first);
  if (terrain != stored.description.metadata.end()) ground.name = terrain->second;
  return ground;
}

}  // namespace

ComparedStudy::ComparedStudy(const OutputFolder& folder, const std::vector<ComparedPhase>& phases)
    : ground_((copy_ground(folder, run_of(phases.front())), ground_in(folder))),
      maps_{.in_time = false, .ground = ground_} {
  for (const ComparedPhase& compared : phases) {
    const fs::path run = run_of(compared);
    auto known = std::ranges::find(scenarios_, run, &std::pair<fs::path, Scenario>::first);
    if (known == scenarios_.end()) {
      // The resolved scenario brings its own catalogue.
      known = scenarios_.emplace(scenarios_.end(), run, read_scenario(run / "scenario.toml", Catalogue{}));
    }
    const std::vector<Phase> of_run = known->second.phases();
    const auto phase = std::ranges::find(of_run, compared.path.filename().string(), &Phase::id);
    if (phase == of_run.end() || maps_.phase(compared.label) != nullptr) continue;
    maps_.phases.push_back({compared.label, &known->second, *phase});
  }
  if (maps_.phases.empty()) {
    throw Error(ErrorKind::scenario, fmt::format("{} does not describe the phases beside it",
                                                 (run_of(phases.front()) / "scenario.toml").string()));
  }
  maps_.title = fmt::format("{}: what changed", maps_.phases.front().scenario->title);
}

}  // namespace skyshed
