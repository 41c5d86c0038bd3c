#include "dem/extent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/error.h"

namespace skyshed {
namespace {

// WGS 84.
constexpr double polar_radius_m = 6356752.314245179;
constexpr double flattening = 1 / 298.257223563;

double west_in_range(double longitude_deg) {
  const double west = std::remainder(longitude_deg, 360.0);  // [-180, 180]
  return west >= 180 ? -180 : west;
}

}  // namespace

GeodeticExtent normalised(const GeodeticExtent& extent) {
  const auto [west, south, east, north] = extent;
  if (!std::isfinite(west) || !std::isfinite(south) || !std::isfinite(east) || !std::isfinite(north)) {
    throw Error(ErrorKind::terrain,
                "the extent has a number that is not finite; give west, south, east, north in degrees");
  }
  if (!(south < north) || south > 90 || north < -90) {
    throw Error(ErrorKind::terrain, fmt::format("the extent's south ({}) is not below its north ({}) on the earth; "
                                                "give west, south, east, north in degrees",
                                                south, north));
  }
  if (west == east) {
    throw Error(ErrorKind::terrain, fmt::format("the extent has no width: west and east are both {}", west));
  }
  double width = east - west;
  if (width < 0) width += 360 * std::ceil(-width / 360);
  const double from = width >= 360 ? -180 : west_in_range(west);
  return {from, std::max(south, -90.0), from + std::min(width, 360.0), std::min(north, 90.0)};
}

bool contains(const GeodeticExtent& box, GeodeticPoint place) {
  const double middle = (box.west_deg + box.east_deg) / 2;
  return std::abs(std::remainder(place.longitude_deg - middle, 360.0)) <= (box.east_deg - box.west_deg) / 2 &&
         place.latitude_deg >= box.south_deg && place.latitude_deg <= box.north_deg;
}

bool overlap(const GeodeticExtent& a, const GeodeticExtent& b) {
  const double between_twice = std::remainder((a.west_deg + a.east_deg) - (b.west_deg + b.east_deg), 720.0);
  return std::abs(between_twice) <= (a.east_deg - a.west_deg) + (b.east_deg - b.west_deg) &&
         a.south_deg <= b.north_deg && b.south_deg <= a.north_deg;
}

GeodeticExtent hull(const GeodeticExtent& a, const GeodeticExtent& b) {
  const double turn = 360 * std::round(((a.west_deg + a.east_deg) - (b.west_deg + b.east_deg)) / 720);
  return {std::min(a.west_deg, b.west_deg + turn), std::min(a.south_deg, b.south_deg),
          std::max(a.east_deg, b.east_deg + turn), std::max(a.north_deg, b.north_deg)};
}

GeodeticExtent extent_around(GeodeticPoint centre, double radius_m) {
  if (!(std::abs(centre.latitude_deg) <= 90) || !std::isfinite(centre.longitude_deg)) {
    throw Error(ErrorKind::terrain, fmt::format("there is no place at longitude {}, latitude {}", centre.longitude_deg,
                                                centre.latitude_deg));
  }
  if (!(radius_m > 0) || !std::isfinite(radius_m)) {
    throw Error(ErrorKind::terrain, fmt::format("the radius must be positive, not {} m", radius_m));
  }
  // On the auxiliary sphere of reduced latitude an arc is at most length / polar radius, and a longitude difference
  // on the ellipsoid at most that on the sphere: both bounds err on the large side only.
  const double arc = radius_m / polar_radius_m;
  const double reduced = std::atan((1 - flattening) * std::tan(to_radians(centre.latitude_deg)));
  const auto latitude_of = [](double reduced_rad) {
    if (std::abs(reduced_rad) >= std::numbers::pi / 2) return std::copysign(90.0, reduced_rad);
    return to_degrees(std::atan(std::tan(reduced_rad) / (1 - flattening)));
  };
  const double south = latitude_of(reduced - arc);
  const double north = latitude_of(reduced + arc);
  const double to_pole = std::numbers::pi / 2 - std::abs(reduced);
  if (arc >= to_pole) return {-180, south, 180, north};
  const double half_width = to_degrees(std::asin(std::min(1.0, std::sin(arc) / std::cos(reduced))));
  return normalised({centre.longitude_deg - half_width, south, centre.longitude_deg + half_width, north});
}

DegreeLengths degree_lengths(double latitude_deg) {
  constexpr double equatorial_radius_m = 6378137.0;
  constexpr double eccentricity_squared = flattening * (2 - flattening);
  const double sine = std::sin(to_radians(latitude_deg));
  const double shrink = 1 - eccentricity_squared * sine * sine;
  const double east_radius_m = equatorial_radius_m / std::sqrt(shrink) * std::cos(to_radians(latitude_deg));
  const double north_radius_m = equatorial_radius_m * (1 - eccentricity_squared) / (shrink * std::sqrt(shrink));
  return {radians_per_degree * east_radius_m, radians_per_degree * north_radius_m};
}

}  // namespace skyshed
