#include "engine/coverage/disc.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace skyshed {

ColumnRun intersection(const ColumnRun& a, const ColumnRun& b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

ColumnRun hull(const ColumnRun& a, const ColumnRun& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

Disc disc_around(const GridFrame& grid, GridPoint centre, double radius_m,
                 const std::function<double(int column, int row)>& distance, const GridWindow& clip) {
  const int start_column = std::clamp(static_cast<int>(std::lround(centre.column)), 0, grid.width - 1);
  const int start_row = std::clamp(static_cast<int>(std::lround(centre.row)), 0, grid.height - 1);

  // With the spacing added, the row of the antenna is never missed and no tip of the disc falls between two rows.
  double spacing = 0;
  for (int row = std::max(0, start_row - 1); row <= std::min(grid.height - 1, start_row + 1); ++row) {
    for (int column = std::max(0, start_column - 1); column <= std::min(grid.width - 1, start_column + 1); ++column) {
      spacing = std::max(spacing, distance(column, row));
    }
  }
  const double outer = 1.001 * radius_m + spacing;

  // From the run of the neighbouring row, widened by two posts, to the run of this row.
  const auto run_of = [&](int row, ColumnRun near) {
    const auto inside = [&](int column) { return distance(column, row) <= outer; };
    ColumnRun run{std::max(0, near.begin - 2), std::min(grid.width, near.end + 2)};
    while (!run.empty() && !inside(run.begin)) ++run.begin;
    while (!run.empty() && !inside(run.end - 1)) --run.end;
    if (run.empty()) return ColumnRun{};
    while (run.begin > 0 && inside(run.begin - 1)) --run.begin;
    while (run.end < grid.width && inside(run.end)) ++run.end;
    return run;
  };

  std::vector<ColumnRun> runs(static_cast<std::size_t>(grid.height));
  const auto walk = [&](int first, int step) {
    ColumnRun near{start_column, start_column + 1};
    for (int row = first; row >= 0 && row < grid.height; row += step) {
      near = run_of(row, near);
      if (near.empty()) return;
      runs[static_cast<std::size_t>(row)] = near;
    }
  };
  walk(start_row, -1);
  walk(start_row, +1);

  const ColumnRun clip_columns{clip.column, clip.column + clip.width};
  ColumnRun columns{std::numeric_limits<int>::max(), std::numeric_limits<int>::min()};
  ColumnRun rows = columns;
  for (int row = std::max(0, clip.row); row < std::min(grid.height, clip.row + clip.height); ++row) {
    ColumnRun& run = runs[static_cast<std::size_t>(row)];
    run = intersection(run, clip_columns);
    if (run.empty()) continue;
    columns = {std::min(columns.begin, run.begin), std::max(columns.end, run.end)};
    rows = {std::min(rows.begin, row), row + 1};
  }
  if (rows.empty()) return {{clip.column, clip.row, 0, 0}, {}};
  Disc disc{{columns.begin, rows.begin, columns.end - columns.begin, rows.end - rows.begin}, {}};
  disc.runs.assign(runs.begin() + rows.begin, runs.begin() + rows.end);
  return disc;
}

}  // namespace skyshed
