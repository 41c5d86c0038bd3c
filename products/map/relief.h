// The ground as a map shows it: hills lit from the north-west, the sea level and set off by its coast.
//
// Frame      pixels of the map.
// Domain     posts at exactly 0 m are sea if they form a patch larger than a few pixels; ground below 0 is land.
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       a few dozen posts read a pixel.
#pragma once

#include <cstdint>

#include "engine/terrain/elevation_model.h"
#include "products/map/pixel_posts.h"

namespace skyshed {

struct Relief {
  Raster<float> light;         // brightness against level ground: 1 level, less in shade; 1 on the sea
  Raster<float> sea;           // share of the pixel that is sea, 0 … 1
  Raster<float> coast;         // strength of the coastline, 0 … 1
  Raster<std::uint8_t> known;  // 0 outside the elevation model and on unknown ground
};

[[nodiscard]] Relief relief(const ElevationModel& ground, const PixelPosts& posts, const MapView& view);

}  // namespace skyshed
