// The WGS 84 ellipsoid: radii of curvature, geodesics.
//
// Units      metres, radians; degrees in GeodeticPoint.
// Accuracy   geodesics to 15 nanometres (Karney 2013).
// Threading  pure functions.
// Source     GeographicLib; docs/method.md, "Frame".
#pragma once

#include "engine/base/quantity.h"

namespace skyshed {

inline constexpr double wgs84_semi_major_axis_m = 6378137.0;
inline constexpr double wgs84_flattening = 1 / 298.257223563;
inline constexpr double wgs84_first_eccentricity_squared = wgs84_flattening * (2 - wgs84_flattening);
inline constexpr double wgs84_second_eccentricity_squared =
    wgs84_first_eccentricity_squared / (1 - wgs84_first_eccentricity_squared);

// Radii of curvature of the ellipsoid's surface at a latitude.
struct CurvatureRadii {
  double meridian_m = 0;        // M, along north–south
  double prime_vertical_m = 0;  // N, along east–west

  // Euler's formula; infinite radii give an infinite radius.
  [[nodiscard]] double along(double azimuth_rad) const;
};
[[nodiscard]] CurvatureRadii curvature_radii(double latitude_deg);

struct GeodesicPath {
  double distance_m = 0;
  double azimuth_rad = 0;  // at the start, clockwise from north, (-π, π]
};
[[nodiscard]] GeodesicPath geodesic_between(GeodeticPoint from, GeodeticPoint to);
[[nodiscard]] GeodeticPoint geodesic_destination(GeodeticPoint from, double azimuth_rad, double distance_m);

}  // namespace skyshed
