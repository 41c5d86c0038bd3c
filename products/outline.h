// The outline of some classes of a raster as polygons.
//
// Frame      the raster's own coordinates: degrees or metres. Outlines run along the edges of cells, half a cell from the
//            posts, so that they enclose the areas that the statistics count.
// Accuracy   simplified by less than half a cell with the topology kept: valid polygons, no part lost or merged.
// Errors     internal if raster and frame differ in shape.
// Threading  pure function.
// Cost       some 20 ns for each cell of the box around the classes.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/grid.h"
#include "engine/base/raster.h"

namespace skyshed {

struct MapPoint {
  double x = 0;
  double y = 0;
  friend bool operator==(const MapPoint&, const MapPoint&) = default;
};
using LinearRing = std::vector<MapPoint>;  // closed: the last point is the first
using Polygon = std::vector<LinearRing>;   // the outer ring, then holes
using MultiPolygon = std::vector<Polygon>;

// Of the cells with first <= value <= last.
[[nodiscard]] MultiPolygon outline(const Raster<std::uint8_t>& classes, const GridFrame& frame, std::uint8_t first,
                                   std::uint8_t last);

}  // namespace skyshed
