#include <cmath>
#include <cstdio>

#include "engine/sight/horizon_sweep.h"

// A wall of 100 m stands 2 km from an antenna on flat ground; a ray over it is at 200 m where the distance has doubled.
// The sweep is what needs every library of the engine.
int main() {
  constexpr int side = 9;
  skyshed::ElevationModel terrain;
  terrain.frame = {
      .kind = skyshed::GridFrame::Kind::planar, .width = side, .height = side, .step_x = 1000, .step_y = -1000};
  terrain.heights = skyshed::Raster<float>(side, side, 0.0F);
  for (int row = 0; row < side; ++row) terrain.heights.at(6, row) = 100;

  skyshed::Progress progress;
  const skyshed::Antenna antenna{.at = {.column = 4, .row = 4}, .altitude = {.metres = 0}};
  const skyshed::SightField field = skyshed::horizon_sweep(terrain, antenna, {}, {.radius_m = 4500}, progress);

  const float floor_m = field.floor.at(8 - field.window.column, 4 - field.window.row);
  std::printf("%g m\n", floor_m);
  return std::abs(floor_m - 200) < 1e-3 ? 0 : 1;
}
