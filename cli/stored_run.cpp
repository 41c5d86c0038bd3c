#include "cli/stored_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/mistakes.h"
#include "cli/phase_of_day.h"
#include "cli/scenario_reader.h"
#include "dem/reference_system.h"
#include "products/manifest.h"
#include "products/read_raster.h"
#include "products/words.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

fs::path checked(const fs::path& folder) {
  if (is_run_folder(folder) && fs::exists(folder / "scenario.toml") && fs::is_directory(folder / "phases")) {
    return folder;
  }
  throw Error(ErrorKind::scenario, folder.string() + " is not a run of skyshed; give the folder of `skyshed run -o`");
}

Error not_held(const char* what, const std::string& name, const std::vector<std::string>& held) {
  const std::string hint = did_you_mean(name, held);
  return {ErrorKind::scenario, fmt::format("this run has no {} {}; {}it has: {}", what, in_quotes(name),
                                           hint.empty() ? "" : hint + " ", fmt::join(held, ", "))};
}

std::size_t index_in(const char* what, const std::string& name, const std::vector<std::string>& held) {
  const auto found = std::ranges::find(held, name);
  if (found == held.end()) throw not_held(what, name, held);
  return static_cast<std::size_t>(found - held.begin());
}

}  // namespace

StoredRun::StoredRun(const fs::path& folder)
    : folder_(checked(folder)), scenario_(read_scenario(folder_ / "scenario.toml", {})) {
  auto stored = read_raster<float>(folder_ / "ground.tif");
  ground_ = {.frame = std::move(stored.frame), .heights = std::move(stored.bands.at(0).values)};
  if (ground_.frame.kind == GridFrame::Kind::projected)
    ground_.frame.projection = map_projection(ground_.frame.crs_wkt);
  const auto name = std::ranges::find(stored.description.metadata, "TERRAIN",
                                      [](const auto& entry) -> const std::string& { return entry.first; });
  terrain_ = name != stored.description.metadata.end() ? name->second : "unknown";
}

Phase StoredRun::phase(const std::string& name) const {
  const std::vector<Phase> phases = scenario_.phases();
  if (name.empty() && phases.size() == 1) return phases.front();
  std::vector<std::string> ids;
  for (const Phase& phase : phases) ids.push_back(phase.id);
  if (name.empty()) {
    throw Error(ErrorKind::scenario,
                fmt::format("this run has {} phases; choose one with --phase: {}", ids.size(), fmt::join(ids, ", ")));
  }
  const std::optional<Day> day = day_in(name);
  return day ? phase_of_day(scenario_, *day, "--phase") : phases[index_in("phase", name, ids)];
}

StudyView StoredRun::view(const std::optional<std::string>& role, const std::optional<std::string>& target) const {
  const std::vector<StudyView> views = views_of(scenario_);
  std::vector<std::string> roles;
  for (const StudyView& view : views) {
    if (view.target == 0) roles.push_back(name_of(view.role));
  }
  const std::string engage = name_of(Role::engage);
  const bool has_weapons = std::ranges::find(roles, engage) != roles.end();
  const std::string wanted = role ? *role : has_weapons ? engage : roles.front();
  (void)index_in("role", wanted, roles);
  std::vector<StudyView> candidates;
  std::vector<std::string> targets;
  for (const StudyView& view : views) {
    if (name_of(view.role) != wanted) continue;
    candidates.push_back(view);
    targets.push_back(target_id(scenario_, view));
  }
  return candidates[target ? index_in("target", *target, targets) : 0];
}

StoredRun::Slice StoredRun::slice(const Phase& phase, const StudyView& view, SliceAltitude altitude) const {
  auto stored = read_raster<std::uint8_t>(
      folder_ / fmt::format("phases/{}/{}_confidence.tif", phase.id, file_stem(scenario_, view)));
  std::vector<std::string> held;
  for (const auto& band : stored.bands) {
    if (const auto found = altitude_in(band.description)) held.push_back(name_of(*found));
  }
  const std::string name = name_of(altitude);
  if (std::ranges::find(held, name) == held.end()) throw not_held("altitude", name, held);
  const auto band = std::ranges::find_if(
      stored.bands, [&](const auto& one) { return altitude_in(one.description) == std::optional(altitude); });
  Slice slice{.classes = std::move(band->values)};

  const fs::path summary = folder_ / "summary.json";
  try {
    const auto figures = nlohmann::json::parse(std::ifstream(summary))
                             .at("phases")
                             .at(phase.id)
                             .at(name_of(view.role))
                             .at(target_id(scenario_, view))
                             .at(name)
                             .at(name_of(Confidence::likely));
    slice.covered_m2 = 1e6 * figures.at("area_km2").get<double>();
    const double share = figures.value("share_of_nominal_ring", 0.0);  // left out where there is no ring
    if (share > 0) slice.ring_m2 = slice.covered_m2 / share;
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::scenario,
                fmt::format("{} is damaged ({}); run the scenario again", summary.string(), error.what()));
  }
  return slice;
}

}  // namespace skyshed
