#include "engine/coverage/post_positions.h"

namespace skyshed {

PostPositions::PostPositions(const LocalFrame& frame, int thinning, ColumnRun columns)
    : frame_(frame), thinning_(thinning), columns_(columns) {
  if (!frame.is_geographic() || columns.empty()) return;
  meridians_.reserve(static_cast<std::size_t>(columns.end - columns.begin));
  for (int column = columns.begin; column < columns.end; ++column) {
    meridians_.push_back(frame.meridian_terms(static_cast<double>(column) * thinning));
  }
}

PostPositions::Row PostPositions::row(int row) const {
  Row result(*this);
  const double terrain_row = static_cast<double>(row) * thinning_;
  if (frame_.is_geographic()) {
    result.parallel_ = frame_.parallel_terms(terrain_row);
  } else {
    result.line_ = frame_.row_polynomial(terrain_row);
  }
  return result;
}

}  // namespace skyshed
