#include "cli/lift_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <span>

#include "cli/mistakes.h"
#include "engine/lift/sorties.h"

namespace skyshed {
namespace {

double heavy(const Estimate& value, LiftCase lift_case) {
  return lift_case == LiftCase::fewest ? value.low : lift_case == LiftCase::nominal ? value.nominal : value.high;
}

double light(const Estimate& value, LiftCase lift_case) {
  return lift_case == LiftCase::fewest ? value.high : lift_case == LiftCase::nominal ? value.nominal : value.low;
}

int count_of(const SystemLoad& load, LiftCase lift_case) {
  return load.count ? static_cast<int>(heavy(load.count->value, lift_case)) : 1;
}

std::optional<double> large(const std::optional<Figure>& figure, LiftCase lift_case) {
  return figure ? std::optional(heavy(figure->value, lift_case)) : std::nullopt;
}

std::optional<double> small(const std::optional<Figure>& figure, LiftCase lift_case) {
  return figure ? std::optional(light(figure->value, lift_case)) : std::nullopt;
}

// carriers: by rising payload; each piece goes by the first that takes it.
Airlift airlift(const CatalogueSystem& system, std::span<const Carrier> carriers, LiftCase lift_case) {
  std::vector<std::vector<double>> cargo(carriers.size());
  Airlift result;
  for (const SystemLoad& load : system.loads) {
    if (!load.weight_t) continue;
    const auto taker = std::ranges::find_if(
        carriers, [&](const Carrier& carrier) { return fit_of(load, carrier, lift_case) == HoldFit::fits; });
    const int count = count_of(load, lift_case);
    if (taker == carriers.end()) {
      result.left_behind += count;
    } else {
      std::vector<double>& pieces = cargo[static_cast<std::size_t>(taker - carriers.begin())];
      pieces.insert(pieces.end(), static_cast<std::size_t>(count), heavy(load.weight_t->value, lift_case));
    }
  }
  for (std::size_t i = 0; i < carriers.size(); ++i) {
    result.sorties.push_back(sorties_for(cargo[i], light(carriers[i].payload_t->value, lift_case)));
  }
  return result;
}

AssetLift lift_of(const Asset& asset, const CatalogueSystem& system, const std::vector<Carrier>& carriers) {
  AssetLift lift{.asset = asset.id, .system = &system};
  lift.alone.resize(carriers.size());
  if (system.self_deploying) return lift;
  if (system.loads.empty()) lift.without_weight.emplace_back();
  for (const SystemLoad& load : system.loads) {
    if (!load.weight_t) lift.without_weight.push_back(load.name);
  }
  for (const LiftCase lift_case : all_lift_cases) {
    const auto c = static_cast<std::size_t>(lift_case);
    for (const SystemLoad& load : system.loads) {
      if (!load.weight_t) continue;
      const int count = count_of(load, lift_case);
      lift.pieces[c] += count;
      lift.weight_t[c] += count * heavy(load.weight_t->value, lift_case);
    }
    for (std::size_t i = 0; i < carriers.size(); ++i) {
      lift.alone[i][c] = airlift(system, std::span(carriers).subspan(i, 1), lift_case);
    }
    lift.together[c] = airlift(system, carriers, lift_case);
  }
  return lift;
}

}  // namespace

int Airlift::total() const { return std::accumulate(sorties.begin(), sorties.end(), 0); }

HoldFit fit_of(const SystemLoad& load, const Carrier& carrier, LiftCase lift_case) {
  const CargoSize cargo{large(load.length_m, lift_case), large(load.width_m, lift_case),
                        large(load.height_m, lift_case)};
  const CargoSize hold{small(carrier.hold_length_m, lift_case), small(carrier.hold_width_m, lift_case),
                       small(carrier.hold_height_m, lift_case)};
  if (!is_within(cargo, hold)) return HoldFit::too_large;
  const bool light_enough = heavy(load.weight_t->value, lift_case) <= light(carrier.payload_t->value, lift_case);
  return light_enough ? HoldFit::fits : HoldFit::too_heavy;
}

LiftPlan lift_plan(const Scenario& scenario, const std::vector<Carrier>& known, const std::vector<std::string>& ids) {
  LiftPlan plan;
  std::vector<std::string> names;
  for (const Carrier& carrier : known) names.push_back(carrier.id);
  for (const std::string& id : ids) {
    const auto carrier = std::ranges::find(known, id, &Carrier::id);
    if (carrier == known.end()) {
      std::string hint = did_you_mean(id, names);
      if (hint.empty()) hint = fmt::format("on record: {}", fmt::join(names, ", "));
      throw Error(ErrorKind::scenario, fmt::format("unknown aircraft {}; {}", in_quotes(id), hint));
    }
    if (!carrier->payload_t) {
      throw Error(ErrorKind::scenario, fmt::format("no payload of {} is on record; its voyages cannot be counted", id));
    }
  }
  // In the order of the payloads, whatever the order asked in.
  std::ranges::copy_if(known, std::back_inserter(plan.carriers),
                       [&](const Carrier& carrier) { return std::ranges::find(ids, carrier.id) != ids.end(); });
  for (const Asset& asset : scenario.assets) {
    plan.assets.push_back(lift_of(asset, *scenario.catalogue.system(asset.system), plan.carriers));
  }
  return plan;
}

}  // namespace skyshed
