#include "engine/earth/exponential_atmosphere.h"

#include <cmath>

#include "engine/earth/effective_earth.h"

namespace skyshed {
namespace {

constexpr double lowest_m = -2000;
constexpr double longest_step_m = 8000;
constexpr int fewest_steps = 24;

}  // namespace

double ExponentialAtmosphere::relative_gradient(double altitude_m) const {
  const double at = altitude_m < lowest_m ? lowest_m : altitude_m;
  const double refractivity = refractivity_ * std::exp(-at / scale_height_m_);
  const double gradient = -refractivity / scale_height_m_;
  return gradient / (1 + refractivity + gradient * (altitude_m - at));
}

double ExponentialAtmosphere::altitude_of(double tangent, double antenna_m, double earth_radius_m,
                                          double distance_m) const {
  const int steps = fewest_steps + static_cast<int>(distance_m / longest_step_m);
  const double step = distance_m / earth_radius_m / steps;
  double altitude = antenna_m;
  double elevation = std::atan(tangent);
  // Over the central angle θ: dh/dθ = r·tan(el), d(el)/dθ = 1 + r·n'/n.
  const auto climb = [&](double h, double el) { return (earth_radius_m + h) * std::tan(el); };
  const auto turn = [&](double h) { return 1 + (earth_radius_m + h) * relative_gradient(h); };
  for (int i = 0; i < steps; ++i) {
    const double h1 = climb(altitude, elevation);
    const double e1 = turn(altitude);
    const double h2 = climb(altitude + step / 2 * h1, elevation + step / 2 * e1);
    const double e2 = turn(altitude + step / 2 * h1);
    const double h3 = climb(altitude + step / 2 * h2, elevation + step / 2 * e2);
    const double e3 = turn(altitude + step / 2 * h2);
    const double h4 = climb(altitude + step * h3, elevation + step * e3);
    const double e4 = turn(altitude + step * h3);
    altitude += step / 6 * (h1 + 2 * h2 + 2 * h3 + h4);
    elevation += step / 6 * (e1 + 2 * e2 + 2 * e3 + e4);
  }
  return altitude;
}

double ExponentialAtmosphere::tangent_to(double altitude_m, double antenna_m, double earth_radius_m,
                                         double distance_m) const {
  // Newton's rule from the ray over the effective earth of 4/3, with the straight ray's derivative, which is nearly its own.
  const EffectiveEarth straight(earth_radius_m, antenna_m, distance_m);
  double tangent = EffectiveEarth(earth_radius_m * 4 / 3, antenna_m, distance_m).tangent_to(altitude_m);
  for (int iteration = 0; iteration < 30; ++iteration) {
    const double miss = altitude_of(tangent, antenna_m, earth_radius_m, distance_m) - altitude_m;
    const double change = straight.tangent_to(altitude_m + miss) - straight.tangent_to(altitude_m);
    tangent -= change;
    if (std::abs(change) < 1e-13 * (1 + std::abs(tangent))) break;
  }
  return tangent;
}

}  // namespace skyshed
