#include "products/profile_plane.h"

#include <algorithm>
#include <cmath>

namespace skyshed {

ProfilePlane::ProfilePlane(double distance_m, double effective_radius_m, const PixelBox& frame,
                           const std::vector<ChartPoint>& points)
    : radius_m_(effective_radius_m), middle_rad_(distance_m / effective_radius_m / 2), frame_(frame) {
  pixels_per_metre_along_ = frame.width / (2 * radius_m_ * std::sin(middle_rad_));
  double lowest = 0;
  double highest = 0;
  for (const ChartPoint& point : points) {
    const double up = place(point).up_m;
    lowest = std::min(lowest, up);
    highest = std::max(highest, up);
  }
  constexpr double least_span_m = 200;  // a flat sea is not blown up into mountains
  const double span = std::max(least_span_m, highest - lowest);
  lowest_up_m_ = lowest - 0.10 * span;
  pixels_per_metre_up_ = frame.height / (1.28 * span);
}

ProfilePlane::Place ProfilePlane::place(const ChartPoint& point) const {
  const double angle = point.distance_m / radius_m_;
  const double from_middle = angle - middle_rad_;
  const double bulge = 2 * radius_m_ * std::sin(angle / 2) * std::sin(middle_rad_ - angle / 2);
  return {(radius_m_ + point.altitude_m) * std::sin(from_middle) + radius_m_ * std::sin(middle_rad_),
          bulge + point.altitude_m * std::cos(from_middle)};
}

Pixel ProfilePlane::at(const ChartPoint& point) const {
  const Place where = place(point);
  return {frame_.left + where.along_m * pixels_per_metre_along_,
          frame_.bottom() - (where.up_m - lowest_up_m_) * pixels_per_metre_up_};
}

AltitudeSpan ProfilePlane::altitudes_at_start() const {
  const double scale = pixels_per_metre_up_ * std::cos(middle_rad_);
  const double lowest = lowest_up_m_ / std::cos(middle_rad_);
  return {lowest, lowest + frame_.height / scale};
}

}  // namespace skyshed
