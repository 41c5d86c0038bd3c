#include "cli/profile_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "cli/study_view.h"
#include "products/table.h"

namespace skyshed {
namespace {

std::string km_text(double metres) {
  const double km = metres / 1000;
  return std::abs(km) < 10 ? fmt::format("{:.1f} km", km) : fmt::format("{:.0f} km", km);
}

// "visible from 2,870 m MSL up", with what it means if the component's own limits end below.
std::string visible_from(const ComponentVerdict& sensor) {
  const double floor = sensor.sight->line.floor.metres;
  std::string text = fmt::format("visible from {} MSL up", metres_text(floor));
  if (intersection({.floor = floor}, sensor.sky.all()).empty()) text += ", where its own limits end its cover";
  return text;
}

std::string hidden_by_terrain(const ComponentVerdict& sensor, const ElevationModel& terrain) {
  const Obstacle& obstacle = *sensor.sight->line.obstacle;
  return fmt::format("hidden by terrain: ridge of {} at {}, {} out; {}", metres_text(obstacle.altitude.metres),
                     place_text(terrain.frame.to_geodetic(obstacle.at)), km_text(obstacle.distance_m),
                     visible_from(sensor));
}

std::string below_horizon(const ComponentVerdict& sensor, const ElevationModel& terrain) {
  const Obstacle& obstacle = *sensor.sight->line.obstacle;
  const bool is_sea = obstacle.altitude.metres <= 0;
  const std::string what =
      is_sea ? "the earth's curve at sea level hides it"
             : fmt::format("the earth's curve hides it, and a ridge of {}", metres_text(obstacle.altitude.metres));
  return fmt::format("below the horizon: {} at {}, {} out; {}", what,
                     place_text(terrain.frame.to_geodetic(obstacle.at)), km_text(obstacle.distance_m),
                     visible_from(sensor));
}

std::string outside_envelope(const SightProfile& profile, const ComponentVerdict& verdict) {
  const AltitudeInterval& envelope = verdict.sky.envelope;
  if (envelope.ceiling == -std::numeric_limits<double>::infinity()) {
    return fmt::format("outside the envelope: {} away is beyond its published edge", km_text(profile.distance_m));
  }
  const bool is_above = profile.altitude.metres > envelope.ceiling;
  return fmt::format("outside the envelope: {} MSL is {} its {} altitude here, {} MSL",
                     metres_text(profile.altitude.metres), is_above ? "above" : "below",
                     is_above ? "highest" : "lowest", metres_text(is_above ? envelope.ceiling : envelope.floor));
}

std::string outside_elevation(const SightProfile& profile, const ComponentVerdict& verdict) {
  const bool is_above = profile.altitude.metres > verdict.sky.elevation.ceiling;
  return fmt::format("outside the elevation limits: it appears at {:.1f}°, {} MSL here", verdict.elevation_deg,
                     is_above ? "above the highest angle, which is " + metres_text(verdict.sky.elevation.ceiling)
                              : "below the lowest angle, which is " + metres_text(verdict.sky.elevation.floor));
}

std::string without_guidance(const SightProfile& profile, const ComponentVerdict& verdict,
                             const ElevationModel& terrain) {
  const ComponentVerdict* guide = profile.sensor_of(verdict);
  if (guide == nullptr) return "no guidance: no radar that guides it is switched on";
  return fmt::format("no guidance: {} is {}", profile.component_of(*guide).name, sentence_of(profile, *guide, terrain));
}

const char* word_of(const Component& component) {
  switch (component.role()) {
    case Role::detect:
      return "radar";
    case Role::engage:
      return "weapon";
    case Role::deny:
      return "jammer";
  }
  return "";
}

// Of one role: "sees a fighter there (91N6E, 96L6E)", "does not reach it", "may jam it".
std::string deed_text(const SightProfile& profile, Role role, const char* verb, const std::string& object) {
  std::string names;
  bool is_asked = false;
  bool is_unknown = false;
  for (const std::size_t answer : profile.answers) {
    const ComponentVerdict& verdict = profile.verdicts[answer];
    const Component& component = profile.component_of(verdict);
    if (component.role() != role) continue;
    is_asked = true;
    is_unknown = is_unknown || verdict.reason == Reason::no_terrain_data;
    if (verdict.reason == Reason::covered) names += (names.empty() ? "" : ", ") + component.name;
  }
  if (!is_asked) return {};
  if (!names.empty())
    return fmt::format("{} {} ({})", role == Role::engage ? "reaches" : std::string(verb) + "s", object, names);
  return fmt::format("{} {} {}", is_unknown ? "may" : "does not", verb, object);
}

std::string subject_of(const SightProfile& profile) {
  if (profile.answers.size() > 1) return profile.asset->name;
  return profile.component_of(profile.verdicts[profile.answers.front()]).name + " of " + profile.asset->name;
}

// "S-400 at Khmeimim sees a fighter there (91N6E), and does not reach it."
std::string headline(const SightProfile& profile) {
  constexpr std::pair<Role, const char*> verbs[] = {
      {Role::detect, "see"}, {Role::engage, "reach"}, {Role::deny, "jam"}};
  std::string text;
  for (const auto& [role, verb] : verbs) {
    const std::string object = !text.empty()        ? "it"
                               : role == Role::deny ? "an airborne radar there"
                                                    : with_article(profile.target->name) + " there";
    const std::string deed = deed_text(profile, role, verb, object);
    if (!deed.empty()) text += (text.empty() ? subject_of(profile) + " " : ", and ") + deed;
  }
  return text + ".";
}

std::string interval_text(const SightProfile& profile, const ComponentVerdict& verdict) {
  const AltitudeInterval& interval = verdict.interval;
  if (interval.empty()) return "covers nothing above this place";
  const double agl = interval.floor - profile.ground.metres;
  const std::string floor =
      std::isnan(agl) ? fmt::format("{} MSL", metres_text(interval.floor))
                      : fmt::format("{} MSL ({} AGL)", metres_text(interval.floor), metres_text(std::max(0.0, agl)));
  constexpr double edge_of_space_m = 100'000;  // what a slant range alone bounds goes far beyond
  if (interval.ceiling > edge_of_space_m) return fmt::format("covers from {} up", floor);
  return fmt::format("covers from {} to {} MSL", floor, metres_text(interval.ceiling));
}

}  // namespace

std::string metres_text(double metres) {
  if (std::isnan(metres)) return "unknown";
  if (std::isinf(metres)) return "no altitude";
  return with_thousands(std::round(metres)) + " m";
}

std::string place_text(GeodeticPoint place) {
  const double longitude = std::remainder(place.longitude_deg, 360.0);
  return fmt::format("{:.2f} {} {:.2f} {}", std::abs(place.latitude_deg), place.latitude_deg < 0 ? "S" : "N",
                     std::abs(longitude), longitude < 0 ? "W" : "E");
}

std::string with_article(const std::string& noun) {
  const bool is_vowel = !noun.empty() && std::string_view("aeiouAEIOU").find(noun[0]) != std::string_view::npos;
  return (is_vowel ? "an " : "a ") + noun;
}

std::string words_of(SliceAltitude altitude) {
  return fmt::format("{} above {}", metres_text(altitude.metres),
                     altitude.reference == SliceAltitude::Reference::agl ? "ground" : "sea level");
}

std::string sentence_of(const SightProfile& profile, const ComponentVerdict& verdict, const ElevationModel& terrain) {
  const ComponentVerdict* sensor = profile.sensor_of(verdict);
  switch (verdict.reason) {
    case Reason::covered:
      return fmt::format("covered at {} MSL, {} away", metres_text(profile.altitude.metres),
                         km_text(verdict.slant_range_m));
    case Reason::no_terrain_data:
      return "unknown: terrain data are missing at the place or on the way";
    case Reason::terrain:
      return hidden_by_terrain(*sensor, terrain);
    case Reason::horizon:
      return below_horizon(*sensor, terrain);
    case Reason::guidance:
      return without_guidance(profile, verdict, terrain);
    case Reason::envelope:
      return outside_envelope(profile, verdict);
    case Reason::elevation_limits:
      return outside_elevation(profile, verdict);
    case Reason::minimum_range:
      return fmt::format("too near: {} away, below its minimum range of {}", km_text(verdict.slant_range_m),
                         km_text(verdict.minimum_range_m));
    case Reason::sector:
      return fmt::format("outside its sector: the place lies at azimuth {:.1f}°", profile.azimuth_deg);
    case Reason::range:
      return fmt::format("out of range: {} away, it reaches {}", km_text(verdict.slant_range_m),
                         km_text(verdict.range_m));
    case Reason::below_ground:
      return fmt::format("inside the ground, which stands at {} MSL there", metres_text(profile.ground.metres));
  }
  throw Error(ErrorKind::internal, "a reason without a sentence");
}

std::string profile_text(const SightProfile& profile, const Scenario& scenario, const ElevationModel& terrain) {
  std::string text = fmt::format("{} ({}) at {}, ground {} MSL\n", profile.asset->name, profile.asset->id,
                                 place_text(profile.asset->position), metres_text(profile.ground_at_asset.metres));
  text += fmt::format("to {}: {:.1f} km away, azimuth {:.1f}°, ground {} MSL\n", place_text(profile.to),
                      profile.distance_m / 1000, profile.azimuth_deg, metres_text(profile.ground.metres));
  text += fmt::format("asked for {} at {}", with_article(profile.target->name), words_of(profile.asked));
  if (profile.asked.reference == SliceAltitude::Reference::agl) {
    text += fmt::format(" ({} MSL)", metres_text(profile.altitude.metres));
  }
  text +=
      fmt::format("; terrain {}, {}\n\n{}\n", terrain.name, refraction_words(scenario.refraction), headline(profile));
  for (const std::size_t answer : profile.answers) {
    const ComponentVerdict& verdict = profile.verdicts[answer];
    const Component& component = profile.component_of(verdict);
    std::string how;
    if (verdict.sight) {
      const double antenna = verdict.sight->antenna.altitude.metres;
      how = fmt::format(", antenna {} MSL", metres_text(antenna));
    } else if (const ComponentVerdict* guide = profile.sensor_of(verdict)) {
      how = ", guided by " + profile.component_of(*guide).name;
    }
    text += fmt::format("\n{} ({}{})\n  {}\n  {}\n", component.name, word_of(component), how,
                        sentence_of(profile, verdict, terrain), interval_text(profile, verdict));
  }
  return text;
}

}  // namespace skyshed
