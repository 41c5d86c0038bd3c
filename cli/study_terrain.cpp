#include "cli/study_terrain.h"

#include <algorithm>

#include "cli/missing_sources.h"
#include "cli/study_extent.h"
#include "cli/variant.h"
#include "dem/terrain_extent.h"

namespace skyshed {

std::vector<GeodeticPoint> near_sites(const Scenario& scenario) {
  std::vector<GeodeticPoint> sites;
  for (const Asset& asset : all_assets(scenario)) {
    if (std::ranges::find(sites, asset.position) == sites.end()) sites.push_back(asset.position);
  }
  return sites;
}

std::vector<NeededTerrain> needed_terrain(const Scenario& scenario) {
  const GeodeticExtent extent = extent_of_study(scenario);
  std::vector<NeededTerrain> needed{{scenario.terrain.sources, extent}};
  if (const auto& near = scenario.terrain.near) {
    const GridFrame posts = terrain_frame(scenario.terrain.sources, extent);
    for (const GeodeticPoint site : near_sites(scenario)) {
      needed.push_back({near->sources, near_extent(*near, site, posts)});
    }
  }
  return needed;
}

StudyTerrain load_study_terrain(const Scenario& scenario, std::vector<Seam>* seams) {
  check_sources_are_there(scenario);
  const TerrainRequest request{.sources = scenario.terrain.sources,
                               .outside = scenario.terrain.outside,
                               .extent = extent_of_study(scenario),
                               .fill_voids_m = scenario.terrain.fill_voids_m,
                               .datum = scenario.terrain.vertical_datum,
                               .feather_m = scenario.terrain.feather_m};
  try {
    StudyTerrain study{.terrain = load_terrain(request, seams), .near = {}};
    if (scenario.terrain.near) {
      study.near = NearGround(*scenario.terrain.near, near_sites(scenario), request, study.terrain, seams);
    }
    return study;
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
