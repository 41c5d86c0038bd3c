#include "engine/sight/antenna.h"

#include <cmath>

#include "engine/base/error.h"

namespace skyshed {

Antenna antenna_above_ground(const ElevationModel& terrain, GridPoint at, HeightAgl height, const NearPatch* near) {
  if (!terrain.frame.contains(at)) {
    throw Error(ErrorKind::terrain, "the antenna stands outside the terrain; give terrain that reaches there");
  }
  const AltitudeMsl ground = ground_at(terrain, near, at);
  if (std::isnan(ground.metres)) {
    throw Error(ErrorKind::terrain,
                "the antenna stands where the terrain has no data; fill the void or give the antenna's altitude MSL");
  }
  return {.at = at, .altitude = above_ground(ground, height)};
}

}  // namespace skyshed
