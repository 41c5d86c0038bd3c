#include "cli/run_scenario.h"

#include <fmt/format.h>
#include <tbb/global_control.h>

#include "cli/asset_products.h"
#include "cli/map_files.h"
#include "cli/phase_products.h"
#include "cli/reason_products.h"
#include "cli/scenario_writer.h"
#include "cli/study_terrain.h"
#include "cli/study_volumes.h"
#include "cli/version.h"
#include "products/manifest.h"
#include "products/map/places_file.h"
#include "products/output_folder.h"
#include "products/sha256.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

Manifest manifest_of(const Scenario& scenario, const RunRequest& request, const ElevationModel& terrain,
                     const std::string& resolved, const TerminalProgress& progress) {
  Manifest manifest{.skyshed_version = version, .command_line = request.command_line};
  manifest.threads = static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
  manifest.inputs.push_back({.what = "scenario", .name = scenario.path.string(), .sha256 = sha256_of_text(resolved)});
  for (const std::string& source : scenario.terrain.sources) {
    const bool is_file = std::filesystem::is_regular_file(source);
    manifest.inputs.push_back({.what = "terrain source",
                               .name = std::filesystem::path(source).filename().string(),
                               .sha256 = is_file ? sha256_of_file(source) : std::string()});
  }
  manifest.inputs.push_back({.what = "terrain", .name = terrain.name, .identity = terrain.identity});
  for (const auto& stage : progress.stages()) manifest.timings.push_back({stage.stage, stage.seconds});
  return manifest;
}

MapStudy run_on_maps(const Scenario& scenario, const ElevationModel& ground) {
  MapStudy study{.title = scenario.title, .ground = ground};
  const std::vector<Phase> phases = scenario.phases();
  for (const Phase& phase : phases) study.phases.push_back({phase.id, &scenario, phase});
  return study;
}

}  // namespace

RunSummary run_scenario(const Scenario& scenario, const RunRequest& request, TerminalProgress& progress) {
  OutputFolder folder(request.output, request.overwrite);
  const std::string resolved = scenario_text(scenario, folder.target());

  progress.begin("reading terrain", 1);
  const ElevationModel terrain = load_study_terrain(scenario);
  const StudyGrid grid = study_grid(scenario, terrain);

  progress.begin("lines of sight", sweep_steps(scenario, grid));
  const StudyVolumes volumes = cover(scenario, grid, progress);

  const CellAreas areas(grid.ground.frame);
  const Study study{scenario, grid, volumes, areas, sha256_of_text(resolved)};
  RunSummary summary{.folder = folder.target()};
  progress.begin("phases", phase_steps(scenario));
  write_cog(folder.file("ground.tif"), grid.ground.frame,
            FloatBands{{&grid.ground.heights, "ground, the sea at 0", "m MSL"}},
            described(study, "The ground of the study"));
  const PhasePictures pictures(study, scenario.phases(), read_places(request.configs / "places.toml"));
  summary.results = write_phases(study, pictures, folder, progress);
  progress.begin("assets", asset_steps(scenario));
  write_assets(study, folder, progress);
  progress.begin("reasons", asset_steps(scenario));
  write_reasons(study, folder, progress);

  write_map_files(folder, run_on_maps(scenario, grid.ground), progress);

  progress.begin("manifest", 1);
  write_text_file(folder.file("scenario.toml"), resolved);
  write_text_file(folder.file("statistics.csv"), coverage_csv(summary.results.coverage));
  write_text_file(folder.file("changes.csv"), change_csv(summary.results.changes));
  write_text_file(folder.file("contributions.csv"), contribution_csv(summary.results.contributions));
  write_text_file(folder.file("summary.json"), summary_json(summary.results.coverage, summary.results.changes));
  write_manifest(folder.path(), manifest_of(scenario, request, terrain, resolved, progress));
  progress.check();
  folder.commit();
  progress.end();
  return summary;
}

}  // namespace skyshed
