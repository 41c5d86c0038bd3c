#include "cli/compare_runs.h"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "cli/version.h"
#include "dem/reference_system.h"
#include "engine/change/compare.h"
#include "products/manifest.h"
#include "products/map/places_file.h"
#include "products/output_folder.h"
#include "products/quicklook.h"
#include "products/read_raster.h"
#include "products/sha256.h"
#include "products/table.h"
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
  const fs::path named = folder.filename().empty() ? folder.parent_path() : folder;  // a slash at the end
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

// Covered at least so surely: 1; 0 not; unknown stays.
Raster<std::uint8_t> covered_at(const Raster<std::uint8_t>& classes, Confidence confidence) {
  const int least = 3 - static_cast<int>(confidence);
  Raster<std::uint8_t> covered(classes.width(), classes.height());
  std::ranges::transform(classes.values(), covered.values().begin(), [&](std::uint8_t value) {
    return value == unknown_count ? value : static_cast<std::uint8_t>(value >= least ? 1 : 0);
  });
  return covered;
}

ChangedVolume changed_volume(const CellAreas& areas, const Raster<float>& before, const Raster<float>& after) {
  ChangedVolume changed;
  for (int row = 0; row < before.height(); ++row) {
    for (int column = 0; column < before.width(); ++column) {
      const double deeper = static_cast<double>(after.at(column, row)) - static_cast<double>(before.at(column, row));
      (deeper < 0 ? changed.lost_m3 : changed.gained_m3) += std::abs(deeper) * areas.at(column, row);
    }
  }
  return changed;
}

Role role_called(const std::string& name) {
  for (const Role role : all_roles) {
    if (name_of(role) == name) return role;
  }
  throw Error(ErrorKind::scenario, "\"" + name + "\" is no role of skyshed (detect, engage, deny)");
}

class Comparison {
 public:
  Comparison(const CompareRequest& request, const Pair& pair, const OutputFolder& folder, Progress& progress)
      : request_(request), pair_(pair), folder_(folder), progress_(progress) {}

  void compare(const std::string& product, CompareSummary& summary) const {
    const std::size_t underscore = product.find('_');
    const Role role = role_called(product.substr(0, underscore));
    const std::string target = product.substr(underscore + 1);

    const auto before = read_raster<std::uint8_t>(pair_.before.path / (product + classes_suffix));
    const auto after = read_raster<std::uint8_t>(pair_.after.path / (product + classes_suffix));
    check_same_grid(before.frame, after.frame, pair_);
    GridFrame frame = before.frame;
    if (frame.kind == GridFrame::Kind::projected) frame.projection = map_projection(frame.crs_wkt);
    const CellAreas areas(frame);
    RasterDescription description = before.description;
    description.title = fmt::format("0 never, 1 kept, 2 lost, 3 gained: {} {}", product, pair_.name());

    std::vector<Raster<std::uint8_t>> changes;
    std::vector<std::string> band_names;
    ChangeRecord record{.before = pair_.before.label, .after = pair_.after.label, .role = role, .target = target};
    for (const auto& band : before.bands) {
      const auto same = std::ranges::find(after.bands, band.description, &StoredBand<std::uint8_t>::description);
      const std::optional<SliceAltitude> altitude = altitude_in(band.description);
      if (same == after.bands.end() || !altitude) continue;
      for (const Confidence confidence : all_confidences) {
        Raster<std::uint8_t> change =
            compare_counts(covered_at(band.values, confidence), covered_at(same->values, confidence));
        record.confidence = confidence;
        record.altitude = *altitude;
        record.changed = change_areas(areas, change);
        summary.changes.push_back(record);
        if (confidence != Confidence::likely) continue;
        changes.push_back(std::move(change));
        band_names.push_back(band.description);
      }
    }
    if (changes.empty()) {
      throw Error(ErrorKind::scenario, fmt::format("{} and {} have no altitude in common for {}", pair_.before.label,
                                                   pair_.after.label, product));
    }
    const std::string stem = "changes/" + pair_.name() + "/" + product;
    const WriteOptions options{.threads = 2, .progress = &progress_};
    ByteBands bands;
    for (std::size_t i = 0; i < changes.size(); ++i) bands.push_back({&changes[i], band_names[i], ""});
    write_cog(folder_.file(stem + "_change.tif"), frame, bands, description, options);

    const auto floor_before = read_raster<float>(pair_.before.path / (product + "_floor.tif"));
    const auto floor_after = read_raster<float>(pair_.after.path / (product + "_floor.tif"));
    const Raster<float> rise = floor_rise(floor_before.bands.at(0).values, floor_after.bands.at(0).values);
    description.title = fmt::format("How much the floor of the bubble rose: {} {}", product, pair_.name());
    write_cog(folder_.file(stem + "_floor_rise.tif"), frame, FloatBands{{&rise, "rise of the floor", "m"}}, description,
              options);

    const auto depth_before = read_raster<float>(pair_.before.path / (product + "_depth.tif"));
    const auto depth_after = read_raster<float>(pair_.after.path / (product + "_depth.tif"));
    record.confidence = Confidence::likely;
    record.altitude = altitude_in(depth_before.bands.at(0).description).value();
    record.changed = changed_volume(areas, depth_before.bands.at(0).values, depth_after.bands.at(0).values);
    summary.changes.push_back(record);

    draw(product, frame, changes, band_names, summary);
  }

 private:
  void draw(const std::string& product, const GridFrame& frame, const std::vector<Raster<std::uint8_t>>& changes,
            const std::vector<std::string>& band_names, CompareSummary& summary) const {
    const auto ground_file = read_raster<float>(run_of(pair_.before.path) / "ground.tif");
    ElevationModel ground{.frame = frame, .heights = ground_file.bands.at(0).values};
    std::size_t chosen = 0;
    const auto distance = [&](std::size_t i) {
      const SliceAltitude altitude = altitude_in(band_names[i]).value();
      return (altitude.reference == SliceAltitude::Reference::agl ? 0.0 : 1e6) + std::abs(altitude.metres - 100);
    };
    for (std::size_t i = 1; i < changes.size(); ++i) {
      if (distance(i) < distance(chosen)) chosen = i;
    }
    const ChangeAreas areas = change_areas(CellAreas(frame), changes[chosen]);
    const std::string target = product.substr(product.find('_') + 1);
    QuicklookMap map{.ground = ground, .classes = &changes[chosen], .scheme = change_classes()};
    map.title = fmt::format("{} km² lost, {} km² kept, {} km² gained", with_thousands(areas.lost_m2 / 1e6),
                            with_thousands(areas.kept_m2 / 1e6), with_thousands(areas.gained_m2 / 1e6));
    map.subtitle = fmt::format("From {} to {}", pair_.before.label, pair_.after.label);
    map.legend_heading = fmt::format("{} {}", target, band_names[chosen]);
    map.caption.push_back(
        "Coverage that is at least likely; figures and positions as published, sources in the runs' "
        "scenario.toml. skyshed " +
        std::string(version) + ".");
    map.places = read_places(request_.configs / "places.toml");
    const fs::path path =
        fmt::format("changes/{}/{}_{}.png", pair_.name(), product, slug_of(altitude_in(band_names[chosen]).value()));
    write_quicklook(map, folder_.file(path));
    summary.pictures.push_back(path);
  }

  const CompareRequest& request_;
  const Pair& pair_;
  const OutputFolder& folder_;
  Progress& progress_;
};

}  // namespace

CompareSummary compare_runs(const CompareRequest& request, TerminalProgress& progress) {
  const std::vector<Pair> pairs = pairs_of(request);
  std::int64_t steps = 0;
  for (const Pair& pair : pairs) steps += static_cast<std::int64_t>(common_products(pair).size());
  OutputFolder folder(request.output, request.overwrite);
  CompareSummary summary{.folder = folder.target()};
  progress.begin("comparing", steps);
  for (const Pair& pair : pairs) {
    const Comparison comparison(request, pair, folder, progress);
    const std::vector<std::string> products = common_products(pair);
    std::vector<CompareSummary> parts(products.size());
    tbb::parallel_for(std::size_t{0}, products.size(), [&](std::size_t i) {
      progress.check();
      comparison.compare(products[i], parts[i]);
      progress.advance(1);
    });
    for (const CompareSummary& part : parts) {
      summary.changes.insert(summary.changes.end(), part.changes.begin(), part.changes.end());
      summary.pictures.insert(summary.pictures.end(), part.pictures.begin(), part.pictures.end());
    }
  }
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
