// Areas and volumes of what is covered, on the ellipsoid, cell by cell.
//
// Units      square metres, cubic metres.
// Accuracy   areas: geographic cells exact (authalic zones of WGS 84, 1e-10); projected cells 1e-6 on grids up to
//            1500 km wide (true areas every 10 km, bilinear between); planar cells exact.
//            Volumes: prisms over the cells, each of its post's intervals, that widen with altitude as the earth's
//            shells do, (1 + z/R)² with the authalic radius (+0.3 % at 10 km); the ellipsoid's varying curvature and
//            the geoid are left out, together below 1e-4 of any volume.
// Threading  the same sums for any number of threads.
// Source     docs/method.md, "Areas and volumes".
#pragma once

#include <span>
#include <vector>

#include "engine/coverage/slice.h"

namespace skyshed {

// Area of each cell of the grid: the pixel around its post, at sea level.
class CellAreas {
 public:
  // Calls the frame's map projection on the calling thread only. Pixels that the projection cannot show have no area.
  explicit CellAreas(const GridFrame& frame);

  [[nodiscard]] double at(int column, int row) const {
    return by_row_.empty() ? on_lattice(column, row) : by_row_[static_cast<std::size_t>(row)];
  }

  // The sum of at() over columns [begin, end) of a row, in the time of a few cells.
  [[nodiscard]] double run(int row, int begin, int end) const;

  // Volume above one cell between two altitudes, 0 unless from < to.
  [[nodiscard]] double volume(int column, int row, AltitudeMsl from, AltitudeMsl to) const;

 private:
  [[nodiscard]] double on_lattice(int column, int row) const;

  std::vector<double> by_row_;  // geographic and planar: the area depends on the row alone
  Raster<double> lattice_;      // projected: at evenly spaced places from the first post to the last
  double lattice_columns_per_column_ = 0;
  double lattice_rows_per_row_ = 0;
  double curvature_ = 0;  // 1/R of the shells; 0 when planar
};

struct CoveredArea {
  double covered_m2 = 0;
  double unknown_m2 = 0;
  CoveredArea& operator+=(const CoveredArea& other) {
    covered_m2 += other.covered_m2;
    unknown_m2 += other.unknown_m2;
    return *this;
  }
};
// Of the cells that at least one asset covers, from counts (coverage_slices.h).
[[nodiscard]] CoveredArea covered_area(const CellAreas& areas, const Raster<std::uint8_t>& counts);
[[nodiscard]] CoveredArea covered_area_of_row(const CellAreas& areas, int row, std::span<const std::uint8_t> counts);

// Volume of the union of all volumes between the ground (or the sea) and `top`, from the list of intervals of each
// cell, exactly. What only unknown intervals contain counts to unknown_m3 alone.
struct CoveredVolume {
  double covered_m3 = 0;
  double unknown_m3 = 0;
  CoveredVolume& operator+=(const CoveredVolume& other) {
    covered_m3 += other.covered_m3;
    unknown_m3 += other.unknown_m3;
    return *this;
  }
};

struct Bubble {
  CoveredVolume volume;
  // The covered volume above each cell over the cell's area (m), shells widening included, so that depth × area sums to
  // the volume. Unknown intervals are left out.
  Raster<float> depth;
};
[[nodiscard]] Bubble covered_bubble(const CellAreas& areas, const ElevationModel& ground,
                                    std::span<const AssetVolumes> assets, AltitudeMsl top);

}  // namespace skyshed
