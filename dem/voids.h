// What is done about holes in terrain: small ones are filled from their rims, sea floors covered with sea.
//
// Units      metres.
// Threading  one call, one thread.
#pragma once

#include <cstdint>

#include "engine/terrain/elevation_model.h"

namespace skyshed {

// Only the sea's floor lies deeper.
inline constexpr float lowest_dry_land_m = -450;

struct FilledVoids {
  std::int64_t voids = 0;
  std::int64_t posts = 0;
};

// What       A void is a set of unknown posts that touch each other, diagonally too. One that is no longer than
//            `longest_m` from west to east and from south to north is spanned with the surface on which each post
//            is the mean of its four neighbours (a membrane on its rim): planes stay planes, nothing rises above the rim. A larger one, or one that touches the edge of what the
//            sources cover, stays unknown as a whole.
// Frame      heights may be outside_all_sources (assemble.h), which is never filled.
// Accuracy   an interpolation: peaks and gorges inside a void are lost, so keep it small.
// Errors     none.
FilledVoids fill_voids(ElevationModel& model, double longest_m);

// What       Terrain that shows the sea floor is recognised by posts below -450 m, lower than any dry land. What is
//            below 0 and connected with such a post, sideways, is open sea and becomes 0. The closed basins whose floors are as
//            low, the Dead Sea and the Caspian, keep the level of their waters instead: -430 and -28 m. All else below
//            0 is land and stays.
// Returns how many posts were changed.
std::int64_t cover_sea_floor(ElevationModel& model);

}  // namespace skyshed
