#include "cli/study_extent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/variant.h"

namespace skyshed {

double range_of(const Component& component, const Target& target, Confidence confidence) {
  double range = 0;
  if (const auto* radar = std::get_if<Radar>(&component.kind)) range = detection_range_m(*radar, target, confidence);
  if (const auto* weapon = std::get_if<Weapon>(&component.kind)) range = weapon->maximum_range_m.widening(confidence);
  if (const auto* jammer = std::get_if<Jammer>(&component.kind)) range = jammer->range_m.widening(confidence);
  return std::min(range, largest_range_m);
}

double farthest_reach_m(const Scenario& scenario, const Asset& asset) {
  double farthest = 0;
  for (const AssetComponent& part : asset.components) {
    if (!part.component.enabled) continue;
    for (const Target& target : scenario.targets) {
      farthest = std::max(farthest, range_of(part.component, target, Confidence::possible));
    }
  }
  return farthest;
}

std::vector<std::string> box_remarks(const Scenario& scenario) {
  std::vector<std::string> remarks;
  if (!scenario.grid.bbox) return remarks;
  const GeodeticExtent& box = *scenario.grid.bbox;
  for (const Asset& asset : all_assets(scenario)) {
    const double reach_m = farthest_reach_m(scenario, asset);
    if (reach_m <= 0 || overlap(box, extent_around(asset.position, reach_m))) continue;
    std::string remark = fmt::format(
        "{} at latitude {}, longitude {} reaches {:.0f} km at most and so nothing in bbox = [{}, {}, {}, {}] (west, "
        "south, east, north)",
        asset.id, asset.position.latitude_deg, asset.position.longitude_deg, reach_m / 1000, box.west_deg,
        box.south_deg, box.east_deg, box.north_deg);
    if (std::ranges::find(remarks, remark) == remarks.end()) remarks.push_back(std::move(remark));
  }
  return remarks;
}

GeodeticExtent extent_of_study(const Scenario& scenario) {
  if (scenario.terrain.extent) return *scenario.terrain.extent;
  std::optional<GeodeticExtent> all = scenario.grid.bbox;
  for (const Asset& asset : all_assets(scenario)) {
    const double reach = std::max(1000.0, farthest_reach_m(scenario, asset));
    // A small box around the asset is enough where the product's box is given: rays run from there into that box.
    const GeodeticExtent around = extent_around(asset.position, scenario.grid.bbox ? 1000.0 : reach);
    all = all ? hull(*all, around) : around;
  }
  if (scenario.grid.bbox) {
    // Geodesics bulge beyond the straight box by up to d²·tan(latitude)/8R: 2 km at 400 km and 35 degrees.
    const double bulge_deg = 0.05 * (all->east_deg - all->west_deg) / 4;
    all->north_deg = std::min(90.0, all->north_deg + bulge_deg);
    all->south_deg = std::max(-90.0, all->south_deg - bulge_deg);
  }
  return *all;
}

}  // namespace skyshed
