// A rectangle of values in memory, row after row, first row on top (north in a north-up grid).
//
// Shapes     width × height; (column, row) indices from the top left.
// Threading  distinct elements may be written by distinct threads.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/large_pages.h"

namespace skyshed {

template <class T>
class Raster {
 public:
  Raster() = default;
  Raster(int width, int height, T fill = T{})
      : width_(width),
        height_(height),
        values_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), fill) {}
  Raster(int width, int height, const std::vector<T>& values)
      : width_(width), height_(height), values_(values.begin(), values.end()) {}

  // Values are unset until they are written: for large rasters that many threads fill.
  [[nodiscard]] static Raster unset(int width, int height) {
    Raster raster;
    raster.width_ = width;
    raster.height_ = height;
    raster.values_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return raster;
  }

  [[nodiscard]] int width() const noexcept { return width_; }
  [[nodiscard]] int height() const noexcept { return height_; }
  [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

  [[nodiscard]] T& at(int column, int row) noexcept { return values_[index(column, row)]; }
  [[nodiscard]] const T& at(int column, int row) const noexcept { return values_[index(column, row)]; }

  [[nodiscard]] std::span<T> row(int row) noexcept {
    return {values_.data() + index(0, row), static_cast<std::size_t>(width_)};
  }
  [[nodiscard]] std::span<const T> row(int row) const noexcept {
    return {values_.data() + index(0, row), static_cast<std::size_t>(width_)};
  }
  [[nodiscard]] std::span<T> values() noexcept { return values_; }
  [[nodiscard]] std::span<const T> values() const noexcept { return values_; }

  friend bool operator==(const Raster&, const Raster&) = default;

 private:
  [[nodiscard]] std::size_t index(int column, int row) const noexcept {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(column);
  }
  int width_ = 0;
  int height_ = 0;
  std::vector<T, LargePageAllocator<T>> values_;
};

}  // namespace skyshed
