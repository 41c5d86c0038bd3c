// What a terrain source is called: a file, a folder of tiles, or the word of a provider whose tiles have fixed names.
//
// What       "copernicus-30", "copernicus-90"   tiles of Copernicus DEM GLO-30 or GLO-90 (copernicus.h)
//            "srtm:FOLDER"                      tiles N35E036.hgt, also zipped, anywhere below the folder
//            "https://…", "http://…", "s3://…"  one raster on a web server or in a bucket
//            "/vsi…", "vrt://…"                 what GDAL opens itself
//            a folder                           all rasters below it
//            anything else                      a file
// Threading  pure functions, but for those that look into folders.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dem/extent.h"

namespace skyshed {

struct SourceWord {
  enum class Kind { raster, folder, srtm, copernicus_30, copernicus_90 };
  Kind kind = Kind::raster;
  std::string place;  // what GDAL opens, or the folder
};

// Looks whether a path is a folder.
[[nodiscard]] SourceWord read_source_word(const std::string& word);

// The same source with its path, if it holds one, taken from a folder; words without a path stay as they are.
[[nodiscard]] std::string resolved_source(const std::string& word, const std::filesystem::path& folder);
// The inverse, for writing down: a path below or beside the folder becomes relative to it.
[[nodiscard]] std::string source_relative_to(const std::string& word, const std::filesystem::path& folder);

// The path that the word holds; empty if it holds none.
[[nodiscard]] std::filesystem::path path_of_source(const std::string& word);

// Whether the word is this very file, which must then not be written.
[[nodiscard]] bool is_same_file(const std::string& word, const std::filesystem::path& file);

// Whether the word is a folder of rasters, and the file stands below it or would.
[[nodiscard]] bool is_folder_around(const std::string& word, const std::filesystem::path& file);

// One square of whole degrees, by its south-west corner. Longitude may count beyond 180 to keep neighbours together.
struct DegreeTile {
  int longitude = 0;
  int latitude = 0;
  friend auto operator<=>(const DegreeTile&, const DegreeTile&) = default;
};
// Longitude as tiles are named: -180 to 179.
[[nodiscard]] DegreeTile named_tile(DegreeTile tile);
// "N35E036", after an optional separator between the two: "N35_00_E036" takes "_00_".
[[nodiscard]] std::string tile_code(DegreeTile tile, const std::string& between = "");

// The squares that hold every post within the extent, and a hundredth of a degree more; from north-west, row by row.
[[nodiscard]] std::vector<DegreeTile> tiles_touching(const GeodeticExtent& extent);

// Rasters below a folder, sorted by path: for a folder of tiles.
// Errors     terrain if the folder cannot be read or holds none.
[[nodiscard]] std::vector<std::string> rasters_below(const std::string& folder);

// SRTM tiles below a folder; with an extent only those that touch it.
// Errors     terrain if the folder cannot be read or holds no tile at all.
[[nodiscard]] std::vector<std::string> srtm_tiles_below(const std::string& folder, const GeodeticExtent* extent);
// The squares that they stand for, by their names.
[[nodiscard]] std::vector<DegreeTile> srtm_squares_below(const std::string& folder);

}  // namespace skyshed
