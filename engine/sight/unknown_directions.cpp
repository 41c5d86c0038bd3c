#include "engine/sight/unknown_directions.h"

#include <algorithm>

namespace skyshed {

void UnknownDirections::add(double from, double to) {
  Interval added{std::min(from, to), std::max(from, to)};
  if (!(added.begin < added.end)) return;
  const auto first = std::lower_bound(intervals_.begin(), intervals_.end(), added.begin,
                                      [](const Interval& interval, double t) { return interval.end < t; });
  auto last = first;
  for (; last != intervals_.end() && last->begin <= added.end; ++last) {
    added.begin = std::min(added.begin, last->begin);
    added.end = std::max(added.end, last->end);
  }
  intervals_.insert(intervals_.erase(first, last), added);
}

void UnknownDirections::add(const UnknownDirections& others) {
  for (const Interval& interval : others.intervals_) add(interval.begin, interval.end);
}

bool UnknownDirections::contains(double t) const {
  const auto found = std::lower_bound(intervals_.begin(), intervals_.end(), t,
                                      [](const Interval& interval, double value) { return interval.end <= value; });
  return found != intervals_.end() && found->begin < t;
}

}  // namespace skyshed
