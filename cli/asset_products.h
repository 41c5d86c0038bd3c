// What a run writes of every component of every asset, whatever the phase: assets/ASSET/COMPONENT_{floor,ceiling}.tif.
//
// Threading  writes many files at once on the calling thread's oneTBB arena.
// Errors     output, interrupted.
// Source     docs/outputs.md.
#pragma once

#include "cli/study_products.h"
#include "products/output_folder.h"

namespace skyshed {

[[nodiscard]] std::int64_t asset_steps(const Scenario& scenario);  // that write_assets reports
void write_assets(const Study& study, const OutputFolder& folder, Progress& progress);

}  // namespace skyshed
