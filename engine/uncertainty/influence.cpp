#include "engine/uncertainty/influence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace skyshed {
namespace {

double percentile(std::span<const double> sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Spread spread_of(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const double mean = mean_of(sorted);
  double squares = 0;
  for (const double value : sorted) squares += (value - mean) * (value - mean);
  const double freedom = std::max(1.0, static_cast<double>(sorted.size()) - 1);
  return {mean, std::sqrt(squares / freedom), percentile(sorted, 0.05), percentile(sorted, 0.5),
          percentile(sorted, 0.95)};
}

Grouping grouped_by_rank(std::span<const double> values, int groups) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  Grouping grouping{.group = std::vector<int>(values.size()), .count = 0};
  int last = -1;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const bool tied = rank > 0 && values[order[rank]] == values[order[rank - 1]];
    const int wanted = static_cast<int>(rank * static_cast<std::size_t>(groups) / order.size());
    if (!tied && wanted != last) {
      last = wanted;
      ++grouping.count;
    }
    grouping.group[order[rank]] = grouping.count - 1;
  }
  return grouping;
}

double influence(std::span<const double> result, const Grouping& grouping) {
  const auto [least, most] = std::ranges::minmax(result);
  if (least == most) return 0;  // asked of the values: their rounded mean may differ from all of them
  const double mean = mean_of(result);
  std::vector<double> sums(static_cast<std::size_t>(grouping.count));
  std::vector<int> counts(sums.size());
  double all = 0;
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto group = static_cast<std::size_t>(grouping.group[i]);
    sums[group] += result[i] - mean;
    ++counts[group];
    all += (result[i] - mean) * (result[i] - mean);
  }
  double between = 0;
  int groups = 0;
  for (std::size_t g = 0; g < sums.size(); ++g) {
    if (counts[g] == 0) continue;
    between += sums[g] * sums[g] / counts[g];
    ++groups;
  }
  const double samples = static_cast<double>(result.size());
  if (groups < 2 || groups >= static_cast<int>(result.size())) return 0;
  return std::clamp(1 - (1 - between / all) * (samples - 1) / (samples - groups), 0.0, 1.0);
}

double mean_in_group(std::span<const double> result, const Grouping& grouping, int group) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (grouping.group[i] != group) continue;
    sum += result[i];
    ++count;
  }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace skyshed
