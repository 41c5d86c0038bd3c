// What `skyshed check` prints of a scenario that has no mistakes: what it says, when what is present, and remarks.
//
// Threading  pure functions, but for scenario_remarks, which looks whether the terrain files exist.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario.h"

namespace skyshed {

// What is no mistake but may not be meant: an asset never present in the span, a weapon none of whose radars is
// turned on, a terrain file that is not there.
[[nodiscard]] std::vector<std::string> scenario_remarks(const Scenario& scenario);

// Lines of at most 100 characters.
[[nodiscard]] std::string check_report(const Scenario& scenario);
[[nodiscard]] std::string check_json(const Scenario& scenario);

}  // namespace skyshed
