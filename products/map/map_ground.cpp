#include "products/map/map_ground.h"

#include <algorithm>

#include "products/map/map_image.h"

namespace skyshed {

MapGround::MapGround(const ElevationModel& ground, const MapView& view)
    : grid_(&ground.frame),
      extent_(view.extent()),
      posts_(ground.frame, view),
      relief_(relief(ground, posts_, view)),
      colour_(posts_.width(), posts_.height(), palette::no_terrain) {
  for (int row = 0; row < posts_.height(); ++row) {
    for (int column = 0; column < posts_.width(); ++column) {
      if (relief_.known.at(column, row) == 0) {
        const bool is_within = posts_.posts_under(*grid_, column, row).has_value();
        (is_within ? lacks_terrain_ : ends_in_view_) = true;
        continue;
      }
      const double sea = static_cast<double>(relief_.sea.at(column, row));
      colour_.at(column, row) =
          lit(mix(palette::land, palette::sea, sea), static_cast<double>(relief_.light.at(column, row)));
    }
  }
}

}  // namespace skyshed
