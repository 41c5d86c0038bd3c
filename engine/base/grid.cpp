#include "engine/base/grid.h"

#include <algorithm>
#include <cmath>

namespace skyshed {

GridWindow intersection(const GridWindow& a, const GridWindow& b) {
  const int column = std::max(a.column, b.column);
  const int row = std::max(a.row, b.row);
  const int right = std::min(a.column + a.width, b.column + b.width);
  const int bottom = std::min(a.row + a.height, b.row + b.height);
  if (right <= column || bottom <= row) return {};
  return {column, row, right - column, bottom - row};
}

GeodeticPoint GridFrame::to_geodetic(GridPoint point) const {
  const double x = x_of(point.column);
  const double y = y_of(point.row);
  return kind == Kind::projected ? projection->to_geodetic(x, y) : GeodeticPoint{x, y};
}

GridPoint GridFrame::to_grid(GeodeticPoint point) const {
  double x = point.longitude_deg;
  double y = point.latitude_deg;
  if (kind == Kind::projected) {
    std::tie(x, y) = projection->from_geodetic(point);
  } else if (kind == Kind::geographic) {
    // The turn that puts the longitude nearest to the middle of the grid.
    const double middle = x_of((width - 1) / 2.0);
    x = middle + std::remainder(x - middle, 360.0);
  }
  return {(x - origin_x) / step_x, (y - origin_y) / step_y};
}

GridFrame GridFrame::thinned(int factor) const {
  GridFrame kept = *this;
  kept.width = (width + factor - 1) / factor;
  kept.height = (height + factor - 1) / factor;
  kept.step_x = step_x * factor;
  kept.step_y = step_y * factor;
  return kept;
}

GridFrame GridFrame::cropped(const GridWindow& window) const {
  GridFrame part = *this;
  part.width = window.width;
  part.height = window.height;
  part.origin_x = x_of(window.column);
  part.origin_y = y_of(window.row);
  return part;
}

}  // namespace skyshed
