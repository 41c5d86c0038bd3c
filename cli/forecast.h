// What a run will need, before it begins: told by the scenario and the headers of the terrain.
//
// Units      bytes, seconds.
// Accuracy   within a factor of 2 (docs/performance.md, "What check foretells"); time on the 2-core machine where it was
//            fitted, when nothing else runs, and without what the cache of lines of sight spares.
// Errors     terrain if a source cannot be opened.
// Threading  pure, but for the terrain's headers and the machine's memory and disk.
#pragma once

#include <cstdint>
#include <string>

#include "cli/scenario.h"

namespace skyshed {

struct Forecast {
  std::int64_t terrain_posts = 0;
  std::int64_t near_posts = 0;  // of finer ground, around all sites together
  std::int64_t cells = 0;       // of each result
  int thinning = 1;
  int rasters = 0;  // one role against one target in one phase
  double terrain_memory_bytes = 0;
  double memory_bytes = 0;  // in all, at its peak
  double disk_bytes = 0;
  double seconds = 0;
};
[[nodiscard]] Forecast forecast(const Scenario& scenario, int threads);

struct Machine {
  double memory_bytes = 0;  // that can be had
  double disk_bytes = 0;    // that is free where the program stands
};
[[nodiscard]] Machine this_machine();

// Empty if the run fits; else what does not, and what would: a coarser grid, a smaller area, more memory.
[[nodiscard]] std::string why_it_cannot_fit(const Forecast& forecast, const Scenario& scenario, const Machine& machine);

[[nodiscard]] std::string forecast_text(const Forecast& forecast);  // "1.2 million cells, …"

}  // namespace skyshed
