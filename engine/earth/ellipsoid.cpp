#include "engine/earth/ellipsoid.h"

#include <GeographicLib/Geodesic.hpp>
#include <cmath>

namespace skyshed {

double CurvatureRadii::along(double azimuth_rad) const {
  const double c = std::cos(azimuth_rad);
  const double s = std::sin(azimuth_rad);
  return 1 / (c * c / meridian_m + s * s / prime_vertical_m);
}

CurvatureRadii curvature_radii(double latitude_deg) {
  const double s = std::sin(to_radians(latitude_deg));
  const double w2 = 1 - wgs84_first_eccentricity_squared * s * s;
  const double n = wgs84_semi_major_axis_m / std::sqrt(w2);
  return {.meridian_m = n * (1 - wgs84_first_eccentricity_squared) / w2, .prime_vertical_m = n};
}

GeodesicPath geodesic_between(GeodeticPoint from, GeodeticPoint to) {
  double distance = 0;
  double azimuth_from = 0;
  double azimuth_to = 0;
  GeographicLib::Geodesic::WGS84().Inverse(from.latitude_deg, from.longitude_deg, to.latitude_deg, to.longitude_deg,
                                           distance, azimuth_from, azimuth_to);
  return {.distance_m = distance, .azimuth_rad = to_radians(azimuth_from)};
}

GeodeticPoint geodesic_destination(GeodeticPoint from, double azimuth_rad, double distance_m) {
  GeodeticPoint end;
  GeographicLib::Geodesic::WGS84().Direct(from.latitude_deg, from.longitude_deg, to_degrees(azimuth_rad), distance_m,
                                          end.latitude_deg, end.longitude_deg);
  // Keep the longitude on the turn it started from, as grids across 180° do.
  end.longitude_deg = from.longitude_deg + std::remainder(end.longitude_deg - from.longitude_deg, 360.0);
  return end;
}

}  // namespace skyshed
