// What an antenna would see above a smooth earth at sea level: the floor that no terrain has a part in.
//
// Frame      the sphere of the radius of curvature along each azimuth, bent rays as the refraction model has them. For a
//            site below sea level the smooth earth lies at the site's altitude.
// Units      metres above mean sea level, metres along the ellipsoid.
// Domain     distance below a quarter of the circle.
// Accuracy   effective radius: double rounding. Exponential: 0.1 m to 600 km (traced rays north and east, a kilometre
//            from point to point, and evenly between the two).
// Threading  immutable once made.
// Cost       made: nothing, or 10 ms for the exponential atmosphere; asked: a few dozen flops.
// Source     docs/profile.md; Bouguer's law for the ray that grazes the sea.
#pragma once

#include <vector>

#include "engine/base/quantity.h"
#include "engine/earth/ellipsoid.h"
#include "engine/earth/refraction.h"

namespace skyshed {

class BareEarth {
 public:
  // reach_m: the exponential atmosphere is tabled to there, and farther out answered as there.
  BareEarth(const Refraction& refraction, const CurvatureRadii& radii, AltitudeMsl antenna, double reach_m);

  // The lowest altitude in sight; an infinite radius hides nothing.
  [[nodiscard]] AltitudeMsl floor(double distance_m, double earth_radius_m) const noexcept;

 private:
  double effective_radius_factor_;
  AltitudeMsl antenna_;
  CurvatureRadii radii_;
  // Exponential atmosphere: floors at every step of distance; else empty.
  std::vector<double> along_meridian_;
  std::vector<double> along_prime_vertical_;
};

}  // namespace skyshed
