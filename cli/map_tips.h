// What QGIS says of a place under the cursor: how low coverage reaches there, and of every radar or weapon of the phase
// whether it covers the place and, if not, why.
//
// Domain     shown by QGIS 3.32 and newer, where rasters have map tips.
// Threading  pure function.
#pragma once

#include <string>

#include "cli/map_study.h"
#include "cli/result_rasters.h"

namespace skyshed {

// HTML with expressions over the rasters of the project. of: classes of confidence in the phase, at the altitude.
[[nodiscard]] std::string coverage_tip(const MapStudy& study, const ResultRasters& rasters, const MappedPhase& phase,
                                       const CoverageRaster& of, SliceAltitude altitude);

}  // namespace skyshed
