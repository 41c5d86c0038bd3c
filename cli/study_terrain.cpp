#include "cli/study_terrain.h"

#include "cli/study_extent.h"

namespace skyshed {

ElevationModel load_study_terrain(const Scenario& scenario) {
  try {
    return load_terrain({.sources = scenario.terrain.sources,
                         .outside = scenario.terrain.outside,
                         .extent = extent_of_study(scenario),
                         .fill_voids_m = scenario.terrain.fill_voids_m,
                         .datum = scenario.terrain.vertical_datum});
  } catch (Error& error) {
    throw std::move(error).during("loading the terrain of " + scenario.path.string());
  }
}

}  // namespace skyshed
