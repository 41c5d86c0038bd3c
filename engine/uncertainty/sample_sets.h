// Sets of samples as bits, and for each value of a figure the samples that have at least, or less than, that.
//
// What       one machine word answers for 64 samples: what covers a cell in which samples is a few words ANDed and ORed.
// Threading  immutable once made.
// Cost       a question: two evaluations of the predicate where all or no samples hold, else a binary search.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace skyshed {

using SampleWord = std::uint64_t;
inline constexpr std::size_t samples_per_word = 64;
[[nodiscard]] inline std::size_t words_of(std::size_t samples) {
  return (samples + samples_per_word - 1) / samples_per_word;
}

inline void add_sample(std::span<SampleWord> set, std::size_t sample) {
  set[sample / samples_per_word] |= SampleWord{1} << (sample % samples_per_word);
}
[[nodiscard]] inline bool has_sample(std::span<const SampleWord> set, std::size_t sample) {
  return (set[sample / samples_per_word] >> (sample % samples_per_word) & 1U) != 0;
}

// One figure over all samples, sorted apart by the draw of sightlines that each sample uses.
class FigureSamples {
 public:
  // draw_of_sample: below `draws`, one for each value.
  FigureSamples(std::span<const double> values, std::span<const int> draw_of_sample, int draws);

  // The samples of a draw for which the predicate holds; nullptr: none.
  // Domain: a predicate that holds from some value upward (where_from), or up to some value (where_to).
  template <class Predicate>
  [[nodiscard]] const SampleWord* where_from(int draw, const Predicate& holds) const {
    const Sorted& of_draw = draws_[static_cast<std::size_t>(draw)];
    if (of_draw.values.empty() || !holds(of_draw.values.back())) return nullptr;
    if (holds(of_draw.values.front())) return of_draw.at_least.data();
    return of_draw.at_least.data() + words_ * first(of_draw, holds);
  }
  template <class Predicate>
  [[nodiscard]] const SampleWord* where_to(int draw, const Predicate& holds) const {
    const Sorted& of_draw = draws_[static_cast<std::size_t>(draw)];
    if (of_draw.values.empty() || !holds(of_draw.values.front())) return nullptr;
    if (holds(of_draw.values.back())) return of_draw.at_least.data();
    return of_draw.below.data() + words_ * first(of_draw, [&](double value) { return !holds(value); });
  }

 private:
  struct Sorted {
    std::vector<double> values;        // rising, each once
    std::vector<SampleWord> at_least;  // [i]: samples with values[i] or more
    std::vector<SampleWord> below;     // [i]: samples with less than values[i]
  };
  // The first value for which it holds; it holds for the last and not for the first.
  template <class Predicate>
  [[nodiscard]] static std::size_t first(const Sorted& of_draw, const Predicate& holds) {
    std::size_t fails = 0;
    std::size_t held = of_draw.values.size() - 1;
    while (held - fails > 1) {
      const std::size_t middle = (fails + held) / 2;
      (holds(of_draw.values[middle]) ? held : fails) = middle;
    }
    return held;
  }

  std::size_t words_;
  std::vector<Sorted> draws_;
};

}  // namespace skyshed
