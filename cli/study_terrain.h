// The terrain that a study computes on: the same for every command that answers for its scenario.
//
// Errors     terrain, naming the scenario.
#pragma once

#include "cli/scenario.h"

namespace skyshed {

// `seams`, if given, takes those between sources that differ.
[[nodiscard]] ElevationModel load_study_terrain(const Scenario& scenario, std::vector<Seam>* seams = nullptr);

// For people: where two sources differ by more than they should.
[[nodiscard]] std::vector<std::string> seam_warnings(const std::vector<Seam>& seams);

}  // namespace skyshed
