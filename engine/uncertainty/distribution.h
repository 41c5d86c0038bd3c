// A published figure as a distribution: triangular, its peak at the nominal value, nothing outside low and high.
//
// Domain     share in (0, 1); the logarithm for figures above 0.
// Accuracy   exactly the nominal value where low, nominal and high are equal, infinity included.
// Threading  pure functions.
// Source     docs/uncertainty.md.
#pragma once

#include "engine/base/quantity.h"

namespace skyshed {

// The value below which the share of the distribution lies.
[[nodiscard]] double triangular(const Estimate& figure, double share);
// The same of the figure's logarithm: for what spreads over decades, as cross-sections do.
[[nodiscard]] double triangular_in_decades(const Estimate& figure, double share);

}  // namespace skyshed
