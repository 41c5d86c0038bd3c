// The Copernicus DEM as its provider lays it out: names, spacing and place of tiles, and which of them are sea.
//
// What       A square of whole degrees has a tile BUCKET/T/T.tif, T being for example
//            Copernicus_DSM_COG_10_N35_00_E036_00_DEM, if BUCKET/tileList.txt names it. Squares that neither the list
//            of 30 m nor that of 90 m names are open sea. A square that only the list of 90 m names is land that is not
//            published at 30 m.
//            Heights are those of the surface (trees and roofs), above the geoid EGM2008.
// Frame      posts stand on whole degrees and every 1″ (30 m) or 3″ (90 m) from there; along a parallel 1.5, 2, 3, 5 and
//            10 times as far apart from 50°, 60°, 70°, 80° and 85° of latitude.
// Threading  pure functions.
// Source     Copernicus DEM Product Handbook (AIRBUS, 2022), and the tiles themselves.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "dem/source_word.h"
#include "engine/base/grid.h"

namespace skyshed {

struct CopernicusProduct {
  const char* word;    // "copernicus-30"
  const char* bucket;  // "copernicus-dem-30m"
  int posts_a_degree;  // along a meridian
};
inline constexpr CopernicusProduct copernicus_30{"copernicus-30", "copernicus-dem-30m", 3600};
inline constexpr CopernicusProduct copernicus_90{"copernicus-90", "copernicus-dem-90m", 1200};

[[nodiscard]] std::string copernicus_tile_name(const CopernicusProduct& product, DegreeTile tile);
// BUCKET/T/T.tif
[[nodiscard]] std::filesystem::path copernicus_tile_path(const CopernicusProduct& product, DegreeTile tile);

// Where the tile's posts stand; the longitude continues that of `tile`.
[[nodiscard]] GridFrame copernicus_frame(const CopernicusProduct& product, DegreeTile tile);

// The names in a tileList.txt.
// Errors     terrain, naming the file, if a line is no name of the product's tiles, or there is none at all:
//            what is cut off would be taken for sea.
[[nodiscard]] std::set<std::string> read_copernicus_list(const CopernicusProduct& product, std::string_view text,
                                                         const std::string& file);

}  // namespace skyshed
