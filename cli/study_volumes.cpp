#include "cli/study_volumes.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "cli/component_site.h"
#include "cli/study_extent.h"
#include "dem/extent.h"
#include "engine/base/crop.h"
#include "engine/earth/disc_box.h"

namespace skyshed {
namespace {

struct Site {
  GridPoint at;
  double reach_m = 0;
  std::unique_ptr<LocalFrame> frame;
};

// One sweep serves all components of all assets that look from the same place and height.
using SweepKey = std::tuple<double, double, double, Mounting::Reference>;
struct Sweep {
  Antenna antenna;
  double radius_m = 0;
  SightField sight;
};

// The part of a volume inside the area, in columns and rows of the area.
ComponentVolume within(const ComponentVolume& volume, const GridWindow& area) {
  const GridWindow window = intersection(volume.window, area);
  const GridWindow part{window.column - volume.window.column, window.row - volume.window.row, window.width,
                        window.height};
  ComponentVolume cut{.window = {window.column - area.column, window.row - area.row, window.width, window.height},
                      .floor = cropped(volume.floor, part),
                      .ceiling = cropped(volume.ceiling, part),
                      .unknown = nullptr};
  if (volume.unknown) cut.unknown = std::make_shared<const Raster<std::uint8_t>>(cropped(*volume.unknown, part));
  return cut;
}

bool needs_sight(const Component& component) { return !std::holds_alternative<Weapon>(component.kind); }

template <class Action>
void for_each_use(const Scenario& scenario, const Action& action) {
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    for (std::size_t c = 0; c < scenario.assets[a].components.size(); ++c) {
      if (!scenario.assets[a].components[c].component.enabled) continue;
      for (const Confidence confidence : all_confidences) action(a, c, confidence);
    }
  }
}

SweepKey key_of(const Asset& asset, const Mounting& mounting, Confidence confidence) {
  return {asset.position.longitude_deg, asset.position.latitude_deg, mounting.height_m.widening(confidence),
          mounting.reference};
}

double radius_against_all(const Scenario& scenario, const Component& component, Confidence confidence) {
  double radius = 0;
  for (const Target& target : scenario.targets) radius = std::max(radius, range_of(component, target, confidence));
  return radius;
}

}  // namespace

StudyGrid study_grid(const Scenario& scenario, const ElevationModel& terrain) {
  const GridFrame& frame = terrain.frame;
  double spacing_m = std::min(std::abs(frame.step_x), std::abs(frame.step_y));
  if (frame.kind == GridFrame::Kind::geographic) {
    const DegreeLengths degree = degree_lengths(frame.y_of((frame.height - 1) / 2.0));
    spacing_m = std::sqrt(std::abs(frame.step_x) * degree.east_m * std::abs(frame.step_y) * degree.north_m);
  }
  // The nearest whole factor: 1000 m asked for on 926 m posts keeps every post.
  const int thinning = std::max(1, static_cast<int>(std::lround(scenario.grid.resolution_m / spacing_m)));
  StudyGrid grid{
      .terrain = terrain, .thinning = thinning, .kept = thinned(terrain, thinning), .area = {}, .ground = {}};
  grid.area = grid.kept.frame.whole();
  if (scenario.grid.bbox) {
    const GeodeticExtent& box = *scenario.grid.bbox;
    int left = grid.area.width;
    int right = -1;
    int top = grid.area.height;
    int bottom = -1;
    // Of the box's rim, which bends in projected grids.
    constexpr int points = 64;
    for (int i = 0; i <= points; ++i) {
      const double x = std::lerp(box.west_deg, box.east_deg, static_cast<double>(i) / points);
      const double y = std::lerp(box.south_deg, box.north_deg, static_cast<double>(i) / points);
      for (const GeodeticPoint point : {GeodeticPoint{x, box.south_deg}, GeodeticPoint{x, box.north_deg},
                                        GeodeticPoint{box.west_deg, y}, GeodeticPoint{box.east_deg, y}}) {
        const GridPoint at = grid.kept.frame.to_grid(point);
        left = std::min(left, static_cast<int>(std::ceil(at.column - 1e-6)));
        right = std::max(right, static_cast<int>(std::floor(at.column + 1e-6)));
        top = std::min(top, static_cast<int>(std::ceil(at.row - 1e-6)));
        bottom = std::max(bottom, static_cast<int>(std::floor(at.row + 1e-6)));
      }
    }
    grid.area = intersection(grid.area, {left, top, right - left + 1, bottom - top + 1});
    if (grid.area.width <= 0 || grid.area.height <= 0) {
      throw Error(ErrorKind::terrain,
                  "no post of the terrain lies in the scenario's bbox; enlarge it or check its order");
    }
  }
  grid.ground = grid.kept;
  grid.ground.frame = grid.kept.frame.cropped(grid.area);
  grid.ground.heights = cropped(grid.kept.heights, grid.area);
  return grid;
}

std::vector<const StudyVolumes::Entry*> StudyVolumes::entries_in(const Phase& phase, Role role, std::size_t target,
                                                                 Confidence confidence) const {
  const PresenceState least = confidence == Confidence::possible ? PresenceState::possible : PresenceState::present;
  std::vector<const Entry*> chosen;
  for (const Entry& entry : entries_) {
    const auto& states = phase.states[entry.asset];
    if (entry.target != target || entry.confidence != confidence) continue;
    if (scenario_->assets[entry.asset].components[entry.component].component.role() != role) continue;
    if (states[entry.component] < least || (entry.guidance && states[*entry.guidance] < least)) continue;
    chosen.push_back(&entry);
  }
  return chosen;
}

std::vector<AssetVolumes> StudyVolumes::in_phase(const Phase& phase, Role role, std::size_t target,
                                                 Confidence confidence) const {
  std::vector<AssetVolumes> assets(scenario_->assets.size());
  for (const Entry* entry : entries_in(phase, role, target, confidence)) {
    assets[entry->asset].volumes.push_back(&entry->volume);
  }
  std::erase_if(assets, [](const AssetVolumes& asset) { return asset.volumes.empty(); });
  return assets;
}

std::int64_t sweep_steps(const Scenario& scenario, const StudyGrid& grid) {
  const GridFrame& frame = grid.terrain.frame;
  const DegreeLengths degree =
      degree_lengths(scenario.assets.empty() ? 0 : scenario.assets.front().position.latitude_deg);
  const bool geographic = frame.kind == GridFrame::Kind::geographic;
  const double cell_m2 = std::abs(frame.step_x * frame.step_y) * (geographic ? degree.east_m * degree.north_m : 1.0);
  std::map<SweepKey, double> radii;
  for_each_use(scenario, [&](std::size_t a, std::size_t c, Confidence confidence) {
    const Component& component = scenario.assets[a].components[c].component;
    if (!needs_sight(component)) return;
    double& radius = radii[key_of(scenario.assets[a], mounting_of(component), confidence)];
    radius = std::max(radius, radius_against_all(scenario, component, confidence));
  });
  double posts = 0;
  for (const auto& [key, radius] : radii) posts += std::numbers::pi * radius * radius / cell_m2;
  return static_cast<std::int64_t>(posts);
}

StudyVolumes cover(const Scenario& scenario, const StudyGrid& grid, Progress& progress) {
  const ElevationModel& terrain = grid.terrain;
  std::vector<Site> sites;
  for (const Asset& asset : scenario.assets) {
    Site site{.at = terrain.frame.to_grid(asset.position), .reach_m = farthest_reach_m(scenario, asset), .frame = {}};
    site.frame = std::make_unique<LocalFrame>(terrain.frame, site.at, site.reach_m);
    sites.push_back(std::move(site));
  }

  std::map<SweepKey, Sweep> sweeps;
  for_each_use(scenario, [&](std::size_t a, std::size_t c, Confidence confidence) {
    const Component& component = scenario.assets[a].components[c].component;
    const Mounting& mounting = mounting_of(component);
    Sweep& sweep = sweeps[key_of(scenario.assets[a], mounting, confidence)];
    sweep.antenna = antenna_of(terrain, scenario.assets[a], sites[a].at, mounting, confidence);
    if (needs_sight(component)) {
      sweep.radius_m = std::max(sweep.radius_m, radius_against_all(scenario, component, confidence));
    }
  });
  std::vector<Sweep*> order;
  for (auto& [key, sweep] : sweeps) {
    if (sweep.radius_m > 0) order.push_back(&sweep);
  }
  // The longest first, so that no thread waits long at the end.
  std::ranges::stable_sort(order, std::greater<>(), [](const Sweep* sweep) { return sweep->radius_m; });
  tbb::parallel_for(std::size_t{0}, order.size(), [&](std::size_t i) {
    Sweep& sweep = *order[i];
    sweep.sight = horizon_sweep(terrain, sweep.antenna, scenario.refraction,
                                {.radius_m = sweep.radius_m, .keep_every = grid.thinning}, progress);
  });

  // Sensors first: weapons lean on them.
  std::vector<StudyVolumes::Entry> sensors;
  std::vector<StudyVolumes::Entry> weapons;
  for_each_use(scenario, [&](std::size_t a, std::size_t c, Confidence confidence) {
    const Asset& asset = scenario.assets[a];
    const Component& component = asset.components[c].component;
    for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
      StudyVolumes::Entry entry{
          .asset = a, .component = c, .guidance = {}, .target = t, .confidence = confidence, .volume = {}};
      const auto* weapon = std::get_if<Weapon>(&component.kind);
      if (!weapon) {
        sensors.push_back(entry);
        continue;
      }
      for (const std::size_t g : guides_of(asset, *weapon)) {
        entry.guidance = g;
        weapons.push_back(entry);
      }
    }
  });
  const SightField no_sight;
  const auto view_of = [&](const StudyVolumes::Entry& entry) {
    const Asset& asset = scenario.assets[entry.asset];
    const Mounting& mounting = mounting_of(asset.components[entry.component].component);
    const Sweep& sweep = sweeps.at(key_of(asset, mounting, entry.confidence));
    return SiteView{.ground = grid.kept,
                    .sight = sweep.radius_m > 0 ? sweep.sight : no_sight,
                    .antenna = sweep.antenna,
                    .frame = *sites[entry.asset].frame,
                    .thinning = grid.thinning,
                    .effective_radius_factor = scenario.refraction.effective_radius_factor};
  };
  tbb::parallel_for(std::size_t{0}, sensors.size(), [&](std::size_t i) {
    StudyVolumes::Entry& entry = sensors[i];
    const Component& component = scenario.assets[entry.asset].components[entry.component].component;
    if (const auto* radar = std::get_if<Radar>(&component.kind)) {
      entry.volume = radar_volume(view_of(entry), *radar, scenario.targets[entry.target], entry.confidence, progress);
    } else {
      entry.volume = jammer_volume(view_of(entry), std::get<Jammer>(component.kind), entry.confidence, progress);
    }
  });
  tbb::parallel_for(std::size_t{0}, weapons.size(), [&](std::size_t i) {
    StudyVolumes::Entry& entry = weapons[i];
    const auto guidance = std::ranges::find_if(sensors, [&](const StudyVolumes::Entry& sensor) {
      return sensor.asset == entry.asset && sensor.component == *entry.guidance && sensor.target == entry.target &&
             sensor.confidence == entry.confidence;
    });
    const Component& component = scenario.assets[entry.asset].components[entry.component].component;
    entry.volume =
        weapon_volume(view_of(entry), std::get<Weapon>(component.kind), guidance->volume, entry.confidence, progress);
  });

  StudyVolumes volumes(scenario);
  for (auto* entries : {&sensors, &weapons}) {
    for (StudyVolumes::Entry& entry : *entries) {
      if (grid.area != grid.kept.frame.whole()) entry.volume = within(entry.volume, grid.area);
      volumes.add(std::move(entry));
    }
  }
  return volumes;
}

std::vector<NominalRing> nominal_rings(const Scenario& scenario, const Phase& phase, Role role, const Target& target) {
  std::vector<NominalRing> rings;
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    NominalRing ring{.asset = a};
    for (std::size_t c = 0; c < scenario.assets[a].components.size(); ++c) {
      const Component& component = scenario.assets[a].components[c].component;
      if (!component.enabled || component.role() != role || phase.states[a][c] == PresenceState::absent) continue;
      const double radius = range_of(component, target, Confidence::likely);
      if (radius > ring.radius_m) ring = {.asset = a, .component = c, .radius_m = radius};
    }
    if (ring.radius_m > 0) rings.push_back(ring);
  }
  return rings;
}

double area_of_rings(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                     const std::vector<NominalRing>& rings) {
  Raster<std::uint8_t> inside(grid.area.width, grid.area.height);
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const GeodeticPoint centre = scenario.assets[rings[r].asset].position;
    const double radius = rings[r].radius_m;
    const auto is_same = [&](const NominalRing& other) {  // ships of one class in one harbour
      return other.radius_m == radius && scenario.assets[other.asset].position == centre;
    };
    if (std::any_of(rings.begin(), rings.begin() + static_cast<std::ptrdiff_t>(r), is_same)) continue;
    const LocalFrame frame(grid.terrain.frame, grid.terrain.frame.to_grid(centre), largest_range_m);
    const GridWindow box =
        intersection(disc_box(grid.ground.frame, grid.ground.frame.to_grid(centre), radius), grid.ground.frame.whole());
    tbb::parallel_for(box.row, box.row + box.height, [&](int row) {
      const double terrain_row = static_cast<double>(grid.area.row + row) * grid.thinning;
      for (int column = box.column; column < box.column + box.width; ++column) {
        std::uint8_t& cell = inside.at(column, row);
        if (cell != 0) continue;
        const double terrain_column = static_cast<double>(grid.area.column + column) * grid.thinning;
        const LocalPosition at = frame.locate({terrain_column, terrain_row});
        // Only cells near the ring need the exact distance; the chord is shorter by 0.1 % at most.
        const double chord = std::hypot(at.east_m, at.north_m);
        if (chord > radius) continue;
        cell = chord < 0.99 * radius || frame.path_of(at).distance_m <= radius ? 1 : 0;
      }
    });
  }
  return covered_area(areas, inside).covered_m2;
}

}  // namespace skyshed
