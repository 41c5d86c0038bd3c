#include "cli/component_site.h"

#include <algorithm>

#include "engine/base/error.h"

namespace skyshed {

const Mounting& mounting_of(const Component& component) {
  return std::visit([](const auto& kind) -> const Mounting& { return kind.mounting; }, component.kind);
}

bool stands_above_sea(const Component& component) {
  return mounting_of(component).reference == Mounting::Reference::above_sea;
}

bool is_at_sea(const Asset& asset, const ElevationModel& ground) {
  return std::ranges::any_of(asset.components, [](const auto& part) { return stands_above_sea(part.component); }) ||
         ground.ground_at(ground.frame.to_grid(asset.position)).metres == 0;
}

Antenna antenna_of(const ElevationModel& terrain, const Asset& asset, GridPoint at, const Mounting& mounting,
                   Confidence confidence, const NearPatch* near) {
  const double height = mounting.height_m.widening(confidence);
  if (mounting.reference == Mounting::Reference::above_sea && terrain.frame.contains(at)) {
    const double ground_m = ground_at(terrain, near, at).metres;
    return {.at = at, .altitude = {ground_m > height ? ground_m : height}};  // height where the ground is unknown
  }
  try {
    return antenna_above_ground(terrain, at, {height}, near);
  } catch (Error& error) {
    throw Error(error.kind(), "asset \"" + asset.id + "\": " + error.what());
  }
}

std::vector<std::size_t> guides_of(const Asset& asset, const Weapon& weapon) {
  std::vector<std::size_t> guides;
  for (std::size_t g = 0; g < asset.components.size(); ++g) {
    const Component& guide = asset.components[g].component;
    if (guide.enabled && std::ranges::find(weapon.guided_by, guide.name) != weapon.guided_by.end()) guides.push_back(g);
  }
  return guides;
}

}  // namespace skyshed
