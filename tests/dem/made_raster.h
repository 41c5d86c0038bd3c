// Rasters made on the fly in GDAL's memory file system, so that every expected height is known by hand.
#pragma once

#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/raster.h"

namespace skyshed::test {

struct MadeRaster {
  std::string file;  // "/vsimem/a.tif"
  int width = 0;
  int height = 0;
  std::vector<double> values;  // row after row as the file stores them, first row first
  double corner_x = 0;         // outer corner of the first pixel
  double corner_y = 0;
  double step_x = 1;
  double step_y = -1;
  std::string system = "EPSG:4326";  // empty: none
  std::string type = "Float32";      // GDAL's name
  double nodata = 1e38;              // 1e38: none
  double scale = 1;
  double offset = 0;
  std::string unit;
  double shear = 0;
  bool pixel_is_point = false;
  int bands = 1;
  std::vector<unsigned char> mask;  // empty: none
};

// Writes a plain GeoTIFF and returns its name. Fails the test if GDAL cannot.
std::string make(const MadeRaster& raster);

// A raster of one step a pixel whose posts stand at (west, north), (west + step, north), … with heights(column, row).
template <class Heights>
std::string make_posts(const std::string& file, double west, double north, double step, int width, int height,
                       Heights heights) {
  MadeRaster raster{.file = file,
                    .width = width,
                    .height = height,
                    .corner_x = west - step / 2,
                    .corner_y = north + step / 2,
                    .step_x = step,
                    .step_y = -step};
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) raster.values.push_back(heights(column, row));
  }
  return make(raster);
}

void write_bytes(const std::string& file, const std::vector<unsigned char>& bytes);
std::vector<unsigned char> read_bytes(const std::string& file);
std::vector<float> values_of(const Raster<float>& raster);

// What running the function throws; empty if it does not throw skyshed::Error.
template <class Function>
std::string error_of(Function function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace skyshed::test
