// What the sweep of a near patch hands over to the sweep of the terrain around it: the horizon over its rim.
//
// Frame      horizon.h, one horizon a wedge. Directions and slopes depend on the antenna alone, not on the lattice, so
//            the one sweep's horizon is the other's to the rounding of a double.
// Threading  immutable once made.
// Source     docs/method.md, "Near and far ground".
#pragma once

#include <array>
#include <optional>

#include "engine/base/grid.h"
#include "engine/sight/horizon.h"
#include "engine/sight/unknown_directions.h"

namespace skyshed {

struct WedgeHorizon {
  Horizon horizon;
  UnknownDirections unknown;
};

struct NearHorizon {
  double widest_direction = 0;                        // where the wedges meet; the far sweep's meet there too
  std::array<std::optional<WedgeHorizon>, 4> wedges;  // by Wedge (wedge_geometry.h)
  GridWindow inside;                                  // posts of the far grid whose edges do not count
  bool has_unknown = false;
};

}  // namespace skyshed
