// What a run writes of every component of every asset, whatever the phase: assets/ASSET/COMPONENT_{floor,ceiling}.tif; of
// the assets that a variant changes assets/VARIANT@ASSET/….
//
// Threading  writes many files at once on the calling thread's oneTBB arena.
// Errors     output, interrupted.
// Source     docs/outputs.md.
#pragma once

#include "cli/kept_files.h"

namespace skyshed {

// That write_assets reports for the study and its variants.
[[nodiscard]] std::int64_t asset_steps(const Scenario& scenario);
// variant: null, or that which the study is of: then only what it changes is written.
void write_assets(const Study& study, const Variant* variant, const KeptFiles& files, Progress& progress);

}  // namespace skyshed
