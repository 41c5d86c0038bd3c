// The part of the sky that one component covers: in each cell one interval of altitude.
//
// Frame      `window` of the product grid (the terrain's grid thinned by a whole factor): no more than the box of the
//            cells in range and a rim of a few posts, so that a short-range system is a small raster.
// Units      metres above mean sea level.
// Accuracy   exact in double at each post (reach.h), kept as float32. Slant ranges and elevation angles are those of
//            straight lines over an earth of effective radius. What lies within the minimum range or below its
//            sphere is not covered, so that each cell keeps one interval.
// Errors     interrupted through progress, which is only asked and never advanced.
// Threading  immutable values; the makers run on the calling thread's oneTBB arena.
// Source     docs/method.md, "Radar", "Weapon".
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/coverage/limits.h"
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

  [[nodiscard]] bool has_row(int row) const noexcept { return row >= window.row && row < window.row + window.height; }
};

// What every cell of a site needs, beside the line of sight. Borrowed: must outlive the call.
struct SiteView {
  const ElevationModel& ground;    // on the product grid: the ground that AGL refers to
  const SightField& sight;         // window on the same grid; nothing is covered outside it
  const Antenna& antenna;          // in posts of the *terrain* grid
  const LocalFrame& frame;         // of the terrain grid, from the antenna, made for at least the component's range
  int thinning;                    // terrain posts per product post
  double effective_radius_factor;  // k: bends the paths along which ranges and elevation angles count
};

// Line of sight, slant range between minimum and detection range, elevation limits, sector and instrumented ceiling: of
// every sensor that looks from the site, as its limits say (limits.h), in their order. Together they cost little more
// than the widest of them alone.
[[nodiscard]] std::vector<ComponentVolume> sensor_volumes(const SiteView& site, std::span<const SensorLimits> limits,
                                                          const Progress& progress);
// The weapon's envelope around its launcher, cut with one guidance radar's volume (missiles need no line of sight
// of their own: the radar's counts). Several radars in guided_by: one volume each; the weapon covers their union, and
// one that has no radar left covers nothing: it has no volume. Ranges are straight lines over the true earth; neither
// launcher.sight (an empty one will do) nor the effective radius is read. Over unknown ground the result is unknown.
// Errors     scenario if the envelope's points are not by falling range.
[[nodiscard]] ComponentVolume weapon_volume(const SiteView& launcher, const Weapon& weapon,
                                            const ComponentVolume& guidance, Confidence confidence, Progress& progress);

}  // namespace skyshed
