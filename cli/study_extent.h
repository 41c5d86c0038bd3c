// How far a study reaches: the range of every asset, and the terrain that it needs.
//
// Units      metres, degrees.
// Threading  pure functions.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario.h"

namespace skyshed {

// Beyond this the engine's frames are not exact enough; published ranges end earlier.
inline constexpr double largest_range_m = 600'000;

// The range of one component against one target: detection, reach or jamming; at most largest_range_m.
[[nodiscard]] double range_of(const Component& component, const Target& target, Confidence confidence);

// The farthest that any component of the asset reaches against any target at any confidence.
[[nodiscard]] double farthest_reach_m(const Scenario& scenario, const Asset& asset);

// For people: assets that reach nothing in the scenario's box.
[[nodiscard]] std::vector<std::string> box_remarks(const Scenario& scenario);

// The scenario's own, if it names one; else the box that holds every place within reach, or, if the scenario asks for a
// box, that box with all assets that reach into it: the terrain on the way must be known too.
[[nodiscard]] GeodeticExtent extent_of_study(const Scenario& scenario);

}  // namespace skyshed
