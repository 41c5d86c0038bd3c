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
  for (std::size_t i = 0; i < colour_.size(); ++i) {
    if (relief_.known.values()[i] == 0) {
      lacks_terrain_ = true;
      continue;
    }
    const double sea = static_cast<double>(relief_.sea.values()[i]);
    colour_.values()[i] = lit(mix(palette::land, palette::sea, sea), static_cast<double>(relief_.light.values()[i]));
  }
}

}  // namespace skyshed
