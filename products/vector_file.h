// Points and polygons with attributes, written for other programs.
//
// Frame      coordinates in the reference system given, x before y.
// Errors     output if the file cannot be written whole. An incomplete file may remain: write inside an OutputFolder.
// Threading  several threads may write several files at once; the same bytes on every run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "engine/systems/asset.h"
#include "products/outline.h"

namespace skyshed {

using Attribute = std::variant<std::monostate, std::string, double, std::int64_t, Day>;
using Geometry = std::variant<MapPoint, MultiPolygon>;

struct VectorField {
  enum class Kind { text, real, integer, date };
  std::string name;   // "area_km2"
  std::string title;  // "Area, km²"
  Kind kind = Kind::text;
};

struct VectorFeature {
  Geometry geometry;
  std::vector<Attribute> attributes;  // one for each field
};

struct VectorLayer {
  std::string name;     // "footprints"
  std::string title;    // what the layer shows, in a sentence
  bool points = false;  // else polygons
  std::vector<VectorField> fields;
  std::vector<VectorFeature> features;
  std::string style;  // the default style as a QML document; empty: none
};

// All layers in one file that styles itself in QGIS (its layer_styles table).
void write_geopackage(const std::filesystem::path& path, const std::vector<VectorLayer>& layers,
                      const std::string& crs_wkt);

// One layer as RFC 7946 has it: longitude and latitude on WGS 84, outer rings against the clock.
void write_geojson(const std::filesystem::path& path, const VectorLayer& layer, const std::string& crs_wkt);

}  // namespace skyshed
