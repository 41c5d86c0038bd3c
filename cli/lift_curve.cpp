#include "cli/lift_curve.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/mistakes.h"
#include "engine/change/holders.h"

namespace skyshed {
namespace {

bool is_there(const Scenario& scenario, const Phase& phase, const std::string& id) {
  const auto asset = std::ranges::find(scenario.assets, id, &Asset::id) - scenario.assets.begin();
  return std::ranges::count(phase.states[static_cast<std::size_t>(asset)], PresenceState::present) > 0;
}

Day last_day(const Asset& asset) {
  Day last{};
  for (const AssetComponent& part : asset.components) last = std::max(last, part.presence.until.latest);
  return last;
}

std::vector<LiftCurve::Step> steps_of(const LiftPlan& plan, const std::vector<std::string>& order) {
  std::vector<LiftCurve::Step> steps;
  LiftCurve::Step so_far{.asset = {}, .sorties = {}, .all_weights_known = true};
  for (const std::string& id : order) {
    const AssetLift& lift = *std::ranges::find(plan.assets, id, &AssetLift::asset);
    so_far.asset = id;
    for (const LiftCase lift_case : all_lift_cases) {
      const auto c = static_cast<std::size_t>(lift_case);
      so_far.sorties[c] += lift.together[c].total();
      so_far.all_weights_known = so_far.all_weights_known && lift.together[c].left_behind == 0;
    }
    so_far.all_weights_known = so_far.all_weights_known && lift.without_weight.empty();
    steps.push_back(so_far);
  }
  return steps;
}

}  // namespace

std::vector<std::string> withdrawal_order(const Scenario& scenario, const Phase& phase,
                                          const std::vector<std::string>& ids) {
  std::vector<std::string> known;
  for (const Asset& asset : scenario.assets) known.push_back(asset.id);
  if (ids.empty()) {
    std::vector<const Asset*> leaving;
    for (const Asset& asset : scenario.assets) {
      if (last_day(asset) < scenario.until && is_there(scenario, phase, asset.id)) leaving.push_back(&asset);
    }
    std::ranges::stable_sort(leaving, {}, [](const Asset* asset) { return last_day(*asset); });
    std::vector<std::string> order;
    for (const Asset* asset : leaving) order.push_back(asset->id);
    return order;
  }
  for (auto id = ids.begin(); id != ids.end(); ++id) {
    const auto refuse = [&](const std::string& why) {
      throw Error(ErrorKind::scenario, fmt::format("--order: {} {}", in_quotes(*id), why));
    };
    if (std::ranges::find(known, *id) == known.end()) {
      const std::string hint = did_you_mean(*id, known);
      refuse(fmt::format("is no asset of the scenario; {}", hint.empty() ? "see skyshed check" : hint));
    }
    if (std::find(ids.begin(), id, *id) != id) refuse("leaves twice");
    if (!is_there(scenario, phase, *id)) {
      refuse(fmt::format("is not surely there on {}; --at names another day", phase.id));
    }
  }
  return ids;
}

LiftCurve lift_curve(const Study& study, const Phase& phase, const LiftPlan& plan,
                     const std::vector<std::string>& order) {
  const Scenario& scenario = study.scenario;
  LiftCurve curve{.phase = phase.id, .steps = steps_of(plan, order), .left = {}};
  for (const StudyView& view : views_of(scenario)) {
    const auto entries = study.volumes.entries_in(phase, view.role, view.target, Confidence::likely);
    std::vector<const ComponentVolume*> volumes;
    for (const StudyVolumes::Entry* entry : entries) volumes.push_back(&entry->volume());
    for (const SliceAltitude altitude : scenario.altitudes) {
      const HolderAreas areas(study.areas, study.grid.ground, volumes, altitude);
      LiftCurve::Left left{view.role, target_id(scenario, view), altitude, {areas.covered()}};
      for (std::size_t gone = 1; gone <= order.size(); ++gone) {
        HolderSet remaining(entries.size());
        for (std::size_t i = 0; i < entries.size(); ++i) {
          const auto last = order.begin() + static_cast<std::ptrdiff_t>(gone);
          if (std::find(order.begin(), last, scenario.assets[entries[i]->asset].id) == last) remaining.add(i);
        }
        left.area_m2.push_back(areas.covered_by(remaining));
      }
      curve.left.push_back(std::move(left));
    }
  }
  return curve;
}

}  // namespace skyshed
