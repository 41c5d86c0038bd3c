// How far rays of the exponential atmosphere stray from straight ones, as polynomials that a vector loop can evaluate.
//
// Frame      straight rays over the earth's own radius (k = 1). `fall` is how far the earth falls below the antenna's
//            horizontal there (effective_earth.h): it carries the distance and the azimuth's radius at once.
//            forward: rise' = rise + (ρ² + rise²)·p(fall, altitude) is the rise of the straight ray with the same launch
//            as the bent one that meets the point. back: altitude = straight + (ρ² + rise²)·q(fall, 1/(1 + (straight +
//            500)/12000)).
// Domain     points from what the lowest ray could meet up to 9 km (forward) and to 50 km (back), within the radius.
// Accuracy   fitted to traced rays and checked against others when made; refused beyond 0.5 m in altitude at the radius.
//            With N0 = 315: 0.04 m at 400 km, 0.1 m at 600 km.
// Errors     scenario if the atmosphere cannot be fitted so well (very strong refraction, very long range).
// Threading  immutable.
// Cost       some 100 ms for each antenna and radius.
// Source     docs/method.md, "Refraction".
#pragma once

#include "engine/earth/ellipsoid.h"
#include "engine/earth/refraction.h"

namespace skyshed {

struct RayBend {
  static constexpr int forward_falls = 7, forward_altitudes = 6;
  static constexpr int back_falls = 7, back_heights = 8;
  static constexpr int of_radius = 4;
  double per_fall = 0;  // 1 / greatest fall
  // Of the lowest ray that clears the sea (or land below it): its altitude is (√(fall·lowest_bend) − lowest_root)² over
  // lowest_land.
  double lowest_bend = 0;
  double lowest_root = 0;
  double lowest_land = 0;
  double mean_radius_m = 0;                               // the radius along an azimuth enters as 1 − mean/radius
  double forward[forward_falls][forward_altitudes] = {};  // of (fall·per_fall)^i (altitude/10 km)^j
  double back[back_falls][back_heights] = {};             // of (fall·per_fall)^i w^j
  // And times that: bent rays on a flatter earth bend a little more.
  double forward_radius[of_radius][of_radius] = {};
  double back_radius[of_radius][of_radius] = {};
};

[[nodiscard]] RayBend fit_ray_bend(const Refraction& refraction, const CurvatureRadii& radii, double antenna_m,
                                   double radius_m);

// The lowest altitude of points in sight at a fall, with a margin; lower ones count as if they stood there.
[[nodiscard]] double lowest_altitude_of(const RayBend& bend, double fall_m);

}  // namespace skyshed
