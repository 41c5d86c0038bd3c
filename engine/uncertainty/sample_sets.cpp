#include "engine/uncertainty/sample_sets.h"

#include <algorithm>

namespace skyshed {

FigureSamples::FigureSamples(std::span<const double> values, std::span<const int> draw_of_sample, int draws)
    : words_(words_of(values.size())), draws_(static_cast<std::size_t>(draws)) {
  for (std::size_t s = 0; s < values.size(); ++s) {
    draws_[static_cast<std::size_t>(draw_of_sample[s])].values.push_back(values[s]);
  }
  for (Sorted& of_draw : draws_) {
    std::ranges::sort(of_draw.values);
    // No ranges::unique: clang 14 cannot compile that of libstdc++ 12.
    of_draw.values.erase(std::unique(of_draw.values.begin(), of_draw.values.end()), of_draw.values.end());
    of_draw.at_least.resize(of_draw.values.size() * words_);
    of_draw.below.resize(of_draw.values.size() * words_);
  }
  for (std::size_t s = 0; s < values.size(); ++s) {
    Sorted& of_draw = draws_[static_cast<std::size_t>(draw_of_sample[s])];
    for (std::size_t i = 0; i < of_draw.values.size(); ++i) {
      std::vector<SampleWord>& sets = values[s] >= of_draw.values[i] ? of_draw.at_least : of_draw.below;
      add_sample(std::span(sets).subspan(i * words_, words_), s);
    }
  }
}

}  // namespace skyshed
