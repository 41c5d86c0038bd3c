// One sector of the sweep: from the antenna outward, ring by ring, raising the sector's horizon.
//
// Frame      wedge_geometry.h.
// Threading  sectors share nothing but the result, of which each post belongs to exactly one sector.
// Source     docs/method.md, "The sweep".
#pragma once

#include "engine/sight/wedge_geometry.h"

namespace skyshed {

void sweep_sector(const SweepPlan& plan, Wedge wedge, const SectorBorder& low, const SectorBorder& high,
                  SightField& result, Progress& progress);

}  // namespace skyshed
