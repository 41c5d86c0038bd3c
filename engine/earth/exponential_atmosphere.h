// Rays through an atmosphere whose refractivity falls exponentially with altitude, traced numerically: the truth.
//
// Frame      the vertical plane of one azimuth over a circle of the earth's own radius (no effective radius).
// Units      metres, tangents of elevation angles at the antenna.
// Domain     refractivity N0·exp(−h/H); below −2000 m it goes on linearly, so that every ray is defined.
// Accuracy   1 mm at 400 km (fourth-order Runge–Kutta over the central angle).
// Threading  const and re-entrant.
// Cost       10 µs a ray. The sweep uses a polynomial fitted to such rays (ray_bend.h).
// Source     ITU-R P.453-14, (8): N0 = 315, H = 7.35 km; Bouguer's law in polar form, docs/method.md, "Refraction".
#pragma once

#include "engine/earth/refraction.h"

namespace skyshed {

class ExponentialAtmosphere {
 public:
  explicit ExponentialAtmosphere(const Refraction& refraction)
      : refractivity_(refraction.surface_refractivity * 1e-6), scale_height_m_(refraction.scale_height_m) {}

  // Where a ray stands after a distance along the surface.
  [[nodiscard]] double altitude_of(double tangent, double antenna_m, double earth_radius_m, double distance_m) const;
  // The launch that meets a point; the inverse of altitude_of to 1e-12.
  [[nodiscard]] double tangent_to(double altitude_m, double antenna_m, double earth_radius_m, double distance_m) const;

 private:
  // n'(h)/n(h)
  [[nodiscard]] double relative_gradient(double altitude_m) const;

  double refractivity_;
  double scale_height_m_;
};

}  // namespace skyshed
