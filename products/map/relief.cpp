#include "products/map/relief.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace skyshed {
namespace {

constexpr int smallest_sea_px = 150;  // fewer pixels at 0 m are low land, not sea
constexpr double coast_width_px = 1.3;

struct Sample {
  double height = 0;
  double sea = 0;  // share of the cell's surface that belongs to posts at exactly 0 m
  bool known = false;
};

// Bilinear between the posts, of the heights and of "this post is sea" alike.
Sample sample(const ElevationModel& ground, GridPoint point) {
  if (!nearest_post(ground.frame, point)) return {};
  const double column = std::clamp(point.column, 0.0, ground.frame.width - 1.0);
  const double row = std::clamp(point.row, 0.0, ground.frame.height - 1.0);
  const int left = std::min(static_cast<int>(column), std::max(ground.frame.width - 2, 0));
  const int top = std::min(static_cast<int>(row), std::max(ground.frame.height - 2, 0));
  const int right = std::min(left + 1, ground.frame.width - 1);
  const int bottom = std::min(top + 1, ground.frame.height - 1);
  const double across = column - left;
  const double down = row - top;
  Sample result;
  double weight_known = 0;
  const auto add = [&](int c, int r, double weight) {
    const float height = ground.heights.at(c, r);
    if (std::isnan(height) || weight == 0) return;
    weight_known += weight;
    result.height += weight * static_cast<double>(height);
    if (height == 0.0F) result.sea += weight;
  };
  add(left, top, (1 - across) * (1 - down));
  add(right, top, across * (1 - down));
  add(left, bottom, (1 - across) * down);
  add(right, bottom, across * down);
  if (weight_known < 0.5) return {};
  result.height /= weight_known;
  result.sea /= weight_known;
  result.known = true;
  return result;
}

struct Surface {
  Raster<float> height;
  Raster<float> sea;
  Raster<std::uint8_t> known;
};

Surface average_over_pixels(const ElevationModel& ground, const PixelPosts& posts) {
  const int width = posts.width();
  const int height = posts.height();
  constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
  Surface surface{Raster<float>(width, height, unknown), Raster<float>(width, height),
                  Raster<std::uint8_t>(width, height)};
  const int side = posts.samples_per_side();
  tbb::parallel_for(0, height, [&](int row) {
    for (int column = 0; column < width; ++column) {
      Sample sum;
      int known = 0;
      for (int j = 0; j < side; ++j) {
        for (int i = 0; i < side; ++i) {
          const Sample one = sample(ground, posts.at(column, row, (i + 0.5) / side, (j + 0.5) / side));
          if (!one.known) continue;
          sum.height += one.height;
          sum.sea += one.sea;
          ++known;
        }
      }
      if (2 * known < side * side) continue;
      surface.height.at(column, row) = static_cast<float>(sum.height / known);
      surface.sea.at(column, row) = static_cast<float>(sum.sea / known);
      surface.known.at(column, row) = 1;
    }
  });
  return surface;
}

// The rise per pixel to the right and downwards, from the values `reach` pixels to either side; 0 beside
// the unknown.
std::pair<double, double> gradient(const Raster<float>& values, int column, int row, int reach) {
  const int left = std::max(column - reach, 0);
  const int right = std::min(column + reach, values.width() - 1);
  const int top = std::max(row - reach, 0);
  const int bottom = std::min(row + reach, values.height() - 1);
  const auto rise = [&](int c0, int r0, int c1, int r1) {
    const int steps = std::max(c1 - c0 + r1 - r0, 1);
    const double sum = static_cast<double>(values.at(c1, r1)) - static_cast<double>(values.at(c0, r0));
    return std::isnan(sum) ? 0 : sum / steps;
  };
  return {rise(left, row, right, row), rise(column, top, column, bottom)};
}

// Lambert's law under two lamps, north-west and a weaker one from the west-north-west, so that no slope is black.
double light_on(double slope_east, double slope_south) {
  const double length = std::sqrt(1 + slope_east * slope_east + slope_south * slope_south);
  const auto lamp = [&](double azimuth_deg, double elevation_deg) {
    const double level = std::cos(to_radians(elevation_deg));
    const double east = level * std::sin(to_radians(azimuth_deg));
    const double north = level * std::cos(to_radians(azimuth_deg));
    const double up = std::sin(to_radians(elevation_deg));
    return std::max(0.0, (-slope_east * east + slope_south * north + up) / length) / up;
  };
  const double lit = 0.7 * lamp(315, 45) + 0.3 * lamp(285, 60);
  const double soft = std::clamp(1 + 0.45 * (lit - 1), 0.55, 1.06);
  // Steps that no eye tells apart make the picture's file a third smaller.
  constexpr double steps = 64;
  return std::round(soft * steps) / steps;
}

// Small patches at 0 m are polders, salt pans and noise of coarse terrain: not drawn as sea.
void remove_small_seas(Relief& relief) {
  const int width = relief.sea.width();
  const int height = relief.sea.height();
  Raster<std::uint8_t> keep(width, height);  // 1: sea of a large patch, or next to one
  Raster<std::uint8_t> seen(width, height);
  std::vector<std::pair<int, int>> patch;
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      if (seen.at(column, row) != 0 || relief.sea.at(column, row) <= 0.5F) continue;
      patch.assign(1, {column, row});
      seen.at(column, row) = 1;
      bool touches_edge = false;
      for (std::size_t next = 0; next < patch.size(); ++next) {
        const auto [c, r] = patch[next];
        touches_edge = touches_edge || c == 0 || r == 0 || c == width - 1 || r == height - 1;
        for (const auto& [x, y] : {std::pair{c - 1, r}, {c + 1, r}, {c, r - 1}, {c, r + 1}}) {
          if (x < 0 || y < 0 || x >= width || y >= height) continue;
          if (seen.at(x, y) != 0 || relief.sea.at(x, y) <= 0.5F) continue;
          seen.at(x, y) = 1;
          patch.emplace_back(x, y);
        }
      }
      if (static_cast<int>(patch.size()) < smallest_sea_px && !touches_edge) continue;
      constexpr int margin = 2;  // the coast's line lies half on the land
      for (const auto& [c, r] : patch) {
        for (int y = std::max(0, r - margin); y <= std::min(height - 1, r + margin); ++y) {
          for (int x = std::max(0, c - margin); x <= std::min(width - 1, c + margin); ++x) keep.at(x, y) = 1;
        }
      }
    }
  }
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (keep.values()[i] != 0) continue;
    relief.sea.values()[i] = 0;
    relief.coast.values()[i] = 0;
  }
}

}  // namespace

Relief relief(const ElevationModel& ground, const PixelPosts& posts, const MapView& view) {
  Surface surface = average_over_pixels(ground, posts);
  const int width = posts.width();
  const int height = posts.height();
  Relief result{Raster<float>(width, height, 1.0F), Raster<float>(width, height), Raster<float>(width, height), {}};
  tbb::parallel_for(0, height, [&](int row) {
    const double latitude_deg = view.to_geodetic({view.frame().left, view.frame().top + row + 0.5}).latitude_deg;
    const double pixel_m = view.metres_per_pixel(latitude_deg);
    // Averaged slopes flatten as pixels grow: exaggerate them as much, so that maps of any scale look alike.
    const double exaggeration = 1 + pixel_m / 120;
    for (int column = 0; column < width; ++column) {
      if (surface.known.at(column, row) == 0) continue;
      const auto [sea_across, sea_down] = gradient(surface.sea, column, row, 1);
      const double steepness = std::max(std::hypot(sea_across, sea_down), 1e-6);
      const double to_coast_px = (static_cast<double>(surface.sea.at(column, row)) - 0.5) / steepness;
      const double sea = std::clamp(0.5 + to_coast_px, 0.0, 1.0);
      result.sea.at(column, row) = static_cast<float>(sea);
      result.coast.at(column, row) =
          static_cast<float>(std::clamp(0.5 + coast_width_px / 2 - std::abs(to_coast_px), 0.0, 1.0));
      // Across a whole cell of the terrain, or its edges would show as creases.
      const auto [rise_across, rise_down] = gradient(surface.height, column, row, posts.pixels_per_post());
      const double light = light_on(rise_across * exaggeration / pixel_m, rise_down * exaggeration / pixel_m);
      result.light.at(column, row) = static_cast<float>(sea + (1 - sea) * light);
    }
  });
  remove_small_seas(result);
  result.known = std::move(surface.known);
  return result;
}

}  // namespace skyshed
