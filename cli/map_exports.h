// The layers of outlines.gpkg once more for programs that read no GeoPackage, where the user asks for it.
//
// Errors     output.
// Threading  one thread; the same bytes on every run.
// Source     docs/outputs.md, "outlines.gpkg".
#pragma once

#include "cli/map_study.h"
#include "products/output_folder.h"
#include "products/vector_file.h"

namespace skyshed {

struct MapFormats {
  bool kml = false;      // outlines.kmz
  bool geojson = false;  // outlines/LAYER.geojson
};

void write_map_exports(const OutputFolder& folder, const MapStudy& study, const std::vector<VectorLayer>& layers,
                       const MapFormats& formats);

}  // namespace skyshed
