// Before and after: two phases, or two runs, compared from what they wrote.
//
// Frame      both must stand on the same grid; nothing is resampled.
// Errors     scenario: not a run or phase, or nothing in common, saying which; output; interrupted.
// Source     docs/outputs.md, "Comparisons".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/map_exports.h"
#include "cli/terminal_progress.h"
#include "products/statistics.h"

namespace skyshed {

struct CompareRequest {
  // Each a run folder, or one phase of it: RUN/phases/PHASE. Of two runs the phases of the same name are compared, or,
  // where each has just one, those.
  std::filesystem::path before;
  std::filesystem::path after;
  std::filesystem::path configs;
  std::filesystem::path output;
  bool overwrite = false;
  MapFormats formats;
  std::vector<std::string> command_line;
};

struct CompareSummary {
  std::filesystem::path folder;
  std::vector<ChangeRecord> changes;
  std::vector<std::filesystem::path> pictures;
};

CompareSummary compare_runs(const CompareRequest& request, TerminalProgress& progress);

}  // namespace skyshed
