// The samples of a study: how probably each cell is covered, how large an area, and what moves it.
//
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Errors     terrain, output, interrupted.
// Cost       docs/uncertainty.md. Memory: a byte a cell, phase, role and altitude.
// Source     docs/uncertainty.md, docs/outputs.md.
#pragma once

#include "cli/disk_cache.h"
#include "cli/study_products.h"
#include "cli/terminal_progress.h"
#include "products/output_folder.h"
#include "products/statistics.h"
#include "products/uncertainty.h"

namespace skyshed {

struct SampleResults {
  SampleSettings settings;
  std::vector<SampledArea> areas;         // by phase, role, target, altitude
  std::vector<AreaInfluence> influences;  // likewise, then by rank
};

// phases/PHASE/ROLE_TARGET_probability.tif, uncertainty.csv, uncertainty.json and sensitivity.csv.
// Domain: study.scenario.uncertainty is set. coverage: the likely areas. cache: may be null.
SampleResults write_samples(const Study& study, std::span<const CoverageRecord> coverage, DiskCache* cache,
                            const OutputFolder& folder, TerminalProgress& progress);

}  // namespace skyshed
