#include "cli/sampled_study.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <functional>
#include <map>

#include "cli/asset_draws.h"
#include "cli/component_site.h"
#include "cli/sampled_sight.h"
#include "cli/uncertainty_reader.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

// A component as samples know it; weapons once for each radar that guides them.
struct Use {
  std::size_t asset = 0;
  std::size_t component = 0;
  std::optional<std::size_t> guidance;
};

class TargetSamples {
 public:
  TargetSamples(const Study& study, const Scenario& open, const SampleFigures& figures, const SampledSight& sight,
                std::size_t target)
      : study_(study), open_(open), figures_(figures), sight_(sight), target_(target) {
    for (const StudyView& view : views_of(open)) {
      if (view.target == target) views_.push_back(view);
    }
    // The scenario's own phases: variants may cut them, too.
    phases_ = study.scenario.phases();
  }

  SampleResults tell(std::span<const CoverageRecord> coverage, const OutputFolder& folder, Progress& progress) {
    const SampledSky sky = sky_of();
    const auto slices = sampled_coverage(sky, progress);
    write(slices, folder, progress);
    SampleResults results;
    for (std::size_t g = 0; g < slices.size(); ++g) add_group(g, slices[g], coverage, results);
    return results;
  }

 private:
  [[nodiscard]] const Component& component_of(const Use& use) const {
    return open_.assets[use.asset].components[use.component].component;
  }
  [[nodiscard]] const Phase& phase_of(std::size_t group) const { return phases_[group / views_.size()]; }
  [[nodiscard]] const StudyView& view_of(std::size_t group) const { return views_[group % views_.size()]; }

  SampledSky sky_of() {
    const StudyGrid& grid = study_.grid;
    const auto samples = static_cast<std::size_t>(open_.uncertainty->samples);
    SampledSky sky{.ground = grid.ground,
                   .areas = study_.areas,
                   .first_post = {static_cast<double>(grid.area.column), static_cast<double>(grid.area.row)},
                   .thinning = grid.thinning,
                   .samples = samples,
                   .altitudes = open_.altitudes,
                   .assets = sight_.assets,
                   .sites = sight_.sites,
                   .sensors = {},
                   .weapons = {},
                   .groups = {}};
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> sensor_of;
    for_each_component([&](std::size_t a, std::size_t c) {
      if (std::holds_alternative<Weapon>(open_.assets[a].components[c].component.kind)) return;
      sensor_of[{a, c}] = sky.sensors.size();
      sky.sensors.push_back(sensor(a, c));
      uses_.push_back({a, c, {}});
    });
    for_each_component([&](std::size_t a, std::size_t c) {
      const auto* weapon = std::get_if<Weapon>(&open_.assets[a].components[c].component.kind);
      if (weapon == nullptr) return;
      for (const std::size_t guide : guides_of(open_.assets[a], *weapon)) {
        sky.weapons.push_back(weapon_of(a, c, *weapon, sensor_of.at({a, guide})));
        uses_.push_back({a, c, guide});
      }
    });
    for (const Phase& phase : phases_) {
      for (const StudyView& view : views_) sky.groups.push_back(group(phase, view.role));
    }
    members_.clear();
    for (const SampledGroup& each : sky.groups) {
      std::vector<std::size_t>& of_group = members_.emplace_back();
      for (const SampledGroup::Member& member : each.members) of_group.push_back(member.index);
    }
    return sky;
  }

  template <class Action>
  void for_each_component(const Action& action) const {
    for (std::size_t a = 0; a < open_.assets.size(); ++a) {
      for (std::size_t c = 0; c < open_.assets[a].components.size(); ++c) {
        if (open_.assets[a].components[c].component.enabled) action(a, c);
      }
    }
  }

  [[nodiscard]] FigureSamples sorted(std::size_t asset, const std::vector<double>& values) const {
    const DrawnAsset& drawn = sight_.assets[asset];
    return {values, drawn.draw_of_sample, static_cast<int>(drawn.frames.size())};
  }

  [[nodiscard]] SampledSensor sensor(std::size_t a, std::size_t c) const {
    const Asset& asset = open_.assets[a];
    const Component& component = asset.components[c].component;
    const auto* radar = std::get_if<Radar>(&component.kind);
    const SensorLimits limits = radar != nullptr ? limits_of(*radar, open_.targets[target_], Confidence::likely)
                                                 : limits_of(std::get<Jammer>(component.kind), Confidence::likely);
    const Estimate minimum = radar != nullptr ? radar->minimum_range_m : Estimate::exactly(limits.minimum_range_m);
    const Estimate ceiling =
        radar != nullptr && radar->ceiling_msl_m ? *radar->ceiling_msl_m : Estimate::exactly(limits.ceiling_m);
    return {.site = sight_.site_of[a][c],
            .range_m = sorted(a, figures_.detection_ranges(asset, component, target_)),
            .minimum_range_m = sorted(a, figures_.figure(asset, component, "minimum range", minimum)),
            .ceiling_m = sorted(a, figures_.figure(asset, component, "ceiling", ceiling)),
            .lowest = limits.lowest,
            .highest = limits.highest,
            .sector = limits.sector};
  }

  [[nodiscard]] SampledWeapon weapon_of(std::size_t a, std::size_t c, const Weapon& weapon, std::size_t sensor) const {
    const Asset& asset = open_.assets[a];
    const Component& component = asset.components[c].component;
    const auto drawn = [&](const char* name, const Estimate& value) {
      return sorted(a, figures_.figure(asset, component, name, value));
    };
    return {.sensor = sensor,
            .launchers = sight_.launchers[a][c],
            .range_m = drawn("maximum range", weapon.maximum_range_m),
            .minimum_range_m = drawn("minimum range", weapon.minimum_range_m),
            .minimum_agl_m = drawn("minimum altitude", weapon.minimum_altitude_agl_m),
            .ceiling_m = drawn("ceiling", weapon.maximum_altitude_msl_m),
            .envelope = limits_of(weapon, Confidence::likely).envelope};
  }

  [[nodiscard]] SampledGroup group(const Phase& phase, Role role) const {
    const auto samples = static_cast<std::size_t>(open_.uncertainty->samples);
    std::vector<SampleWord> all(words_of(samples));
    for (std::size_t s = 0; s < samples; ++s) add_sample(all, s);
    SampledGroup group;
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      const Use& use = uses_[i];
      if (component_of(use).role() != role) continue;
      PresenceState state = phase.states[use.asset][use.component];
      if (use.guidance) state = std::min(state, phase.states[use.asset][*use.guidance]);
      if (state == PresenceState::absent) continue;
      group.members.push_back({i, state == PresenceState::present ? all : figures_.presence(use.asset)});
    }
    return group;
  }

  void write(const std::vector<std::vector<SampledSlice>>& slices, const OutputFolder& folder,
             const Progress& progress) const {
    tbb::parallel_for(std::size_t{0}, slices.size(), [&](std::size_t g) {
      const StudyView& view = view_of(g);
      ByteBands bands;
      for (std::size_t a = 0; a < open_.altitudes.size(); ++a) {
        bands.push_back({&slices[g][a].percent, verb_of(view.role) + " at " + name_of(open_.altitudes[a]), "percent"});
      }
      const std::string path =
          fmt::format("phases/{}/{}_probability.tif", phase_of(g).id, file_stem(study_.scenario, view));
      const std::string title =
          fmt::format("Probability of coverage, of {} samples: {}, {}", open_.uncertainty->samples,
                      words_of(study_.scenario, view), days_of(phase_of(g)));
      write_cog(folder.file(path), study_.grid.ground.frame, bands, described(study_, title),
                {.threads = 1, .progress = &progress});
    });
  }

  void add_group(std::size_t g, const std::vector<SampledSlice>& slices, std::span<const CoverageRecord> coverage,
                 SampleResults& results) const {
    const Phase& phase = phase_of(g);
    const StudyView& view = view_of(g);
    for (std::size_t a = 0; a < slices.size(); ++a) {
      SampledArea area{.phase = phase.id,
                       .from = phase.from,
                       .until = phase.until,
                       .role = view.role,
                       .target = target_id(study_.scenario, view),
                       .altitude = open_.altitudes[a],
                       .likely_m2 = 0,
                       .covered_m2 = spread_of(slices[a].areas_m2),
                       .unknown_m2 = slices[a].unknown_m2};
      for (const CoverageRecord& record : coverage) {
        const auto* covered = std::get_if<CoveredArea>(&record.covered);
        const bool same = record.phase == area.phase && record.role == area.role && record.target == area.target &&
                          record.confidence == Confidence::likely && record.altitude == area.altitude;
        if (same && covered != nullptr) area.likely_m2 = covered->covered_m2;
      }
      const std::size_t first = results.influences.size();
      for (const auto* things : {&figures_.things(), &sight_.things}) {
        for (const UncertainThing& thing : *things) add_influence(thing, g, area, slices[a].areas_m2, results);
      }
      rank(std::span(results.influences).subspan(first));
      results.areas.push_back(std::move(area));
    }
  }

  [[nodiscard]] bool matters(const UncertainThing& thing, std::size_t group) const {
    if (thing.target && *thing.target != target_) return false;
    return std::ranges::any_of(members_[group], [&](std::size_t index) {
      const Use& use = uses_[index];
      const Asset& asset = open_.assets[use.asset];
      if (thing.asset && *thing.asset != use.asset) return false;
      if (thing.system.empty()) return true;
      const bool guides = use.guidance && asset.components[*use.guidance].component.name == thing.component;
      return asset.system == thing.system && (component_of(use).name == thing.component || guides);
    });
  }

  void add_influence(const UncertainThing& thing, std::size_t group, const SampledArea& area,
                     std::span<const double> areas_m2, SampleResults& results) const {
    if (!matters(thing, group)) return;
    double share = influence(areas_m2, thing.grouping);
    // A draw of sightlines belongs to one level of refraction, whose share is told by itself.
    if (thing.kind == "sightlines" && sight_.things.front().kind == "refraction") {
      share = std::max(0.0, share - influence(areas_m2, sight_.things.front().grouping));
    }
    if (share == 0) return;
    AreaInfluence told{.phase = area.phase,
                       .role = area.role,
                       .target = area.target,
                       .altitude = area.altitude,
                       .rank = 0,
                       .kind = thing.kind,
                       .of = thing.of,
                       .name = thing.name,
                       .share = share,
                       .lowest_m2 = {},
                       .highest_m2 = {}};
    if (thing.rising) {
      told.lowest_m2 = mean_in_group(areas_m2, thing.grouping, 0);
      told.highest_m2 = mean_in_group(areas_m2, thing.grouping, thing.grouping.count - 1);
    }
    results.influences.push_back(std::move(told));
  }

  static void rank(std::span<AreaInfluence> influences) {
    std::ranges::stable_sort(influences, std::greater<>(), &AreaInfluence::share);
    int place = 0;
    for (AreaInfluence& each : influences) each.rank = ++place;
  }

  const Study& study_;
  const Scenario& open_;
  const SampleFigures& figures_;
  const SampledSight& sight_;
  std::size_t target_;
  std::vector<StudyView> views_;
  std::vector<Phase> phases_;
  std::vector<Use> uses_;                          // sensors first, as SampledSky has them
  std::vector<std::vector<std::size_t>> members_;  // [group]: its uses
};

// Told target by target; listed phase by phase, as in statistics.csv.
template <class Record>
void sort_by_phase(std::vector<Record>& records, const std::vector<StudyView>& views) {
  const auto order = [&](const Record& record) {
    const auto view = std::ranges::find_if(views, [&](const StudyView& v) { return v.role == record.role; });
    return std::pair(record.phase, view - views.begin());
  };
  std::ranges::stable_sort(records, {}, order);
}

}  // namespace

SampleResults write_samples(const Study& study, std::span<const CoverageRecord> coverage, DiskCache* cache,
                            const OutputFolder& folder, TerminalProgress& progress) {
  const Scenario open = with_open_figures(study.scenario);
  const ScenarioUncertainty& uncertainty = *open.uncertainty;
  progress.begin("sightlines of samples", sweeps_of_samples(open));
  const SampleFigures figures(open, uncertainty.seed, static_cast<std::size_t>(uncertainty.samples));
  const SampledSight sight = sampled_sight(open, study.grid, cache, progress);
  progress.begin("samples", static_cast<std::int64_t>(open.targets.size()) * study.grid.ground.frame.height);
  SampleResults results{.settings = {.samples = uncertainty.samples,
                                     .seed = uncertainty.seed,
                                     .sightlines = uncertainty.sightlines,
                                     .terrain_deviation_m = terrain_deviation_m(open)},
                        .areas = {},
                        .influences = {}};
  for (std::size_t t = 0; t < open.targets.size(); ++t) {
    SampleResults of_target = TargetSamples(study, open, figures, sight, t).tell(coverage, folder, progress);
    results.areas.insert(results.areas.end(), of_target.areas.begin(), of_target.areas.end());
    results.influences.insert(results.influences.end(), of_target.influences.begin(), of_target.influences.end());
  }
  const std::vector<StudyView> views = views_of(open);
  sort_by_phase(results.areas, views);
  sort_by_phase(results.influences, views);
  write_text_file(folder.file("uncertainty.csv"), sampled_area_csv(results.areas, results.settings));
  write_text_file(folder.file("sensitivity.csv"), influence_csv(results.influences));
  write_text_file(folder.file("uncertainty.json"),
                  uncertainty_json(results.areas, results.influences, results.settings));
  return results;
}

}  // namespace skyshed
