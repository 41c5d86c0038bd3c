// Terrain as it may be: every height with an error that neighbours share.
//
// What       normal errors on a lattice of the correlation length, bilinear between, scaled so that every post's error has
//            the full standard deviation. Posts right at sea level (the sea) and unknown posts stay as they are.
// Units      metres.
// Threading  runs on the calling thread's oneTBB arena; the same heights for any number of threads.
// Cost       some 20 ns a post.
// Source     docs/uncertainty.md.
#pragma once

#include <cstdint>

#include "engine/terrain/near_patch.h"

namespace skyshed {

struct TerrainError {
  double standard_deviation_m = 0;
  double correlation_m = 1;  // errors farther apart than twice this have nothing in common
};

// draw: which one of the seed's errors.
[[nodiscard]] ElevationModel with_error(const ElevationModel& terrain, const TerrainError& error, std::uint64_t seed,
                                        std::uint64_t draw);

// Finer ground with the errors that the terrain around it has in a draw, bilinear between that one's posts.
[[nodiscard]] NearPatch with_error_of(const NearPatch& near, const ElevationModel& terrain,
                                      const ElevationModel& drawn);

}  // namespace skyshed
