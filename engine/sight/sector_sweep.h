// The sweep of all sectors: from the antenna outward, ring by ring, raising the horizon.
//
// A wedge begins as one sector, which is cut in two whenever its rings grow beyond what the first caches hold, or
// beyond a quarter of small terrain; the halves go on as tasks of their own. Where it is cut depends on the grid alone,
// never on the threads.
//
// Frame      wedge_geometry.h.
// Errors     interrupted through progress, or where the parallel work around it is given up.
// Threading  runs on the calling thread's oneTBB arena. Sectors share nothing but the result, of which each post
//            belongs to exactly one sector.
// Source     docs/method.md, "The sweep".
#pragma once

#include "engine/sight/wedge_geometry.h"

namespace skyshed {

// kept: the posts of the thinned grid that are written, all of them in result.window.
void sweep_sectors(const SweepPlan& plan, SightField& result, const GridWindow& kept, Progress& progress);

}  // namespace skyshed
