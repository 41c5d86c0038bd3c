#include "cli/phase_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/change_products.h"
#include "cli/component_site.h"
#include "cli/version.h"
#include "products/map/extent.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

std::vector<MapRing> rings_of(const Scenario& scenario, const std::vector<NominalRing>& nominal) {
  std::vector<MapRing> rings;
  for (const NominalRing& ring : nominal) {
    const GeodeticPoint centre = scenario.assets[ring.asset].position;
    const bool drawn = std::ranges::any_of(
        rings, [&](const MapRing& other) { return other.center == centre && other.radius_m == ring.radius_m; });
    if (drawn) continue;  // ships of one class in one harbour
    rings.push_back(
        {.center = centre, .radius_m = ring.radius_m, .label = fmt::format("{:.0f} km", ring.radius_m / 1000)});
  }
  return rings;
}

std::vector<MapSite> sites_of(const Scenario& scenario, const ElevationModel& ground, const Phase& phase) {
  std::vector<MapSite> sites;
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    const Asset& asset = scenario.assets[a];
    const auto present = [&](Role role) {
      for (std::size_t c = 0; c < asset.components.size(); ++c) {
        const Component& component = asset.components[c].component;
        if (component.enabled && component.role() == role && phase.states[a][c] != PresenceState::absent) return true;
      }
      return false;
    };
    const PresenceState surest = std::ranges::max(phase.states[a]);
    if (surest == PresenceState::absent) continue;
    const SiteKind kind = is_at_sea(asset, ground) ? SiteKind::ship
                          : present(Role::engage)  ? SiteKind::missile
                          : present(Role::deny)    ? SiteKind::jammer
                                                   : SiteKind::radar;
    sites.push_back({.position = asset.position,
                     .label = asset.name + (surest == PresenceState::possible ? " (possibly)" : ""),
                     .kind = kind});
  }
  return sites;
}

const char* finding_of(Role role) {
  switch (role) {
    case Role::detect:
      return "Radar sees";
    case Role::engage:
      return "Missiles reach";
    case Role::deny:
      return "Jammers reach";
  }
  return "";
}

// Areas are those in the scenario's box.
bool are_cut_by_box(const Scenario& scenario, const std::vector<MapRing>& rings) {
  if (!scenario.grid.bbox) return false;
  const GeodeticExtent& box = *scenario.grid.bbox;
  return std::ranges::any_of(rings, [&](const MapRing& ring) {
    const GeodeticExtent around = extent_around(ring.center, ring.radius_m);
    return !contains(box, {around.west_deg, around.south_deg}) || !contains(box, {around.east_deg, around.north_deg});
  });
}

}  // namespace

QuicklookMap phase_map(const Scenario& scenario, const ElevationModel& ground, const std::string& terrain,
                       const PhaseSlice& slice) {
  const Target& target = scenario.targets[slice.view.target];
  QuicklookMap map{.ground = ground,
                   .classes = &slice.classes,
                   .scheme = confidence_classes(),
                   .rings = rings_of(scenario, nominal_rings(scenario, slice.phase, slice.view.role, target)),
                   .sites = sites_of(scenario, ground, slice.phase)};
  const std::string altitude_words =
      fmt::format("{:.0f} m above {}", slice.altitude.metres,
                  slice.altitude.reference == SliceAltitude::Reference::agl ? "ground" : "sea level");
  const std::string name = target_name(scenario, slice.view);
  const char* verb = finding_of(slice.view.role);
  const bool is_cut = are_cut_by_box(scenario, map.rings);
  map.title = slice.covered_m2 > 0
                  ? fmt::format("{} a {} at {} over {} km²{}", verb, name, altitude_words,
                                with_thousands(slice.covered_m2 / 1e6), is_cut ? " of the study's box" : "")
                  : fmt::format("{} no {} at {}{}", verb, name, altitude_words, is_cut ? " in the study's box" : "");
  if (slice.covered_m2 > 0 && slice.ring_m2 > 0) {
    map.title += fmt::format(", {:.1f} % of the nominal ring{}{}", 100 * slice.covered_m2 / slice.ring_m2,
                             map.rings.size() > 1 ? "s" : "", is_cut ? " in it" : "");
  }
  map.subtitle = fmt::format("{}, {}", scenario.title, days_of(slice.phase));
  map.legend_heading = fmt::format("{} at {}", words_of(scenario, slice.view), altitude_words);
  map.legend_heading[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(map.legend_heading[0])));
  const Estimate& section = target.radar_cross_section_m2;
  map.caption.push_back(fmt::format(
      "Target: {} of {} / {} / {} m² radar cross-section (low / nominal / high). Refraction: {}. Terrain: {}.", name,
      section.low, section.nominal, section.high, refraction_words(scenario.refraction), terrain));
  map.caption.push_back(
      "Certain: covered even with the published figures that are worst for the defender, and the asset surely there; "
      "possible: only with the best, or where its presence is open. Figures and positions as published; sources in "
      "scenario.toml. skyshed " +
      std::string(version) + ".");
  return map;
}

PhasePictures::PhasePictures(const std::vector<Scenario>& scenarios, const ElevationModel& ground,
                             std::vector<MapPlace> places)
    : places_(std::move(places)) {
  for (const StudyView& view : views_of(scenarios.front())) {
    if (!show(view)) continue;
    std::vector<MapRing> rings;
    std::vector<MapSite> sites;
    for (const Scenario& scenario : scenarios) {
      for (const Phase& phase : scenario.phases()) {
        const auto nominal = nominal_rings(scenario, phase, view.role, scenario.targets[view.target]);
        std::ranges::move(rings_of(scenario, nominal), std::back_inserter(rings));
        std::ranges::move(sites_of(scenario, ground, phase), std::back_inserter(sites));
      }
    }
    grounds_.emplace(view.role, prepared_ground(ground, extent_to_show(ground.frame, nullptr, {}, rings, sites)));
  }
}

std::filesystem::path PhasePictures::draw(const Study& study, const Phase& phase, const StudyView& view,
                                          const CoverageView& coverage, double ring_m2,
                                          const OutputFolder& folder) const {
  const std::size_t shown = pictured_altitude(study.scenario.altitudes);
  const SliceAltitude altitude = study.scenario.altitudes[shown];
  QuicklookMap map =
      phase_map(study.scenario, study.grid.ground, study.grid.terrain.name,
                {.phase = phase,
                 .view = view,
                 .altitude = altitude,
                 .classes = coverage.rasters.classes[shown],
                 .covered_m2 = coverage.areas[static_cast<std::size_t>(Confidence::likely)][shown].covered_m2,
                 .ring_m2 = ring_m2});
  map.places = places_;
  map.prepared = &grounds_.at(view.role);
  std::filesystem::path path =
      fmt::format("phases/{}/{}_{}.png", phase.id, file_stem(study.scenario, view), slug_of(altitude));
  folder.write(path, [&](const std::filesystem::path& file) { write_quicklook(map, file); });
  return path;
}

}  // namespace skyshed
