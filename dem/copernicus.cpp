#include "dem/copernicus.h"

#include <fmt/format.h>

#include <cstdlib>

#include "dem/reference_system.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

// How much farther apart posts stand along a parallel, times two; by the tile's edge that is nearer to the equator.
int doubled_stretch(int latitude) {
  const int nearer = latitude >= 0 ? latitude : -latitude - 1;
  if (nearer >= 85) return 20;
  if (nearer >= 80) return 10;
  if (nearer >= 70) return 6;
  if (nearer >= 60) return 4;
  if (nearer >= 50) return 3;
  return 2;
}

int code_of(const CopernicusProduct& product) { return 36000 / product.posts_a_degree; }  // in tenths of a second

}  // namespace

std::string copernicus_tile_name(const CopernicusProduct& product, DegreeTile tile) {
  return fmt::format("Copernicus_DSM_COG_{}_{}_00_DEM", code_of(product), tile_code(tile, "_00_"));
}

std::filesystem::path copernicus_tile_path(const CopernicusProduct& product, DegreeTile tile) {
  const std::string name = copernicus_tile_name(product, tile);
  return std::filesystem::path(product.bucket) / name / (name + ".tif");
}

GridFrame copernicus_frame(const CopernicusProduct& product, DegreeTile tile) {
  GridFrame frame;
  frame.width = 2 * product.posts_a_degree / doubled_stretch(tile.latitude);
  frame.height = product.posts_a_degree;
  frame.origin_x = tile.longitude;
  frame.origin_y = tile.latitude + 1;
  frame.step_x = 1.0 / frame.width;
  frame.step_y = -1.0 / frame.height;
  frame.crs_wkt = wgs84_wkt();
  return frame;
}

std::set<std::string> read_copernicus_list(const CopernicusProduct& product, std::string_view text,
                                           const std::string& file) {
  // The lists hold 26,450 (30 m) and 26,475 (90 m) names; a list may grow, and one of a mirror hold a part of the earth,
  // but never a part of a name.
  std::set<std::string> names;
  const std::string begin = fmt::format("Copernicus_DSM_COG_{}_", code_of(product));
  const std::size_t length = copernicus_tile_name(product, {0, 0}).size();
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (!line.starts_with(begin) || !line.ends_with("_DEM") || line.size() != length) {
      throw Error(ErrorKind::terrain,
                  fmt::format("{}: this is not the provider's list of tiles (it says \"{}\"); delete "
                              "it and fetch it again: skyshed terrain fetch SCENARIO",
                              file, line.substr(0, 60)));
    }
    names.emplace(line);
  }
  if (names.empty()) {
    throw Error(ErrorKind::terrain, fmt::format("{}: the provider's list of tiles is empty; delete it and fetch it "
                                                "again: skyshed terrain fetch SCENARIO",
                                                file));
  }
  return names;
}

}  // namespace skyshed
