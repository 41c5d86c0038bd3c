#include "engine/uncertainty/terrain_error.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "engine/earth/ellipsoid.h"
#include "engine/uncertainty/random.h"

namespace skyshed {
namespace {

// Posts between two points of the lattice.
struct Lattice {
  double columns = 1;
  double rows = 1;
};

Lattice lattice_of(const GridFrame& frame, double correlation_m) {
  double column_m = std::abs(frame.step_x);
  double row_m = std::abs(frame.step_y);
  if (frame.kind == GridFrame::Kind::geographic) {
    const double latitude_deg = frame.y_of((frame.height - 1) / 2.0);
    const CurvatureRadii radii = curvature_radii(latitude_deg);
    column_m *= radians_per_degree * radii.prime_vertical_m * std::cos(to_radians(latitude_deg));
    row_m *= radians_per_degree * radii.meridian_m;
  }
  return {std::max(1.0, correlation_m / column_m), std::max(1.0, correlation_m / row_m)};
}

}  // namespace

ElevationModel with_error(const ElevationModel& terrain, const TerrainError& error, std::uint64_t seed,
                          std::uint64_t draw) {
  ElevationModel drawn = terrain;
  const GridFrame& frame = terrain.frame;
  const Lattice lattice = lattice_of(frame, error.correlation_m);
  const auto stream = stream_of("terrain error") + draw;
  const auto points_wide = static_cast<std::uint64_t>(frame.width / lattice.columns) + 2;
  const auto points_high = static_cast<int>(frame.height / lattice.rows) + 2;
  Raster<float> points(static_cast<int>(points_wide), points_high);
  tbb::parallel_for(0, points_high, [&](int row) {
    for (std::uint64_t column = 0; column < points_wide; ++column) {
      points.at(static_cast<int>(column), row) =
          static_cast<float>(normal(seed, stream, static_cast<std::uint64_t>(row) * points_wide + column));
    }
  });
  tbb::parallel_for(0, frame.height, [&](int row) {
    const double y = row / lattice.rows;
    const int above = static_cast<int>(y);
    const double down = y - above;
    for (int column = 0; column < frame.width; ++column) {
      float& height = drawn.heights.at(column, row);
      if (height == 0) continue;
      const double x = column / lattice.columns;
      const int left = static_cast<int>(x);
      const double right = x - left;
      const double value =
          (1 - down) * std::lerp(double(points.at(left, above)), double(points.at(left + 1, above)), right) +
          down * std::lerp(double(points.at(left, above + 1)), double(points.at(left + 1, above + 1)), right);
      const double variance = (right * right + (1 - right) * (1 - right)) * (down * down + (1 - down) * (1 - down));
      height += static_cast<float>(error.standard_deviation_m * value / std::sqrt(variance));
    }
  });
  return drawn;
}

NearPatch with_error_of(const NearPatch& near, const ElevationModel& terrain, const ElevationModel& drawn) {
  NearPatch moved = near;
  const GridWindow& box = near.window;
  // Unknown posts have no error of their own.
  const auto error_at = [&](int column, int row) {
    const float error =
        drawn.heights.at(box.column + column, box.row + row) - terrain.heights.at(box.column + column, box.row + row);
    return std::isnan(error) ? 0.0 : static_cast<double>(error);
  };
  tbb::parallel_for(0, moved.ground.frame.height, [&](int row) {
    const int above = std::min(row / near.factor, box.height - 2);
    const double down = static_cast<double>(row) / near.factor - above;
    for (int column = 0; column < moved.ground.frame.width; ++column) {
      float& height = moved.ground.heights.at(column, row);
      if (column % near.factor == 0 && row % near.factor == 0) {
        height = drawn.heights.at(box.column + column / near.factor, box.row + row / near.factor);
        continue;
      }
      if (height == 0) continue;
      const int left = std::min(column / near.factor, box.width - 2);
      const double right = static_cast<double>(column) / near.factor - left;
      height += static_cast<float>((1 - down) * std::lerp(error_at(left, above), error_at(left + 1, above), right) +
                                   down * std::lerp(error_at(left, above + 1), error_at(left + 1, above + 1), right));
    }
  });
  return moved;
}

}  // namespace skyshed
