// What a set of assets covers at one altitude, and the lowest altitude that it covers.
//
// Frame      the whole product grid.
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Source     docs/method.md, "Slices and unions".
#pragma once

#include <span>
#include <vector>

#include "engine/coverage/component_volume.h"

namespace skyshed {

struct SliceAltitude {
  enum class Reference { agl, msl };
  double metres = 0;
  Reference reference = Reference::msl;
  friend bool operator==(const SliceAltitude&, const SliceAltitude&) = default;
};

// All volumes of one asset in one role against one target at one confidence. Covers what any of them covers.
struct AssetVolumes {
  std::vector<const ComponentVolume*> volumes;
  friend bool operator==(const AssetVolumes&, const AssetVolumes&) = default;  // the same volumes
};

inline constexpr std::uint8_t unknown_count = 255;

// How many assets cover each cell at the altitude (at most 254); unknown_count where no asset certainly covers the
// cell and unknown terrain could let one, or where an AGL altitude has no known ground. An altitude right at a floor
// or a ceiling is covered; all are compared as float32.
[[nodiscard]] Raster<std::uint8_t> count_assets(const ElevationModel& ground, std::span<const AssetVolumes> assets,
                                                SliceAltitude altitude);

// The lowest altitude (m MSL) that any asset certainly covers, unknown intervals left out; NaN where none does.
[[nodiscard]] Raster<float> lowest_floor(const ElevationModel& ground, std::span<const AssetVolumes> assets);

}  // namespace skyshed
