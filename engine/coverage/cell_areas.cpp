#include <algorithm>
#include <array>
#include <cmath>

#include "engine/coverage/area_and_volume.h"
#include "engine/earth/ellipsoid.h"

namespace skyshed {
namespace {

const double eccentricity = std::sqrt(wgs84_first_eccentricity_squared);

// Area of the ellipsoid between the equator and a latitude, for one radian of longitude.
double zone_area(double latitude_deg) {
  const double sine = std::sin(to_radians(std::clamp(latitude_deg, -90.0, 90.0)));
  const double polar_radius = wgs84_semi_major_axis_m * (1 - wgs84_flattening);
  return polar_radius * polar_radius / 2 *
         (sine / (1 - wgs84_first_eccentricity_squared * sine * sine) + std::atanh(eccentricity * sine) / eccentricity);
}

// Of the sphere that has the ellipsoid's area: 4 pi R² is two zones of a whole turn.
double authalic_radius() { return std::sqrt(zone_area(90)); }

// Longitude and zone area are the coordinates of an equal-area map: there the pixel is a quadrilateral whose edges
// bend by a share of (pixel / earth radius)² only.
double pixel_area(const GridFrame& frame, GridPoint centre) {
  constexpr std::array<GridPoint, 4> corners{{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}};
  const GeodeticPoint middle = frame.to_geodetic(centre);
  std::array<double, 4> x{};
  std::array<double, 4> y{};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const GeodeticPoint corner = frame.to_geodetic({centre.column + corners[i].column, centre.row + corners[i].row});
    x[i] = to_radians(std::remainder(corner.longitude_deg - middle.longitude_deg, 360.0));
    y[i] = zone_area(corner.latitude_deg) - zone_area(middle.latitude_deg);
  }
  const double area = std::abs((x[2] - x[0]) * (y[3] - y[1]) - (x[3] - x[1]) * (y[2] - y[0])) / 2;
  return std::isfinite(area) ? area : 0;
}

}  // namespace

CellAreas::CellAreas(const GridFrame& frame) {
  if (frame.kind != GridFrame::Kind::planar) curvature_ = 1 / authalic_radius();
  if (frame.kind == GridFrame::Kind::projected) {
    // Scale changes with (distance / earth radius)²: so dense, bilinear steps leave less than 1e-6 of the area.
    constexpr double spacing_m = 10e3;
    constexpr int most_nodes = 129;
    const auto nodes = [](int posts, double step_m) {
      const double wanted = std::ceil((posts - 1) * std::abs(step_m) / spacing_m) + 1;
      return static_cast<int>(std::clamp(wanted, 2.0, static_cast<double>(most_nodes)));
    };
    lattice_ = Raster<double>(nodes(frame.width, frame.step_x), nodes(frame.height, frame.step_y));
    lattice_columns_per_column_ = (lattice_.width() - 1) / std::max(1.0, frame.width - 1.0);
    lattice_rows_per_row_ = (lattice_.height() - 1) / std::max(1.0, frame.height - 1.0);
    for (int row = 0; row < lattice_.height(); ++row) {
      for (int column = 0; column < lattice_.width(); ++column) {
        lattice_.at(column, row) =
            pixel_area(frame, {column / lattice_columns_per_column_, row / lattice_rows_per_row_});
      }
    }
    return;
  }
  by_row_.resize(static_cast<std::size_t>(frame.height));
  for (int row = 0; row < frame.height; ++row) {
    by_row_[static_cast<std::size_t>(row)] =
        frame.kind == GridFrame::Kind::planar
            ? std::abs(frame.step_x * frame.step_y)
            : to_radians(std::abs(frame.step_x)) *
                  std::abs(zone_area(frame.y_of(row + 0.5)) - zone_area(frame.y_of(row - 0.5)));
  }
}

// First between the lattice's rows, then between its columns: so can run() do it once for many cells.
double CellAreas::on_lattice(int column, int row) const {
  const double x = column * lattice_columns_per_column_;
  const double y = row * lattice_rows_per_row_;
  const int left = std::min(static_cast<int>(x), lattice_.width() - 2);
  const int top = std::min(static_cast<int>(y), lattice_.height() - 2);
  const auto between_rows = [&](int node) {
    return std::lerp(lattice_.at(node, top), lattice_.at(node, top + 1), y - top);
  };
  const double from = between_rows(left);
  return from + (between_rows(left + 1) - from) * (x - left);
}

double CellAreas::run(int row, int begin, int end) const {
  if (!by_row_.empty()) return std::max(0, end - begin) * by_row_[static_cast<std::size_t>(row)];
  const double y = row * lattice_rows_per_row_;
  const int top = std::min(static_cast<int>(y), lattice_.height() - 2);
  const auto between_rows = [&](int node) {
    return std::lerp(lattice_.at(node, top), lattice_.at(node, top + 1), y - top);
  };
  const int last = lattice_.width() - 2;
  double sum = 0;
  // Between two nodes areas rise evenly: so many times the one in the middle.
  for (int column = begin; column < end;) {
    const int left = std::min(static_cast<int>(column * lattice_columns_per_column_), last);
    const int next =
        left < last ? std::min(end, static_cast<int>(std::ceil((left + 1) / lattice_columns_per_column_))) : end;
    const int stop = std::max(next, column + 1);
    const double middle = 0.5 * (column + stop - 1) * lattice_columns_per_column_ - left;
    const double from = between_rows(left);
    sum += (stop - column) * (from + (between_rows(left + 1) - from) * middle);
    column = stop;
  }
  return sum;
}

double CellAreas::volume(int column, int row, AltitudeMsl from, AltitudeMsl to) const {
  if (!(from < to)) return 0;
  // The integral of (1 + z/R)² dz without the cancellation of its cubes.
  const double low = from.metres * curvature_;
  const double high = to.metres * curvature_;
  return at(column, row) * (to.metres - from.metres) * (1 + low + high + (low * low + low * high + high * high) / 3);
}

}  // namespace skyshed
