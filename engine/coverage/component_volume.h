// The part of the sky that one component covers: in each cell one interval of altitude.
//
// Frame      `window` of the product grid (the terrain's grid thinned by a whole factor).
// Units      metres above mean sea level.
// Threading  immutable values; the makers run on the calling thread's oneTBB arena.
// Source     docs/method.md, "Radar", "Weapon".
#pragma once

#include <memory>

#include "engine/earth/local_frame.h"
#include "engine/sight/horizon_sweep.h"
#include "engine/systems/system.h"

namespace skyshed {

// Covered is floor <= altitude <= ceiling; floor NaN: nothing is covered in this cell at any altitude.
// Where unknown is 1 the interval may be narrower than it says (unknown terrain on the way): altitudes inside
// it are unknown, altitudes outside it are certainly not covered.
struct ComponentVolume {
  GridWindow window;
  Raster<float> floor;
  Raster<float> ceiling;
  std::shared_ptr<const Raster<std::uint8_t>> unknown;  // null: everything is known; else same shape as floor
};

// What every cell of a site needs, beside the line of sight. Borrowed: must outlive the call.
struct SiteView {
  const ElevationModel& ground;  // on the product grid: the ground that AGL refers to
  const SightField& sight;       // window on the same grid
  const Antenna& antenna;        // in posts of the *terrain* grid
  const LocalFrame& frame;       // of the terrain grid, from the antenna
  int thinning;                  // terrain posts per product post
  double effective_radius_factor;
};

[[nodiscard]] ComponentVolume radar_volume(const SiteView& site, const Radar& radar, const Target& target,
                                           Confidence confidence, Progress& progress);
[[nodiscard]] ComponentVolume jammer_volume(const SiteView& site, const Jammer& jammer, Confidence confidence,
                                            Progress& progress);
// The weapon's envelope around its launcher, cut with one guidance radar's volume (missiles need no line of sight
// of their own: the radar's counts). Several radars in guided_by: one volume each; the weapon covers their union.
[[nodiscard]] ComponentVolume weapon_volume(const SiteView& launcher, const Weapon& weapon, const ComponentVolume& guidance,
                                            Confidence confidence, Progress& progress);

}  // namespace skyshed
