#include "products/map/pixel_posts.h"

#include <algorithm>
#include <cmath>

#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr int most_samples = 8;

}  // namespace

PixelPosts::PixelPosts(const GridFrame& grid, const MapView& view)
    : width_(static_cast<int>(view.frame().width)), height_(static_cast<int>(view.frame().height)) {
  if (grid.kind == GridFrame::Kind::planar) {
    throw Error(ErrorKind::output, "cannot draw a map of a planar grid: it has no place on the earth");
  }
  const auto place = [&](int column, int row) {
    return view.to_geodetic({view.frame().left + column, view.frame().top + row});
  };
  if (grid.kind == GridFrame::Kind::geographic) {
    for (int column = 0; column <= width_; ++column) columns_.push_back(grid.to_grid(place(column, 0)).column);
    for (int row = 0; row <= height_; ++row) rows_.push_back(grid.to_grid(place(0, row)).row);
  } else {
    corners_ = Raster<GridPoint>(width_ + 1, height_ + 1);
    for (int row = 0; row <= height_; ++row) {
      const double latitude_deg = place(0, row).latitude_deg;
      for (int column = 0; column <= width_; ++column) {
        corners_.at(column, row) = grid.to_grid({place(column, 0).longitude_deg, latitude_deg});
      }
    }
  }
  const GridPoint here = at(width() / 2, height() / 2, 0, 0);
  const GridPoint there = at(width() / 2, height() / 2, 1, 1);
  const double posts = std::max(std::abs(there.column - here.column), std::abs(there.row - here.row));
  if (std::isnan(posts)) return;
  samples_per_side_ = static_cast<int>(std::clamp(std::ceil(posts), 1.0, double{most_samples}));
  pixels_per_post_ = static_cast<int>(std::clamp(std::round(1 / posts), 1.0, 64.0));
}

std::optional<GridWindow> PixelPosts::posts_under(const GridFrame& grid, int column, int row) const {
  int left = grid.width;
  int top = grid.height;
  int right = -1;
  int bottom = -1;
  // Places within are mixtures of the corners.
  for (const auto& [across, down] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
    const auto post = nearest_post(grid, at(column, row, across, down));
    if (!post) return std::nullopt;
    left = std::min(left, post->column);
    right = std::max(right, post->column);
    top = std::min(top, post->row);
    bottom = std::max(bottom, post->row);
  }
  return GridWindow{left, top, right - left + 1, bottom - top + 1};
}

}  // namespace skyshed
