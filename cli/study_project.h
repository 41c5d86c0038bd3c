// The QGIS project of a folder of results: which layers it has, in which groups, under which names.
//
// Threading  pure function.
// Source     docs/outputs.md, "In QGIS".
#pragma once

#include "cli/map_study.h"
#include "cli/result_rasters.h"
#include "products/vector_file.h"

namespace skyshed {

inline constexpr char outlines_file[] = "outlines.gpkg";

// layers: as they stand in outlines.gpkg.
[[nodiscard]] ProjectDescription study_project(const MapStudy& study, const ResultRasters& rasters,
                                               const std::vector<VectorLayer>& layers);

}  // namespace skyshed
