#include "engine/terrain/near_patch.h"

namespace skyshed {

GridFrame refined(const GridFrame& frame, int factor) {
  GridFrame fine = frame;
  fine.width = (frame.width - 1) * factor + 1;
  fine.height = (frame.height - 1) * factor + 1;
  fine.step_x = frame.step_x / factor;
  fine.step_y = frame.step_y / factor;
  return fine;
}

AltitudeMsl ground_at(const ElevationModel& terrain, const NearPatch* near, GridPoint point) {
  if (near != nullptr) {
    const GridPoint at = near->to_near(point);
    if (near->ground.frame.contains(at)) return near->ground.ground_at(at);
  }
  return terrain.ground_at(point);
}

}  // namespace skyshed
