#include "products/map/view.h"

#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

constexpr double equatorial_radius_m = 6378137.0;
constexpr double flattening = 1 / 298.257223563;
const double eccentricity = std::sqrt(flattening * (2 - flattening));

// Mercator's ordinate for an earth of radius 1 (the isometric latitude).
double northing(double latitude_deg) {
  const double sine = std::sin(to_radians(std::clamp(latitude_deg, -89.0, 89.0)));
  return std::atanh(sine) - eccentricity * std::atanh(eccentricity * sine);
}

double latitude_at(double ordinate) {
  double sine = std::tanh(ordinate);
  // Converges by a factor of e² = 0.0067 a step: six steps leave less than double rounding.
  for (int step = 0; step < 6; ++step) {
    sine = std::tanh(ordinate + eccentricity * std::atanh(eccentricity * sine));
  }
  return to_degrees(std::asin(sine));
}

}  // namespace

MapView::MapView(const LonLatBox& extent, double left, double top, double width)
    : extent_(extent),
      frame_{left, top, width, std::round(width * height_over_width(extent))},
      pixels_per_radian_(width / to_radians(extent.east_deg - extent.west_deg)),
      top_northing_(northing(extent.north_deg)) {}

Pixel MapView::to_pixel(GeodeticPoint point) const {
  const double middle_deg = (extent_.west_deg + extent_.east_deg) / 2;
  const double east_deg = std::remainder(point.longitude_deg - middle_deg, 360.0);
  return {frame_.left + frame_.width / 2 + to_radians(east_deg) * pixels_per_radian_,
          frame_.top + (top_northing_ - northing(point.latitude_deg)) * pixels_per_radian_};
}

GeodeticPoint MapView::to_geodetic(Pixel pixel) const {
  return {extent_.west_deg + to_degrees((pixel.x - frame_.left) / pixels_per_radian_),
          latitude_at(top_northing_ - (pixel.y - frame_.top) / pixels_per_radian_)};
}

double MapView::metres_per_pixel(double latitude_deg) const {
  const double sine = std::sin(to_radians(latitude_deg));
  const double parallel_radius_m = equatorial_radius_m * std::cos(to_radians(latitude_deg)) /
                                   std::sqrt(1 - eccentricity * eccentricity * sine * sine);
  return parallel_radius_m / pixels_per_radian_;
}

double height_over_width(const LonLatBox& extent) {
  return (northing(extent.north_deg) - northing(extent.south_deg)) / to_radians(extent.east_deg - extent.west_deg);
}

LonLatBox with_shape_between(const LonLatBox& extent, double least, double most) {
  LonLatBox shaped = extent;
  const double shape = height_over_width(extent);
  if (shape > most) {
    const double half_deg = (extent.east_deg - extent.west_deg) / 2 * shape / most;
    const double middle_deg = (extent.west_deg + extent.east_deg) / 2;
    shaped.west_deg = middle_deg - half_deg;
    shaped.east_deg = middle_deg + half_deg;
  } else if (shape < least) {
    const double south = northing(extent.south_deg);
    const double north = northing(extent.north_deg);
    const double half = (north - south) / 2 * least / shape;
    shaped.south_deg = latitude_at((south + north) / 2 - half);
    shaped.north_deg = latitude_at((south + north) / 2 + half);
  }
  return shaped;
}

}  // namespace skyshed
