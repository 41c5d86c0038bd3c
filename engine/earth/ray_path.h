// Where a ray of either refraction model stands over one azimuth: exact, one point at a time.
//
// Frame      effective_earth.h, exponential_atmosphere.h.
// Threading  const and re-entrant.
#pragma once

#include "engine/earth/effective_earth.h"
#include "engine/earth/exponential_atmosphere.h"

namespace skyshed {

class RayPath {
 public:
  // earth_radius_m: of curvature along the azimuth; infinite on a plane, where exponential rays do not bend either.
  RayPath(const Refraction& refraction, double earth_radius_m, double antenna_m)
      : refraction_(refraction),
        earth_radius_m_(earth_radius_m),
        antenna_m_(antenna_m),
        traced_(refraction.model == Refraction::Model::exponential && std::isfinite(earth_radius_m)) {}

  // Tangent of the elevation at which the antenna sees a point.
  [[nodiscard]] double tangent_to(double distance_m, double altitude_m) const {
    if (traced_) {
      return ExponentialAtmosphere(refraction_).tangent_to(altitude_m, antenna_m_, earth_radius_m_, distance_m);
    }
    return effective_earth(distance_m).tangent_to(altitude_m);
  }
  // Altitude of the ray with this tangent at the antenna.
  [[nodiscard]] double altitude_of(double distance_m, double tangent) const {
    if (traced_)
      return ExponentialAtmosphere(refraction_).altitude_of(tangent, antenna_m_, earth_radius_m_, distance_m);
    return effective_earth(distance_m).altitude_of(tangent);
  }

 private:
  [[nodiscard]] EffectiveEarth effective_earth(double distance_m) const {
    const double factor = traced_ ? 1 : refraction_.effective_radius_factor;
    return {factor * earth_radius_m_, antenna_m_, distance_m};
  }

  Refraction refraction_;
  double earth_radius_m_;
  double antenna_m_;
  bool traced_;
};

}  // namespace skyshed
