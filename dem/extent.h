// A box of longitude and latitude, also across 180°.
//
// Units      degrees on WGS 84; west < east after normalised(), east may exceed 180.
// Threading  plain values.
#pragma once

#include "engine/base/quantity.h"

namespace skyshed {

struct GeodeticExtent {
  double west_deg = 0;
  double south_deg = 0;
  double east_deg = 0;  // smaller than west_deg: the box crosses 180°
  double north_deg = 0;
  friend bool operator==(const GeodeticExtent&, const GeodeticExtent&) = default;
};

// The same box with west in [-180, 180), east in (west, west + 360], latitudes within ±90.
// Errors     terrain if a number is not finite, south is not below north, or the box has no width.
[[nodiscard]] GeodeticExtent normalised(const GeodeticExtent& extent);

// Longitude counts modulo 360.
[[nodiscard]] bool contains(const GeodeticExtent& box, GeodeticPoint place);
[[nodiscard]] bool overlap(const GeodeticExtent& a, const GeodeticExtent& b);
// The smallest box that holds both, b on the turn of longitude where it lies nearest to a.
[[nodiscard]] GeodeticExtent hull(const GeodeticExtent& a, const GeodeticExtent& b);

// The smallest simple box that surely holds every place within the radius of a point: right at high latitude, where
// it opens to the whole turn once the disc touches the pole, and across 180°.
// Accuracy   never too small; too large by at most 0.7 % of the radius.
// Errors     terrain unless the place is on the earth and the radius is positive and finite.
[[nodiscard]] GeodeticExtent extent_around(GeodeticPoint centre, double radius_m);

// How long a degree is on the ellipsoid at a latitude.
struct DegreeLengths {
  double east_m = 0;
  double north_m = 0;
};
[[nodiscard]] DegreeLengths degree_lengths(double latitude_deg);

}  // namespace skyshed
