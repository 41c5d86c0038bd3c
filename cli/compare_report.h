// report.html beside a comparison: before and after under one swipe, what changed, curves and sources.
//
// Errors     output, interrupted; scenario if a raster of the results or summary.json of a run cannot be read.
// Threading  works on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Source     docs/report.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/map_study.h"
#include "engine/base/progress.h"
#include "products/map/places.h"
#include "products/output_folder.h"
#include "products/statistics.h"

namespace skyshed {

// One pair of phases of a comparison, as they are called and where they stand.
struct ReportedPair {
  std::string before;  // labels of the study's phases
  std::string after;
  std::filesystem::path before_path;  // RUN/phases/PHASE
  std::filesystem::path after_path;
};

// changes/BEFORE--AFTER/ROLE_TARGET_change.tif of the pairs must stand in the folder. No report is written where
// the pairs share nothing, or are phases of variants.
void write_compare_report(const OutputFolder& folder, const MapStudy& study, const std::vector<ReportedPair>& pairs,
                          const std::vector<ChangeRecord>& changes, std::vector<MapPlace> places,
                          const Progress& progress);

}  // namespace skyshed
