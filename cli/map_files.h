// What makes a folder of results open in QGIS and other programs: styles beside the rasters, outlines.gpkg, skyshed.qgz.
// Written last, from the rasters that stand in the folder by then.
//
// Errors     output, interrupted; scenario if a raster in the folder cannot be read.
// Threading  works on the calling thread's oneTBB arena; the same bytes on every run.
// Source     docs/outputs.md, "In QGIS".
#pragma once

#include "cli/map_exports.h"
#include "cli/map_study.h"
#include "cli/result_rasters.h"
#include "engine/base/progress.h"
#include "products/output_folder.h"

namespace skyshed {

// ground.tif must stand in the folder. rasters: those of the folder. Reports map_file_steps.
void write_map_files(const OutputFolder& folder, const MapStudy& study, const ResultRasters& rasters,
                     const MapFormats& formats, Progress& progress);
[[nodiscard]] std::int64_t map_file_steps(const ResultRasters& rasters);

}  // namespace skyshed
