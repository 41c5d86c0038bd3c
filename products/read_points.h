// Points with attributes from a layer that other programs made: GeoPackage, GeoJSON, Shapefile and what else GDAL opens.
//
// Frame      longitude and latitude on WGS 84, whatever the layer's reference system; a layer without one has these.
// Errors     scenario if the file or the layer is missing or damaged, or holds more than 10,000 features.
// Threading  several threads may read several files at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/quantity.h"

namespace skyshed {

struct PointFeature {
  std::int64_t id = 0;                    // as QGIS shows it
  std::optional<GeodeticPoint> position;  // empty if the geometry is empty or no single point
  std::string geometry;                   // "a polygon", "no geometry", for messages
  std::vector<std::pair<std::string, std::string>>
      values;  // by field in small letters; fields without a value left out
};

struct PointLayer {
  std::vector<std::string> fields;  // in small letters
  std::vector<PointFeature> features;
};

// source: "FILE" or, as QGIS writes it, "FILE|layername=NAME".
[[nodiscard]] PointLayer read_points(const std::string& source);

}  // namespace skyshed
