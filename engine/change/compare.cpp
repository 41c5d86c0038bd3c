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

Change change_of(std::uint8_t before, std::uint8_t after, std::uint8_t least) {
  if (before == unknown_count || after == unknown_count) return Change::unknown;
  if (before < least) return after < least ? Change::never : Change::gained;
  return after < least ? Change::lost : Change::kept;
}

void add(ChangeAreas& areas, Change change, double square_metres) {
  switch (change) {
    case Change::never:
      areas.never_m2 += square_metres;
      break;
    case Change::kept:
      areas.kept_m2 += square_metres;
      break;
    case Change::lost:
      areas.lost_m2 += square_metres;
      break;
    case Change::gained:
      areas.gained_m2 += square_metres;
      break;
    case Change::unknown:
      areas.unknown_m2 += square_metres;
      break;
  }
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

Raster<std::uint8_t> compare_counts(const Raster<std::uint8_t>& before, const Raster<std::uint8_t>& after,
                                    std::uint8_t least) {
  return cell_by_cell<std::uint8_t>(before, after, [least](std::uint8_t had, std::uint8_t has) {
    return static_cast<std::uint8_t>(change_of(had, has, least));
  });
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
      add(sum, static_cast<Change>(change.at(column, row)), areas.at(column, row));
    }
    return sum;
  });
}

ValuePairAreas::ValuePairAreas(const CellAreas& areas, const Raster<std::uint8_t>& before,
                               const Raster<std::uint8_t>& after) {
  check_shapes(before, after);
  using Pair = std::pair<std::uint8_t, std::uint8_t>;
  struct Sum {
    std::map<Pair, double> areas;
    Sum& operator+=(const Sum& other) {
      for (const auto& [pair, area] : other.areas) areas[pair] += area;
      return *this;
    }
  };
  square_metres_ = sum_rows<Sum>(before.height(), [&](int row) {
                     Sum sum;
                     Pair last;
                     double* area = nullptr;  // of the last pair: neighbours are mostly alike
                     for (int column = 0; column < before.width(); ++column) {
                       const Pair pair{before.at(column, row), after.at(column, row)};
                       if (area == nullptr || pair != last) {
                         area = &sum.areas[pair];
                         last = pair;
                       }
                       *area += areas.at(column, row);
                     }
                     return sum;
                   }).areas;
}

ChangeAreas ValuePairAreas::changes(std::uint8_t least) const {
  ChangeAreas sum;
  for (const auto& [pair, area] : square_metres_) add(sum, change_of(pair.first, pair.second, least), area);
  return sum;
}

}  // namespace skyshed
