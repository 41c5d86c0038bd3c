// What a profile shows, as the chart that products/ draws: the asset's antenna that sees lowest, or the one asked for.
//
// Errors     scenario if no component asked for has a line of sight (a weapon without guidance).
// Threading  pure function.
#pragma once

#include "cli/sight_profile.h"
#include "products/profile_chart.h"

namespace skyshed {

[[nodiscard]] ProfileChart chart_of(const SightProfile& profile, const Scenario& scenario,
                                    const ElevationModel& terrain);

}  // namespace skyshed
