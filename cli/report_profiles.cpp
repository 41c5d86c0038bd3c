#include "cli/report_profiles.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "cli/change_products.h"
#include "cli/map_study.h"
#include "cli/profile_picture.h"
#include "cli/profile_report.h"
#include "cli/sight_profile.h"
#include "cli/study_extent.h"
#include "cli/study_view.h"
#include "products/map/rings.h"
#include "products/profile_chart.h"

namespace skyshed {
namespace {

constexpr int bearings = 16;
constexpr double farthest_m = 150'000;

struct Chosen {
  const Asset* asset = nullptr;
  const Component* radar = nullptr;
  double range_m = 0;
};

Chosen strongest_radar(const Scenario& scenario, const Phase& phase) {
  Chosen chosen;
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    const Asset& asset = scenario.assets[a];
    for (std::size_t c = 0; c < asset.components.size(); ++c) {
      const Component& component = asset.components[c].component;
      if (!std::holds_alternative<Radar>(component.kind) || phase.states[a][c] != PresenceState::present) continue;
      const double range_m = range_of(component, scenario.targets.front(), Confidence::likely);
      if (range_m > chosen.range_m) chosen = {&asset, &component, range_m};
    }
  }
  return chosen;
}

}  // namespace

void add_profiles(Report& report, const Scenario& scenario, const StudyTerrain& study) {
  const ElevationModel& terrain = study.terrain;
  const std::vector<Phase> phases = scenario.phases();
  const Chosen chosen = strongest_radar(scenario, phases.front());
  if (chosen.radar == nullptr) return;
  const double distance_m = std::min(farthest_m, chosen.range_m / 2);
  ProfileQuestion question{.asset = chosen.asset->id,
                           .component = chosen.radar->name,
                           .to = {},
                           .altitude = scenario.altitudes[pictured_altitude(scenario.altitudes)],
                           .target = {}};
  std::vector<SightProfile> profiles;
  for (int b = 0; b < bearings; ++b) {
    question.to = place_at(chosen.asset->position, 360.0 * b / bearings, distance_m);
    try {
      SightProfile profile = sight_profile(scenario, terrain, question, study.near);
      const ComponentVerdict* sensor = profile.lowest_sensor();
      if (sensor == nullptr || !std::isfinite(sensor->sight->line.floor.metres)) continue;
      profiles.push_back(std::move(profile));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::terrain) throw;  // the place lies beyond the terrain of the study
    }
  }
  std::ranges::stable_sort(profiles, {}, [](const SightProfile& profile) {
    return profile.lowest_sensor()->sight->line.floor.metres - profile.ground.metres;
  });
  if (profiles.empty()) return;
  std::vector<std::size_t> shown{0, profiles.size() / 2, profiles.size() - 1};
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  report.profiles_note = fmt::format(
      "The radar that reaches farthest in the first phase, the {} of {}, {:.0f} km out: in the direction in which it "
      "sees lowest above the ground, in a middling one, and in the one in which the ground hides most, of {} "
      "directions. For any other place: skyshed profile.",
      chosen.radar->name, chosen.asset->name, distance_m / 1000, bearings);
  report.profiles.resize(shown.size());
  tbb::parallel_for(std::size_t{0}, shown.size(), [&](std::size_t i) {
    const ProfileChart chart = chart_of(profiles[shown[i]], scenario, terrain);
    const std::string caption = fmt::format("{}. {}. {}. Terrain: {}. Refraction: {}.", chart.title, chart.subtitle,
                                            days_in_words({phases.front().from, phases.front().until}), terrain.name,
                                            refraction_words(scenario.refraction));
    report.profiles[i] = {.png = profile_png(chart),
                          .name = chart.subtitle,
                          .alt = fmt::format("Cut through terrain and air: {}. {}.", chart.title, chart.subtitle),
                          .caption = caption};
  });
}

}  // namespace skyshed
