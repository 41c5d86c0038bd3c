// Sets of assets, altitudes to cut through what they cover, and the lowest altitude that they cover.
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

// Among counts of assets that cover a cell: unknown terrain could let one.
inline constexpr std::uint8_t unknown_count = 255;

// The lowest altitude (m MSL) that any asset certainly covers, unknown intervals left out; NaN where none does.
[[nodiscard]] Raster<float> lowest_floor(const ElevationModel& ground, std::span<const AssetVolumes> assets);

}  // namespace skyshed
