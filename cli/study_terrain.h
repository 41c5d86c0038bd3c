// The terrain that a study computes on: the same for every command that answers for its scenario.
//
// Errors     terrain, naming the scenario.
#pragma once

#include "cli/scenario.h"

namespace skyshed {

struct StudyTerrain {
  ElevationModel terrain;
  NearGround near;  // empty unless the scenario asks for some
};

// `seams`, if given, takes those between sources that differ.
[[nodiscard]] StudyTerrain load_study_terrain(const Scenario& scenario, std::vector<Seam>* seams = nullptr);

// The places around which the scenario's near ground stands: those of all assets, the variants' too.
[[nodiscard]] std::vector<GeodeticPoint> near_sites(const Scenario& scenario);

// What sources must have of the earth: the study's, then the near ones' around each of their places.
struct NeededTerrain {
  std::vector<std::string> sources;
  GeodeticExtent extent;
};
[[nodiscard]] std::vector<NeededTerrain> needed_terrain(const Scenario& scenario);

// For people: where two sources differ by more than they should.
[[nodiscard]] std::vector<std::string> seam_warnings(const std::vector<Seam>& seams);

}  // namespace skyshed
