// Where fetched terrain is kept, and where it is fetched from.
//
// What       The cache has the layout of the provider: BUCKET/tileList.txt, BUCKET/T/T.tif; it may itself be served as a
//            mirror. Single rasters from servers stand below web/.
// Threading  plain values.
#pragma once

#include <filesystem>
#include <string>

#include "dem/copernicus.h"

namespace skyshed {

struct TerrainStore {
  std::filesystem::path cache;
  std::string mirror;  // what stands before "/BUCKET/…"; empty: the provider's own servers
};

// $XDG_CACHE_HOME/skyshed/terrain, or ~/.cache/skyshed/terrain; the mirror from $SKYSHED_TERRAIN_URL.
// Errors     terrain if neither variable nor HOME says a place.
[[nodiscard]] TerrainStore terrain_store();

[[nodiscard]] std::string url_of(const TerrainStore& store, const CopernicusProduct& product,
                                 const std::filesystem::path& below_bucket);
[[nodiscard]] std::filesystem::path list_in(const TerrainStore& store, const CopernicusProduct& product);
[[nodiscard]] std::filesystem::path tile_in(const TerrainStore& store, const CopernicusProduct& product,
                                            DegreeTile tile);
// Where a raster from "https://…" is kept when it is fetched.
[[nodiscard]] std::filesystem::path web_raster_in(const TerrainStore& store, const std::string& url);

}  // namespace skyshed
