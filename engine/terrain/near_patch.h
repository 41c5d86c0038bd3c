// Finer ground around one site, set into the terrain of a study: a box of its posts with more posts between them.
//
// Frame      near steps are the terrain's divided by a whole number, and each of the terrain's posts in the box, its rim
//            included, is a near post. The ground is then the mesh of near edges within the box, and of the terrain's
//            own edges outside of it and along its rim.
// Units      metres above mean sea level; NaN is unknown.
// Domain     factor >= 2; window inside the terrain, at least two posts wide and high.
// Threading  immutable once made.
// Source     docs/method.md, "Near and far ground".
#pragma once

#include "engine/terrain/elevation_model.h"

namespace skyshed {

struct NearPatch {
  GridWindow window;      // posts of the terrain, the rim included
  int factor = 1;         // near steps in one of the terrain's
  ElevationModel ground;  // on refined(terrain.frame.cropped(window), factor)

  // A place on the terrain's grid as the near grid has it.
  [[nodiscard]] GridPoint to_near(GridPoint point) const {
    return {(point.column - window.column) * factor, (point.row - window.row) * factor};
  }
  [[nodiscard]] GridPoint from_near(GridPoint point) const {
    return {window.column + point.column / factor, window.row + point.row / factor};
  }
  // Posts of the terrain between which none of its own edges count: the box without its rim.
  [[nodiscard]] GridWindow inside() const {
    return {window.column + 1, window.row + 1, window.width - 2, window.height - 2};
  }
};

// The same box with factor times as many steps.
[[nodiscard]] GridFrame refined(const GridFrame& frame, int factor);

// ElevationModel::ground_at of the finer ground where there is some. near may be null.
[[nodiscard]] AltitudeMsl ground_at(const ElevationModel& terrain, const NearPatch* near, GridPoint point);

}  // namespace skyshed
