// What `skyshed lift` says: weights and sorties, what fits which hold, and the bubble against the sorties.
//
// Threading  pure functions.
// Source     docs/lift.md.
#pragma once

#include <string>

#include "cli/lift_curve.h"

namespace skyshed {

// Tables for a terminal.
[[nodiscard]] std::string lift_text(const LiftPlan& plan, const LiftCurve& curve);
[[nodiscard]] std::string lift_json(const LiftPlan& plan, const LiftCurve& curve);
// The curve: a line for each step × role × target × altitude; step 0 is before anything leaves.
[[nodiscard]] std::string lift_csv(const LiftCurve& curve);

}  // namespace skyshed
