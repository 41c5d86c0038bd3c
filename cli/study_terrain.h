// The terrain that a study computes on: the same for every command that answers for its scenario.
//
// Errors     terrain, naming the scenario.
#pragma once

#include "cli/scenario.h"

namespace skyshed {

[[nodiscard]] ElevationModel load_study_terrain(const Scenario& scenario);

}  // namespace skyshed
