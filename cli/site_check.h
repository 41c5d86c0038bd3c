// Refuses what stands where no terrain is, before anything is computed.
//
// Errors     terrain, with the place, what the terrain covers, and a hint if latitude and longitude look swapped; or a
//            source that cannot be opened.
// Threading  re-entrant.
// Cost       opens each source; reads no height, but around ships before a study is loaded.
#pragma once

#include <string>
#include <vector>

#include "cli/study_terrain.h"

namespace skyshed {

// All assets that stand outside the box of all sources, named at once. `outside = "sea"` lets stand what needs no
// ground and has some terrain within reach: a ship off the edge of the model.
void check_sites(const Scenario& scenario);

// All assets, the variants' too, whose antennas are given above the sea and stand inside the ground at their nominal
// height, named at once: no ray leaves from there. Returns remarks on those whose low height alone is inside; such
// antennas are taken on the ground.
[[nodiscard]] std::vector<std::string> check_antennas(const Scenario& scenario, const StudyTerrain& study);
// The same before the study's terrain is loaded, from what stands around such antennas. Near a seam of two sources it may
// stand a little differently in the whole. Where it cannot be read, nothing is said.
[[nodiscard]] std::vector<std::string> check_antennas(const Scenario& scenario);

// One place over one elevation model.
void check_place(GeodeticPoint place, const std::string& terrain);

}  // namespace skyshed
