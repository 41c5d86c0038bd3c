// Terrain: the heights of posts on a grid, unknown said as unknown.
//
// Frame      heights.row(r)[c] belongs to the post (c, r) of frame; north-up (frame.step_y < 0) unless planar.
// Units      metres above mean sea level; NaN is unknown. The sea is ground at 0.
// Threading  immutable once made.
#pragma once

#include <string>

#include "engine/base/grid.h"
#include "engine/base/raster.h"

namespace skyshed {

struct ElevationModel {
  GridFrame frame;
  Raster<float> heights;
  bool has_unknown = false;  // true if any post is NaN
  std::string name;          // for captions: "levant.tif"
  std::string identity;      // hash of the heights and the frame, for provenance and caches
  std::string description;   // what was taken for granted when it was made, for provenance; empty: nothing

  // The surface between posts is bilinear in each cell; it meets the wire mesh on every edge.
  // NaN outside the grid or where a post of the cell is unknown (and has a weight).
  [[nodiscard]] AltitudeMsl ground_at(GridPoint point) const;
};

// Every factor-th post, on frame.thinned(factor). Keeps name, identity and description.
[[nodiscard]] ElevationModel thinned(const ElevationModel& model, int factor);

}  // namespace skyshed
