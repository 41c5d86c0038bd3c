// A stretch of altitude that is covered: floor <= altitude <= ceiling.
//
// Units      metres above mean sea level; infinite where nothing bounds it.
// Threading  plain values.
#pragma once

#include <algorithm>
#include <limits>

namespace skyshed {

struct AltitudeInterval {
  double floor = -std::numeric_limits<double>::infinity();
  double ceiling = std::numeric_limits<double>::infinity();

  // True as well if either end is NaN.
  [[nodiscard]] constexpr bool empty() const noexcept { return !(floor <= ceiling); }
  [[nodiscard]] static constexpr AltitudeInterval nothing() noexcept {
    return {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  }
};

// Domain: no NaN.
[[nodiscard]] constexpr AltitudeInterval intersection(const AltitudeInterval& a, const AltitudeInterval& b) noexcept {
  return {std::max(a.floor, b.floor), std::min(a.ceiling, b.ceiling)};
}

}  // namespace skyshed
