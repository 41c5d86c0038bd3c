// The maps of a comparison for QGIS: what was there before and after, beside what changed.
//
// Errors     output, interrupted; scenario if the scenario or the ground of a compared run cannot be read.
// Threading  as map_files.h.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/map_exports.h"
#include "cli/terminal_progress.h"
#include "products/output_folder.h"

namespace skyshed {

struct ComparedPhase {
  std::string label;           // as the paths of the comparison name it
  std::filesystem::path path;  // RUN/phases/PHASE
};

// Copies the ground from the first phase's run, so that the folder needs no other.
void write_compare_maps(const OutputFolder& folder, const std::vector<ComparedPhase>& phases, const MapFormats& formats,
                        TerminalProgress& progress);

}  // namespace skyshed
