// Reads back what write_cog wrote, for comparing two run folders.
//
// Frame      as written (the origin to a rounding of the last bit). frame.projection is left empty: whoever needs it
//            sets it from frame.crs_wkt.
// Errors     scenario if the file is missing, damaged, or not of the kind that skyshed writes.
// Threading  several threads may read several files at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "products/cog.h"

namespace skyshed {

template <class T>
struct StoredBand {
  Raster<T> values;
  std::string description;
  std::string unit;
};

template <class T>
struct StoredRaster {
  GridFrame frame;
  std::vector<StoredBand<T>> bands;
  RasterDescription description;  // the metadata sorted by name
};

// Domain: T is std::uint8_t (counts, classes) or float (floors), as the file was written.
template <class T>
[[nodiscard]] StoredRaster<T> read_raster(const std::filesystem::path& path);

}  // namespace skyshed
