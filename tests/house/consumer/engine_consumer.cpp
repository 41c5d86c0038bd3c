#include <cmath>
#include <limits>

#include "engine/terrain/elevation_model.h"

// A slope from 0 m to 100 m: half way up, the ground is at 50 m.
int main() {
  skyshed::ElevationModel terrain;
  terrain.frame = {.kind = skyshed::GridFrame::Kind::planar, .width = 2, .height = 2, .step_x = 1000, .step_y = -1000};
  terrain.heights = skyshed::Raster<float>(2, 2, {0, 100, 0, 100});
  const double ground_m = terrain.ground_at({.column = 0.5, .row = 0.5}).metres;
  return std::abs(ground_m - 50) < 1e-9 ? 0 : 1;
}
