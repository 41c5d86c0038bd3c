#include "dem/open_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "dem/lattice.h"
#include "dem/source_word.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

// Beyond this, keeping every file open would run into the system's limit on open files.
constexpr std::size_t most_open_files = 64;

bool touches(const Source& source, const std::optional<GeodeticExtent>& extent) {
  return !extent || overlap(extent_of(source.frame(), source.frame().whole()), *extent);
}

// Joins what shares a lattice; the finest lattice comes first, else the order stays.
std::vector<TileMosaic> joined(std::vector<TileMosaic> mosaics) {
  std::stable_sort(mosaics.begin(), mosaics.end(), [](const TileMosaic& a, const TileMosaic& b) {
    return a.frame().kind == b.frame().kind && a.frame().step_x < 0.99 * b.frame().step_x;
  });
  return mosaics;
}

void add(std::vector<TileMosaic>& mosaics, Source source) {
  for (TileMosaic& mosaic : mosaics) {
    if (mosaic.take(source)) return;
  }
  mosaics.emplace_back(std::move(source));
}

void add_sea(std::vector<TileMosaic>& mosaics, const GridFrame& frame) {
  for (TileMosaic& mosaic : mosaics) {
    if (mosaic.take_sea(frame)) return;
  }
  mosaics.push_back(TileMosaic::of_sea(frame));
}

std::vector<TileMosaic> open_files(const std::vector<std::string>& files, const std::optional<GeodeticExtent>& extent) {
  std::vector<TileMosaic> mosaics;
  for (const std::string& file : files) {
    Source source(file);
    if (!touches(source, extent)) continue;
    source.release();  // there may be thousands
    add(mosaics, std::move(source));
  }
  return joined(std::move(mosaics));
}

std::set<std::string> stored_list(const CopernicusProduct& product, const TerrainStore& store) {
  const std::filesystem::path path = list_in(store, product);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::terrain,
                fmt::format("{}: the provider's list of tiles is not on this machine ({}); fetch it with the tiles: "
                            "skyshed terrain fetch SCENARIO",
                            product.word, path.string()));
  }
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return read_copernicus_list(product, text, path.string());
}

std::vector<TileMosaic> open_copernicus(const CopernicusProduct& product, const std::optional<GeodeticExtent>& extent,
                                        const TerrainStore& store) {
  if (!extent) {
    throw Error(ErrorKind::terrain, fmt::format("{} covers the earth: say which part of it is wanted", product.word));
  }
  const CopernicusTiles wanted = copernicus_tiles(product, *extent, store);
  std::vector<DegreeTile> missing;
  for (const DegreeTile tile : wanted.tiles) {
    if (!std::filesystem::exists(tile_in(store, product, tile))) missing.push_back(tile);
  }
  if (!missing.empty()) {
    throw Error(
        ErrorKind::terrain,
        fmt::format("{}: tile {}{} is not on this machine ({}); fetch it: skyshed terrain fetch SCENARIO", product.word,
                    copernicus_tile_name(product, missing.front()),
                    missing.size() > 1 ? fmt::format(" and {} more", missing.size() - 1) : "", store.cache.string()));
  }
  std::vector<TileMosaic> mosaics;
  for (const DegreeTile tile : wanted.tiles) {
    Source source(tile_in(store, product, tile).string());
    const GridFrame frame = copernicus_frame(product, named_tile(tile));
    const std::vector<GridWindow> places = windows_if_shared(frame, source.frame());
    if (std::find(places.begin(), places.end(), frame.whole()) == places.end()) {
      throw Error(ErrorKind::terrain, fmt::format("{}: its posts do not stand where its name says; delete it and fetch "
                                                  "it again: skyshed terrain fetch SCENARIO",
                                                  source.name()));
    }
    source.state_datum(VerticalDatum::egm2008);
    source.release();
    add(mosaics, std::move(source));
  }
  for (const DegreeTile tile : wanted.sea) add_sea(mosaics, copernicus_frame(product, tile));
  return joined(std::move(mosaics));
}

std::vector<TileMosaic> open_word(const std::string& word, const std::optional<GeodeticExtent>& extent,
                                  const TerrainStore& store) {
  const SourceWord source = read_source_word(word);
  switch (source.kind) {
    case SourceWord::Kind::raster: {
      const std::filesystem::path fetched = web_raster_in(store, word);
      const bool from_web = source.place.starts_with("/vsicurl/") && std::filesystem::exists(fetched);
      std::vector<TileMosaic> one;
      one.emplace_back(Source(from_web ? fetched.string() : source.place));
      return one;
    }
    case SourceWord::Kind::folder:
      return open_files(rasters_below(source.place), extent);
    case SourceWord::Kind::srtm:
      return open_files(srtm_tiles_below(source.place, extent ? &*extent : nullptr), extent);
    case SourceWord::Kind::copernicus_30:
      return open_copernicus(copernicus_30, extent, store);
    case SourceWord::Kind::copernicus_90:
      return open_copernicus(copernicus_90, extent, store);
  }
  return {};
}

void bring_to(std::optional<VerticalDatum> wanted, std::vector<TileMosaic>& mosaics) {
  std::map<std::pair<VerticalDatum, VerticalDatum>, std::shared_ptr<const HeightShift>> shifts;
  for (TileMosaic& mosaic : mosaics) {
    for (Source& source : mosaic.sources()) {
      const VerticalDatum from = source.datum();
      if (from == VerticalDatum::unstated || from == VerticalDatum::other) {
        if (!wanted) continue;
        throw Error(
            ErrorKind::terrain,
            fmt::format("{}: the file does not say that its heights are above EGM96, EGM2008 or the ellipsoid, "
                        "so they cannot be brought to {}; state it: gdal_translate -a_srs EPSG:4326+5773 IN OUT "
                        "(EGM96; 3855 instead of 5773 for EGM2008)",
                        source.name(), name_of(*wanted)));
      }
      if (!wanted && from != VerticalDatum::ellipsoid) continue;
      const VerticalDatum to = wanted.value_or(VerticalDatum::egm96);
      if (from == to) continue;
      auto& shift = shifts[{from, to}];
      try {
        if (!shift) shift = height_shift(from, to);
      } catch (const Error& error) {
        throw Error(ErrorKind::terrain, fmt::format("{}: {}", source.name(), error.what()));
      }
      source.shift_by(shift);
    }
  }
}

}  // namespace

GeodeticExtent extent_on(const GridFrame& lattice, const GeodeticExtent& extent) {
  const GridWindow window = window_of(lattice, extent);
  return is_empty(window) ? extent : extent_of(lattice, window);
}

CopernicusTiles copernicus_tiles(const CopernicusProduct& product, const GeodeticExtent& extent,
                                 const TerrainStore& store) {
  const std::set<std::string> list = stored_list(product, store);
  const bool fine = std::string_view(product.word) == copernicus_30.word;
  const std::set<std::string> coarse_list = fine ? stored_list(copernicus_90, store) : std::set<std::string>();
  CopernicusTiles result;
  for (const DegreeTile tile : tiles_touching(extent)) {
    if (list.contains(copernicus_tile_name(product, tile))) {
      result.tiles.push_back(tile);
    } else if (fine && coarse_list.contains(copernicus_tile_name(copernicus_90, tile))) {
      result.unpublished.push_back(tile);
    } else {
      result.sea.push_back(tile);
    }
  }
  return result;
}

std::vector<TileMosaic> open_sources(const std::vector<std::string>& words, const std::optional<GeodeticExtent>& extent,
                                     const TerrainStore& store, std::optional<VerticalDatum> datum) {
  if (words.empty()) throw Error(ErrorKind::terrain, "no terrain is named; give at least one elevation model");
  std::vector<TileMosaic> all;
  std::optional<GeodeticExtent> needed = extent;
  std::size_t files = 0;
  for (const std::string& word : words) {
    for (TileMosaic& mosaic : open_word(word, needed, store)) {
      if (all.empty() && extent && words.size() > 1) needed = extent_on(mosaic.frame(), *extent);
      files += mosaic.sources().size();
      all.push_back(std::move(mosaic));
    }
  }
  if (all.empty()) {
    throw Error(ErrorKind::terrain, fmt::format("{} has no terrain at the place asked for; check the place and the "
                                                "source",
                                                fmt::join(words, ", ")));
  }
  bring_to(datum, all);
  if (files > most_open_files) {
    for (TileMosaic& mosaic : all) mosaic.keep_closed();
  }
  return all;
}

}  // namespace skyshed
