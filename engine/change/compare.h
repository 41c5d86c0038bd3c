// Before and after: what of the sky was lost, kept and gained, cell by cell.
//
// Frame      two rasters of the same grid.
// Laws       compare(a, a) has neither lost nor gained; compare(a, b) mirrors compare(b, a).
// Threading  pure functions.
#pragma once

#include <cstdint>

#include "engine/coverage/area_and_volume.h"

namespace skyshed {

enum class Change : std::uint8_t { never = 0, kept = 1, lost = 2, gained = 3, unknown = 255 };

// From two counts (slice.h); unknown where either is. Errors: internal if the shapes differ.
[[nodiscard]] Raster<std::uint8_t> compare_counts(const Raster<std::uint8_t>& before,
                                                  const Raster<std::uint8_t>& after);

// How many metres the floor rose; negative: it fell. +infinity where it was lost altogether, -infinity where it is
// new, NaN where neither covers anything. Errors: internal if the shapes differ.
[[nodiscard]] Raster<float> floor_rise(const Raster<float>& before, const Raster<float>& after);

struct ChangeAreas {
  double never_m2 = 0;
  double kept_m2 = 0;
  double lost_m2 = 0;
  double gained_m2 = 0;
  double unknown_m2 = 0;
  ChangeAreas& operator+=(const ChangeAreas& other);
};
// Together the area of the whole grid.
[[nodiscard]] ChangeAreas change_areas(const CellAreas& areas, const Raster<std::uint8_t>& change);

}  // namespace skyshed
