#include "cli/swapped_position.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/study_extent.h"
#include "engine/earth/ellipsoid.h"

namespace skyshed {
namespace {

constexpr const char* hint = "latitude and longitude look swapped";

GeodeticPoint swapped(GeodeticPoint point) { return {point.latitude_deg, point.longitude_deg}; }

bool is_latitude(double degrees) { return std::abs(degrees) <= 90; }

double distance_m(GeodeticPoint point, const GeodeticExtent& box) {
  constexpr double metres_per_degree = 111e3;
  const double nearest_longitude = std::clamp(point.longitude_deg, box.west_deg, box.east_deg);
  const double nearest_latitude = std::clamp(point.latitude_deg, box.south_deg, box.north_deg);
  const double north_m = (point.latitude_deg - nearest_latitude) * metres_per_degree;
  const double east_m =
      (point.longitude_deg - nearest_longitude) * metres_per_degree * std::cos(to_radians(point.latitude_deg));
  return std::hypot(north_m, east_m);
}

// Of the nearest other asset.
double distance_to_others_m(std::span<const PlacedAsset> assets, std::size_t which, GeodeticPoint place) {
  double nearest_m = INFINITY;
  for (std::size_t i = 0; i < assets.size(); ++i) {
    const GeodeticPoint other = assets[i].asset.position;
    if (i == which || !is_latitude(other.latitude_deg)) continue;
    nearest_m = std::min(nearest_m, geodesic_between(place, other).distance_m);
  }
  return nearest_m;
}

}  // namespace

std::string swap_hint(GeodeticPoint position, const GeodeticExtent& box) {
  const bool impossible = !is_latitude(position.latitude_deg) && is_latitude(position.longitude_deg);
  const bool swapped_fits = !contains(box, position) && contains(box, swapped(position));
  return impossible || swapped_fits ? hint : "";
}

void check_swapped_against_box(std::span<const PlacedAsset> assets, const GeodeticExtent& box, MistakeList& mistakes) {
  for (const auto& [asset, span] : assets) {
    const GeodeticPoint at = asset.position;
    if (!is_latitude(at.latitude_deg)) continue;  // told by its own sentence
    if (distance_m(at, box) <= largest_range_m || swap_hint(at, box).empty()) continue;
    mistakes.add(span, fmt::format("{} lies more than 600 km from the 'bbox' of [grid]", in_quotes(asset.id)), hint);
  }
}

void check_swapped_against_others(std::span<const PlacedAsset> assets, MistakeList& mistakes) {
  // From the last to the first: of two assets that are each right or wrong, the first is believed.
  for (std::size_t i = assets.size(); i-- > 0;) {
    const auto& [asset, span] = assets[i];
    const GeodeticPoint at = asset.position;
    if (!is_latitude(at.latitude_deg) || !is_latitude(at.longitude_deg)) continue;
    const double distance = distance_to_others_m(assets, i, at);
    if (std::isinf(distance) || distance <= 2 * largest_range_m) continue;
    if (distance_to_others_m(assets, i, swapped(at)) > largest_range_m) continue;
    mistakes.add(
        span, fmt::format("{} lies {:.0f} km from every other asset", in_quotes(asset.id), std::floor(distance / 1000)),
        hint);
    return;
  }
}

}  // namespace skyshed
