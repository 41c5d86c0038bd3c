// Exact circle geometry over an earth of effective radius: how high a ray stands at a distance.
//
// Frame      the vertical plane of one azimuth; the antenna at altitude h0 over distance 0, the surface a circle of
//            radius a = k·R. tangent is the tangent of the elevation angle at the antenna.
// Units      metres; altitudes above the circle, that is above mean sea level.
// Domain     distance below a quarter of the circle; a may be infinite (a flat world).
// Accuracy   double rounding; written without differences of numbers of the size of a.
// Threading  pure functions.
// Source     docs/method.md, "Refraction"; ITU-R P.834.
#pragma once

#include <cmath>

namespace skyshed {

class EffectiveEarth {
 public:
  EffectiveEarth(double effective_radius_m, double antenna_altitude_m, double distance_m)
      : curvature_(1 / effective_radius_m), antenna_m_(antenna_altitude_m) {
    if (std::isinf(effective_radius_m)) {
      drop_m_ = 0;
      reach_m_ = distance_m;
    } else {
      const double angle = distance_m * curvature_;
      const double half_sine = std::sin(angle / 2);
      drop_m_ = 2 * effective_radius_m * half_sine * half_sine;
      reach_m_ = effective_radius_m * std::sin(angle);
    }
  }

  // Tangent of the elevation angle at which the antenna sees a point at this altitude.
  [[nodiscard]] double tangent_to(double altitude_m) const {
    const double growth = 1 + altitude_m * curvature_;
    return ((altitude_m - antenna_m_) - drop_m_ * growth) / (reach_m_ * growth);
  }
  // Altitude of the ray that leaves the antenna at this elevation; +infinity if it climbs away before.
  [[nodiscard]] double altitude_of(double tangent) const {
    const double above = drop_m_ + tangent * reach_m_;
    const double denominator = 1 - above * curvature_;
    return denominator > 0 ? (antenna_m_ + above) / denominator : HUGE_VAL;
  }
  // Straight distance to a point at this altitude.
  [[nodiscard]] double slant_range_to(double altitude_m) const {
    const double growth = 1 + altitude_m * curvature_;
    return std::hypot(reach_m_ * growth, (altitude_m - antenna_m_) - drop_m_ * growth);
  }

 private:
  double curvature_;
  double antenna_m_;
  double drop_m_ = 0;   // a (1 − cos θ): how far the surface falls below the antenna's horizontal
  double reach_m_ = 0;  // a sin θ
};

}  // namespace skyshed
