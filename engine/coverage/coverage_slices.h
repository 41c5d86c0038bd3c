// What assets cover at given altitudes: how many of them, how surely, and over what area.
//
// Frame      the whole product grid.
// Domain     at most 254 assets are counted. An altitude right at a floor or a ceiling is covered; all are compared as
//            float32.
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       per cell: one comparison a volume and altitude; each volume is read once.
// Source     docs/method.md, "Slices and unions".
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/base/progress.h"
#include "engine/base/quantity.h"
#include "engine/coverage/area_and_volume.h"

namespace skyshed {

// What covers at each confidence, in the order of all_confidences.
using AssetsByConfidence = std::array<std::vector<AssetVolumes>, std::size(all_confidences)>;

// One of each an altitude.
struct CoverageSlices {
  // How many assets likely cover each cell; unknown_count where none certainly does and unknown terrain could let one,
  // or where an altitude above ground has no known ground.
  std::vector<Raster<std::uint8_t>> counts;
  std::vector<Raster<std::uint8_t>> classes;                               // confidence_class of each cell
  std::array<std::vector<CoveredArea>, std::size(all_confidences)> areas;  // at each confidence
};

[[nodiscard]] CoverageSlices slice_coverage(const CellAreas& areas, const ElevationModel& ground,
                                            const AssetsByConfidence& assets, std::span<const SliceAltitude> altitudes,
                                            const Progress& progress);

// How surely a cell is covered, from its counts: 3 certain, 2 likely, 1 possible, 0 not even possible; unknown_count
// where no count covers it but one is unknown.
[[nodiscard]] constexpr std::uint8_t confidence_class(std::uint8_t certain, std::uint8_t likely,
                                                      std::uint8_t possible) noexcept {
  const auto covers = [](std::uint8_t count) { return count != 0 && count != unknown_count; };
  const bool unknown = certain == unknown_count || likely == unknown_count || possible == unknown_count;
  const std::uint8_t otherwise = unknown ? unknown_count : std::uint8_t{0};
  return covers(certain)    ? std::uint8_t{3}
         : covers(likely)   ? std::uint8_t{2}
         : covers(possible) ? std::uint8_t{1}
                            : otherwise;
}

}  // namespace skyshed
