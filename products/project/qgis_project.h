// A QGIS project of files that lie in its folder: opened by a double click, styled, grouped, dated and named.
//
// Frame      shown in Web Mercator where the data is in degrees (maps of tiles fit without warping), else in the reference
//            system of the data.
// Accuracy   refers to the files by relative paths: folder and project move together. Opens in QGIS 3.22 and newer.
// Errors     output if the file cannot be written; internal if the reference system is not understood.
// Threading  one thread; the same bytes on every run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/systems/asset.h"
#include "products/style/raster_style.h"
#include "products/style/vector_style.h"

namespace skyshed {

// First day, and first day after.
struct DaySpan {
  Day from;
  Day until;
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

struct RasterSource {
  std::string file;  // relative to the project, with slashes; servers call the layer by it and the band
  int band = 1;
  RasterStyle style;
  std::optional<DaySpan> days;  // when it is shown while the temporal controller runs; empty: always
  std::string tip;              // HTML with [% expressions %], shown by QGIS 3.32 and newer
};

struct VectorSource {
  std::string file;
  std::string table;
  bool points = false;
  std::string filter;  // SQL; empty: all
  VectorStyle style;
};

// Tiles of a web map.
struct TileSource {
  std::string url;  // with {x}, {y} and {z}
  int largest_zoom = 19;
};

struct ProjectNode {
  std::string name;
  std::variant<std::vector<ProjectNode>, RasterSource, VectorSource, TileSource> what;  // a group, or a layer
  bool visible = true;
  bool expanded = false;
};

// A page to print: the map with its title, legend, scale bar and caption.
struct ProjectPage {
  std::string name;
  std::string title;
  std::string subtitle;
  std::string caption;
  std::vector<const ProjectNode*> layers;  // the first on top; those with a legend are in it. Nodes of the same project
  std::optional<DaySpan> days;
};

struct MapBox {
  double west = 0, south = 0, east = 0, north = 0;  // in the data's reference system
};

struct ProjectDescription {
  std::string title;
  std::string abstract;
  std::string crs_wkt;  // of the data
  MapBox box;           // what to show first
  std::optional<DaySpan> days;
  std::vector<ProjectNode> nodes;  // the first on top
  std::vector<ProjectPage> pages;
};

// By which expressions name the layer: raster_value('ID', …).
[[nodiscard]] std::string layer_id(const RasterSource& source);

// path ends with .qgz.
void write_qgis_project(const std::filesystem::path& path, const ProjectDescription& project);

}  // namespace skyshed
