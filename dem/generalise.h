// Coarser terrain that still hides what the fine terrain hides: area means, with ridge crests and passes kept.
//
// What       Each cell takes, in this order:
//            1. the mean of the source's bilinear surface over the cell's area, with exact weights;
//            2. where a ridge crosses the cell, the height of its crest instead: the highest crest post in the cell;
//            3. where that ridge has a pass in the cell, the height of the pass: the lowest crest post.
//            A line of posts (row or column) that crosses the cell meets a *crest* at its highest post in the cell, if
//            walking from it to either side the ground falls by `ridge_drop_m` within one cell's width before it rises
//            above the post. Of rows and columns the one whose lines meet crests more often tells the ridge; it counts
//            if at least a quarter of the lines do (so a bump of a post or two does not raise a large cell). The cell
//            is a *pass* if within one cell's width the ground rises above every crest post of the cell both before
//            and behind it along the ridge, and by `ridge_drop_m` above the lowest.
//            Slopes, plains and everything that undulates by less than ridge_drop_m keep their mean; the sea stays 0.
//            Valleys and gorges narrower than a cell are filled by their flanks.
// Frame      cells and source in the same system; the centre of a cell is its post in the result.
// Domain     cells at least as large as the source's steps.
// Units      metres.
// Errors     none.
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       one visit to each source post of a cell and its neighbours.
#pragma once

#include "dem/load_terrain.h"
#include "engine/terrain/elevation_model.h"

namespace skyshed {

// The source's heights may be NaN (void) or outside_all_sources (assemble.h). A cell is NaN if it is void by more than
// half; where `outside` is sea, outside counts as ground at 0 in the mean.
[[nodiscard]] Raster<float> generalised(const ElevationModel& source, const GridFrame& cells, OutsideRule outside,
                                        double ridge_drop_m);

}  // namespace skyshed
