// Which posts of a grid lie under which pixel of a map.
//
// Frame      pixels of the map's frame from its top left; posts of the grid.
// Domain     geographic and projected grids.
// Errors     output for a planar grid, which has no place on the earth.
// Threading  made on one thread (a projection allows no more), then immutable.
// Cost       one projection a pixel of a projected grid; next to nothing for one in longitude and latitude.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/grid.h"
#include "engine/base/raster.h"
#include "products/map/view.h"

namespace skyshed {

struct Post {
  int column = 0;
  int row = 0;
  bool operator==(const Post&) const = default;
};

// The post nearest to a place; empty if the place is more than half a step outside the grid.
[[nodiscard]] inline std::optional<Post> nearest_post(const GridFrame& grid, GridPoint point) {
  const bool inside =
      point.column >= -0.5 && point.column < grid.width - 0.5 && point.row >= -0.5 && point.row < grid.height - 0.5;
  if (!inside) return std::nullopt;
  return Post{static_cast<int>(point.column + 0.5), static_cast<int>(point.row + 0.5)};
}

class PixelPosts {
 public:
  PixelPosts(const GridFrame& grid, const MapView& view);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

  // The place (across, down), each in [0, 1], within a pixel; NaN where the projection cannot show it.
  [[nodiscard]] GridPoint at(int column, int row, double across, double down) const {
    const auto mix = [](double from, double to, double share) { return from + (to - from) * share; };
    if (corners_.empty()) {
      const auto x = static_cast<std::size_t>(column);
      const auto y = static_cast<std::size_t>(row);
      return {mix(columns_[x], columns_[x + 1], across), mix(rows_[y], rows_[y + 1], down)};
    }
    const GridPoint& a = corners_.at(column, row);
    const GridPoint& b = corners_.at(column + 1, row);
    const GridPoint& c = corners_.at(column, row + 1);
    const GridPoint& d = corners_.at(column + 1, row + 1);
    return {mix(mix(a.column, b.column, across), mix(c.column, d.column, across), down),
            mix(mix(a.row, b.row, across), mix(c.row, d.row, across), down)};
  }

  // How many samples a side a pixel needs so that none of its posts is passed over (up to a bound): 1 where posts stand
  // farther apart than pixels.
  [[nodiscard]] int samples_per_side() const { return samples_per_side_; }

  // How far apart neighbouring posts stand on the picture, in whole pixels, at least 1.
  [[nodiscard]] int pixels_per_post() const { return pixels_per_post_; }

  // The box of all posts that are nearest to some place of a pixel; empty if part of the pixel is outside the grid.
  [[nodiscard]] std::optional<GridWindow> posts_under(const GridFrame& grid, int column, int row) const;

 private:
  int width_;
  int height_;
  // On Mercator's map a column has one longitude and a row one latitude: of the pixels' edges, on a geographic grid.
  std::vector<double> columns_;
  std::vector<double> rows_;
  Raster<GridPoint> corners_;  // of pixels, on a projected grid
  int samples_per_side_ = 1;
  int pixels_per_post_ = 1;
};

}  // namespace skyshed
