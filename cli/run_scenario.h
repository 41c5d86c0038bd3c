// The main line: scenario in, the folder of results out.
//
// Errors     scenario, terrain, output, interrupted; the output folder is then as it was before. Of an interrupted run
//            the finished files are left beside it for another with `resume`.
// Source     docs/outputs.md for what is written.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/map_exports.h"
#include "cli/phase_products.h"
#include "cli/sampled_study.h"
#include "cli/terminal_progress.h"

namespace skyshed {

struct RunRequest {
  std::filesystem::path configs;  // find_configs()
  std::filesystem::path output;
  bool overwrite = false;
  bool resume = false;    // take over the finished files of an interrupted run
  bool use_cache = true;  // of lines of sight, from and for other runs
  std::filesystem::path executable;
  MapFormats formats;
  std::vector<std::string> command_line;
};

struct RunSummary {
  std::filesystem::path folder;
  PhaseResults results;
  std::vector<std::string> notices;  // what the user should know, though all is well
  double unknown_ground_share = 0;   // of the area of the results
  std::optional<SampleResults> samples;
};

RunSummary run_scenario(const Scenario& scenario, const RunRequest& request, TerminalProgress& progress);

}  // namespace skyshed
