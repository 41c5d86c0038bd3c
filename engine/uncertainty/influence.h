// What the samples say of a result: its spread, and how much of it goes with one figure.
//
// Accuracy   influence: the share of the variance between groups of samples, corrected for what chance alone gives
//            (Ezekiel's adjusted correlation ratio); its error is about √(2 · groups) / samples.
// Threading  pure functions.
// Source     docs/uncertainty.md; I. M. Sobol, first-order indices.
#pragma once

#include <span>
#include <vector>

namespace skyshed {

struct Spread {
  double mean = 0;
  double standard_deviation = 0;
  double percentile_5 = 0;
  double percentile_50 = 0;
  double percentile_95 = 0;
};
// Percentiles between order statistics, linearly. Domain: at least one value.
[[nodiscard]] Spread spread_of(std::span<const double> values);

// Equal groups of samples by rising value, equal values together: [sample] → group from 0.
struct Grouping {
  std::vector<int> group;
  int count = 1;
};
[[nodiscard]] Grouping grouped_by_rank(std::span<const double> values, int groups);

// The first-order share of the result's variance, 0 to 1; 0 where nothing varies.
[[nodiscard]] double influence(std::span<const double> result, const Grouping& grouping);
// Mean of the result over the samples of one group; NaN if it is empty.
[[nodiscard]] double mean_in_group(std::span<const double> result, const Grouping& grouping, int group);

}  // namespace skyshed
