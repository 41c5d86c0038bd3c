// Rasters out: Cloud Optimized GeoTIFFs that say what every band is, and any other format that GDAL writes.
//
// Frame      values belong to posts; a post is a pixel's centre (AREA_OR_POINT=Point). Planar frames carry no CRS.
// Units      as each band says. No data: NaN in float bands, 255 in byte bands unless said otherwise.
// Accuracy   lossless. Overviews are the values at every 2nd, 4th, ... post: nothing is averaged.
// Errors     output if the file cannot be written whole (GDAL's reason told); scenario if the user's format or creation
//            options are not known to GDAL; interrupted through progress. An incomplete file may remain: write inside
//            an OutputFolder or OutputFile.
// Threading  several threads may write several files at once; the same bytes for any number of threads.
// Cost       memory: no copy of the values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/grid.h"
#include "engine/base/progress.h"
#include "engine/base/raster.h"

namespace skyshed {

// One band to write; the values are borrowed.
template <class T>
struct RasterBand {
  const Raster<T>* values = nullptr;
  std::string description;  // "detected at 100 m AGL"
  std::string unit;         // "m MSL"; empty for counts and classes
};
using ByteBands = std::vector<RasterBand<std::uint8_t>>;
using FloatBands = std::vector<RasterBand<float>>;

struct RasterDescription {
  std::string title;  // a sentence: what the file shows
  // Provenance, in the order given by the writer: {"SKYSHED_VERSION", "0.1.0"}, {"TERRAIN_IDENTITY", "..."}, ...
  std::vector<std::pair<std::string, std::string>> metadata;
  // What means "no data" in byte bands; empty: every value means something. The files of a run keep 255.
  std::optional<std::uint8_t> byte_nodata = 255;
};

struct WriteOptions {
  int threads = 1;                     // for compressing one file; the bytes do not depend on it
  const Progress* progress = nullptr;  // asked now and then whether to stop
  Progress* told = nullptr;            // hears of `steps` steps in all while the file grows
  std::int64_t steps = 0;
};

// Domain: at least one band, each of the frame's shape.
void write_cog(const std::filesystem::path& path, const GridFrame& frame, const ByteBands& bands,
               const RasterDescription& description, const WriteOptions& options = {});
void write_cog(const std::filesystem::path& path, const GridFrame& frame, const FloatBands& bands,
               const RasterDescription& description, const WriteOptions& options = {});

// As the user asks with --of and --co: a GDAL driver's short name and its creation options, "COMPRESS=ZSTD". For "COG"
// they are added to what write_cog does.
struct RasterFormat {
  std::string driver = "COG";
  std::vector<std::string> creation_options;
};

// Refuses what write_raster would refuse, before anything is computed.
void check_raster_format(const RasterFormat& format);
// Refuses a file name whose ending is plainly that of another format of GDAL's: "floor.png" for a COG.
void check_file_ending(const std::filesystem::path& path, const RasterFormat& format);
// Whether FloatBands can be written; true where GDAL does not say. Domain: a format that passed check_raster_format.
[[nodiscard]] bool holds_floats(const RasterFormat& format);

void write_raster(const std::filesystem::path& path, const GridFrame& frame, const ByteBands& bands,
                  const RasterDescription& description, const RasterFormat& format, const WriteOptions& options = {});
void write_raster(const std::filesystem::path& path, const GridFrame& frame, const FloatBands& bands,
                  const RasterDescription& description, const RasterFormat& format, const WriteOptions& options = {});

}  // namespace skyshed
