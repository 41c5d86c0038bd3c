// A part of a raster, copied.
//
// Domain     the window lies inside the raster.
#pragma once

#include <algorithm>

#include "engine/base/grid.h"
#include "engine/base/raster.h"

namespace skyshed {

template <class T>
[[nodiscard]] Raster<T> cropped(const Raster<T>& raster, const GridWindow& window) {
  Raster<T> part(window.width, window.height);
  for (int row = 0; row < window.height; ++row) {
    const auto from =
        raster.row(window.row + row).subspan(static_cast<std::size_t>(window.column), part.row(row).size());
    std::ranges::copy(from, part.row(row).begin());
  }
  return part;
}

}  // namespace skyshed
