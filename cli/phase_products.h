// What a run writes of its phases and of what changes between them: rasters, figures, maps.
//
// Threading  writes many files at once on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Errors     output, interrupted.
// Cost       memory: three phases of one role and target at a time for each thread (coverage_view.h).
// Source     docs/outputs.md.
#pragma once

#include <filesystem>
#include <vector>

#include "cli/phase_pictures.h"
#include "cli/study_products.h"
#include "products/contributions.h"
#include "products/output_folder.h"
#include "products/statistics.h"

namespace skyshed {

// A run tells what changed from each phase to the next, and from the first to the last.
struct PhasePair {
  std::size_t before;
  std::size_t after;
};
[[nodiscard]] std::vector<PhasePair> phase_pairs(std::size_t phases);

struct PhaseResults {
  std::vector<CoverageRecord> coverage;           // by phase, role, target
  std::vector<ChangeRecord> changes;              // by pair, role, target
  std::vector<ContributionRecord> contributions;  // by phase, role, target, altitude
  std::vector<std::filesystem::path> pictures;    // of phases
  std::vector<std::filesystem::path> change_pictures;
};

[[nodiscard]] std::int64_t phase_steps(const Scenario& scenario);  // that write_phases reports

// phases/PHASE/ROLE_TARGET_{coverage,confidence,floor,depth}.tif, changes/BEFORE--AFTER/ROLE_TARGET_{change,
// floor_rise}.tif, and maps of both.
// studies: that of the scenario, then those of its variants in their order. A variant's phases are written like others,
// as phases/VARIANT@PHASE, and compared with the study's own.
PhaseResults write_phases(const std::vector<Study>& studies, const PhasePictures& pictures, const OutputFolder& folder,
                          Progress& progress);

}  // namespace skyshed
