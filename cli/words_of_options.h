// Numbers that options carry as text: "35.95,35.41", "28,29,44,42".
//
// Errors     scenario, saying what was expected.
// Threading  pure functions.
#pragma once

#include <string>

#include "dem/extent.h"

namespace skyshed {

// LON,LAT in degrees.
[[nodiscard]] GeodeticPoint point_of(const std::string& text);
// west,south,east,north in degrees.
[[nodiscard]] GeodeticExtent box_of(const std::string& text);

}  // namespace skyshed
