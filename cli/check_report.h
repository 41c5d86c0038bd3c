// What `skyshed check` prints of a scenario that has no mistakes: what it says, when what is present, and remarks.
//
// Threading  pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/forecast.h"
#include "cli/scenario.h"

namespace skyshed {

// What is no mistake but may not be meant: an asset never present in the span, or that reaches nothing of the
// scenario's box; a weapon none of whose radars is turned on.
[[nodiscard]] std::vector<std::string> scenario_remarks(const Scenario& scenario);

// What was found beside the scenario's text.
struct CheckFindings {
  std::optional<Forecast> forecast;   // what a run will need, where that can be told
  std::vector<std::string> remarks;   // beside scenario_remarks
  std::vector<std::string> problems;  // of the terrain, for which a run would end
};

// Lines of at most 100 characters. The problems are left to the error that ends the command.
[[nodiscard]] std::string check_report(const Scenario& scenario, const CheckFindings& findings = {});
[[nodiscard]] std::string check_json(const Scenario& scenario, const CheckFindings& findings = {});

}  // namespace skyshed
