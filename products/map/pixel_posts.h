// Which posts of a grid lie under which pixel of a map.
//
// Frame      pixels of the map's frame from its top left; posts of the grid.
// Domain     geographic and projected grids.
// Errors     output for a planar grid, which has no place on the earth.
// Threading  made on one thread (a projection allows no more), then immutable.
// Cost       one projection a pixel.
#pragma once

#include <optional>

#include "engine/base/grid.h"
#include "engine/base/raster.h"
#include "products/map/view.h"

namespace skyshed {

class PixelPosts {
 public:
  PixelPosts(const GridFrame& grid, const MapView& view);

  [[nodiscard]] int width() const { return corners_.width() - 1; }
  [[nodiscard]] int height() const { return corners_.height() - 1; }

  // The place (across, down), each in [0, 1], within a pixel; NaN where the projection cannot show it.
  [[nodiscard]] GridPoint at(int column, int row, double across, double down) const;

  // How many samples a side a pixel needs so that none of its posts is passed over (up to a bound).
  [[nodiscard]] int samples_per_side() const { return samples_per_side_; }

  // How far apart neighbouring posts stand on the picture, in whole pixels, at least 1.
  [[nodiscard]] int pixels_per_post() const { return pixels_per_post_; }

 private:
  Raster<GridPoint> corners_;
  int samples_per_side_ = 1;
  int pixels_per_post_ = 1;
};

// The post nearest to a place; empty if the place is more than half a step outside the grid.
struct Post {
  int column = 0;
  int row = 0;
};
[[nodiscard]] std::optional<Post> nearest_post(const GridFrame& grid, GridPoint point);

}  // namespace skyshed
