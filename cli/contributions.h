// What every asset, and every radar, does for the coverage of a phase.
//
// Threading  runs on the calling thread's oneTBB arena.
// Source     docs/method.md, "Who holds the bubble up".
#pragma once

#include <vector>

#include "cli/study_products.h"
#include "products/contributions.h"

namespace skyshed {

// Of the likely coverage, at each altitude: the assets, each followed by its radars if it has several that count here,
// in the order of the scenario.
[[nodiscard]] std::vector<ContributionRecord> contributions_in(const Study& study, const Phase& phase,
                                                               const StudyView& view);

}  // namespace skyshed
