#include "products/map/pixel_posts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr int fewest_samples = 3;  // smooths the edges of cells that are larger than a pixel
constexpr int most_samples = 8;

double mix(double a, double b, double share) { return a + (b - a) * share; }

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
  samples_per_side_ =
      std::isnan(posts) ? fewest_samples
                        : static_cast<int>(std::clamp(std::ceil(posts), double{fewest_samples}, double{most_samples}));
}

GridPoint PixelPosts::at(int column, int row, double across, double down) const {
  const GridPoint& a = corners_.at(column, row);
  const GridPoint& b = corners_.at(column + 1, row);
  const GridPoint& c = corners_.at(column, row + 1);
  const GridPoint& d = corners_.at(column + 1, row + 1);
  return {mix(mix(a.column, b.column, across), mix(c.column, d.column, across), down),
          mix(mix(a.row, b.row, across), mix(c.row, d.row, across), down)};
}

std::optional<Post> nearest_post(const GridFrame& grid, GridPoint point) {
  const bool inside =
      point.column >= -0.5 && point.column < grid.width - 0.5 && point.row >= -0.5 && point.row < grid.height - 0.5;
  if (!inside) return std::nullopt;
  return Post{static_cast<int>(point.column + 0.5), static_cast<int>(point.row + 0.5)};
}

}  // namespace skyshed
