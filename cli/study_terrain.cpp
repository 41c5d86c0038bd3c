#include "cli/study_terrain.h"

#include "cli/study_extent.h"

namespace skyshed {

ElevationModel load_study_terrain(const Scenario& scenario, std::vector<Seam>* seams) {
  try {
    return load_terrain({.sources = scenario.terrain.sources,
                         .outside = scenario.terrain.outside,
                         .extent = extent_of_study(scenario),
                         .fill_voids_m = scenario.terrain.fill_voids_m,
                         .datum = scenario.terrain.vertical_datum,
                         .feather_m = scenario.terrain.feather_m},
                        seams);
  } catch (Error& error) {
    throw std::move(error).during("loading the terrain of " + scenario.path.string());
  }
}

std::vector<std::string> seam_warnings(const std::vector<Seam>& seams) {
  std::vector<std::string> warnings;
  for (const Seam& seam : seams) {
    if (!is_worth_a_warning(seam)) continue;
    warnings.push_back(
        "terrain: " + seam_text(seam) +
        "; are both heights counted from the same geoid, of the same surface (ground, or trees and roofs)?");
  }
  return warnings;
}

}  // namespace skyshed
