// What part of the earth a map shows when nobody says.
//
// Units      degrees.
// Threading  pure function.
#pragma once

#include <span>
#include <vector>

#include "engine/terrain/elevation_model.h"
#include "products/map/rings.h"
#include "products/map/sites.h"
#include "products/palette.h"

namespace skyshed {

// All rings, sites and cells of a drawn class, with a margin, but no more than the grid; the whole grid if there is
// nothing to show.
[[nodiscard]] LonLatBox extent_to_show(const GridFrame& grid, const Raster<std::uint8_t>* classes,
                                       std::span<const MapClass> scheme, const std::vector<MapRing>& rings,
                                       const std::vector<MapSite>& sites);

}  // namespace skyshed
