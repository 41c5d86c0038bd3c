// The part of a grid that a disc on the earth can touch.
//
// Frame      columns and rows of the grid.
// Accuracy   never too small; too large by a few posts.
// Threading  const; calls the frame's projection on projected grids.
// Cost       720 geodesics.
#pragma once

#include "engine/base/grid.h"

namespace skyshed {

[[nodiscard]] GridWindow disc_box(const GridFrame& frame, GridPoint centre, double radius_m);

}  // namespace skyshed
