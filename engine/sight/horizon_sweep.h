// The lowest altitude in sight of an antenna above every post of a disc: exact, ring by ring outward; over one lattice,
// or over a finer one around the antenna and the terrain's own beyond it.
//
// Frame      the terrain's own grid; results on the same grid thinned by keep_every.
// Units      metres above mean sea level (float32).
// Domain     radius to 600 km and |latitude| <= 80 in geographic and projected frames.
// Accuracy   equals line_of_sight within 0.11 m at 600 km on 30" terrain (bench/accuracy); float32 when planar.
// Errors     terrain if the antenna stands outside the domain, or rows of a map projection at more than some 38 degrees
//            to the parallel there; interrupted through progress, or where the parallel work around it is given up
//            (given_up.h).
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
// Cost       some 4-8 ns a post and thread from low antennas, many times as much where most ground is in sight; memory
//            4 bytes a kept post beside the terrain.
// Source     docs/method.md, "The sweep".
#pragma once

#include "engine/base/progress.h"
#include "engine/earth/refraction.h"
#include "engine/sight/antenna.h"
#include "engine/terrain/near_patch.h"

namespace skyshed {

struct SightField {
  GridWindow window;  // the disc's box on the kept grid (terrain.frame.thinned(keep_every))
  // Lowest altitude in sight, never below the ground; infinite where no ray reaches; NaN beyond the radius.
  Raster<float> floor;
  Raster<std::uint8_t> unknown;  // 1 where unknown posts may raise the floor; empty if the terrain has none
};

// Which code path to run; the results are the same bytes. `best` is what the processor can do.
enum class InstructionSet { best, scalar, avx2, avx512 };
[[nodiscard]] bool is_supported(InstructionSet set);

struct SweepOptions {
  double radius_m = 0;
  int keep_every = 1;
  InstructionSet instruction_set = InstructionSet::best;
};

// near: null, or finer ground around the antenna; its known posts must be the terrain's where they stand on them.
// Domain     the antenna within it, and no nearer to its rim than a geodesic bulges within it (near.window reaches the
//            same distance to all sides, or ends where the terrain does).
[[nodiscard]] SightField horizon_sweep(const ElevationModel& terrain, const Antenna& antenna,
                                       const Refraction& refraction, const SweepOptions& options, Progress& progress,
                                       const NearPatch* near = nullptr);

// Of ground that is too large to hold at once, one part: writes those of the terrain's posts that lie in `part` and in
// the field's window, which is counted in the terrain's posts and may reach beyond them. What else the field holds
// stays.
// Domain     terrain that reaches beyond the part as far as rays to it bend out of it.
// Errors     as horizon_sweep; internal if the terrain lacks posts of the part that lie in the field's window.
void horizon_sweep_part(SightField& field, const GridWindow& part, const ElevationModel& terrain,
                        const Antenna& antenna, const Refraction& refraction, double radius_m, Progress& progress);

}  // namespace skyshed
