// What is left of the bubble as one asset after the other leaves, against the sorties flown.
//
// Units      square metres.
// Accuracy   the likely coverage of a run, at each of its altitudes (engine/change/holders.h).
// Errors     scenario: an id that is unknown, twice in the order, or not there on the day.
// Threading  runs on the calling thread's oneTBB arena.
// Source     docs/lift.md.
#pragma once

#include "cli/lift_plan.h"
#include "cli/study_products.h"

namespace skyshed {

struct LiftCurve {
  std::string phase;  // whose assets stand at the beginning
  struct Step {
    std::string asset;
    ByLiftCase<int> sorties{};       // flown when it has left, in all
    bool all_weights_known = false;  // of all that has left; else at least so many sorties
  };
  std::vector<Step> steps;
  struct Left {
    Role role = Role::detect;
    std::string target;
    SliceAltitude altitude;
    std::vector<double> area_m2;  // [0] before anything leaves, [i] after step i
  };
  std::vector<Left> left;
};

// The assets in the order in which they go. ids: as asked for; empty: all that is surely there in the phase and leaves
// before the study ends, by the latest day of absence.
[[nodiscard]] std::vector<std::string> withdrawal_order(const Scenario& scenario, const Phase& phase,
                                                        const std::vector<std::string>& ids);

[[nodiscard]] LiftCurve lift_curve(const Study& study, const Phase& phase, const LiftPlan& plan,
                                   const std::vector<std::string>& order);

}  // namespace skyshed
