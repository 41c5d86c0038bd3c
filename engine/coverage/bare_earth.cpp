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

}  // namespace

BareEarth::BareEarth(const Refraction& refraction, const CurvatureRadii& radii, AltitudeMsl antenna, double reach_m)
    : effective_radius_factor_(refraction.effective_radius_factor), antenna_(antenna) {
  if (refraction.model != Refraction::Model::exponential || std::isinf(radii.meridian_m)) return;
  mean_radius_m_ = std::sqrt(radii.meridian_m * radii.prime_vertical_m);
  const double surface = std::min(0.0, antenna.metres);
  const double tangent = grazing_tangent(refraction, surface, antenna.metres, mean_radius_m_);
  const ExponentialAtmosphere atmosphere(refraction);
  bool is_beyond = false;  // the ray falls to the surface first, and only then says what is hidden
  double before = antenna.metres;
  for (double distance = 0; distance <= reach_m + table_step_m; distance += table_step_m) {
    const double altitude =
        distance > 0 ? atmosphere.altitude_of(tangent, antenna.metres, mean_radius_m_, distance) : antenna.metres;
    is_beyond = is_beyond || altitude > before || antenna.metres <= surface;
    before = altitude;
    table_.push_back(is_beyond ? altitude : surface);
  }
}

AltitudeMsl BareEarth::floor(double distance_m, double earth_radius_m) const noexcept {
  if (std::isinf(earth_radius_m)) return {std::min(0.0, antenna_.metres)};
  if (table_.empty()) {
    return {floor_over_circle(antenna_.metres, distance_m, effective_radius_factor_ * earth_radius_m)};
  }
  const double place = std::min(distance_m / table_step_m, static_cast<double>(table_.size()) - 1.001);
  const auto step = static_cast<std::size_t>(place);
  const double floor = std::lerp(table_[step], table_[step + 1], place - static_cast<double>(step));
  const double surface = std::min(0.0, antenna_.metres);
  if (floor <= surface) return {surface};
  return {std::max(surface, floor + distance_m * distance_m / 2 * (1 / earth_radius_m - 1 / mean_radius_m_))};
}

}  // namespace skyshed
