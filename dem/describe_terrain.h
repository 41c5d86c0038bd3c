// What an elevation model is, before it is used: for `skyshed terrain info`.
//
// Units      as named; heights in metres after scale, offset and feet are applied.
// Errors     terrain, as load_terrain.
// Threading  one call, one thread.
// Cost       reads every height once, in strips of at most 64 MB.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dem/extent.h"

namespace skyshed {

struct TerrainInfo {
  std::string source;  // as named
  std::string format;  // "GeoTIFF", "DTED Elevation Raster"
  std::string data_type;
  int width = 0;  // posts
  int height = 0;
  bool projected = false;
  std::string system;     // "WGS 84 / UTM zone 37N"
  std::string authority;  // "EPSG:32637"; empty: none
  bool pixel_is_point = false;
  double step_x_deg = 0;  // between posts, at the centre
  double step_y_deg = 0;
  double step_x_m = 0;
  double step_y_m = 0;
  GeodeticExtent extent;  // of the pixels
  struct Heights {
    double lowest_m = 0;
    double highest_m = 0;
  };
  std::optional<Heights> heights;  // empty: every post is unknown
  double unknown_share = 0;        // 0 to 1
  std::string vertical_datum;      // empty: not stated
  std::string origin;              // empty: not stated
  int overview_count = 0;
  std::vector<std::string> remarks;  // what load_terrain takes for granted of it
};

[[nodiscard]] TerrainInfo describe_terrain(const std::string& name);

// Lines of "key  value" for people, and one JSON object for programs (unknown words are null). Both end with a newline.
[[nodiscard]] std::string terrain_info_text(const TerrainInfo& info);
[[nodiscard]] std::string terrain_info_json(const TerrainInfo& info);

}  // namespace skyshed
