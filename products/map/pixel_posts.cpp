#include "products/map/pixel_posts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr int most_samples = 8;

}  // namespace

PixelPosts::PixelPosts(const GridFrame& grid, const MapView& view)
    : corners_(static_cast<int>(view.frame().width) + 1, static_cast<int>(view.frame().height) + 1) {
  if (grid.kind == GridFrame::Kind::planar) {
    throw Error(ErrorKind::output, "cannot draw a map of a planar grid: it has no place on the earth");
  }
  // On Mercator's map a column has one longitude and a row one latitude.
  std::vector<double> longitude_deg;
  for (int column = 0; column < corners_.width(); ++column) {
    longitude_deg.push_back(view.to_geodetic({view.frame().left + column, view.frame().top}).longitude_deg);
  }
  for (int row = 0; row < corners_.height(); ++row) {
    const double latitude_deg = view.to_geodetic({view.frame().left, view.frame().top + row}).latitude_deg;
    for (int column = 0; column < corners_.width(); ++column) {
      corners_.at(column, row) = grid.to_grid({longitude_deg[static_cast<std::size_t>(column)], latitude_deg});
    }
  }
  const GridPoint here = at(width() / 2, height() / 2, 0, 0);
  const GridPoint there = at(width() / 2, height() / 2, 1, 1);
  const double posts = std::max(std::abs(there.column - here.column), std::abs(there.row - here.row));
  if (std::isnan(posts)) return;
  samples_per_side_ = static_cast<int>(std::clamp(std::ceil(posts), 1.0, double{most_samples}));
  pixels_per_post_ = static_cast<int>(std::clamp(std::round(1 / posts), 1.0, 64.0));
}

std::optional<Post> PixelPosts::only_post(const GridFrame& grid, int column, int row) const {
  const auto post = nearest_post(grid, corners_.at(column, row));
  for (const auto& [x, y] : {std::pair{1, 0}, {0, 1}, {1, 1}}) {
    if (!post || nearest_post(grid, corners_.at(column + x, row + y)) != post) return std::nullopt;
  }
  return post;
}

}  // namespace skyshed
