// What one phase covers in one role against one target, at every altitude and confidence: computed once, then written,
// drawn and compared.
//
// Frame      the product grid.
// Units      metres; areas and volumes on the ellipsoid.
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       per cell: one comparison an asset, altitude and confidence; memory 30 bytes a cell at six altitudes.
#pragma once

#include <array>
#include <vector>

#include "cli/study_view.h"
#include "cli/study_volumes.h"
#include "engine/coverage/coverage_slices.h"

namespace skyshed {

// Volumes are counted up to here: no missile of the catalogue matters above for the aircraft below.
inline constexpr double bubble_top_m = 20'000;

// As the files of a phase hold it: what a comparison reads.
struct CoverageRasters {
  std::vector<SliceAltitude> altitudes;
  std::vector<Raster<std::uint8_t>> classes;                    // one an altitude (confidence_class)
  Raster<float> floor;                                          // m MSL, likely
  std::array<Raster<float>, std::size(all_confidences)> depth;  // m, by confidence
};

struct CoverageView {
  // What covers, by confidence: equal lists cover the same.
  AssetsByConfidence assets;
  CoverageRasters rasters;
  std::vector<Raster<std::uint8_t>> counts;                                // one an altitude: how many assets, likely
  std::array<std::vector<CoveredArea>, std::size(all_confidences)> areas;  // one an altitude
  std::array<CoveredVolume, std::size(all_confidences)> volumes;           // up to bubble_top_m
};

[[nodiscard]] CoverageView coverage_view(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                                         AssetsByConfidence assets, const Progress& progress);

}  // namespace skyshed
