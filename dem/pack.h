// Packs terrain into one small file for whole-theatre pictures: cropped, generalised to larger cells, in whole metres.
//
// Frame      cells of the given size whose edges stand on whole multiples of it, in the system of the first source; the
//            box is widened to whole cells. A cell's centre is its post.
// What       where sources meet, the one passes into the other as in load_terrain (seam.h); then cells by
//            generalise.h: area means, ridge crests and passes kept, open sea 0; int16 Cloud Optimized GeoTIFF,
//            DEFLATE with predictor 2 (every GDAL reads it; ZSTD would save a few percent and shut out some),
//            overviews, provenance in its metadata: SOURCE, METHOD, SEAMS, CELL_SIZE, VERTICAL_DATUM, PURPOSE.
// Units      metres; degrees or metres for the cell, as the source's system counts.
// Errors     terrain: as load_terrain, or cells finer than the source. output: the file exists or cannot be written.
//            After each of them, and after an interruption, there is no file, or the earlier one as it was.
// Threading  one call, one thread outside; the cells on the calling thread's oneTBB arena. The same bytes for any
//            number of threads: no date and no path goes into the file.
// Cost       reads the sources in bands of rows, which overlap by the width of the seams; some 300 MB of memory however
//            large they are, beside 6 bytes a cell.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dem/load_terrain.h"

namespace skyshed {

struct PackRequest {
  std::vector<std::string> sources;  // by falling priority, as in TerrainRequest
  GeodeticExtent extent;
  double cell_size = 0;  // degrees, or metres if the first source is on a map projection
  OutsideRule outside = OutsideRule::sea;
  double ridge_drop_m = 20;  // a ridge falls by so much on both sides (generalise.h)
  bool overwrite = false;
  double posts_a_band = 64e6;  // read at once; the result is the same
};

struct PackSummary {
  int width = 0;
  int height = 0;
  double lowest_m = 0;
  double highest_m = 0;
  double unknown_share = 0;
  std::int64_t file_bytes = 0;
  std::vector<Seam> seams;  // along which the sources differ
};

// Some pack_steps in all are told to the progress, which is asked whether to stop.
constexpr std::int64_t pack_steps = 1000;
PackSummary pack_terrain(const PackRequest& request, const std::string& output_path, Progress* progress = nullptr);

}  // namespace skyshed
