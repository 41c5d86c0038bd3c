#include "engine/terrain/elevation_model.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

namespace skyshed {

AltitudeMsl ElevationModel::ground_at(GridPoint point) const {
  if (!frame.contains(point)) return {std::numeric_limits<double>::quiet_NaN()};
  const int left = std::min(static_cast<int>(point.column), std::max(0, frame.width - 2));
  const int top = std::min(static_cast<int>(point.row), std::max(0, frame.height - 2));
  const double right_share = point.column - left;
  const double bottom_share = point.row - top;
  double sum = 0;
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 2; ++column) {
      const double weight = (column ? right_share : 1 - right_share) * (row ? bottom_share : 1 - bottom_share);
      // A post without weight may be unknown, or missing in a grid of one row.
      if (weight > 0) sum += weight * static_cast<double>(heights.at(left + column, top + row));
    }
  }
  return {sum};
}

ElevationModel thinned(const ElevationModel& model, int factor) {
  ElevationModel kept{.frame = model.frame.thinned(factor),
                      .heights = {},
                      .has_unknown = false,
                      .name = model.name,
                      .identity = model.identity,
                      .description = model.description};
  kept.heights = Raster<float>::unset(kept.frame.width, kept.frame.height);
  std::atomic<bool> has_unknown = false;
  tbb::parallel_for(0, kept.frame.height, [&](int row) {
    bool any = false;
    for (int column = 0; column < kept.frame.width; ++column) {
      const float height = model.heights.at(column * factor, row * factor);
      kept.heights.at(column, row) = height;
      any = any || std::isnan(height);
    }
    if (any) has_unknown = true;
  });
  kept.has_unknown = has_unknown;
  return kept;
}

}  // namespace skyshed
