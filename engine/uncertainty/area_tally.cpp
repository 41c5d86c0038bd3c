#include "engine/uncertainty/area_tally.h"

#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

constexpr double units_per_m2 = 4096;

}  // namespace

AreaTally::AreaTally(std::size_t samples)
    : samples_(samples), words_(words_of(samples)), bits_(words_ * planes), sums_(samples) {}

void AreaTally::add(std::span<const SampleWord> set, double area_m2) {
  const std::int64_t unit = std::llround(area_m2 * units_per_m2);
  if (unit != unit_ || run_ == longest_run) {
    flush();
    unit_ = unit;
  }
  ++run_;
  for (std::size_t w = 0; w < words_; ++w) {
    SampleWord carry = set[w];
    for (std::size_t plane = 0; plane < planes && carry != 0; ++plane) {
      SampleWord& bit = bits_[w * planes + plane];
      const SampleWord next = bit & carry;
      bit ^= carry;
      carry = next;
    }
  }
}

void AreaTally::flush() {
  if (run_ == 0) return;
  for (std::size_t s = 0; s < samples_; ++s) {
    const SampleWord* of_word = bits_.data() + s / samples_per_word * planes;
    std::int64_t count = 0;
    for (std::size_t plane = 0; plane < planes; ++plane) {
      count |= static_cast<std::int64_t>(of_word[plane] >> (s % samples_per_word) & 1U) << plane;
    }
    sums_[s] += count * unit_;
  }
  std::ranges::fill(bits_, SampleWord{0});
  run_ = 0;
}

AreaTally& AreaTally::operator+=(const AreaTally& other) {
  for (std::size_t s = 0; s < samples_; ++s) sums_[s] += other.sums_[s];
  return *this;
}

std::vector<double> AreaTally::areas_m2() const {
  std::vector<double> areas;
  for (const std::int64_t sum : sums_) areas.push_back(static_cast<double>(sum) / units_per_m2);
  return areas;
}

}  // namespace skyshed
