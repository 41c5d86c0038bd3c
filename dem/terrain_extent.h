// Where terrain sources have posts, told by their headers alone: to refuse a place before anything is computed.
//
// Units      degrees on WGS 84.
// Errors     terrain, naming the source that cannot be opened.
// Threading  one call, one thread.
// Cost       opens each source; reads no height. Of SRTM tiles their names tell; Copernicus covers the earth.
#pragma once

#include <string>
#include <vector>

#include "dem/extent.h"
#include "engine/base/grid.h"

namespace skyshed {

// The smallest box that holds the pixels of all sources; for one on a map projection, the box around its bent edges.
// Domain     at least one source.
[[nodiscard]] GeodeticExtent terrain_extent(const std::vector<std::string>& sources);

// Where the posts would stand that load_terrain gives for an extent; of Copernicus also before its tiles are fetched.
[[nodiscard]] GridFrame terrain_frame(const std::vector<std::string>& sources, const GeodeticExtent& extent);

// Opens all that the sources have of the extent, and reads no height. Errors as open_sources.
void check_sources(const std::vector<std::string>& sources, const GeodeticExtent& extent);

}  // namespace skyshed
