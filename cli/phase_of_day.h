// The phase of a study that holds a day, for options that name one.
//
// Errors     scenario if the day lies outside the study.
// Threading  pure function.
#pragma once

#include <string>

#include "cli/scenario.h"

namespace skyshed {

// option: that which names the day, for the message.
[[nodiscard]] Phase phase_of_day(const Scenario& scenario, Day day, const std::string& option);

}  // namespace skyshed
