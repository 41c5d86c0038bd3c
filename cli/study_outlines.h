// The layers of outlines.gpkg: footprints and changes traced from the rasters of a folder, nominal rings, assets.
//
// Frame      coordinates of the results' own reference system.
// Errors     scenario if a raster cannot be read; interrupted through progress.
// Threading  traces on the calling thread's oneTBB arena; the same features in the same order every time.
// Source     docs/outputs.md for the fields.
#pragma once

#include "cli/map_study.h"
#include "cli/result_rasters.h"
#include "engine/base/progress.h"
#include "products/vector_file.h"

namespace skyshed {

// The fields of footprints, in order: title, phase, from, until, role, target, target_name, altitude, altitude_m,
// altitude_reference, confidence, area_km2.
[[nodiscard]] VectorLayer footprint_layer(const MapStudy& study, const std::filesystem::path& folder,
                                          const std::vector<CoverageRaster>& phases, Progress& progress);
[[nodiscard]] VectorLayer change_layer(const MapStudy& study, const std::filesystem::path& folder,
                                       const std::vector<CoverageRaster>& changes, Progress& progress);
[[nodiscard]] VectorLayer ring_layer(const MapStudy& study);
[[nodiscard]] VectorLayer asset_layer(const MapStudy& study);
[[nodiscard]] std::vector<std::string> kinds_in(const VectorLayer& assets);  // "missile", "ship", …

}  // namespace skyshed
