#include "cli/run_scenario.h"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_invoke.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "cli/asset_products.h"
#include "cli/disk_cache.h"
#include "cli/kept_files.h"
#include "cli/map_files.h"
#include "cli/phase_products.h"
#include "cli/reason_products.h"
#include "cli/run_report.h"
#include "cli/scenario_writer.h"
#include "cli/site_check.h"
#include "cli/study_extent.h"
#include "cli/study_terrain.h"
#include "cli/study_volumes.h"
#include "cli/variant.h"
#include "cli/version.h"
#include "dem/source_word.h"
#include "products/manifest.h"
#include "products/map/places_file.h"
#include "products/output_folder.h"
#include "products/sha256.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

std::vector<ManifestInput> inputs_of(const Scenario& scenario, const ElevationModel& terrain,
                                     const std::string& resolved) {
  std::vector<ManifestInput> inputs;
  inputs.push_back({.what = "scenario", .name = scenario.path.string(), .sha256 = sha256_of_text(resolved)});
  if (!scenario.asset_layer.empty()) {
    const std::filesystem::path file = scenario.asset_layer.substr(0, scenario.asset_layer.find('|'));
    inputs.push_back({.what = "asset layer",
                      .name = std::filesystem::path(scenario.asset_layer).filename().string(),
                      .sha256 = std::filesystem::is_regular_file(file) ? sha256_of_file(file) : ""});
  }
  const auto add_sources = [&](const char* what, const std::vector<std::string>& sources) {
    for (const std::string& source : sources) {
      const bool is_file = std::filesystem::is_regular_file(source);
      inputs.push_back({.what = what,
                        .name = std::filesystem::path(source).filename().string(),
                        .sha256 = is_file ? sha256_of_file(source) : std::string()});
    }
  };
  add_sources("terrain source", scenario.terrain.sources);
  if (scenario.terrain.near) add_sources("near terrain source", scenario.terrain.near->sources);
  inputs.push_back(
      {.what = "terrain", .name = terrain.name, .identity = terrain.identity, .remarks = terrain.description});
  return inputs;
}

Manifest manifest_of(const RunRequest& request, std::vector<ManifestInput> inputs, const TerminalProgress& progress) {
  Manifest manifest{.skyshed_version = version, .command_line = request.command_line, .inputs = std::move(inputs)};
  manifest.threads = static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
  for (const auto& stage : progress.stages()) manifest.timings.push_back({stage.stage, stage.seconds});
  return manifest;
}

// scenarios: the study, then its variants in their order.
MapStudy run_on_maps(const std::vector<Scenario>& scenarios, const ElevationModel& ground) {
  const Scenario& scenario = scenarios.front();
  MapStudy study{.title = scenario.title, .ground = ground};
  const std::vector<Phase> phases = scenario.phases();
  for (const Phase& phase : phases) study.phases.push_back({phase.id, &scenario, phase});
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    for (const Phase& phase : phases) {
      if (!is_about(scenario.variants[v], phase)) continue;
      const Phase varied = phase_of_variant(phase, scenario.variants[v], scenarios[v + 1]);
      study.phases.push_back({varied.id, &scenarios[v + 1], varied});
    }
  }
  return study;
}

double unknown_share(const ElevationModel& ground, const CellAreas& areas) {
  if (!ground.has_unknown) return 0;
  double unknown = 0;
  double all = 0;
  for (int row = 0; row < ground.frame.height; ++row) {
    for (int column = 0; column < ground.frame.width; ++column) {
      all += areas.at(column, row);
      if (std::isnan(ground.heights.at(column, row))) unknown += areas.at(column, row);
    }
  }
  return unknown / all;
}

void write_ground(const Study& study, const KeptFiles& files) {
  files.write("ground.tif", "ground of " + origins_of(study, nullptr), [&](const std::filesystem::path& file) {
    write_cog(file, study.grid.ground.frame, FloatBands{{&study.grid.ground.heights, "ground, the sea at 0", "m MSL"}},
              described(study, "The ground of the study"));
  });
}

RunSummary run_into(OutputFolder& folder, const Scenario& scenario, const RunRequest& request,
                    TerminalProgress& progress) {
  const std::string resolved = scenario_text(scenario, folder.target());

  progress.begin("reading terrain", 1);
  std::vector<Seam> seams;
  const StudyTerrain loaded = load_study_terrain(scenario, &seams);
  std::vector<std::string> notices = seam_warnings(seams);
  std::ranges::move(check_antennas(scenario, loaded), std::back_inserter(notices));
  const ElevationModel& terrain = loaded.terrain;
  const StudyGrid grid = study_grid(scenario, loaded);
  std::ranges::move(grid_remarks(scenario, terrain.frame), std::back_inserter(notices));
  std::ranges::move(box_remarks(scenario), std::back_inserter(notices));
  const std::string program = sha256_of_file(request.executable);
  const std::size_t taken_over = folder.keep_journal({{"program", program},
                                                      {"libraries", library_versions()},
                                                      {"scenario", sha256_of_text(resolved)},
                                                      {"terrain", terrain.identity},
                                                      {"places", sha256_of_file(request.configs / "places.toml")}});

  std::optional<DiskCache> cache;
  if (request.use_cache && !default_cache_folder().empty()) {
    cache.emplace(default_cache_folder(), cache_limit_bytes(), program);
  }
  progress.begin("lines of sight", sweep_steps(scenario, grid));
  const SightFields fields(scenario, grid, cache ? &*cache : nullptr, progress);
  progress.begin("volumes", 1);
  std::vector<Scenario> scenarios{scenario};
  for (const Variant& variant : scenario.variants) scenarios.push_back(varied(scenario, variant));
  const std::vector<MapPlace> places = read_places(request.configs / "places.toml");
  std::vector<StudyVolumes> volumes;
  volumes.reserve(scenarios.size());
  std::optional<PhasePictures> pictures;
  tbb::parallel_invoke(
      [&] {
        for (const Scenario& each : scenarios) {
          volumes.push_back(cover(each, grid, fields, volumes.empty() ? nullptr : &volumes.front(), progress));
        }
      },
      [&] { pictures.emplace(scenarios, grid.ground, places); });

  const CellAreas areas(grid.ground.frame);
  std::vector<Study> studies;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    studies.push_back({scenarios[i], grid, volumes[i], areas, sha256_of_text(resolved)});
  }
  const Study& study = studies.front();
  RunSummary summary{.folder = folder.target(),
                     .notices = std::move(notices),
                     .unknown_ground_share = unknown_share(grid.ground, areas)};
  const KeptFiles files(folder, cache ? &*cache : nullptr, study.scenario_sha256);
  progress.begin("phases and assets", phase_steps(scenario) + 2 * asset_steps(scenario));
  tbb::parallel_invoke([&] { summary.results = write_phases(studies, *pictures, folder, progress); },
                       [&] { write_ground(study, files); }, [&] { write_reasons(study, files, progress); },
                       [&] {
                         write_assets(study, nullptr, files, progress);
                         for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
                           write_assets(studies[v + 1], &scenario.variants[v], files, progress);
                         }
                       });

  if (scenario.uncertainty) {
    summary.samples = write_samples(study, summary.results.coverage, cache ? &*cache : nullptr, folder, progress);
  }

  const MapStudy maps = run_on_maps(scenarios, grid.ground);
  const ResultRasters rasters = result_rasters(folder.path());
  std::vector<ManifestInput> inputs;
  progress.begin("outlines and report", map_file_steps(rasters));
  tbb::parallel_invoke([&] { write_map_files(folder, maps, rasters, request.formats, progress); },
                       [&] {
                         const RunFindings findings{loaded, summary.results, summary.unknown_ground_share};
                         write_run_report(folder, maps, findings, places, progress);
                       },
                       [&] { inputs = inputs_of(scenario, terrain, resolved); });

  progress.begin("manifest", 1);
  write_text_file(folder.file("scenario.toml"), resolved);
  write_text_file(folder.file("statistics.csv"), coverage_csv(summary.results.coverage));
  write_text_file(folder.file("changes.csv"), change_csv(summary.results.changes));
  write_text_file(folder.file("contributions.csv"), contribution_csv(summary.results.contributions));
  write_text_file(folder.file("summary.json"), summary_json(summary.results.coverage, summary.results.changes));
  write_manifest(folder.path(), manifest_of(request, std::move(inputs), progress));
  progress.check();
  folder.commit();
  if (cache) {
    cache->trim();
    std::ranges::move(cache->notices(), std::back_inserter(summary.notices));
  }
  if (taken_over > 0) summary.notices.push_back(fmt::format("resumed: {} files were finished already", taken_over));
  progress.end();
  return summary;
}

// What the user would miss. The scenario that a run leaves in its folder is written there again.
std::vector<std::filesystem::path> files_of(const Scenario& scenario, const std::filesystem::path& output) {
  std::vector<std::filesystem::path> files;
  std::error_code none_or_elsewhere;
  if (!std::filesystem::equivalent(scenario.path, output / "scenario.toml", none_or_elsewhere)) {
    files.push_back(scenario.path);
  }
  if (!scenario.asset_layer.empty()) {
    files.emplace_back(scenario.asset_layer.substr(0, scenario.asset_layer.find('|')));
  }
  for (const std::string& source : scenario.terrain.all_sources()) {
    if (const std::filesystem::path path = path_of_source(source); !path.empty()) files.push_back(path);
  }
  return files;
}

}  // namespace

RunSummary run_scenario(const Scenario& scenario, const RunRequest& request, TerminalProgress& progress) {
  OutputFolder folder(request.output, request.overwrite, files_of(scenario, request.output), request.resume);
  try {
    return run_into(folder, scenario, request, progress);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::interrupted) throw;
    const std::size_t finished = folder.keep_finished();
    if (finished == 0) throw;
    throw Error(ErrorKind::interrupted,
                fmt::format("interrupted; {} is as it was, and {} finished files wait in {} for --resume",
                            folder.target().string(), finished, folder.path().string()));
  }
}

}  // namespace skyshed
