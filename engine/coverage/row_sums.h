// A sum over the rows of a raster that does not depend on the number of threads.
//
// Accuracy   double; each row's sum is added in the order of the rows.
// Threading  runs on the calling thread's oneTBB arena.
#pragma once

#include <tbb/parallel_for.h>

#include <vector>

namespace skyshed {

// sum_of(row) gives one row's share; Sum is default-constructible to zero and has +=.
template <class Sum, class SumOf>
[[nodiscard]] Sum sum_rows(int rows, const SumOf& sum_of) {
  std::vector<Sum> shares(static_cast<std::size_t>(rows));
  tbb::parallel_for(0, rows, [&](int row) { shares[static_cast<std::size_t>(row)] = sum_of(row); });
  Sum total{};
  for (const Sum& share : shares) total += share;
  return total;
}

}  // namespace skyshed
