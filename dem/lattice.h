// How grids lie on each other: boxes of posts, shared lattices, turns of longitude.
//
// Frame      windows count posts of an endless lattice from a frame's post (0, 0); they may begin below zero.
// Threading  pure functions.
#pragma once

#include <optional>
#include <vector>

#include "dem/extent.h"
#include "engine/base/grid.h"

namespace skyshed {

[[nodiscard]] inline bool is_empty(const GridWindow& window) { return window.width <= 0 || window.height <= 0; }
// The smallest window that holds both; an empty one adds nothing.
[[nodiscard]] GridWindow hull(const GridWindow& a, const GridWindow& b);
[[nodiscard]] GridWindow grown(const GridWindow& window, int posts);

// The posts whose pixels (half a step around each post) an extent touches. In geographic lattices longitude is taken
// by the turn that brings the extent nearest to the frame, and at most one whole turn is returned.
[[nodiscard]] GridWindow window_of(const GridFrame& lattice, const GeodeticExtent& extent);

// Where `other`'s posts stand on the lattice, if they all stand on its posts to a hundredth of a step and the systems
// are the same: one offset, or in geographic lattices one for each turn of longitude that fits.
[[nodiscard]] std::vector<GridWindow> windows_if_shared(const GridFrame& lattice, const GridFrame& other);

// A box of the lattice that holds all pixels of `other`; a little too large where a projection bends its edges.
[[nodiscard]] GridWindow window_around(const GridFrame& lattice, const GridFrame& other);

// Between posts, the larger of the two steps, metres at the middle of the frame.
[[nodiscard]] double spacing_m(const GridFrame& frame);

[[nodiscard]] double shorter_side_m(const GridFrame& frame);

// The box of longitude and latitude of a window's pixels. East may exceed 180; latitudes end at the poles.
[[nodiscard]] GeodeticExtent extent_of(const GridFrame& frame, const GridWindow& window);

}  // namespace skyshed
