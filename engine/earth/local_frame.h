// East and north of every place as seen from one antenna, such that straight rays are geodesics.
//
// Frame      the antenna's local east–north plane at ellipsoid height 0, turned by the normal-section-to-geodesic
//            angle of each place, so that atan2(east, north) is the azimuth of the geodesic.
// Units      metres.
// Domain     to 600 km from the antenna, |latitude| <= 80.
// Accuracy   azimuth: path within 0.014 m of the geodesic at 400 km, 0.07 m at 600 km; distance 0.12 / 0.63 m.
// Threading  const and re-entrant.
// Cost       a few dozen flops a place; no geodesic is solved.
// Source     docs/method.md, "Frame".
#pragma once

#include "engine/base/grid.h"
#include "engine/earth/refraction.h"

namespace skyshed {

struct LocalPosition {
  double east_m = 0;
  double north_m = 0;
};

// Distance along the ellipsoid and direction from the antenna, with the bent earth along that direction.
struct PathGeometry {
  double distance_m = 0;
  double azimuth_rad = 0;           // clockwise from north, [0, 2π)
  double earth_radius_m = 0;        // radius of curvature of the ellipsoid along the azimuth; infinite when planar
};

class LocalFrame {
 public:
  LocalFrame(const GridFrame& grid, GridPoint antenna);

  // Of any place of the grid (thread-safe in geographic, projected and planar frames alike).
  [[nodiscard]] LocalPosition locate(GridPoint point) const;
  [[nodiscard]] PathGeometry path_to(GridPoint point) const;
  [[nodiscard]] PathGeometry path_of(LocalPosition position) const;
};

}  // namespace skyshed
