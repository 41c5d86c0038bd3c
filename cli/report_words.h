// What a report says in words and tables: what stands where and how sure that is, the figures of each system with their
// grades, what is assumed and what is not known.
//
// Threading  pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/scenario.h"
#include "engine/terrain/elevation_model.h"
#include "products/report/report.h"

namespace skyshed {

// What stands where, then the figures of each system and of the targets.
[[nodiscard]] std::vector<ReportTable> source_tables(const Scenario& scenario);

// unknown_ground_share: of the area of the results; empty: not told.
[[nodiscard]] std::vector<std::string> unknowns_of(const Scenario& scenario,
                                                   std::optional<double> unknown_ground_share);

// terrain: its name; remarks: what was done to it.
[[nodiscard]] std::vector<std::string> assumptions_of(const Scenario& scenario, const std::string& terrain,
                                                      const std::string& remarks);

}  // namespace skyshed
