// Memory for the posts of two rings: all arrays of the one in hand, directions and slopes of the one before.
//
// Shapes     each array begins with a cache line and has room for `posts`, and for the few behind them that a kernel
//            may touch. Values are unset.
// Threading  one sector, one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include "engine/sight/sweep_kernels.h"

namespace skyshed {

class RingMemory {
 public:
  RingMemory() = default;
  explicit RingMemory(std::size_t posts);

  [[nodiscard]] std::size_t posts() const { return posts_; }
  [[nodiscard]] const RingArrays& arrays() const { return arrays_; }
  // The same but for t and s.
  [[nodiscard]] RingArrays arrays_of_other() const;

 private:
  static constexpr std::align_val_t cache_line{64};
  struct GiveBack {
    void operator()(double* memory) const { ::operator delete(memory, cache_line); }
  };

  std::size_t posts_ = 0;
  RingArrays arrays_{};
  double* other_t_ = nullptr;
  double* other_s_ = nullptr;
  std::unique_ptr<double[], GiveBack> memory_;
};

}  // namespace skyshed
