#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/profile_report.h"
#include "cli/study_view.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;

// JSON knows neither infinity nor NaN.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json place(GeodeticPoint point) { return {{"longitude", point.longitude_deg}, {"latitude", point.latitude_deg}}; }

Json sight_json(const SensorSight& sight, const ElevationModel& terrain) {
  Json json{{"antenna_msl_m", sight.antenna.altitude.metres},
            {"floor_msl_m", number(sight.line.floor.metres)},
            {"bare_earth_floor_msl_m", number(sight.bare_earth_floor.metres)},
            {"unknown_terrain", sight.line.unknown},
            {"obstacle", nullptr}};
  if (sight.line.obstacle) {
    Json obstacle = place(terrain.frame.to_geodetic(sight.line.obstacle->at));
    obstacle["altitude_msl_m"] = sight.line.obstacle->altitude.metres;
    obstacle["distance_m"] = sight.line.obstacle->distance_m;
    json["obstacle"] = obstacle;
  }
  return json;
}

Json verdict_json(const SightProfile& profile, const ComponentVerdict& verdict, const ElevationModel& terrain) {
  const bool is_empty = verdict.interval.empty();
  const ComponentVerdict* sensor = profile.sensor_of(verdict);
  return {{"component", profile.component_of(verdict).name},
          {"role", name_of(profile.component_of(verdict).role())},
          {"guided_by", verdict.guidance ? Json(profile.component_of(*sensor).name) : Json(nullptr)},
          {"covered", verdict.reason == Reason::covered},
          {"reason", name_of(verdict.reason)},
          {"reason_number", static_cast<int>(verdict.reason)},
          {"sentence", sentence_of(profile, verdict, terrain)},
          {"floor_msl_m", is_empty ? Json(nullptr) : number(verdict.interval.floor)},
          {"floor_agl_m", is_empty ? Json(nullptr) : number(verdict.interval.floor - profile.ground.metres)},
          {"ceiling_msl_m", is_empty ? Json(nullptr) : number(verdict.interval.ceiling)},
          {"range_m", number(verdict.range_m)},
          {"slant_range_m", number(verdict.slant_range_m)},
          {"elevation_deg", number(verdict.elevation_deg)},
          {"line_of_sight", sensor != nullptr ? sight_json(*sensor->sight, terrain) : Json(nullptr)}};
}

// The ground, the ray over the last obstacle to the floor, and how high the sea bulges above the straight line between
// the sea at both ends.
Json cut_json(const SightProfile& profile) {
  const ComponentVerdict* sensor = profile.lowest_sensor();
  const double radius = profile.refraction.effective_radius_factor * profile.earth_radius_m;
  const double middle = profile.distance_m / radius / 2;
  std::vector<double> ray(profile.ground_profile.size(), std::nan(""));
  if (sensor != nullptr) ray = profile.ray_of(*sensor, sensor->sight->line.floor.metres);
  Json samples = Json::array();
  for (std::size_t i = 0; i < ray.size(); ++i) {
    const ProfileSample& sample = profile.ground_profile[i];
    Json one{
        {"distance_m", sample.distance_m}, {"ground_msl_m", number(sample.ground_m)}, {"ray_msl_m", number(ray[i])}};
    const double angle = sample.distance_m / radius;
    // cos(angle - middle) - cos(middle), without its cancellation.
    one["bulge_m"] = 2 * radius * std::sin(angle / 2) * std::sin(middle - angle / 2);
    samples.push_back(std::move(one));
  }
  return {{"ray_of", sensor != nullptr ? Json(profile.component_of(*sensor).name) : Json(nullptr)},
          {"samples", std::move(samples)}};
}

}  // namespace

std::string profile_json(const SightProfile& profile, const Scenario& scenario, const ElevationModel& terrain) {
  Json from = place(profile.asset->position);
  from["ground_msl_m"] = number(profile.ground_at_asset.metres);
  Json to = place(profile.to);
  to["ground_msl_m"] = number(profile.ground.metres);
  Json answers = Json::array();
  for (const std::size_t answer : profile.answers) {
    answers.push_back(verdict_json(profile, profile.verdicts[answer], terrain));
  }
  const Json json{{"asset", profile.asset->id},
                  {"from", from},
                  {"to", to},
                  {"distance_m", profile.distance_m},
                  {"azimuth_deg", profile.azimuth_deg},
                  {"target", profile.target->id},
                  {"altitude", name_of(profile.asked)},
                  {"altitude_msl_m", number(profile.altitude.metres)},
                  {"terrain", terrain.name},
                  {"refraction", refraction_words(scenario.refraction)},
                  {"effective_radius_factor", scenario.refraction.effective_radius_factor},
                  {"components", std::move(answers)},
                  {"profile", cut_json(profile)}};
  return json.dump(2) + "\n";
}

}  // namespace skyshed
