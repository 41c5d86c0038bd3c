// report.html beside a run: its maps, curves, ranking, sightlines and sources on one page.
//
// Errors     output, interrupted; scenario if a raster of the results cannot be read.
// Threading  works on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       docs/report.md.
// Source     docs/report.md.
#pragma once

#include <vector>

#include "cli/map_study.h"
#include "cli/phase_products.h"
#include "cli/study_terrain.h"
#include "engine/base/progress.h"
#include "products/map/places.h"
#include "products/output_folder.h"

namespace skyshed {

inline constexpr char report_file[] = "report.html";

struct RunFindings {
  const StudyTerrain& terrain;  // of the study, unthinned
  const PhaseResults& results;
  double unknown_ground_share = 0;
};

// phases/PHASE/ROLE_TARGET_confidence.tif of all phases of the study must stand in the folder.
void write_run_report(const OutputFolder& folder, const MapStudy& study, const RunFindings& findings,
                      std::vector<MapPlace> places, const Progress& progress);

}  // namespace skyshed
