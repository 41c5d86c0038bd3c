#include "dem/lattice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "dem/reference_system.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

// Along an edge of 64 pieces the bulge between two samples is below 1/4096 of the edge's own bulge.
constexpr int samples = 64;

struct Box {
  double left = std::numeric_limits<double>::infinity();
  double top = std::numeric_limits<double>::infinity();
  double right = -std::numeric_limits<double>::infinity();
  double bottom = -std::numeric_limits<double>::infinity();
  void add(double x, double y) {
    if (!std::isfinite(x) || !std::isfinite(y)) return;
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
  [[nodiscard]] bool empty() const { return !(left <= right); }
};

// Of the images of a square's samples. point_at(across, down), both 0 to 1, gives x and y; not finite where the map
// ends.
template <class PointAt>
Box box_of_all(const PointAt& point_at) {
  Box box;
  for (int i = 0; i <= samples; ++i) {
    for (int j = 0; j <= samples; ++j) {
      const auto [x, y] = point_at(static_cast<double>(i) / samples, static_cast<double>(j) / samples);
      box.add(x, y);
    }
  }
  return box;
}

// The same where the square's border has the extremes, as it does in every map that is continuous and nowhere folded;
// where the map ends inside of the square, it need not.
template <class PointAt>
Box box_of_border(const PointAt& point_at) {
  Box box;
  bool is_whole = true;
  const auto add = [&](double across, double down) {
    const auto [x, y] = point_at(across, down);
    is_whole = is_whole && std::isfinite(x) && std::isfinite(y);
    box.add(x, y);
  };
  for (int i = 0; i <= samples; ++i) {
    const double along = static_cast<double>(i) / samples;
    add(along, 0);
    add(along, 1);
    add(0, along);
    add(1, along);
  }
  return is_whole ? box : box_of_all(point_at);
}

int to_int(double value, const char* what) {
  if (!(std::abs(value) < 1e9)) {
    throw Error(ErrorKind::terrain, std::string("the terrain's grid would have more than 10^9 ") + what +
                                        "; ask for a smaller extent or coarser terrain");
  }
  return static_cast<int>(value);
}

// From fractional posts; a pixel reaches half a step to both sides of its post. An edge that only grazes a pixel by
// rounding does not touch it.
GridWindow touched(const Box& box) {
  if (box.empty()) return {};
  constexpr double rounding = 1e-6;
  const double left = std::floor(box.left + 0.5 + rounding);
  const double top = std::floor(box.top + 0.5 + rounding);
  const double right = std::max(left, std::ceil(box.right - 0.5 - rounding));
  const double bottom = std::max(top, std::ceil(box.bottom - 0.5 - rounding));
  return {to_int(left, "columns"), to_int(top, "rows"), to_int(right - left + 1, "columns"),
          to_int(bottom - top + 1, "rows")};
}

// Posts of the lattice between a pole and the other.
GridWindow limited_to_the_globe(const GridFrame& lattice, GridWindow window) {
  const int top = to_int(std::ceil((90 - lattice.origin_y) / lattice.step_y - 1e-6), "rows");
  const int bottom = to_int(std::floor((-90 - lattice.origin_y) / lattice.step_y + 1e-6), "rows");
  const int turn = to_int(std::round(360 / lattice.step_x), "columns");
  return intersection({window.column, window.row, std::min(window.width, turn), window.height},
                      {window.column, top, window.width, bottom - top + 1});
}

std::pair<double, double> steps_at_middle(const GridFrame& frame) {
  const double x = std::abs(frame.step_x);
  const double y = std::abs(frame.step_y);
  if (frame.kind != GridFrame::Kind::geographic) return {x, y};
  const DegreeLengths degree = degree_lengths(frame.y_of((frame.height - 1) / 2.0));
  return {x * degree.east_m, y * degree.north_m};
}

}  // namespace

GridWindow hull(const GridWindow& a, const GridWindow& b) {
  if (is_empty(a)) return b;
  if (is_empty(b)) return a;
  const int column = std::min(a.column, b.column);
  const int row = std::min(a.row, b.row);
  return {column, row, std::max(a.column + a.width, b.column + b.width) - column,
          std::max(a.row + a.height, b.row + b.height) - row};
}

GridWindow grown(const GridWindow& window, int posts) {
  return {window.column - posts, window.row - posts, window.width + 2 * posts, window.height + 2 * posts};
}

GridWindow window_of(const GridFrame& lattice, const GeodeticExtent& extent) {
  const GeodeticExtent box = normalised(extent);
  Box posts;
  if (lattice.kind == GridFrame::Kind::geographic) {
    const double middle = lattice.x_of((lattice.width - 1) / 2.0);
    const double half_width = (box.east_deg - box.west_deg) / 2;
    const double centre = middle + std::remainder(box.west_deg + half_width - middle, 360.0);
    posts.add((centre - half_width - lattice.origin_x) / lattice.step_x,
              (box.north_deg - lattice.origin_y) / lattice.step_y);
    posts.add((centre + half_width - lattice.origin_x) / lattice.step_x,
              (box.south_deg - lattice.origin_y) / lattice.step_y);
    return limited_to_the_globe(lattice, touched(posts));
  }
  return touched(box_of_border([&](double across, double down) {
    const GridPoint post = lattice.to_grid({box.west_deg + (box.east_deg - box.west_deg) * across,
                                            box.south_deg + (box.north_deg - box.south_deg) * down});
    return std::pair{post.column, post.row};
  }));
}

std::vector<GridWindow> windows_if_shared(const GridFrame& lattice, const GridFrame& other) {
  if (lattice.kind != other.kind || !same_horizontal_system(lattice.crs_wkt, other.crs_wkt)) return {};
  constexpr double tolerance = 0.01;
  // A step that differs drifts along the grid; the drift from end to end is what counts.
  const double drift_x = (other.step_x / lattice.step_x - 1) * other.width;
  const double drift_y = (other.step_y / lattice.step_y - 1) * other.height;
  const double row = (other.origin_y - lattice.origin_y) / lattice.step_y;
  const bool rows_fit = std::abs(drift_y) < tolerance && std::abs(row - std::round(row)) < tolerance;
  if (!rows_fit || !(std::abs(drift_x) < tolerance)) return {};
  std::vector<GridWindow> windows;
  const bool geographic = lattice.kind == GridFrame::Kind::geographic;
  for (int turn = geographic ? -1 : 0; turn <= (geographic ? 1 : 0); ++turn) {
    const double column = (other.origin_x + 360.0 * turn - lattice.origin_x) / lattice.step_x;
    if (std::abs(column - std::round(column)) < tolerance) {
      windows.push_back(
          {to_int(std::round(column), "columns"), to_int(std::round(row), "rows"), other.width, other.height});
    }
  }
  return windows;
}

double spacing_m(const GridFrame& frame) {
  const auto [x, y] = steps_at_middle(frame);
  return std::max(x, y);
}

double shorter_side_m(const GridFrame& frame) {
  const auto [x, y] = steps_at_middle(frame);
  return std::min(x * frame.width, y * frame.height);
}

GridWindow window_around(const GridFrame& lattice, const GridFrame& other) {
  // A pole may lie inside.
  const Box posts = box_of_all([&](double across, double down) {
    const GridPoint post =
        lattice.to_grid(other.to_geodetic({-0.5 + other.width * across, -0.5 + other.height * down}));
    return std::pair{post.column, post.row};
  });
  const GridWindow window = touched(posts);
  // Straight edges of the one are straight in the other only if neither is projected.
  const bool straight = lattice.kind == other.kind && lattice.kind == GridFrame::Kind::geographic;
  return is_empty(window) || straight ? window : grown(window, 2 + std::max(window.width, window.height) / 1000);
}

GeodeticExtent extent_of(const GridFrame& frame, const GridWindow& window) {
  const double left = window.column - 0.5;
  const double top = window.row - 0.5;
  const bool projected = frame.kind == GridFrame::Kind::projected;
  const double middle = frame.to_geodetic({left + window.width / 2.0, top + window.height / 2.0}).longitude_deg;
  Box box = box_of_border([&](double across, double down) {
    const GeodeticPoint place = frame.to_geodetic({left + window.width * across, top + window.height * down});
    const double turned = middle + std::remainder(place.longitude_deg - middle, 360.0);
    return std::pair{projected ? turned : place.longitude_deg, place.latitude_deg};
  });
  // Around a pole all longitudes meet, unless the map draws it out to a line.
  for (const double pole_deg : {90.0, -90.0}) {
    if (!projected) break;
    const GridPoint pole = frame.to_grid({middle, pole_deg});
    const GridPoint from_aside = frame.to_grid({middle + 90, pole_deg});
    const bool is_a_point = std::abs(pole.column - from_aside.column) < 1 && std::abs(pole.row - from_aside.row) < 1;
    if (!is_a_point) continue;
    if (!(std::abs(pole.column - left - window.width / 2.0) <= window.width / 2.0)) continue;
    if (!(std::abs(pole.row - top - window.height / 2.0) <= window.height / 2.0)) continue;
    box.add(middle - 180, pole_deg);
    box.add(middle + 180, pole_deg);
  }
  return {box.left, std::max(box.top, -90.0), box.right, std::min(box.bottom, 90.0)};
}

}  // namespace skyshed
