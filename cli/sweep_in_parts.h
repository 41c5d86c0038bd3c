// The field of one site within a given memory: swept at once, or quarter by quarter around the antenna, the next being
// read while one is swept.
//
// Frame      the terrain's own grid: the box of the disc.
// Units      metres; memory in bytes.
// Accuracy   quarters overlap by more than any path bends out of them, so the floors are those of one sweep, beside the
//            last bit of a float32 (posts are then counted from another corner of the grid).
// Errors     as check_place, load_terrain_around and horizon_sweep; scenario if the memory is too small for quarters,
//            or the radius so small that it holds no post.
// Threading  one call; runs on the calling thread's oneTBB arena.
// Cost       memory, for n posts of the box: 8n at once (terrain and floors); else 4n + 8m (floors, and the terrain of
//            two quarters), m the posts of the largest quarter with its overlap (a quarter of n if the antenna stands
//            in the middle); one byte more a post where terrain is unknown; and 0.4 GB for all else. Terrain is read
//            once, the overlap twice.
#pragma once

#include <functional>
#include <string>

#include "cli/terminal_progress.h"
#include "engine/sight/horizon_sweep.h"

namespace skyshed {

struct SiteRequest {
  std::string terrain;
  GeodeticPoint place;
  HeightAgl antenna;
  Refraction refraction;
  double radius_m = 0;
  bool above_ground = false;  // floors above the ground, instead of above the sea
  std::int64_t memory = 0;
};

struct SiteField {
  GridFrame frame;
  Antenna antenna;  // its place on the frame
  std::string terrain_name;
  std::string terrain_identity;  // of each quarter, joined by +
  Raster<float> floor;
  Raster<std::uint8_t> unknown;
};

[[nodiscard]] SiteField sweep_site(const SiteRequest& request, TerminalProgress& progress);

}  // namespace skyshed
