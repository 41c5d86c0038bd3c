// Refuses what stands where no terrain is, before anything is computed.
//
// Errors     terrain, with the place, what the terrain covers, and a hint if latitude and longitude look swapped; or a
//            source that cannot be opened.
// Threading  re-entrant.
// Cost       opens each source; reads no height.
#pragma once

#include <string>

#include "cli/scenario.h"

namespace skyshed {

// All assets that stand outside the box of all sources, named at once. `outside = "sea"` lets stand what needs no
// ground and has some terrain within reach: a ship off the edge of the model.
void check_sites(const Scenario& scenario);

// One place over one elevation model.
void check_place(GeodeticPoint place, const std::string& terrain);

}  // namespace skyshed
