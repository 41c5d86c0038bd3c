// What bounds a component's sky beside the line of sight, limit by limit: the one place where radars, jammers and
// weapons turn figures into altitudes. Volumes take all limits together, reasons ask which one fails.
//
// Units      metres above mean sea level, metres of straight distance.
// Accuracy   as reach.h.
// Errors     limits_of(Weapon): scenario if the envelope's points are not by falling range.
// Threading  plain values, pure functions.
// Source     docs/method.md, "Radar", "Weapon".
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "engine/coverage/reach.h"

namespace skyshed {

// Radars and jammers alike.
struct SensorLimits {
  double range_m = 0;
  double minimum_range_m = 0;
  ElevationAngle lowest{-90};
  ElevationAngle highest{90};
  Sector sector;
  double ceiling_m = std::numeric_limits<double>::infinity();
};
[[nodiscard]] SensorLimits limits_of(const Radar& radar, const Target& target, Confidence confidence);
[[nodiscard]] SensorLimits limits_of(const Jammer& jammer, Confidence confidence);

// The weapon is borrowed: it must outlive its limits.
struct WeaponLimits {
  double range_m = 0;
  double minimum_range_m = 0;
  double minimum_agl_m = 0;
  double ceiling_m = std::numeric_limits<double>::infinity();
  std::span<const Weapon::EnvelopePoint> envelope;
};
[[nodiscard]] WeaponLimits limits_of(const Weapon& weapon, Confidence confidence);

// Where a component stands, as its limits ask for it.
struct LimitOrigin {
  AltitudeMsl altitude;  // of the antenna or the launcher
  CurvatureRadii radii;  // of the earth there
  double effective_radius_factor = 1;
};

// A missile does not fly along bent rays: its ranges are those of the true earth.
inline constexpr double straight = 1;

// What each limit leaves of the altitudes above one place.
struct LimitedSky {
  bool is_in_sector = true;
  AltitudeInterval range;
  AltitudeInterval minimum_range;
  AltitudeInterval elevation;
  AltitudeInterval envelope;  // of a weapon; of a radar the instrumented ceiling

  [[nodiscard]] AltitudeInterval all() const noexcept {
    if (!is_in_sector) return AltitudeInterval::nothing();
    return intersection(intersection(range, minimum_range), intersection(elevation, envelope));
  }
};

// The vertical line above a place as the origin sees it.
[[nodiscard]] inline CellVertical vertical_at(const LocalPosition& position, const LimitOrigin& origin) noexcept {
  return cell_vertical(ground_path(position, origin.radii), origin.altitude, origin.effective_radius_factor);
}

[[nodiscard]] inline LimitedSky limited_sky(const SensorLimits& limits, const LocalPosition& position,
                                            const CellVertical& cell) noexcept {
  return {.is_in_sector = is_in_sector(limits.sector, position),
          .range = within_slant_range(cell, limits.range_m),
          .minimum_range = above_minimum_range(cell, limits.minimum_range_m),
          .elevation = {limits.lowest.altitude_on(cell), limits.highest.altitude_on(cell)},
          .envelope = {.ceiling = limits.ceiling_m}};
}

// The highest altitude within the published outer edge of an envelope, at a distance along the ground.
[[nodiscard]] double envelope_ceiling(std::span<const Weapon::EnvelopePoint> points, double distance_m) noexcept;

// `ground`: of the place; over unknown ground (NaN) the lowest altitude is unknown too and bounds nothing.
[[nodiscard]] inline LimitedSky limited_sky(const WeaponLimits& limits, const LocalPosition& position,
                                            const LimitOrigin& origin, AltitudeMsl ground) noexcept {
  const GroundPath path = ground_path(position, origin.radii);
  const CellVertical cell = cell_vertical(path, origin.altitude, origin.effective_radius_factor);
  LimitedSky sky{
      .range = within_slant_range(cell, limits.range_m),
      .minimum_range = above_minimum_range(cell, limits.minimum_range_m),
      .elevation = {},
      .envelope = {.ceiling = std::min(limits.ceiling_m, envelope_ceiling(limits.envelope, path.distance_m))}};
  if (!std::isnan(ground.metres)) sky.envelope.floor = ground.metres + limits.minimum_agl_m;
  return sky;
}

}  // namespace skyshed
