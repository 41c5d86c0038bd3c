#include "dem/voids.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <span>
#include <vector>

#include "dem/assemble.h"
#include "dem/lattice.h"

namespace skyshed {
namespace {

// Posts of one row beside each other, and the group of touching runs that they belong to.
struct Run {
  int row;
  int first;
  int last;
  std::size_t group;  // index of a run: of the group's first one once all are joined
};

std::size_t root(std::vector<Run>& runs, std::size_t index) {
  while (runs[index].group != index) index = runs[index].group = runs[runs[index].group].group;
  return index;
}

// Runs of the posts for which `member(column, row)` is true, row after row, joined where they touch. Takes memory for
// the runs only, however large a group is.
template <class Member>
std::vector<Run> grouped_runs(const Raster<float>& heights, bool diagonally, Member member) {
  std::vector<Run> runs;
  std::size_t above = 0;  // the first run of the row before
  for (int row = 0; row < heights.height(); ++row) {
    const std::size_t here = runs.size();
    for (int column = 0; column < heights.width(); ++column) {
      if (!member(column, row)) continue;
      if (runs.size() == here || runs.back().last != column - 1) runs.push_back({row, column, column, runs.size()});
      runs.back().last = column;
    }
    const int reach = diagonally ? 1 : 0;
    std::size_t other = above;
    for (std::size_t index = here; index < runs.size(); ++index) {
      while (other < here && runs[other].last + reach < runs[index].first) ++other;
      for (std::size_t i = other; i < here && runs[i].row == row - 1 && runs[i].first <= runs[index].last + reach;
           ++i) {
        const std::size_t a = root(runs, i);
        const std::size_t b = root(runs, index);
        runs[std::max(a, b)].group = std::min(a, b);
      }
    }
    above = here;
  }
  for (std::size_t index = 0; index < runs.size(); ++index) runs[index].group = root(runs, index);
  return runs;
}

bool touches_outside(const Raster<float>& heights, const GridWindow& box) {
  if (box.column == 0 || box.row == 0 || box.column + box.width == heights.width() ||
      box.row + box.height == heights.height())
    return true;
  for (int row = box.row - 1; row <= box.row + box.height; ++row) {
    for (int column = box.column - 1; column <= box.column + box.width; ++column) {
      if (heights.at(column, row) == outside_all_sources) return true;
    }
  }
  return false;
}

// Each post becomes the mean of its four neighbours (Laplace's equation), by successive over-relaxation from the mean of
// the rim.
void fill(Raster<float>& heights, const std::vector<Run>& runs, const GridWindow& box) {
  constexpr int neighbours[][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
  constexpr double good_enough_m = 1e-3;
  const GridWindow around = grown(box, 1);
  std::vector<double> values;
  double sum = 0;
  std::int64_t known = 0;
  for (int row = around.row; row < around.row + around.height; ++row) {
    for (int column = around.column; column < around.column + around.width; ++column) {
      values.push_back(heights.at(column, row));
      if (std::isnan(values.back())) continue;
      sum += values.back();
      ++known;
    }
  }
  const auto at = [&](int column, int row) -> double& {
    return values[static_cast<std::size_t>(row - around.row) * static_cast<std::size_t>(around.width) +
                  static_cast<std::size_t>(column - around.column)];
  };
  const auto each = [&](const auto& action) {
    for (const Run& run : runs) {
      for (int column = run.first; column <= run.last; ++column) action(column, run.row);
    }
  };
  each([&](int column, int row) { at(column, row) = sum / static_cast<double>(known); });
  const int size = std::max(box.width, box.height);
  const double relaxation = 2 / (1 + std::sin(std::numbers::pi / (size + 1)));
  double change = 1;
  for (int round = 0; round < 50 * (size + 10) && change > good_enough_m / size; ++round) {
    change = 0;
    each([&](int column, int row) {
      double mean = 0;
      for (const auto& [right, down] : neighbours) mean += at(column + right, row + down) / 4;
      const double step = relaxation * (mean - at(column, row));
      at(column, row) += step;
      change = std::max(change, std::abs(step));
    });
  }
  each([&](int column, int row) { heights.at(column, row) = static_cast<float>(at(column, row)); });
}

struct ClosedBasin {
  GeodeticExtent box;
  float water_m;
};
constexpr ClosedBasin closed_basins[] = {
    {{35.2, 30.9, 35.8, 32.1}, -430},  // the Dead Sea
    {{46.0, 36.0, 55.5, 47.8}, -28},   // the Caspian
};

}  // namespace

FilledVoids fill_voids(ElevationModel& model, double longest_m) {
  FilledVoids filled;
  Raster<float>& heights = model.heights;
  if (!(longest_m > 0)) return filled;
  std::map<std::size_t, std::vector<Run>> voids;
  for (const Run& run :
       grouped_runs(heights, true, [&](int column, int row) { return std::isnan(heights.at(column, row)); })) {
    voids[run.group].push_back(run);
  }
  for (const auto& [group, runs] : voids) {
    GridWindow box;
    for (const Run& run : runs) box = hull(box, {run.first, run.row, run.last - run.first + 1, 1});
    double step_x_m = std::abs(model.frame.step_x);
    double step_y_m = std::abs(model.frame.step_y);
    if (model.frame.kind == GridFrame::Kind::geographic) {
      const DegreeLengths degree = degree_lengths(model.frame.y_of(box.row));
      step_x_m *= degree.east_m;
      step_y_m *= degree.north_m;
    }
    const double rounded_up_m = 1.001 * longest_m;
    if (box.width * step_x_m > rounded_up_m || box.height * step_y_m > rounded_up_m) continue;
    if (touches_outside(heights, box)) continue;
    fill(heights, runs, box);
    ++filled.voids;
    for (const Run& run : runs) filled.posts += run.last - run.first + 1;
  }
  return filled;
}

std::int64_t cover_sea_floor(ElevationModel& model) {
  Raster<float>& heights = model.heights;
  std::atomic<bool> any_deep = false;
  tbb::parallel_for(0, heights.height(), [&](int row) {
    const auto is_deep = [](float height) { return height < lowest_dry_land_m && height != outside_all_sources; };
    if (std::ranges::any_of(heights.row(row), is_deep)) any_deep = true;
  });
  if (!any_deep) return 0;
  std::int64_t changed = 0;
  // Raises what belongs to a group with a post below the lowest dry land.
  const auto raise = [&](float water_m, auto belongs) {
    const std::vector<Run> runs = grouped_runs(heights, false, [&](int column, int row) {
      const float height = heights.at(column, row);
      return height < water_m && height != outside_all_sources && belongs(column, row);
    });
    const auto posts_of = [&](const Run& run) {
      const auto first = static_cast<std::size_t>(run.first);
      return heights.row(run.row).subspan(first, static_cast<std::size_t>(run.last) - first + 1);
    };
    std::set<std::size_t> deep;
    for (const Run& run : runs) {
      if (std::ranges::min(posts_of(run)) < lowest_dry_land_m) deep.insert(run.group);
    }
    for (const Run& run : runs) {
      if (!deep.contains(run.group)) continue;
      std::ranges::fill(posts_of(run), water_m);
      changed += run.last - run.first + 1;
    }
  };
  for (const ClosedBasin& basin : closed_basins) {
    raise(basin.water_m, [&](int column, int row) {
      return contains(basin.box, model.frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)}));
    });
  }
  raise(0, [](int, int) { return true; });
  return changed;
}

}  // namespace skyshed
