#include "dem/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "dem/assemble.h"

namespace skyshed {
namespace {

constexpr int block_posts = 256;
constexpr std::int64_t most_source_posts = 1 << 25;

// A place on the source's grid drawn onto its posts; false if it lies on none of its pixels.
bool draw_onto(const GridFrame& frame, GridPoint& at) {
  if (!(at.column >= -0.5 && at.row >= -0.5 && at.column <= frame.width - 0.5 && at.row <= frame.height - 0.5))
    return false;
  at.column = std::clamp(at.column, 0.0, frame.width - 1.0);
  at.row = std::clamp(at.row, 0.0, frame.height - 1.0);
  return true;
}

// Between the four posts around; posts without a word have no weight. outside_all_sources if the nearest has none.
float bilinear(const Raster<float>& heights, GridPoint at) {
  const auto post = [&](double column, double row) {
    return heights.at(static_cast<int>(column), static_cast<int>(row));
  };
  if (post(std::round(at.column), std::round(at.row)) == outside_all_sources) return outside_all_sources;
  const double column = std::clamp(std::floor(at.column), 0.0, std::max(0.0, heights.width() - 2.0));
  const double row = std::clamp(std::floor(at.row), 0.0, std::max(0.0, heights.height() - 2.0));
  const double right = at.column - column;
  const double down = at.row - row;
  double sum = 0;
  double weights = 0;
  for (const auto& [x, y, weight] : {std::tuple{0, 0, (1 - right) * (1 - down)}, std::tuple{1, 0, right * (1 - down)},
                                     std::tuple{0, 1, (1 - right) * down}, std::tuple{1, 1, right * down}}) {
    if (weight == 0) continue;
    const float height = post(column + x, row + y);
    if (height == outside_all_sources) continue;
    sum += weight * height;
    weights += weight;
  }
  return static_cast<float>(sum / weights);
}

void merge_block(ElevationModel& model, const GridWindow& block, TileMosaic& source, bool same_system) {
  const GridFrame& frame = source.frame();
  struct Wanted {
    int column;
    int row;
    GridPoint at;
  };
  std::vector<Wanted> wanted;
  int left = frame.width;
  int top = frame.height;
  int right = 0;
  int bottom = 0;
  for (int row = block.row; row < block.row + block.height; ++row) {
    for (int column = block.column; column < block.column + block.width; ++column) {
      if (std::isfinite(model.heights.at(column, row))) continue;
      GridPoint at;
      if (same_system && frame.kind == GridFrame::Kind::projected) {
        at = {(model.frame.x_of(column) - frame.origin_x) / frame.step_x,
              (model.frame.y_of(row) - frame.origin_y) / frame.step_y};
      } else {
        at = frame.to_grid(model.frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)}));
      }
      if (!draw_onto(frame, at)) continue;
      wanted.push_back({column, row, at});
      left = std::min(left, static_cast<int>(at.column));
      top = std::min(top, static_cast<int>(at.row));
      right = std::max(right, std::min(frame.width - 1, static_cast<int>(at.column) + 1));
      bottom = std::max(bottom, std::min(frame.height - 1, static_cast<int>(at.row) + 1));
    }
  }
  if (wanted.empty()) return;
  const GridWindow needed{left, top, right - left + 1, bottom - top + 1};
  // A source much finer than the lattice, or one that wraps around in the block, would need too much at once.
  if (std::int64_t{needed.width} * needed.height > most_source_posts && (block.width > 1 || block.height > 1)) {
    const bool wide = block.width >= block.height;
    const int half = (wide ? block.width : block.height) / 2;
    GridWindow first = block;
    GridWindow second = block;
    (wide ? first.width : first.height) = half;
    (wide ? second.column : second.row) += half;
    (wide ? second.width : second.height) -= half;
    merge_block(model, first, source, same_system);
    merge_block(model, second, source, same_system);
    return;
  }
  Raster<float> part(needed.width, needed.height);
  source.read(needed, part.values());
  for (const Wanted& post : wanted) {
    const float height = bilinear(part, {post.at.column - left, post.at.row - top});
    if (height != outside_all_sources) model.heights.at(post.column, post.row) = height;
  }
}

}  // namespace

void merge_sampled(ElevationModel& model, const GridWindow& window, TileMosaic& source) {
  const bool same_system = same_horizontal_system(model.frame.crs_wkt, source.frame().crs_wkt);
  for (int row = window.row; row < window.row + window.height; row += block_posts) {
    for (int column = window.column; column < window.column + window.width; column += block_posts) {
      const GridWindow block{column, row, block_posts, block_posts};
      merge_block(model, intersection(block, window), source, same_system);
    }
  }
}

}  // namespace skyshed
