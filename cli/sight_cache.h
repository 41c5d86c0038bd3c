// Lines of sight kept on disk between runs. The same bytes come out as without the cache.
//
// Errors     none: what cannot be read or written is computed instead, and said by the disk cache.
// Threading  any number of threads.
// Cost       4 bytes a kept post on disk.
// Source     docs/what-if.md, "The cache".
#pragma once

#include <functional>
#include <string>

#include "cli/disk_cache.h"
#include "engine/sight/horizon_sweep.h"

namespace skyshed {

// All that a line of sight depends on.
struct SightRequest {
  std::string terrain_identity;
  Antenna antenna;
  Refraction refraction;
  SweepOptions options;
};

[[nodiscard]] SightField find_or_make(DiskCache& cache, const SightRequest& request,
                                      const std::function<SightField()>& make);

}  // namespace skyshed
