#include "engine/uncertainty/distribution.h"

#include <algorithm>
#include <cmath>

namespace skyshed {

double triangular(const Estimate& figure, double share) {
  const auto [low, nominal, high] = figure;
  if (!(low < high)) return nominal;
  const double peak = (nominal - low) / (high - low);
  const double value = share < peak ? low + std::sqrt(share * (high - low) * (nominal - low))
                                    : high - std::sqrt((1 - share) * (high - low) * (high - nominal));
  return std::clamp(value, low, high);  // rounding must not leave the interval
}

double triangular_in_decades(const Estimate& figure, double share) {
  if (!(figure.low < figure.high)) return figure.nominal;
  const Estimate decades{std::log(figure.low), std::log(figure.nominal), std::log(figure.high)};
  return std::clamp(std::exp(triangular(decades, share)), figure.low, figure.high);
}

}  // namespace skyshed
