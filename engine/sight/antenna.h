// Where a ray begins: a place on the terrain's grid and an altitude. Never snapped to a post.
#pragma once

#include "engine/base/grid.h"
#include "engine/terrain/near_patch.h"

namespace skyshed {

struct Antenna {
  GridPoint at;
  AltitudeMsl altitude;
};

// Errors     terrain if the point lies outside the grid or on ground that the model does not know.
// near: null, or finer ground around it.
[[nodiscard]] Antenna antenna_above_ground(const ElevationModel& terrain, GridPoint at, HeightAgl height,
                                           const NearPatch* near = nullptr);

}  // namespace skyshed
