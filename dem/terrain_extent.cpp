#include "dem/terrain_extent.h"

#include <optional>

#include "dem/lattice.h"
#include "dem/open_sources.h"
#include "dem/source_word.h"

namespace skyshed {

GeodeticExtent terrain_extent(const std::vector<std::string>& sources) {
  std::optional<GeodeticExtent> all;
  const auto add = [&](const GeodeticExtent& extent) { all = all ? hull(*all, extent) : extent; };
  for (const std::string& word : sources) {
    const SourceWord source = read_source_word(word);
    if (source.kind == SourceWord::Kind::copernicus_30 || source.kind == SourceWord::Kind::copernicus_90) {
      return {-180, -90, 180, 90};
    }
    if (source.kind == SourceWord::Kind::srtm) {
      for (const DegreeTile tile : srtm_squares_below(source.place)) {
        add({tile.longitude + 0.0, tile.latitude + 0.0, tile.longitude + 1.0, tile.latitude + 1.0});
      }
      continue;
    }
    for (const TileMosaic& mosaic : open_sources({word}, std::nullopt, terrain_store())) {
      add(extent_of(mosaic.frame(), mosaic.frame().whole()));
    }
  }
  return all.value();
}

GridFrame terrain_frame(const std::vector<std::string>& sources, const GeodeticExtent& extent) {
  const SourceWord::Kind kind = read_source_word(sources.at(0)).kind;
  GridFrame lattice;
  if (kind == SourceWord::Kind::copernicus_30 || kind == SourceWord::Kind::copernicus_90) {
    const CopernicusProduct& product = kind == SourceWord::Kind::copernicus_30 ? copernicus_30 : copernicus_90;
    for (const DegreeTile tile : tiles_touching(extent)) {
      const GridFrame frame = copernicus_frame(product, tile);
      if (lattice.width == 0 || frame.step_x < lattice.step_x) lattice = frame;
    }
  } else {
    lattice = open_sources({sources[0]}, extent, terrain_store()).front().frame();
  }
  return lattice.cropped(window_of(lattice, extent));
}

void check_sources(const std::vector<std::string>& sources, const GeodeticExtent& extent) {
  (void)open_sources(sources, extent, terrain_store());
}

}  // namespace skyshed
