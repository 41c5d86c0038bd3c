// The posts around an antenna that a range can reach, so that a short-range system costs a small raster.
//
// Frame      columns and rows of one grid.
// Threading  pure function.
// Cost       a distance for each post of the disc's rim, none for those within and without.
#pragma once

#include <functional>
#include <vector>

#include "engine/base/grid.h"

namespace skyshed {

// The columns begin … end - 1 of one row.
struct ColumnRun {
  int begin = 0;
  int end = 0;
  [[nodiscard]] bool empty() const noexcept { return begin >= end; }
  friend bool operator==(const ColumnRun&, const ColumnRun&) = default;
};
[[nodiscard]] ColumnRun intersection(const ColumnRun& a, const ColumnRun& b);
// From the first column of either to the last.
[[nodiscard]] ColumnRun hull(const ColumnRun& a, const ColumnRun& b);

struct Disc {
  GridWindow window;            // the box of all runs
  std::vector<ColumnRun> runs;  // one for each row of the window, in columns of the grid
};

// Every post of `clip` whose distance is at most radius_m, and a rim of a few posts (0.1 % of the radius and the
// spacing at the centre) around them: ask the distance of each post of the disc for the exact answer.
// Domain: `distance` grows outward from `centre`, so that the posts within any distance are one run in each row,
// overlapping that of the next row: true of geodesic discs to 600 km at |latitude| <= 80 in all frames.
[[nodiscard]] Disc disc_around(const GridFrame& grid, GridPoint centre, double radius_m,
                               const std::function<double(int column, int row)>& distance, const GridWindow& clip);

}  // namespace skyshed
