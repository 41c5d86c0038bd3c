// Before and after: what of the sky was lost, kept and gained, cell by cell.
//
// Frame      two rasters of the same grid.
// Laws       compare(a, a) has neither lost nor gained; compare(a, b) mirrors compare(b, a).
// Threading  pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "engine/coverage/area_and_volume.h"

namespace skyshed {

enum class Change : std::uint8_t { never = 0, kept = 1, lost = 2, gained = 3, unknown = 255 };

// From two counts (slice.h): covered are `least` and more; unknown where either is unknown. Ordered classes will do as
// well. Errors: internal if the shapes differ. Domain: least >= 1.
[[nodiscard]] Raster<std::uint8_t> compare_counts(const Raster<std::uint8_t>& before, const Raster<std::uint8_t>& after,
                                                  std::uint8_t least = 1);

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

// The area of every pair of values before and after: the change areas for any `least` from one pass over the rasters.
class ValuePairAreas {
 public:
  // Errors: internal if the shapes differ.
  ValuePairAreas(const CellAreas& areas, const Raster<std::uint8_t>& before, const Raster<std::uint8_t>& after);

  // Those of compare_counts(before, after, least).
  [[nodiscard]] ChangeAreas changes(std::uint8_t least) const;

 private:
  std::map<std::pair<std::uint8_t, std::uint8_t>, double> square_metres_;
};

}  // namespace skyshed
