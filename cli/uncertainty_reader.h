// Reads [uncertainty]: how many samples, of what, from which seed.
//
// Errors     none thrown: mistakes go to the list.
// Source     docs/uncertainty.md.
#pragma once

#include "cli/scenario.h"
#include "cli/table_reader.h"

namespace skyshed {

// node: nullptr where the scenario has no such table.
[[nodiscard]] std::optional<ScenarioUncertainty> read_uncertainty(const TomlNode* node, const Refraction& refraction,
                                                                  MistakeList& mistakes);

// As read_uncertainty reads it back.
[[nodiscard]] std::string uncertainty_text(const ScenarioUncertainty& uncertainty);

// A scenario whose switched-off figures are their nominal values, and whose open ones have all their intervals: what
// samples are drawn from. Domain: scenario.uncertainty is set.
[[nodiscard]] Scenario with_open_figures(const Scenario& scenario);

}  // namespace skyshed
