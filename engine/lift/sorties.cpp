#include "engine/lift/sorties.h"

#include <algorithm>
#include <functional>

namespace skyshed {
namespace {

bool is_within(std::optional<double> cargo, std::optional<double> hold) { return !cargo || !hold || *cargo <= *hold; }

}  // namespace

bool is_within(const CargoSize& cargo, const CargoSize& hold) {
  return is_within(cargo.length_m, hold.length_m) && is_within(cargo.width_m, hold.width_m) &&
         is_within(cargo.height_m, hold.height_m);
}

int sorties_for(std::vector<double> weights_t, double payload_t) {
  std::ranges::sort(weights_t, std::greater<>());
  std::vector<double> room_t;  // left in each flight
  for (const double weight : weights_t) {
    const auto fullest = std::ranges::min_element(room_t, [weight](double a, double b) {
      const bool a_takes = a >= weight;
      const bool b_takes = b >= weight;
      return a_takes != b_takes ? a_takes : a < b;
    });
    if (fullest == room_t.end() || *fullest < weight) {
      room_t.push_back(payload_t - weight);
    } else {
      *fullest -= weight;
    }
  }
  return static_cast<int>(room_t.size());
}

}  // namespace skyshed
