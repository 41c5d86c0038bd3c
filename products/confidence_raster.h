// How surely each cell is covered, from the counts at the three confidences.
//
// Frame      three rasters of the same grid.
// Values     3 certain, 2 likely, 1 possible, 0 not even possible, 255 unknown (palette.h, confidence_classes).
// Errors     internal if the shapes differ.
// Threading  pure function.
#pragma once

#include <cstdint>

#include "engine/base/raster.h"

namespace skyshed {

// A cell is as sure as the surest count that covers it; unknown if no count covers it but one is unknown.
[[nodiscard]] Raster<std::uint8_t> confidence_raster(const Raster<std::uint8_t>& certain,
                                                     const Raster<std::uint8_t>& likely,
                                                     const Raster<std::uint8_t>& possible);

}  // namespace skyshed
