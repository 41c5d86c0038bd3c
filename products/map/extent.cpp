#include "products/map/extent.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace skyshed {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct GrowingBox {
  LonLatBox box{infinity, infinity, -infinity, -infinity};

  void add(GeodeticPoint point) {
    if (std::isnan(point.longitude_deg) || std::isnan(point.latitude_deg)) return;
    box.west_deg = std::min(box.west_deg, point.longitude_deg);
    box.east_deg = std::max(box.east_deg, point.longitude_deg);
    box.south_deg = std::min(box.south_deg, point.latitude_deg);
    box.north_deg = std::max(box.north_deg, point.latitude_deg);
  }
  [[nodiscard]] bool is_empty() const { return box.east_deg < box.west_deg; }
};

// The edge of the rectangle of posts on the earth: on a map projection it bulges, so corners are not enough.
GrowingBox box_of(const GridFrame& grid, const GridWindow& window) {
  GrowingBox box;
  constexpr int steps = 16;
  for (int i = 0; i <= steps; ++i) {
    for (int j = 0; j <= steps; ++j) {
      if (i % steps != 0 && j % steps != 0) continue;
      box.add(grid.to_geodetic({window.column + (window.width - 1) * static_cast<double>(i) / steps,
                                window.row + (window.height - 1) * static_cast<double>(j) / steps}));
    }
  }
  return box;
}

GridWindow drawn_cells(const Raster<std::uint8_t>& classes, std::span<const MapClass> scheme) {
  bool is_drawn[256] = {};
  for (const MapClass& a_class : scheme) {
    const bool is_unknown = a_class.first == 255;  // missing terrain is no reason to show a place
    for (int value = a_class.first; value <= a_class.last; ++value)
      is_drawn[value] = a_class.opacity > 0 && !is_unknown;
  }
  int left = classes.width();
  int right = -1;
  int top = classes.height();
  int bottom = -1;
  for (int row = 0; row < classes.height(); ++row) {
    const auto values = classes.row(row);
    const auto drawn = [&](std::uint8_t value) { return is_drawn[value]; };
    const auto first = std::find_if(values.begin(), values.end(), drawn);
    if (first == values.end()) continue;
    const auto last = std::find_if(values.rbegin(), values.rend(), drawn);
    left = std::min(left, static_cast<int>(first - values.begin()));
    right = std::max(right, static_cast<int>(values.rend() - last) - 1);
    top = std::min(top, row);
    bottom = row;
  }
  return {left, top, std::max(0, right - left + 1), std::max(0, bottom - top + 1)};
}

}  // namespace

LonLatBox extent_to_show(const GridFrame& grid, const Raster<std::uint8_t>* classes, std::span<const MapClass> scheme,
                         const std::vector<MapRing>& rings, const std::vector<MapSite>& sites) {
  const LonLatBox whole = box_of(grid, grid.whole()).box;
  const double middle_deg = (whole.west_deg + whole.east_deg) / 2;
  GrowingBox shown;
  const auto add = [&](GeodeticPoint point) {
    point.longitude_deg = middle_deg + std::remainder(point.longitude_deg - middle_deg, 360.0);
    shown.add(point);
  };
  for (const MapRing& ring : rings) {
    for (int azimuth_deg = 0; azimuth_deg < 360; azimuth_deg += 5) {
      add(place_at(ring.center, azimuth_deg, ring.radius_m));
    }
  }
  for (const MapSite& site : sites) add(site.position);
  if (classes != nullptr) {
    const GridWindow cells = drawn_cells(*classes, scheme);
    if (cells.width > 0) {
      const LonLatBox box = box_of(grid, cells).box;
      add({box.west_deg, box.south_deg});
      add({box.east_deg, box.north_deg});
    }
  }
  if (shown.is_empty()) return whole;
  // A single site still shows some land about it.
  const double least_margin_deg = 0.1;
  const double across = std::max(0.05 * (shown.box.east_deg - shown.box.west_deg), least_margin_deg);
  const double down = std::max(0.05 * (shown.box.north_deg - shown.box.south_deg), least_margin_deg);
  const LonLatBox wished = {shown.box.west_deg - across, shown.box.south_deg - down, shown.box.east_deg + across,
                            shown.box.north_deg + down};
  const LonLatBox cut = {std::max(wished.west_deg, whole.west_deg), std::max(wished.south_deg, whole.south_deg),
                         std::min(wished.east_deg, whole.east_deg), std::min(wished.north_deg, whole.north_deg)};
  const bool misses_grid = cut.east_deg <= cut.west_deg || cut.north_deg <= cut.south_deg;
  return misses_grid ? wished : cut;
}

}  // namespace skyshed
