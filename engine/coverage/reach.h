// Where ranges and elevation angles from an antenna cut the vertical line above one cell.
//
// Frame      a circle of radius a = k · (radius of curvature along the azimuth) with the antenna h0 above it and the
//            cell's vertical at the angle theta = distance / a. The perpendicular from the antenna to that vertical is
//            (a + h0) sin theta long and meets it at the altitude (a + h0) cos theta - a; it leaves the antenna at the
//            elevation angle -theta. Slant ranges are then right triangles, and no two numbers of the size of the
//            earth are subtracted. A plane is the limit theta = 0.
// Units      metres above mean sea level, radians.
// Domain     theta below a quarter turn; antenna anywhere above the centre of the earth.
// Accuracy   double rounding, below 1 µm at 600 km.
// Threading  pure functions.
// Cost       a sine, an arcsine and a few square roots a cell.
// Source     docs/method.md, "Radar".
#pragma once

#include <cmath>
#include <limits>

#include "engine/coverage/altitude_interval.h"
#include "engine/earth/local_frame.h"
#include "engine/systems/system.h"

namespace skyshed {

// The vertical line above a cell as an antenna sees it.
struct CellVertical {
  double offset_m = 0;  // from the antenna to the nearest point (the foot) of the vertical
  double foot_m = 0;    // altitude of the foot
  double sin_theta = 0;
  double cos_theta = 1;
};

// From the antenna to the place right under or over a cell's points.
struct GroundPath {
  double distance_m = 0;      // along the ellipsoid
  double earth_radius_m = 0;  // of curvature along the azimuth; infinite when planar
};

// LocalFrame::path_of without its azimuth, which only sectors ask for.
[[nodiscard]] inline GroundPath ground_path(const LocalPosition& position, const CurvatureRadii& radii) noexcept {
  const double east_squared = position.east_m * position.east_m;
  const double north_squared = position.north_m * position.north_m;
  const double chord_squared = east_squared + north_squared;
  if (chord_squared == 0) return {0, radii.meridian_m};
  const double radius = chord_squared / (north_squared / radii.meridian_m + east_squared / radii.prime_vertical_m);
  const double chord = std::sqrt(chord_squared);
  return {std::isinf(radius) ? chord : radius * std::asin(chord / radius), radius};
}

[[nodiscard]] inline CellVertical cell_vertical(const GroundPath& path, AltitudeMsl antenna,
                                                double effective_radius_factor) noexcept {
  if (std::isinf(path.earth_radius_m)) return {path.distance_m, antenna.metres, 0, 1};
  const double radius = effective_radius_factor * path.earth_radius_m;
  const double sin_half = std::sin(path.distance_m / (2 * radius));
  const double versine = 2 * sin_half * sin_half;  // 1 - cos theta without its cancellation
  const double sin_theta = 2 * sin_half * std::sqrt(1 - sin_half * sin_half);
  const double from_centre = radius + antenna.metres;
  return {from_centre * sin_theta, antenna.metres - from_centre * versine, sin_theta, 1 - versine};
}

// The altitudes whose slant range is at most range_m.
[[nodiscard]] inline AltitudeInterval within_slant_range(const CellVertical& cell, double range_m) noexcept {
  if (range_m < cell.offset_m) return AltitudeInterval::nothing();
  const double half = std::sqrt((range_m - cell.offset_m) * (range_m + cell.offset_m));
  return {cell.foot_m - half, cell.foot_m + half};
}

// The altitudes above the sphere of the minimum range. What lies below that sphere (a valley right under a mountain
// site) is left out as well, so that a cell keeps one interval.
[[nodiscard]] inline AltitudeInterval above_minimum_range(const CellVertical& cell, double minimum_range_m) noexcept {
  if (minimum_range_m <= cell.offset_m) return {};
  return {.floor = within_slant_range(cell, minimum_range_m).ceiling};
}

// An elevation angle above the antenna's horizontal, ready to be asked of many cells.
class ElevationAngle {
 public:
  explicit ElevationAngle(double degrees)
      : sine_(std::sin(to_radians(degrees))),
        // cos(90°) in floating point is not 0, but the zenith is.
        cosine_(std::abs(degrees) >= 90 ? 0 : std::cos(to_radians(degrees))) {}

  // The altitude at which the vertical is seen under this angle; +infinity where it stays below the angle at any
  // altitude, -infinity where it stays above it.
  [[nodiscard]] double altitude_on(const CellVertical& cell) const noexcept {
    if (cosine_ == 0) return std::copysign(std::numeric_limits<double>::infinity(), sine_);
    const double sine = sine_ * cell.cos_theta + cosine_ * cell.sin_theta;  // of the angle to the perpendicular
    const double cosine = cosine_ * cell.cos_theta - sine_ * cell.sin_theta;
    if (cosine <= 0) return std::copysign(std::numeric_limits<double>::infinity(), sine);
    return cell.foot_m + cell.offset_m * (sine / cosine);
  }

 private:
  double sine_;
  double cosine_;
};

// Whether a sector covers a direction; its borders belong to it. Right above the antenna there is no azimuth that it
// could leave out.
[[nodiscard]] inline bool is_in_sector(const Sector& sector, const LocalPosition& position) noexcept {
  if (sector.width_deg >= 360 || (position.east_m == 0 && position.north_m == 0)) return true;
  const double azimuth_deg = to_degrees(std::atan2(position.east_m, position.north_m));
  return std::abs(std::remainder(azimuth_deg - sector.centre_deg, 360.0)) <= sector.width_deg / 2;
}

}  // namespace skyshed
