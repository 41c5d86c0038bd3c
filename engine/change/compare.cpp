#include "engine/change/compare.h"

#include <tbb/parallel_for.h>

#include <cmath>
#include <limits>

#include "engine/base/error.h"
#include "engine/coverage/row_sums.h"

namespace skyshed {
namespace {

template <class T>
void check_shapes(const Raster<T>& before, const Raster<T>& after) {
  if (before.width() != after.width() || before.height() != after.height()) {
    throw Error(ErrorKind::internal, "compare: the rasters before and after differ in shape");
  }
}

Change change_of(std::uint8_t before, std::uint8_t after) {
  if (before == unknown_count || after == unknown_count) return Change::unknown;
  if (before == 0) return after == 0 ? Change::never : Change::gained;
  return after == 0 ? Change::lost : Change::kept;
}

float rise_of(float before, float after) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  if (std::isnan(before)) return std::isnan(after) ? after : -infinity;
  return std::isnan(after) ? infinity : after - before;
}

template <class Out, class In, class Rule>
Raster<Out> cell_by_cell(const Raster<In>& before, const Raster<In>& after, const Rule& rule) {
  check_shapes(before, after);
  Raster<Out> result(before.width(), before.height());
  tbb::parallel_for(0, result.height(), [&](int row) {
    for (int column = 0; column < result.width(); ++column) {
      result.at(column, row) = rule(before.at(column, row), after.at(column, row));
    }
  });
  return result;
}

}  // namespace

Raster<std::uint8_t> compare_counts(const Raster<std::uint8_t>& before, const Raster<std::uint8_t>& after) {
  return cell_by_cell<std::uint8_t>(
      before, after, [](std::uint8_t had, std::uint8_t has) { return static_cast<std::uint8_t>(change_of(had, has)); });
}

Raster<float> floor_rise(const Raster<float>& before, const Raster<float>& after) {
  return cell_by_cell<float>(before, after, rise_of);
}

ChangeAreas& ChangeAreas::operator+=(const ChangeAreas& other) {
  never_m2 += other.never_m2;
  kept_m2 += other.kept_m2;
  lost_m2 += other.lost_m2;
  gained_m2 += other.gained_m2;
  unknown_m2 += other.unknown_m2;
  return *this;
}

ChangeAreas change_areas(const CellAreas& areas, const Raster<std::uint8_t>& change) {
  return sum_rows<ChangeAreas>(change.height(), [&](int row) {
    ChangeAreas sum;
    for (int column = 0; column < change.width(); ++column) {
      const double area = areas.at(column, row);
      switch (static_cast<Change>(change.at(column, row))) {
        case Change::never:
          sum.never_m2 += area;
          break;
        case Change::kept:
          sum.kept_m2 += area;
          break;
        case Change::lost:
          sum.lost_m2 += area;
          break;
        case Change::gained:
          sum.gained_m2 += area;
          break;
        case Change::unknown:
          sum.unknown_m2 += area;
          break;
      }
    }
    return sum;
  });
}

}  // namespace skyshed
