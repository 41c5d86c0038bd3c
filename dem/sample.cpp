#include "dem/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

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

void merge_block(ElevationModel& model, const GridWindow& block, Source& source, bool same_system) {
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
  ElevationModel part{.frame = frame.cropped(needed), .heights = Raster<float>(needed.width, needed.height)};
  source.read(needed, part.heights.values());
  for (const Wanted& post : wanted) {
    const GridPoint in_part{post.at.column - left, post.at.row - top};
    model.heights.at(post.column, post.row) = static_cast<float>(part.ground_at(in_part).metres);
  }
}

}  // namespace

void merge_sampled(ElevationModel& model, const GridWindow& window, Source& source) {
  const bool same_system = same_horizontal_system(model.frame.crs_wkt, source.frame().crs_wkt);
  for (int row = window.row; row < window.row + window.height; row += block_posts) {
    for (int column = window.column; column < window.column + window.width; column += block_posts) {
      const GridWindow block{column, row, block_posts, block_posts};
      merge_block(model, intersection(block, window), source, same_system);
    }
  }
}

}  // namespace skyshed
