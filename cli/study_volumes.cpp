#include "cli/study_volumes.h"

#include <tbb/parallel_for.h>
#include <tbb/parallel_for_each.h>

#include <algorithm>
#include <map>

#include "cli/component_site.h"
#include "cli/study_extent.h"
#include "engine/base/crop.h"

namespace skyshed {
namespace {

// The part of a volume inside the area, in columns and rows of the area.
ComponentVolume within(const ComponentVolume& volume, const GridWindow& area) {
  const GridWindow window = intersection(volume.window, area);
  if (window == GridWindow{}) return {};
  const GridWindow part{window.column - volume.window.column, window.row - volume.window.row, window.width,
                        window.height};
  ComponentVolume cut{.window = {window.column - area.column, window.row - area.row, window.width, window.height},
                      .floor = cropped(volume.floor, part),
                      .ceiling = cropped(volume.ceiling, part),
                      .unknown = nullptr};
  if (volume.unknown) cut.unknown = std::make_shared<const Raster<std::uint8_t>>(cropped(*volume.unknown, part));
  return cut;
}

// Every use of the scenario's components, sensors first: weapons lean on them.
std::vector<StudyVolumes::Entry> uses_of(const Scenario& scenario) {
  std::vector<StudyVolumes::Entry> sensors;
  std::vector<StudyVolumes::Entry> weapons;
  const auto add = [&](StudyVolumes::Entry entry) {
    const Asset& asset = scenario.assets[entry.asset];
    const auto* weapon = std::get_if<Weapon>(&asset.components[entry.component].component.kind);
    if (weapon == nullptr) {
      sensors.push_back(entry);
      return;
    }
    for (const std::size_t g : guides_of(asset, *weapon)) {
      entry.guidance = g;
      weapons.push_back(entry);
    }
  };
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    for (std::size_t c = 0; c < scenario.assets[a].components.size(); ++c) {
      if (!scenario.assets[a].components[c].component.enabled) continue;
      for (const Confidence confidence : all_confidences) {
        for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
          add({.asset = a, .component = c, .target = t, .confidence = confidence});
        }
      }
    }
  }
  sensors.insert(sensors.end(), weapons.begin(), weapons.end());
  return sensors;
}

// The same use of the same asset in another study, if there is one.
const StudyVolumes::Entry* same_use(const StudyVolumes& base, const Asset& asset, const StudyVolumes::Entry& entry) {
  const std::vector<Asset>& assets = base.scenario().assets;
  for (const StudyVolumes::Entry& other : base.entries()) {
    if (other.component == entry.component && other.guidance == entry.guidance && other.target == entry.target &&
        other.confidence == entry.confidence && assets[other.asset].id == asset.id && assets[other.asset] == asset) {
      return &other;
    }
  }
  return nullptr;
}

class Coverer {
 public:
  Coverer(const Scenario& scenario, const StudyGrid& grid, const SightFields& fields, Progress& progress)
      : scenario_(scenario), grid_(grid), fields_(fields), progress_(progress) {
    for (const Asset& asset : scenario.assets) {
      const GridPoint at = grid.terrain.frame.to_grid(asset.position);
      frames_.emplace_back(grid.terrain.frame, at, farthest_reach_m(scenario, asset));
    }
  }

  // The field that a use looks from; of the weapon, only where its launcher stands.
  [[nodiscard]] const SightFields::Field& field_of(const StudyVolumes::Entry& entry) const {
    return fields_.of(scenario_.assets[entry.asset], component_of(entry), entry.confidence);
  }

  // On the kept grid, of sensors of one asset that look from the same field.
  [[nodiscard]] std::vector<ComponentVolume> sensor_volumes_of(const std::vector<const StudyVolumes::Entry*>& entries) {
    std::vector<SensorLimits> limits;
    for (const StudyVolumes::Entry* entry : entries) {
      const Component& component = component_of(*entry);
      const auto* radar = std::get_if<Radar>(&component.kind);
      limits.push_back(radar != nullptr ? limits_of(*radar, scenario_.targets[entry->target], entry->confidence)
                                        : limits_of(std::get<Jammer>(component.kind), entry->confidence));
    }
    return sensor_volumes(view_of(*entries.front()), limits, progress_);
  }

  // On the kept grid. guidance: the volume of its radar.
  [[nodiscard]] ComponentVolume weapon_volume_of(const StudyVolumes::Entry& entry, const ComponentVolume& guidance) {
    return weapon_volume(view_of(entry), std::get<Weapon>(component_of(entry).kind), guidance, entry.confidence,
                         progress_);
  }

 private:
  [[nodiscard]] const Component& component_of(const StudyVolumes::Entry& entry) const {
    return scenario_.assets[entry.asset].components[entry.component].component;
  }
  [[nodiscard]] SiteView view_of(const StudyVolumes::Entry& entry) const {
    const SightFields::Field& field = field_of(entry);
    return {.ground = grid_.kept,
            .sight = field.sight,
            .antenna = field.antenna,
            .frame = frames_[entry.asset],
            .thinning = grid_.thinning,
            .effective_radius_factor = scenario_.refraction.effective_radius_factor};
  }

  const Scenario& scenario_;
  const StudyGrid& grid_;
  const SightFields& fields_;
  Progress& progress_;
  std::vector<LocalFrame> frames_;
};

}  // namespace

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
    assets[entry->asset].volumes.push_back(entry->shared_volume.get());
  }
  std::erase_if(assets, [](const AssetVolumes& asset) { return asset.volumes.empty(); });
  return assets;
}

StudyVolumes cover(const Scenario& scenario, const StudyGrid& grid, const SightFields& fields, const StudyVolumes* base,
                   Progress& progress) {
  Coverer coverer(scenario, grid, fields, progress);
  std::vector<StudyVolumes::Entry> entries = uses_of(scenario);
  const auto first_weapon = std::ranges::find_if(entries, [](const auto& entry) { return entry.guidance.has_value(); });
  const auto sensors = static_cast<std::size_t>(first_weapon - entries.begin());
  if (base != nullptr) {
    for (StudyVolumes::Entry& entry : entries) {
      const StudyVolumes::Entry* same = same_use(*base, scenario.assets[entry.asset], entry);
      if (same != nullptr) entry.shared_volume = same->shared_volume;
    }
  }
  std::vector<ComponentVolume> of_sensors(sensors);  // on the kept grid, where weapons need them
  std::map<std::pair<std::size_t, const SightFields::Field*>, std::vector<std::size_t>> sites;
  for (std::size_t i = 0; i < sensors; ++i) {
    if (!entries[i].shared_volume) sites[{entries[i].asset, &coverer.field_of(entries[i])}].push_back(i);
  }
  tbb::parallel_for_each(sites, [&](const auto& site) {
    std::vector<const StudyVolumes::Entry*> uses;
    for (const std::size_t i : site.second) uses.push_back(&entries[i]);
    std::vector<ComponentVolume> volumes = coverer.sensor_volumes_of(uses);
    for (std::size_t u = 0; u < uses.size(); ++u) of_sensors[site.second[u]] = std::move(volumes[u]);
  });
  const auto cut = [&](ComponentVolume volume) {
    const bool whole = grid.area == grid.kept.frame.whole();
    return std::make_shared<const ComponentVolume>(whole ? std::move(volume) : within(volume, grid.area));
  };
  tbb::parallel_for(sensors, entries.size(), [&](std::size_t i) {
    StudyVolumes::Entry& entry = entries[i];
    if (entry.shared_volume) return;
    const auto guidance = std::find_if(entries.begin(), first_weapon, [&](const StudyVolumes::Entry& sensor) {
      return sensor.asset == entry.asset && sensor.component == *entry.guidance && sensor.target == entry.target &&
             sensor.confidence == entry.confidence;
    });
    const auto& of_guidance = of_sensors[static_cast<std::size_t>(guidance - entries.begin())];
    entry.shared_volume = cut(coverer.weapon_volume_of(entry, of_guidance));
  });
  tbb::parallel_for(std::size_t{0}, sensors, [&](std::size_t i) {
    if (!entries[i].shared_volume) entries[i].shared_volume = cut(std::move(of_sensors[i]));
  });

  StudyVolumes volumes(scenario);
  for (StudyVolumes::Entry& entry : entries) volumes.add(std::move(entry));
  return volumes;
}

}  // namespace skyshed
