// Fills posts from a source whose own posts stand elsewhere.
//
// Accuracy   bilinear between the source's four posts around, across the borders of its tiles; within half a step
//            beyond its outermost posts, the height of the nearest edge. A post next to a void (with weight) is void.
// Cost       a map projection each post if either grid has one.
#pragma once

#include "dem/tile_mosaic.h"
#include "engine/terrain/elevation_model.h"

namespace skyshed {

// Takes the source's height on every post of the window that has none yet (NaN or outside_all_sources) and lies on a
// pixel of the source.
void merge_sampled(ElevationModel& model, const GridWindow& window, TileMosaic& source);

}  // namespace skyshed
