#include "cli/variant.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/mistakes.h"
#include "cli/phase_of_day.h"
#include "cli/study_extent.h"

namespace skyshed {
namespace {

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

void check_ids(const Scenario& scenario, const std::vector<std::string>& ids, const char* option) {
  std::vector<std::string> known;
  for (const Asset& asset : scenario.assets) known.push_back(asset.id);
  for (const std::string& id : ids) {
    if (holds(known, id)) continue;
    const std::string hint = did_you_mean(id, known);
    throw Error(ErrorKind::scenario, fmt::format("{}: {} has no asset {}; {}", option, scenario.path.string(),
                                                 in_quotes(id), hint.empty() ? "see skyshed check" : hint));
  }
}

template <class Goes>
void remove_assets(Scenario& scenario, const Goes& goes) {
  std::erase_if(scenario.assets, [&](const Asset& asset) { return goes(asset.id); });
  for (Variant& variant : scenario.variants) {
    std::erase_if(variant.without, goes);
    std::erase_if(variant.assets, [&](const Asset& asset) { return goes(asset.id); });
  }
  std::erase_if(scenario.variants, [](const Variant& v) { return v.without.empty() && v.assets.empty(); });
  // The systems of those who are left, in the order in which a study of them alone would name them.
  const Catalogue before = scenario.catalogue;
  scenario.catalogue.systems.clear();
  for (const Asset& asset : scenario.assets) {
    const CatalogueSystem* system = before.system(asset.system);
    if (scenario.catalogue.system(asset.system) == nullptr && system != nullptr) {
      scenario.catalogue.systems.push_back(*system);
    }
  }
}

// In the phase, in the study or in a variant of it.
std::vector<std::string> standing_in(const Scenario& scenario, const Phase& phase) {
  std::vector<std::string> ids;
  for (const Asset& asset : all_assets(scenario)) {
    const std::vector<PresenceState> states = phases_of({asset}, phase.from, phase.until).at(0).states.at(0);
    if (std::ranges::max(states) != PresenceState::absent) ids.push_back(asset.id);
  }
  return ids;
}

}  // namespace

Scenario varied(const Scenario& scenario, const Variant& variant) {
  Scenario changed = scenario;
  changed.variants.clear();
  std::erase_if(changed.assets, [&](const Asset& asset) { return holds(variant.without, asset.id); });
  for (Asset& asset : changed.assets) {
    const auto own = std::ranges::find(variant.assets, asset.id, &Asset::id);
    if (own != variant.assets.end()) asset = *own;
  }
  return changed;
}

Phase phase_of_variant(const Phase& base, const Variant& variant, const Scenario& varied) {
  // One: phases of a study are cut where anything changes in a variant, too.
  Phase phase = phases_of(varied.assets, base.from, base.until).at(0);
  phase.id = variant.id + "@" + base.id;
  return phase;
}

bool is_about(const Variant& variant, const Phase& phase) {
  return !variant.at || (phase.from <= *variant.at && *variant.at < phase.until);
}

Scenario narrowed(const Scenario& scenario, const WhatIf& what_if) {
  Scenario result = scenario;
  if (what_if.without.empty() && what_if.only.empty() && !what_if.at) return result;
  result.terrain.extent = extent_of_study(scenario);  // the same grid: the result can be compared with the whole
  check_ids(scenario, what_if.without, "--without");
  check_ids(scenario, what_if.only, "--only");
  remove_assets(result, [&](const std::string& id) {
    return holds(what_if.without, id) || (!what_if.only.empty() && !holds(what_if.only, id));
  });
  if (result.assets.empty()) throw Error(ErrorKind::scenario, "--only and --without leave no asset to compute");
  if (!what_if.at) return result;
  const Phase phase = phase_of_day(scenario, *what_if.at, "--at");  // named as in a run of the whole
  result.from = phase.from;
  result.until = phase.until;
  std::erase_if(result.variants, [&](const Variant& variant) { return !is_about(variant, phase); });
  // Who is gone by then costs no time; where nobody stands, all remain, and cover nothing.
  const std::vector<std::string> standing = standing_in(result, phase);
  if (!standing.empty()) remove_assets(result, [&](const std::string& id) { return !holds(standing, id); });
  return result;
}

std::vector<Asset> all_assets(const Scenario& scenario) {
  std::vector<Asset> assets = scenario.assets;
  for (const Variant& variant : scenario.variants) {
    assets.insert(assets.end(), variant.assets.begin(), variant.assets.end());
  }
  return assets;
}

}  // namespace skyshed
