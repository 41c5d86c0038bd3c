// The ground of one place, painted once for all the maps that show it.
//
// Frame      pixels of a map's frame from its top left.
// Errors     output for a planar grid.
// Threading  made on one thread (a projection allows no more); then immutable, for any number of maps at once.
// Cost       most of what a map costs: some 1 s for 1600 px.
#pragma once

#include <vector>

#include "products/map/pixel_posts.h"
#include "products/map/relief.h"
#include "products/palette.h"

namespace skyshed {

class MapGround {
 public:
  // The ground is borrowed.
  MapGround(const ElevationModel& ground, const MapView& view);

  [[nodiscard]] const GridFrame& grid() const { return *grid_; }
  [[nodiscard]] const LonLatBox& extent() const { return extent_; }
  [[nodiscard]] const PixelPosts& posts() const { return posts_; }
  [[nodiscard]] const Raster<Colour>& colour() const { return colour_; }  // land, sea, light and shade
  [[nodiscard]] const Raster<float>& light() const { return relief_.light; }
  [[nodiscard]] const Raster<float>& coast() const { return relief_.coast; }
  [[nodiscard]] bool lacks_terrain() const { return lacks_terrain_; }  // within the grid
  [[nodiscard]] bool ends_in_view() const { return ends_in_view_; }    // the grid does

 private:
  const GridFrame* grid_;
  LonLatBox extent_;
  PixelPosts posts_;
  Relief relief_;
  Raster<Colour> colour_;
  bool lacks_terrain_ = false;
  bool ends_in_view_ = false;
};

}  // namespace skyshed
