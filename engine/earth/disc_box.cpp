#include "engine/earth/disc_box.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/earth/ellipsoid.h"

namespace skyshed {

GridWindow disc_box(const GridFrame& frame, GridPoint centre, double radius_m) {
  double left = centre.column;
  double right = centre.column;
  double top = centre.row;
  double bottom = centre.row;
  constexpr int directions = 720;
  for (int i = 0; i < directions; ++i) {
    const double azimuth = 2 * std::numbers::pi * i / directions;
    GridPoint rim;
    if (frame.kind == GridFrame::Kind::planar) {
      rim = {centre.column + radius_m * std::sin(azimuth) / frame.step_x,
             centre.row + radius_m * std::cos(azimuth) / frame.step_y};
    } else {
      const GeodeticPoint origin = frame.to_geodetic(centre);
      const GeodeticPoint end = geodesic_destination(origin, azimuth, radius_m);
      if (frame.kind == GridFrame::Kind::geographic) {
        // Not to_grid: the disc may reach beyond the half turn around the middle of the grid.
        rim = {centre.column + (end.longitude_deg - origin.longitude_deg) / frame.step_x,
               centre.row + (end.latitude_deg - origin.latitude_deg) / frame.step_y};
      } else {
        rim = frame.to_grid(end);
      }
    }
    if (!std::isfinite(rim.column) || !std::isfinite(rim.row)) return frame.whole();
    left = std::min(left, rim.column);
    right = std::max(right, rim.column);
    top = std::min(top, rim.row);
    bottom = std::max(bottom, rim.row);
  }
  // Between the sampled directions the circle bulges by radius·(1 − cos 0.25°).
  const double bulge = radius_m * 1e-5;
  const double metres_per_degree = frame.kind == GridFrame::Kind::geographic ? 20000.0 : 1.0;
  const double spare_x = 2 + bulge / metres_per_degree / std::abs(frame.step_x);
  const double spare_y = 2 + bulge / metres_per_degree / std::abs(frame.step_y);
  const auto clip = [](double value, int size) { return static_cast<int>(std::clamp(value, 0.0, size - 1.0)); };
  const int first_column = clip(left - spare_x, frame.width);
  const int first_row = clip(top - spare_y, frame.height);
  return {first_column, first_row, clip(right + spare_x, frame.width) - first_column + 1,
          clip(bottom + spare_y, frame.height) - first_row + 1};
}

}  // namespace skyshed
