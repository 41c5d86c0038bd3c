// A made piece of the Copernicus DEM on disk, in the provider's layout.
#pragma once

#include <cpl_string.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <fstream>

#include "dem/copernicus.h"
#include "tests/dem/made_raster.h"

namespace skyshed::test {

// The tile's file, a Cloud Optimized GeoTIFF as the provider's are, with heights(longitude, latitude).
template <class Heights>
std::filesystem::path make_tile(const std::filesystem::path& mirror, const CopernicusProduct& product, DegreeTile tile,
                                Heights heights) {
  const GridFrame frame = copernicus_frame(product, tile);
  MadeRaster raster{.file = "/vsimem/tile.tif",
                    .width = frame.width,
                    .height = frame.height,
                    .corner_x = frame.x_of(-0.5),
                    .corner_y = frame.y_of(-0.5),
                    .step_x = frame.step_x,
                    .step_y = frame.step_y};
  for (int row = 0; row < frame.height; ++row) {
    for (int column = 0; column < frame.width; ++column)
      raster.values.push_back(heights(frame.x_of(column), frame.y_of(row)));
  }
  const std::filesystem::path path = mirror / copernicus_tile_path(product, tile);
  std::filesystem::create_directories(path.parent_path());
  const GDALDatasetUniquePtr plain(GDALDataset::Open(make(raster).c_str()));
  CPLStringList options;
  options.SetNameValue("COMPRESS", "DEFLATE");
  const GDALDatasetUniquePtr cog(GetGDALDriverManager()->GetDriverByName("COG")->CreateCopy(
      path.c_str(), plain.get(), TRUE, options.List(), nullptr, nullptr));
  EXPECT_NE(cog, nullptr);
  return path;
}

inline void make_list(const std::filesystem::path& mirror, const CopernicusProduct& product,
                      const std::vector<DegreeTile>& tiles) {
  std::filesystem::create_directories(mirror / product.bucket);
  std::ofstream list(mirror / product.bucket / "tileList.txt");
  for (const DegreeTile tile : tiles) list << copernicus_tile_name(product, tile) << "\r\n";
}

}  // namespace skyshed::test
