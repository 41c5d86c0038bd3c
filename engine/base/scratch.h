// An array to compute in: it grows, and neither sets nor keeps its values when it does.
//
// Threading  one user at a time.
#pragma once

#include <cstddef>
#include <memory>

namespace skyshed {

template <class T>
class Scratch {
 public:
  void make_room(std::size_t count) {
    if (count <= room_) return;
    room_ = count + count / 2;
    values_ = std::make_unique_for_overwrite<T[]>(room_);
  }
  [[nodiscard]] T* data() noexcept { return values_.get(); }
  [[nodiscard]] T& operator[](std::size_t i) { return values_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return values_[i]; }

 private:
  std::unique_ptr<T[]> values_;
  std::size_t room_ = 0;
};

}  // namespace skyshed
