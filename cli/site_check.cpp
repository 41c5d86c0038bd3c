#include "cli/site_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/component_site.h"
#include "cli/missing_sources.h"
#include "cli/study_extent.h"
#include "cli/swapped_position.h"
#include "cli/variant.h"
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

// The radar or jammer that stands lowest above the sea; null if none does.
const Component* lowest_above_sea(const Asset& asset, Confidence confidence) {
  const Component* lowest = nullptr;
  for (const AssetComponent& part : asset.components) {
    const Component& component = part.component;
    if (!component.enabled || !stands_above_sea(component)) continue;
    const auto height_of = [&](const Component& one) { return mounting_of(one).height_m.widening(confidence); };
    if (lowest == nullptr || height_of(component) < height_of(*lowest)) lowest = &component;
  }
  return lowest;
}

// What is said of the asset at one height, if its antenna is inside the ground there; else empty.
std::string buried_sentence(const Asset& asset, double ground_m, Confidence confidence) {
  const Component* lowest = lowest_above_sea(asset, confidence);
  if (lowest == nullptr) return "";
  const double height_m = mounting_of(*lowest).height_m.widening(confidence);
  if (!(ground_m > height_m)) return "";
  return fmt::format(
      "asset \"{}\" at latitude {}, longitude {}: {} of {} m above the sea is inside the terrain, which "
      "stands {:.1f} m high there",
      asset.id, asset.position.latitude_deg, asset.position.longitude_deg,
      confidence == Confidence::likely ? fmt::format("the antenna of {}", lowest->name)
                                       : fmt::format("the low height of {}", lowest->name),
      height_m, ground_m);
}

struct Findings {
  std::vector<std::string> mistakes;
  std::vector<std::string> remarks;
};

void look_at(const Asset& asset, const StudyTerrain& study, Findings& findings) {
  const GridPoint at = study.terrain.frame.to_grid(asset.position);
  if (!study.terrain.frame.contains(at)) return;
  const double ground_m = ground_at(study.terrain, study.near.around(asset.position), at).metres;
  const auto add = [](std::vector<std::string>& list, const std::string& sentence) {
    if (std::ranges::find(list, sentence) == list.end()) list.push_back(sentence);
  };
  if (const std::string nominal = buried_sentence(asset, ground_m, Confidence::likely); !nominal.empty()) {
    add(findings.mistakes,
        nominal + "; move it to open water or lower ground, name finer terrain, or give antenna_agl_m");
  } else if (const std::string low = buried_sentence(asset, ground_m, Confidence::certain); !low.empty()) {
    add(findings.remarks, low + "; it is taken on the ground");
  }
}

std::vector<Asset> ships_of(const Scenario& scenario) {
  std::vector<Asset> ships = all_assets(scenario);
  std::erase_if(ships, [](const Asset& asset) { return lowest_above_sea(asset, Confidence::likely) == nullptr; });
  return ships;
}

std::vector<std::string> told(const Findings& findings) {
  if (!findings.mistakes.empty())
    throw Error(ErrorKind::terrain, fmt::format("{}", fmt::join(findings.mistakes, "\n")));
  return findings.remarks;
}

}  // namespace

std::vector<std::string> check_antennas(const Scenario& scenario, const StudyTerrain& study) {
  Findings findings;
  for (const Asset& ship : ships_of(scenario)) look_at(ship, study, findings);
  return told(findings);
}

std::vector<std::string> check_antennas(const Scenario& scenario) {
  constexpr double around_m = 1000;
  Findings findings;
  for (const Asset& ship : ships_of(scenario)) {
    Scenario here = scenario;
    here.assets = {ship};
    here.variants.clear();
    here.terrain.extent = extent_around(ship.position, around_m);
    here.terrain.outside = OutsideRule::unknown;
    try {
      look_at(ship, load_study_terrain(here), findings);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::terrain) throw;
    }
  }
  return told(findings);
}

void check_sites(const Scenario& scenario) {
  check_sources_are_there(scenario);
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
