// Small grids and rasters whose values are known by formula.
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/grid.h"
#include "engine/base/raster.h"

namespace skyshed {

inline const std::string wgs84_wkt =
    R"(GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],)"
    R"(UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]])";

// First post at 35° E, 36° N, a post every 0.25° (a number that doubles hold exactly).
inline GridFrame degrees(int width, int height) {
  GridFrame frame;
  frame.width = width;
  frame.height = height;
  frame.origin_x = 35;
  frame.origin_y = 36;
  frame.step_x = 0.25;
  frame.step_y = -0.25;
  frame.crs_wkt = wgs84_wkt;
  return frame;
}

// value(column, row) at every post.
template <class T, class Value>
Raster<T> raster_of(int width, int height, Value value) {
  Raster<T> raster(width, height);
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) raster.at(column, row) = static_cast<T>(value(column, row));
  }
  return raster;
}

}  // namespace skyshed
