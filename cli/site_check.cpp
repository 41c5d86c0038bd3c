#include "cli/site_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/component_site.h"
#include "cli/study_extent.h"
#include "cli/swapped_position.h"
#include "dem/terrain_extent.h"

namespace skyshed {
namespace {

std::string outside_sentence(const std::string& who, GeodeticPoint at, const GeodeticExtent& terrain) {
  const std::string swapped = swap_hint(at, terrain);
  return fmt::format(
      "{} at latitude {}, longitude {} lies outside the terrain (latitude {:.4g} to {:.4g}, longitude "
      "{:.4g} to {:.4g}); {}",
      who, at.latitude_deg, at.longitude_deg, terrain.south_deg, terrain.north_deg, terrain.west_deg, terrain.east_deg,
      swapped.empty() ? "correct the position or add a source that reaches there" : swapped);
}

bool stands_on_the_sea(const Asset& asset) {
  return std::ranges::all_of(asset.components, [](const AssetComponent& part) {
    if (!part.component.enabled || part.component.role() == Role::engage) return true;  // launchers need no ground
    return stands_above_sea(part.component);
  });
}

}  // namespace

void check_sites(const Scenario& scenario) {
  const GeodeticExtent terrain = terrain_extent(scenario.terrain.sources);
  std::string mistakes;
  for (const Asset& asset : scenario.assets) {
    if (contains(terrain, asset.position)) continue;
    const double reach_m = std::max(1000.0, farthest_reach_m(scenario, asset));
    const bool at_sea = scenario.terrain.outside == OutsideRule::sea && stands_on_the_sea(asset) &&
                        overlap(terrain, extent_around(asset.position, reach_m));
    if (at_sea) continue;
    if (!mistakes.empty()) mistakes += "\n";
    mistakes += outside_sentence("asset \"" + asset.id + "\"", asset.position, terrain);
  }
  if (!mistakes.empty()) throw Error(ErrorKind::terrain, mistakes);
}

void check_place(GeodeticPoint place, const std::string& terrain) {
  const GeodeticExtent extent = terrain_extent({terrain});
  if (!contains(extent, place)) throw Error(ErrorKind::terrain, outside_sentence("the antenna", place, extent));
}

}  // namespace skyshed
