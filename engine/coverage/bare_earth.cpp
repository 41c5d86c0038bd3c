#include "engine/coverage/bare_earth.h"

#include <algorithm>
#include <cmath>

#include "engine/earth/exponential_atmosphere.h"

namespace skyshed {
namespace {

constexpr double table_step_m = 1000;

// Straight rays over a circle.
double floor_over_circle(double antenna_m, double distance_m, double effective_radius_m) {
  const double surface = std::min(0.0, antenna_m);
  const double radius = effective_radius_m + surface;
  const double above = antenna_m - surface;
  const double to_tangent = 2 * std::asin(std::sqrt(above / (2 * (radius + above))));
  const double beyond = distance_m / effective_radius_m - to_tangent;
  if (beyond <= 0) return surface;
  const double sin_half = std::sin(beyond / 2);
  return surface + radius * 2 * sin_half * sin_half / std::cos(beyond);
}

// Launch of the ray that grazes the surface: n(h)·(R + h)·cos(elevation) is the same all along a ray.
double grazing_tangent(const Refraction& refraction, double surface_m, double antenna_m, double radius_m) {
  const auto excess = [&](double altitude) {
    return refraction.surface_refractivity * 1e-6 * std::exp(-altitude / refraction.scale_height_m);
  };
  const double cosine =
      (1 + excess(surface_m)) * (radius_m + surface_m) / ((1 + excess(antenna_m)) * (radius_m + antenna_m));
  return cosine < 1 ? -std::sqrt((1 - cosine) * (1 + cosine)) / cosine : 0;
}

// The ray that grazes the surface, at every step of distance; the surface itself until it has touched it.
std::vector<double> grazing_ray(const Refraction& refraction, double surface_m, double antenna_m, double radius_m,
                                double reach_m) {
  const ExponentialAtmosphere atmosphere(refraction);
  const double tangent = grazing_tangent(refraction, surface_m, antenna_m, radius_m);
  std::vector<double> altitudes;
  bool is_beyond = antenna_m <= surface_m;  // else the ray falls to the surface first
  double before = antenna_m;
  for (int step = 0; step * table_step_m <= reach_m + table_step_m; ++step) {
    const double distance = step * table_step_m;
    const double altitude = distance > 0 ? atmosphere.altitude_of(tangent, antenna_m, radius_m, distance) : antenna_m;
    is_beyond = is_beyond || altitude > before;
    before = altitude;
    altitudes.push_back(is_beyond ? altitude : surface_m);
  }
  return altitudes;
}

}  // namespace

BareEarth::BareEarth(const Refraction& refraction, const CurvatureRadii& radii, AltitudeMsl antenna, double reach_m)
    : effective_radius_factor_(refraction.effective_radius_factor), antenna_(antenna), radii_(radii) {
  if (refraction.model != Refraction::Model::exponential || std::isinf(radii.meridian_m)) return;
  const double surface = std::min(0.0, antenna.metres);
  along_meridian_ = grazing_ray(refraction, surface, antenna.metres, radii.meridian_m, reach_m);
  along_prime_vertical_ = grazing_ray(refraction, surface, antenna.metres, radii.prime_vertical_m, reach_m);
}

AltitudeMsl BareEarth::floor(double distance_m, double earth_radius_m) const noexcept {
  if (std::isinf(earth_radius_m)) return {std::min(0.0, antenna_.metres)};
  if (along_meridian_.empty()) {
    return {floor_over_circle(antenna_.metres, distance_m, effective_radius_factor_ * earth_radius_m)};
  }
  const double place = std::min(distance_m / table_step_m, static_cast<double>(along_meridian_.size()) - 1.001);
  const auto step = static_cast<std::size_t>(place);
  const auto at = [&](const std::vector<double>& altitudes) {
    return std::lerp(altitudes[step], altitudes[step + 1], place - static_cast<double>(step));
  };
  // By Euler's theorem the curvature of an azimuth lies evenly between those of the two.
  const double most = 1 / radii_.meridian_m - 1 / radii_.prime_vertical_m;
  const double share = most == 0 ? 0 : (1 / radii_.meridian_m - 1 / earth_radius_m) / most;
  return {std::lerp(at(along_meridian_), at(along_prime_vertical_), share)};
}

}  // namespace skyshed
