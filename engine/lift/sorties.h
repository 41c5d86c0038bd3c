// How many sorties a cargo takes: what fits which hold, and whole pieces packed into flights.
//
// Units      tonnes, metres.
// Accuracy   packed greedily, the heaviest piece first, each into the fullest flight that still takes it: never fewer
//            sorties than the pieces need, at most 11/9 of the fewest and one more.
// Threading  pure functions.
// Source     docs/lift.md.
#pragma once

#include <optional>
#include <vector>

namespace skyshed {

// Of a piece of cargo, or of a hold: what is not known does not limit.
struct CargoSize {
  std::optional<double> length_m;
  std::optional<double> width_m;
  std::optional<double> height_m;
};

// Level on the floor, along the hold.
[[nodiscard]] bool is_within(const CargoSize& cargo, const CargoSize& hold);

// Flights for whole pieces that share nothing but the payload. Domain: no piece heavier than the payload.
[[nodiscard]] int sorties_for(std::vector<double> weights_t, double payload_t);

}  // namespace skyshed
