#include "engine/coverage/limits.h"

#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void check_order(std::span<const Weapon::EnvelopePoint> points) {
  const auto rising = [](const auto& a, const auto& b) { return a.range_m < b.range_m; };
  if (std::ranges::adjacent_find(points, rising) != points.end()) {
    throw Error(ErrorKind::scenario, "weapon: the points of the envelope must be listed by falling range");
  }
}

}  // namespace

SensorLimits limits_of(const Radar& radar, const Target& target, Confidence confidence) {
  return {.range_m = detection_range_m(radar, target, confidence),
          .minimum_range_m = radar.minimum_range_m.narrowing(confidence),
          .lowest = ElevationAngle(radar.elevation_min_deg),
          .highest = ElevationAngle(radar.elevation_max_deg),
          .sector = radar.sector,
          .ceiling_m = radar.ceiling_msl_m ? radar.ceiling_msl_m->widening(confidence) : infinity};
}

SensorLimits limits_of(const Jammer& jammer, Confidence confidence) {
  return {.range_m = jammer.range_m.widening(confidence), .sector = jammer.sector};
}

WeaponLimits limits_of(const Weapon& weapon, Confidence confidence) {
  check_order(weapon.envelope);
  return {.range_m = weapon.maximum_range_m.widening(confidence),
          .minimum_range_m = weapon.minimum_range_m.narrowing(confidence),
          .minimum_agl_m = weapon.minimum_altitude_agl_m.narrowing(confidence),
          .ceiling_m = weapon.maximum_altitude_msl_m.widening(confidence),
          .envelope = weapon.envelope};
}

double envelope_ceiling(std::span<const Weapon::EnvelopePoint> points, double distance_m) noexcept {
  if (points.empty()) return infinity;
  if (distance_m > points.front().range_m) return -infinity;
  double ceiling = points.back().altitude_m;  // nearer than the last published point the edge runs on level
  for (std::size_t i = points.size() - 1; i > 0 && distance_m > points[i].range_m; --i) {
    const auto& near = points[i];
    const auto& far = points[i - 1];
    const double share = std::min(1.0, (distance_m - near.range_m) / (far.range_m - near.range_m));
    ceiling = std::lerp(near.altitude_m, far.altitude_m, share);
  }
  return ceiling;
}

}  // namespace skyshed
