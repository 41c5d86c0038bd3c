#include "cli/profile_picture.h"

#include <fmt/format.h>

#include <cctype>
#include <cmath>

#include "cli/profile_report.h"
#include "cli/study_view.h"
#include "cli/version.h"

namespace skyshed {
namespace {

std::string capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

// Why the sea is an arc and the rays are not.
std::string earth_text(const Refraction& refraction) {
  const bool is_exact = refraction.model == Refraction::Model::effective_radius;
  return fmt::format(
      "The earth is drawn curved, {:.3g} times as large as it is: so rays, which the air bends downward, become {} and "
      "lines of equal altitude arcs.",
      refraction.effective_radius_factor, is_exact ? "straight" : "nearly straight");
}

// With spaces that end no line.
std::string unbroken(const std::string& text) {
  std::string joined;
  for (const char c : text) joined += c == ' ' ? std::string("\u00a0") : std::string(1, c);
  return joined;
}

std::string state_text(const ComponentVerdict& subject, bool is_in_sight) {
  if (subject.reason == Reason::covered) return "covered";
  if (subject.reason == Reason::no_terrain_data) return "unknown";
  return is_in_sight ? "in sight, not covered" : "out of sight";
}

}  // namespace

ProfileChart chart_of(const SightProfile& profile, const Scenario& scenario, const ElevationModel& terrain) {
  const ComponentVerdict* verdict = profile.lowest_sensor();
  if (verdict == nullptr) {
    throw Error(ErrorKind::scenario, "there is no line of sight to draw: no radar that guides it is switched on");
  }
  // A weapon asked for alone is what the picture is about; the line of sight is its guide's.
  const ComponentVerdict& subject = profile.answers.size() == 1 ? profile.verdicts[profile.answers.front()] : *verdict;
  const Component& component = profile.component_of(*verdict);
  const std::string name = profile.component_of(subject).name;
  const Sightline& line = verdict->sight->line;
  const AltitudeMsl antenna = verdict->sight->antenna.altitude;
  // A ray that climbs away, or ends on unknown ground, is drawn level with what is known.
  const double floor_m = std::isfinite(line.floor.metres) ? line.floor.metres : profile.ground.metres;
  ProfileChart chart{
      .title = capitalised(sentence_of(profile, subject, terrain)),
      .subtitle = fmt::format("{} of {}, looking {:.0f} km to {} (azimuth {:.0f}°) for {} at {}", name,
                              profile.asset->name, profile.distance_m / 1000, place_text(profile.to),
                              profile.azimuth_deg, with_article(profile.target->name), words_of(profile.asked)),
      .distance_m = profile.distance_m,
      .effective_radius_m = profile.refraction.effective_radius_factor * profile.earth_radius_m,
      .antenna_m = antenna.metres,
      .antenna_label = fmt::format("{}, antenna at {}", component.name, metres_text(antenna.metres)),
      .floor_m = std::isfinite(floor_m) ? floor_m : 0,
      .floor_label = fmt::format("in sight from {} up", unbroken(metres_text(line.floor.metres))),
      .target_m = profile.altitude.metres,
      .target_label = fmt::format("{} at {}, {}", profile.target->name, unbroken(metres_text(profile.altitude.metres)),
                                  state_text(subject, profile.altitude >= line.floor)),
      .target_in_sight = profile.altitude >= line.floor};
  for (const ProfileSample& sample : profile.ground_profile) {
    chart.ground.push_back({sample.distance_m, sample.ground_m});
  }
  chart.ray_m = profile.ray_of(*verdict, chart.floor_m);
  if (std::isfinite(chart.target_m)) chart.target_ray_m = profile.ray_of(*verdict, chart.target_m);
  const bool is_hiding = line.obstacle && line.grazing.metres > profile.ground.metres;
  if (is_hiding) {
    const Obstacle& obstacle = *line.obstacle;
    chart.obstacle = ChartPoint{obstacle.distance_m, obstacle.altitude.metres};
    const bool is_sea = obstacle.altitude.metres <= 0;
    chart.obstacle_label = fmt::format(
        "{}, {:.0f} km out", is_sea ? "the sea's horizon" : "ridge of " + metres_text(obstacle.altitude.metres),
        obstacle.distance_m / 1000);
  }
  if (subject.range_m < profile.distance_m) {
    chart.range_m = subject.range_m;
    chart.range_label =
        std::holds_alternative<Radar>(profile.component_of(subject).kind)
            ? fmt::format("{} sees {} to {:.0f} km", name, with_article(profile.target->name), subject.range_m / 1000)
            : fmt::format("{} reaches {:.0f} km", name, subject.range_m / 1000);
  }
  chart.caption.push_back(fmt::format(
      "Brown: land; blue: sea; grey: out of sight. Solid line: the lowest ray that reaches the air over the "
      "place; dotted: the line to the {}.",
      profile.target->name));
  chart.caption.push_back(earth_text(scenario.refraction));
  chart.caption.push_back(fmt::format("{}. Terrain: {}. Refraction: {}. skyshed {}.", scenario.title, terrain.name,
                                      refraction_words(scenario.refraction), version));
  return chart;
}

}  // namespace skyshed
