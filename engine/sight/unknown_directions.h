// The directions of one sector in which a ray has crossed unknown terrain.
//
// Frame      directions t = minor/major offset, as in horizon.h.
// Threading  one sector, one thread.
// Cost       O(log n) a question, O(n) an added interval.
#pragma once

#include <vector>

namespace skyshed {

class UnknownDirections {
 public:
  [[nodiscard]] bool empty() const noexcept { return intervals_.empty(); }
  // Adds the directions between two, in either order; NaN adds nothing.
  void add(double from, double to);
  void add(const UnknownDirections& others);
  // Strictly inside an interval: a ray that only touches a known post beside a void is not doubted.
  [[nodiscard]] bool contains(double t) const;

 private:
  struct Interval {
    double begin, end;
  };
  std::vector<Interval> intervals_;  // sorted, disjoint
};

}  // namespace skyshed
