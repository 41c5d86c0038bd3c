// Areas and volumes of what is covered, on the ellipsoid, cell by cell.
//
// Units      square metres, cubic metres.
// Accuracy   geographic cells exact (authalic zone areas); projected cells by the scale of the projection at the post.
// Threading  the same sums for any number of threads.
#pragma once

#include <span>
#include <vector>

#include "engine/coverage/slice.h"

namespace skyshed {

// Area of each cell of the grid (the pixel around its post). In geographic grids it depends on the row alone.
class CellAreas {
 public:
  explicit CellAreas(const GridFrame& frame);
  [[nodiscard]] double at(int column, int row) const;

 private:
  std::vector<double> by_row_;  // geographic and planar
  Raster<float> by_cell_;       // projected
};

struct CoveredArea {
  double covered_m2 = 0;
  double unknown_m2 = 0;
};
[[nodiscard]] CoveredArea covered_area(const CellAreas& areas, const Raster<std::uint8_t>& counts);

// Volume of the union of all volumes between the ground (or the sea) and `top`, from the list of intervals of each
// cell, exactly. Unknown intervals count to unknown_m3 alone.
struct CoveredVolume {
  double covered_m3 = 0;
  double unknown_m3 = 0;
};
[[nodiscard]] CoveredVolume covered_volume(const CellAreas& areas, const ElevationModel& ground,
                                           std::span<const AssetVolumes> assets, AltitudeMsl top);

}  // namespace skyshed
