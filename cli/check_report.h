// What `skyshed check` prints of a scenario that has no mistakes: what it says, when what is present, and remarks.
//
// Threading  pure functions, but for scenario_remarks, which looks whether the terrain files exist.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/forecast.h"
#include "cli/scenario.h"

namespace skyshed {

// What is no mistake but may not be meant: an asset never present in the span, a weapon none of whose radars is
// turned on, a terrain file that is not there.
[[nodiscard]] std::vector<std::string> scenario_remarks(const Scenario& scenario);

// Lines of at most 100 characters.
// With what a run will need, where that can be told, and remarks beside scenario_remarks.
[[nodiscard]] std::string check_report(const Scenario& scenario, const std::optional<Forecast>& forecast = {},
                                       const std::vector<std::string>& more_remarks = {});
[[nodiscard]] std::string check_json(const Scenario& scenario, const std::optional<Forecast>& forecast = {},
                                     const std::vector<std::string>& more_remarks = {});

}  // namespace skyshed
