// Outlines and places for Google Earth: at their true altitude, with the days on which they stand there.
//
// Frame      KML is longitude and latitude on WGS 84; coordinates are taken from the reference system given.
// Accuracy   Google Earth draws straight edges between the corners, over ground of its own.
// Errors     output if the file cannot be written whole.
// Threading  one thread; the same bytes on every run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/coverage/slice.h"
#include "products/palette.h"
#include "products/project/qgis_project.h"
#include "products/vector_file.h"

namespace skyshed {

struct KmlPlacemark {
  std::string name;
  std::string description;
  Geometry geometry;
  std::optional<SliceAltitude> altitude;  // empty: on the ground
  std::optional<DaySpan> days;
  Colour colour;
  double opacity = 0;  // of the area; lines are opaque
};

struct KmlFolder {
  std::string name;
  std::vector<KmlPlacemark> placemarks;
  bool visible = true;
};

// path ends with .kmz.
void write_kmz(const std::filesystem::path& path, const std::string& title, const std::vector<KmlFolder>& folders,
               const std::string& crs_wkt);

}  // namespace skyshed
