#include "engine/earth/local_frame.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/base/error.h"
#include "engine/earth/disc_box.h"

namespace skyshed {
namespace {

constexpr double highest_latitude_deg = 80;

// The local position whose distance and azimuth are those of the geodesic.
LocalPosition position_of(const GeodesicPath& path, const CurvatureRadii& radii) {
  const double radius = radii.along(path.azimuth_rad);
  const double chord = radius * std::sin(path.distance_m / radius);
  return {chord * std::sin(path.azimuth_rad), chord * std::cos(path.azimuth_rad)};
}

}  // namespace

LocalFrame::LocalFrame(const GridFrame& grid, GridPoint antenna, double reach_m)
    : kind_(grid.kind), antenna_(antenna), step_x_(grid.step_x), step_y_(grid.step_y) {
  if (kind_ == GridFrame::Kind::planar) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    radii_ = {.meridian_m = infinite, .prime_vertical_m = infinite};
    east_terms_[1][0] = step_x_;
    north_terms_[0][1] = step_y_;
    return;
  }
  const GeodeticPoint place = grid.to_geodetic(antenna);
  latitude_deg_ = place.latitude_deg;
  if (!(std::abs(latitude_deg_) <= highest_latitude_deg)) {
    throw Error(ErrorKind::terrain,
                "the antenna stands beyond 80 degrees of latitude, where lines of sight are not computed");
  }
  radii_ = curvature_radii(latitude_deg_);
  if (kind_ == GridFrame::Kind::projected) {
    fit_projection(grid, reach_m);
    return;
  }
  sine_ = std::sin(to_radians(latitude_deg_));
  cosine_ = std::cos(to_radians(latitude_deg_));
  parallel_radius_ = radii_.prime_vertical_m * cosine_;
  axis_height_ = radii_.prime_vertical_m * (1 - wgs84_first_eccentricity_squared) * sine_;
  turn_ =
      wgs84_second_eccentricity_squared * cosine_ * cosine_ / (6 * radii_.prime_vertical_m * radii_.prime_vertical_m);
}

LocalFrame::MeridianTerms LocalFrame::meridian_terms(double column) const {
  // From the offset, never from the longitude itself: an offset keeps its digits.
  const double offset = to_radians((column - antenna_.column) * step_x_);
  const double half = std::sin(offset / 2);
  return {.w = std::sin(offset), .v = 2 * half * half};
}

LocalFrame::ParallelTerms LocalFrame::parallel_terms(double row) const {
  const double latitude = latitude_deg_ + (row - antenna_.row) * step_y_;
  const double sine = std::sin(to_radians(latitude));
  const double cosine = std::cos(to_radians(latitude));
  const double normal = wgs84_semi_major_axis_m / std::sqrt(1 - wgs84_first_eccentricity_squared * sine * sine);
  const double p = normal * cosine;
  const double z = normal * (1 - wgs84_first_eccentricity_squared) * sine;
  return {.p = p, .n = -sine_ * (p - parallel_radius_) + cosine_ * (z - axis_height_), .b = p * sine_};
}

LocalPosition LocalFrame::locate(GridPoint point) const {
  if (kind_ == GridFrame::Kind::geographic) {
    const MeridianTerms meridian = meridian_terms(point.column);
    const ParallelTerms parallel = parallel_terms(point.row);
    const double east = parallel.p * meridian.w;
    const double north = parallel.n + parallel.b * meridian.v;
    const double angle = turn_ * east * north;
    return {east - angle * north, north + angle * east};
  }
  const LinePolynomial line = row_polynomial(point.row);
  const double x = point.column - antenna_.column;
  LocalPosition position;
  for (int i = polynomial_terms - 1; i >= 0; --i) {
    position.east_m = position.east_m * x + line.east[i];
    position.north_m = position.north_m * x + line.north[i];
  }
  return position;
}

PathGeometry LocalFrame::path_of(LocalPosition position) const {
  const double azimuth = std::atan2(position.east_m, position.north_m);
  const double chord = std::hypot(position.east_m, position.north_m);
  PathGeometry path{.distance_m = chord,
                    .azimuth_rad = azimuth < 0 ? azimuth + 2 * std::numbers::pi : azimuth,
                    .earth_radius_m = radii_.along(azimuth)};
  if (std::isfinite(path.earth_radius_m))
    path.distance_m = path.earth_radius_m * std::asin(chord / path.earth_radius_m);
  return path;
}

LocalFrame::LinePolynomial LocalFrame::row_polynomial(double row) const {
  LinePolynomial line{};
  const double y = (row - antenna_.row) * scale_;
  double x_scale = 1;
  for (int i = 0; i < polynomial_terms; ++i, x_scale *= scale_) {
    for (int j = polynomial_terms - 1 - i; j >= 0; --j) {
      line.east[i] = line.east[i] * y + east_terms_[i][j];
      line.north[i] = line.north[i] * y + north_terms_[i][j];
    }
    line.east[i] *= x_scale;
    line.north[i] *= x_scale;
  }
  return line;
}

LocalFrame::LinePolynomial LocalFrame::column_polynomial(double column) const {
  LinePolynomial line{};
  const double x = (column - antenna_.column) * scale_;
  double y_scale = 1;
  for (int j = 0; j < polynomial_terms; ++j, y_scale *= scale_) {
    for (int i = polynomial_terms - 1 - j; i >= 0; --i) {
      line.east[j] = line.east[j] * x + east_terms_[i][j];
      line.north[j] = line.north[j] * x + north_terms_[i][j];
    }
    line.east[j] *= y_scale;
    line.north[j] *= y_scale;
  }
  return line;
}

void LocalFrame::fit_projection(const GridFrame& grid, double reach_m) {
  // The disc's box, cut at the grid: the fit need not hold where no post stands.
  const GridWindow box = disc_box(grid, antenna_, reach_m);
  const double left = std::min(box.column - 1.0, antenna_.column - 1);
  const double right = std::max(1.0 * box.column + box.width, antenna_.column + 1);
  const double top = std::min(box.row - 1.0, antenna_.row - 1);
  const double bottom = std::max(1.0 * box.row + box.height, antenna_.row + 1);
  scale_ = 1 / std::max({antenna_.column - left, right - antenna_.column, antenna_.row - top, bottom - antenna_.row});

  constexpr int nodes = 24;
  constexpr int terms = polynomial_terms * (polynomial_terms + 1) / 2 - 1;  // no constant: the antenna is the origin
  Eigen::MatrixXd powers(nodes * nodes, terms);
  Eigen::MatrixXd places(nodes * nodes, 2);
  const GeodeticPoint origin = grid.to_geodetic(antenna_);
  const auto node = [](int index, double low, double high) {
    const double chebyshev = std::cos(std::numbers::pi * (index + 0.5) / nodes);
    return (low + high) / 2 + (high - low) / 2 * chebyshev;
  };
  for (int a = 0; a < nodes; ++a) {
    for (int b = 0; b < nodes; ++b) {
      const GridPoint point{node(a, left, right), node(b, top, bottom)};
      const LocalPosition position = position_of(geodesic_between(origin, grid.to_geodetic(point)), radii_);
      const int equation = a * nodes + b;
      places(equation, 0) = position.east_m;
      places(equation, 1) = position.north_m;
      int term = 0;
      for (int i = 0; i < polynomial_terms; ++i) {
        for (int j = 0; i + j < polynomial_terms; ++j) {
          if (i + j == 0) continue;
          powers(equation, term++) =
              std::pow((point.column - antenna_.column) * scale_, i) * std::pow((point.row - antenna_.row) * scale_, j);
        }
      }
    }
  }
  const Eigen::MatrixXd solution = powers.colPivHouseholderQr().solve(places);
  const double worst = (powers * solution - places).cwiseAbs().maxCoeff();
  // The bound is ten times what UTM, Lambert and equal-area grids need at 600 km.
  if (!(worst < 0.02)) {
    throw Error(
        ErrorKind::terrain,
        "the map projection of the terrain bends too much within the radius asked for; reproject the terrain to "
        "longitude/latitude (EPSG:4326) or to a projection centred on the site");
  }
  int term = 0;
  for (int i = 0; i < polynomial_terms; ++i) {
    for (int j = 0; i + j < polynomial_terms; ++j) {
      if (i + j == 0) continue;
      east_terms_[i][j] = solution(term, 0);
      north_terms_[i][j] = solution(term, 1);
      ++term;
    }
  }
}

}  // namespace skyshed
