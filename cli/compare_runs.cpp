#include "cli/compare_runs.h"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "cli/change_products.h"
#include "cli/compare_maps.h"
#include "cli/compare_report.h"
#include "cli/map_files.h"
#include "cli/version.h"
#include "dem/reference_system.h"
#include "products/manifest.h"
#include "products/map/places_file.h"
#include "products/output_folder.h"
#include "products/read_raster.h"
#include "products/sha256.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

constexpr char classes_suffix[] = "_confidence.tif";

struct PhaseFolder {
  fs::path path;
  std::string label;  // of the results: the phase's name, with the run's where two runs are compared
};

struct Pair {
  PhaseFolder before, after;
  [[nodiscard]] std::string name() const { return before.label + "--" + after.label; }
};

bool is_phase_folder(const fs::path& folder) {
  return folder.parent_path().filename() == "phases" && fs::is_directory(folder);
}

fs::path run_of(const fs::path& folder) {
  return is_phase_folder(folder) ? folder.parent_path().parent_path() : folder;
}

std::vector<std::string> phases_in(const fs::path& run) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(run / "phases")) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

fs::path checked(const fs::path& given) {
  const fs::path folder = fs::absolute(given).lexically_normal();
  fs::path named = folder.filename().empty() ? folder.parent_path() : folder;  // a slash at the end
  if (!is_run_folder(run_of(named)) || !fs::is_directory(run_of(named) / "phases")) {
    throw Error(ErrorKind::scenario,
                given.string() +
                    " is neither a run of skyshed nor one phase of it; give the folder of `skyshed "
                    "run -o`, or one of its phases: RUN/phases/PHASE");
  }
  return named;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<Pair> pairs_of(const CompareRequest& request) {
  const fs::path before = checked(request.before);
  const fs::path after = checked(request.after);
  const std::string before_run = run_of(before).filename().string();
  const std::string after_run = run_of(after).filename().string();
  const bool one_run = run_of(before) == run_of(after);
  const auto label = [&](const std::string& phase, const std::string& run) {
    return one_run || before_run == after_run ? phase : run + "@" + phase;
  };
  if (is_phase_folder(before) != is_phase_folder(after)) {
    throw Error(ErrorKind::scenario,
                "a run and a phase cannot be compared; give two runs, or two phases (RUN/phases/PHASE)");
  }
  if (is_phase_folder(before)) {
    return {{{before, label(before.filename().string(), before_run)},
             {after, label(after.filename().string(), after_run)}}};
  }
  const std::vector<std::string> first = phases_in(before);
  const std::vector<std::string> second = phases_in(after);
  const auto pair = [&](const std::string& a, const std::string& b) {
    return Pair{{before / "phases" / a, label(a, before_run)}, {after / "phases" / b, label(b, after_run)}};
  };
  if (first.size() == 1 && second.size() == 1) return {pair(first[0], second[0])};
  std::vector<Pair> pairs;
  for (const std::string& name : first) {
    if (std::ranges::binary_search(second, name)) pairs.push_back(pair(name, name));
  }
  if (pairs.empty() || one_run) {
    throw Error(ErrorKind::scenario,
                fmt::format("{}; name the two to compare: RUN/phases/PHASE (before: {}; after: {})",
                            one_run ? "both are the same run" : "the two runs have no phase of the same name",
                            joined(first), joined(second)));
  }
  return pairs;
}

// "detect_fighter" of every product that both phases have.
std::vector<std::string> common_products(const Pair& pair) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(pair.before.path)) {
    const std::string file = entry.path().filename().string();
    if (file.ends_with(classes_suffix) && fs::exists(pair.after.path / file)) {
      names.push_back(file.substr(0, file.size() - std::string(classes_suffix).size()));
    }
  }
  std::ranges::sort(names);
  if (names.empty()) {
    throw Error(ErrorKind::scenario, fmt::format("{} and {} have no role and target in common",
                                                 pair.before.path.string(), pair.after.path.string()));
  }
  return names;
}

void check_same_grid(const GridFrame& a, const GridFrame& b, const Pair& pair) {
  const auto near = [](double x, double y) { return std::abs(x - y) <= 1e-9 * std::max(1.0, std::abs(x)); };
  if (a.width == b.width && a.height == b.height && near(a.origin_x, b.origin_x) && near(a.origin_y, b.origin_y) &&
      near(a.step_x, b.step_x) && near(a.step_y, b.step_y) && a.crs_wkt == b.crs_wkt) {
    return;
  }
  throw Error(
      ErrorKind::scenario,
      fmt::format("{} ({} × {} posts from {:.4f}, {:.4f}) and {} ({} × {} from {:.4f}, {:.4f}) stand on different "
                  "grids, which are not resampled; run both on the same terrain, resolution and bbox",
                  pair.before.label, a.width, a.height, a.origin_x, a.origin_y, pair.after.label, b.width, b.height,
                  b.origin_x, b.origin_y));
}

Role known_role(const std::string& name) {
  if (const auto role = role_called(name)) return *role;
  throw Error(ErrorKind::scenario, "\"" + name + "\" is no role of skyshed (detect, engage, deny)");
}

// The rasters of one product of a phase, and where they stand.
struct StoredCoverage {
  GridFrame frame;
  RasterDescription description;
  CoverageRasters rasters;
};

StoredCoverage read_coverage(const fs::path& phase, const std::string& product) {
  StoredCoverage stored;
  auto classes = read_raster<std::uint8_t>(phase / (product + classes_suffix));
  for (auto& band : classes.bands) {
    const std::optional<SliceAltitude> altitude = altitude_in(band.description);
    if (!altitude) continue;
    stored.rasters.altitudes.push_back(*altitude);
    stored.rasters.classes.push_back(std::move(band.values));
  }
  stored.rasters.floor = std::move(read_raster<float>(phase / (product + "_floor.tif")).bands.at(0).values);
  auto depth = read_raster<float>(phase / (product + "_depth.tif"));
  if (depth.bands.size() != stored.rasters.depth.size()) {
    throw Error(ErrorKind::scenario, fmt::format("{} was written by another version of skyshed; run the scenario again",
                                                 (phase / (product + "_depth.tif")).string()));
  }
  for (std::size_t c = 0; c < stored.rasters.depth.size(); ++c) {
    stored.rasters.depth[c] = std::move(depth.bands[c].values);
  }
  stored.description = std::move(classes.description);
  stored.frame = std::move(classes.frame);
  if (stored.frame.kind == GridFrame::Kind::projected) stored.frame.projection = map_projection(stored.frame.crs_wkt);
  return stored;
}

void compare_product(const Pair& pair, const std::string& product, const OutputFolder& folder,
                     const std::vector<MapPlace>& places, const Progress& progress, CompareSummary& summary) {
  const std::size_t underscore = product.find('_');
  const ChangeNames names{.before = pair.before.label,
                          .after = pair.after.label,
                          .role = known_role(product.substr(0, underscore)),
                          .target = product.substr(underscore + 1)};
  const StoredCoverage before = read_coverage(pair.before.path, product);
  const StoredCoverage after = read_coverage(pair.after.path, product);
  check_same_grid(before.frame, after.frame, pair);
  const auto shared = [&](SliceAltitude altitude) {
    return std::ranges::find(after.rasters.altitudes, altitude) != after.rasters.altitudes.end();
  };
  if (std::ranges::none_of(before.rasters.altitudes, shared)) {
    throw Error(ErrorKind::scenario, fmt::format("{} and {} have no altitude in common for {}", pair.before.label,
                                                 pair.after.label, product));
  }
  const CellAreas areas(before.frame);
  summary.changes = write_change(folder, names, before.frame, areas, before.rasters, after.rasters, before.description,
                                 {.threads = 2, .progress = &progress});
  auto stored_ground = read_raster<float>(run_of(pair.before.path) / "ground.tif");
  const ElevationModel ground{.frame = before.frame, .heights = std::move(stored_ground.bands.at(0).values)};
  summary.pictures.push_back(
      draw_change(folder, names, ground, areas, before.rasters, after.rasters, places, before.description));
}

}  // namespace

CompareSummary compare_runs(const CompareRequest& request, TerminalProgress& progress) {
  const std::vector<Pair> pairs = pairs_of(request);
  std::int64_t steps = 0;
  for (const Pair& pair : pairs) steps += static_cast<std::int64_t>(common_products(pair).size());
  OutputFolder folder(request.output, request.overwrite, {request.before, request.after});
  CompareSummary summary{.folder = folder.target()};
  const std::vector<MapPlace> places = read_places(request.configs / "places.toml");
  progress.begin("comparing", steps);
  for (const Pair& pair : pairs) {
    const std::vector<std::string> products = common_products(pair);
    std::vector<CompareSummary> parts(products.size());
    tbb::parallel_for(std::size_t{0}, products.size(), [&](std::size_t i) {
      progress.check();
      compare_product(pair, products[i], folder, places, progress, parts[i]);
      progress.advance(1);
    });
    for (const CompareSummary& part : parts) {
      summary.changes.insert(summary.changes.end(), part.changes.begin(), part.changes.end());
      summary.pictures.insert(summary.pictures.end(), part.pictures.begin(), part.pictures.end());
    }
  }
  std::vector<ComparedPhase> compared;
  for (const Pair& pair : pairs) {
    compared.push_back({pair.before.label, pair.before.path});
    compared.push_back({pair.after.label, pair.after.path});
  }
  const ComparedStudy study(folder, compared);
  const ResultRasters rasters = result_rasters(folder.path());
  progress.begin("outlines and report", map_file_steps(rasters));
  std::vector<ReportedPair> reported;
  for (const Pair& pair : pairs) {
    reported.push_back({pair.before.label, pair.after.label, pair.before.path, pair.after.path});
  }
  tbb::parallel_invoke(
      [&] { write_map_files(folder, study.maps(), rasters, request.formats, progress); },
      [&] { write_compare_report(folder, study.maps(), reported, summary.changes, places, progress); });
  write_text_file(folder.file("statistics.csv"), change_csv(summary.changes));
  write_text_file(folder.file("summary.json"), summary_json({}, summary.changes));
  progress.end();
  Manifest manifest{.skyshed_version = version, .command_line = request.command_line};
  manifest.threads = static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
  for (const fs::path& side : {request.before, request.after}) {
    const fs::path scenario = run_of(checked(side)) / "scenario.toml";
    manifest.inputs.push_back({.what = side == request.before ? "before" : "after",
                               .name = side.string(),
                               .sha256 = sha256_of_file(scenario)});
  }
  for (const auto& stage : progress.stages()) manifest.timings.push_back({stage.stage, stage.seconds});
  write_manifest(folder.path(), manifest);
  progress.check();
  folder.commit();
  return summary;
}

}  // namespace skyshed
