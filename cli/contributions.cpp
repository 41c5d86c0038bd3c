#include "cli/contributions.h"

#include <algorithm>

#include "engine/change/holders.h"

namespace skyshed {
namespace {

struct Unit {
  std::string asset;
  std::string radar;
  HolderSet volumes;
};

// The assets that cover in this view, then their radars. Without its guidance radar a weapon reaches nothing: a radar's
// loss takes along what it alone guides.
std::vector<Unit> units_of(const Scenario& scenario, const std::vector<const StudyVolumes::Entry*>& entries) {
  std::vector<Unit> assets;
  std::vector<Unit> radars;
  const auto unit = [&](std::vector<Unit>& units, const std::string& asset, const std::string& radar) -> Unit& {
    const auto same = std::ranges::find_if(units, [&](const Unit& u) { return u.asset == asset && u.radar == radar; });
    return same != units.end() ? *same : units.emplace_back(Unit{asset, radar, HolderSet(entries.size())});
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const StudyVolumes::Entry& entry = *entries[i];
    const Asset& asset = scenario.assets[entry.asset];
    unit(assets, asset.id, "").volumes.add(i);
    const Component& sensor = asset.components[entry.guidance.value_or(entry.component)].component;
    if (std::holds_alternative<Radar>(sensor.kind)) unit(radars, asset.id, sensor.name).volumes.add(i);
  }
  assets.insert(assets.end(), radars.begin(), radars.end());
  return assets;
}

void rank_by_loss(std::span<ContributionRecord> records) {
  for (ContributionRecord& record : records) {
    record.rank = 1 + static_cast<int>(std::ranges::count_if(records, [&](const ContributionRecord& other) {
                    return other.radar.empty() == record.radar.empty() && other.lost_m2 > record.lost_m2;
                  }));
  }
}

}  // namespace

std::vector<ContributionRecord> contributions_in(const Study& study, const Phase& phase, const StudyView& view) {
  const auto entries = study.volumes.entries_in(phase, view.role, view.target, Confidence::likely);
  std::vector<const ComponentVolume*> volumes;
  for (const StudyVolumes::Entry* entry : entries) volumes.push_back(&entry->volume());
  const std::vector<Unit> units = units_of(study.scenario, entries);
  std::vector<HolderSet> assets;
  for (const Unit& unit : units) {
    if (unit.radar.empty()) assets.push_back(unit.volumes);
  }

  std::vector<ContributionRecord> records;
  for (const SliceAltitude altitude : study.scenario.altitudes) {
    const HolderAreas areas(study.areas, study.grid.ground, volumes, altitude);
    const std::size_t first = records.size();
    for (const Unit& unit : units) {
      records.push_back({.phase = phase.id,
                         .role = view.role,
                         .target = target_id(study.scenario, view),
                         .altitude = altitude,
                         .asset = unit.asset,
                         .radar = unit.radar,
                         .covered_m2 = areas.covered_by(unit.volumes),
                         .sole_m2 = areas.sole(unit.volumes),
                         .lost_m2 = areas.lost_without(unit.volumes)});
    }
    const std::span at_altitude = std::span(records).subspan(first);
    rank_by_loss(at_altitude);
    int place = 0;
    for (const WithdrawalStep& step : costliest_order(areas, assets)) {
      at_altitude[step.unit].withdrawal = {.place = ++place, .left_m2 = step.left_m2};
    }
  }
  return records;
}

}  // namespace skyshed
