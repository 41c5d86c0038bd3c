// From source words to rasters that can be read, in order of priority.
//
// Errors     terrain: a source cannot be opened; a tile that should be there is not, naming it; a tile stands elsewhere
//            than its name says; a provider's word without an extent; a datum is asked for that a source does not tell
//            the way to, or PROJ lacks the grid.
// Threading  one call, one thread.
// Cost       opens the headers of all files that touch the extent; of a plain folder, of all files in it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dem/extent.h"
#include "dem/terrain_store.h"
#include "dem/tile_mosaic.h"

namespace skyshed {

// The first gives the lattice. Tiles of one source word that share a lattice come as one mosaic, finest first.
// Heights above the ellipsoid are brought to EGM96; with a datum asked for, all heights are brought to that.
[[nodiscard]] std::vector<TileMosaic> open_sources(const std::vector<std::string>& words,
                                                   const std::optional<GeodeticExtent>& extent,
                                                   const TerrainStore& store,
                                                   std::optional<VerticalDatum> datum = std::nullopt);

// What sources later than the first must cover: the box, in degrees, of the posts that the first's lattice needs for
// the extent, which bulges where a projection bends it.
[[nodiscard]] GeodeticExtent extent_on(const GridFrame& lattice, const GeodeticExtent& extent);

// Which squares of the extent have a tile, which are sea, and which are not published in this product.
struct CopernicusTiles {
  std::vector<DegreeTile> tiles;
  std::vector<DegreeTile> sea;
  std::vector<DegreeTile> unpublished;
};
// Errors     terrain if the provider's lists are not in the store.
[[nodiscard]] CopernicusTiles copernicus_tiles(const CopernicusProduct& product, const GeodeticExtent& extent,
                                               const TerrainStore& store);

}  // namespace skyshed
