#include "cli/sight_profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "cli/component_site.h"
#include "cli/mistakes.h"
#include "cli/study_extent.h"
#include "cli/swapped_position.h"
#include "engine/earth/effective_earth.h"
#include "engine/earth/ellipsoid.h"
#include "engine/earth/ray_path.h"

namespace skyshed {
namespace {

constexpr Confidence nominal = Confidence::likely;

Error unknown_name(const char* what, const std::string& name, const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
  const std::string hint = did_you_mean(name, names);
  return {ErrorKind::scenario,
          fmt::format("unknown {} {}; {}there are: {}", what, in_quotes(name), hint.empty() ? "" : hint + " ", all)};
}

// The thing of that name among those of a list, by index.
template <class List, class NameOf>
std::size_t index_of(const char* what, const std::string& name, const List& list, const NameOf& name_of_one) {
  std::vector<std::string> names;
  for (const auto& one : list) names.push_back(name_of_one(one));
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw unknown_name(what, name, names);
  return static_cast<std::size_t>(found - names.begin());
}

std::vector<std::size_t> components_asked_for(const Asset& asset, const ProfileQuestion& question) {
  std::vector<std::size_t> asked;
  if (question.component) {
    const std::size_t c = index_of("component", *question.component, asset.components,
                                   [](const AssetComponent& part) { return part.component.name; });
    if (!asset.components[c].component.enabled) {
      throw Error(ErrorKind::scenario,
                  fmt::format("component \"{}\" of asset \"{}\" is switched off in this scenario; switch it on with "
                              "enabled = true",
                              *question.component, asset.id));
    }
    return {c};
  }
  for (std::size_t c = 0; c < asset.components.size(); ++c) {
    if (asset.components[c].component.enabled) asked.push_back(c);
  }
  if (asked.empty()) {
    throw Error(ErrorKind::scenario,
                fmt::format("asset \"{}\" has no radar, weapon or jammer that is switched on in this scenario; switch "
                            "one on with enabled = true",
                            asset.id));
  }
  return asked;
}

// The place as the terrain's grid has it.
GridPoint checked_end(const Scenario& scenario, const ElevationModel& terrain, const Asset& asset, GeodeticPoint to) {
  const GridPoint end = terrain.frame.to_grid(to);
  if (!terrain.frame.contains(end)) {
    const GeodeticExtent box = extent_of_study(scenario);
    const std::string swapped = swap_hint(to, box);
    throw Error(ErrorKind::terrain,
                fmt::format("{},{} lies beyond the terrain of this study ({:.4g} to {:.4g} E, {:.4g} to {:.4g} N); {}",
                            to.longitude_deg, to.latitude_deg, box.west_deg, box.east_deg, box.south_deg, box.north_deg,
                            swapped.empty() ? "a place is LON,LAT in degrees" : "a place is LON,LAT: " + swapped));
  }
  const double distance = geodesic_between(asset.position, to).distance_m;
  if (distance > largest_range_m) {
    throw Error(ErrorKind::scenario,
                fmt::format("{},{} is {:.0f} km from the asset; the computation is exact to {:.0f} km",
                            to.longitude_deg, to.latitude_deg, distance / 1000, largest_range_m / 1000));
  }
  constexpr double own_place_m = 1;
  if (distance < own_place_m) {
    throw Error(ErrorKind::scenario, "the place asked for is the asset's own; give one away from it");
  }
  return end;
}

// The ground along the path, twice as densely as the posts, with the obstacles' own places among the samples.
std::vector<ProfileSample> ground_along(const ElevationModel& terrain, const NearPatch* near, const Asset& asset,
                                        GridPoint end, const SightProfile& profile) {
  const GridPoint start = terrain.frame.to_grid(asset.position);
  const double posts =
      (near != nullptr ? near->factor : 1) * std::hypot(end.column - start.column, end.row - start.row);
  constexpr double most_samples = 4000;
  const int steps = static_cast<int>(std::clamp(std::ceil(2 * posts), 100.0, most_samples));
  std::vector<ProfileSample> samples;
  const auto add = [&](double distance) {
    const GeodeticPoint point = geodesic_destination(asset.position, to_radians(profile.azimuth_deg), distance);
    samples.push_back({distance, ground_at(terrain, near, terrain.frame.to_grid(point)).metres});
  };
  for (int i = 0; i < steps; ++i) add(profile.distance_m * i / steps);
  samples.push_back({profile.distance_m, profile.ground.metres});
  for (const ComponentVerdict& verdict : profile.verdicts) {
    if (verdict.sight && verdict.sight->line.obstacle) {
      const Obstacle& obstacle = *verdict.sight->line.obstacle;
      samples.push_back({obstacle.distance_m, obstacle.altitude.metres});
    }
  }
  std::ranges::sort(samples, {}, &ProfileSample::distance_m);
  const auto are_twins = [](const ProfileSample& a, const ProfileSample& b) { return a.distance_m == b.distance_m; };
  samples.erase(std::unique(samples.begin(), samples.end(), are_twins), samples.end());
  return samples;
}

// Everything that the verdicts of one path share.
class Judge {
 public:
  Judge(const Scenario& scenario, const ElevationModel& terrain, const NearPatch* near, const Asset& asset,
        const Target& target, GridPoint end, SliceAltitude asked, double reach_m)
      : scenario_(scenario),
        terrain_(terrain),
        near_(near),
        asset_(asset),
        target_(target),
        end_(end),
        at_(terrain.frame.to_grid(asset.position)),
        frame_(terrain.frame, at_, reach_m),
        position_(frame_.locate(end)),
        path_(ground_path(position_, frame_.radii())),
        ground_(ground_at(terrain, near, end)),
        level_(slice_level(asked, ground_)) {}

  [[nodiscard]] ComponentVerdict sensor(std::size_t component) const {
    const Component& part = asset_.components[component].component;
    const auto* radar = std::get_if<Radar>(&part.kind);
    const SensorLimits limits =
        radar != nullptr ? limits_of(*radar, target_, nominal) : limits_of(std::get<Jammer>(part.kind), nominal);
    const double k = scenario_.refraction.effective_radius_factor;
    ComponentVerdict verdict = seen_from(component, k);
    const Antenna antenna = antenna_at(component);
    const Sightline line = line_of_sight(terrain_, antenna, end_, scenario_.refraction, near_);
    const AltitudeMsl bare = BareEarth(scenario_.refraction, frame_.radii(), antenna.altitude, path_.distance_m)
                                 .floor(path_.distance_m, path_.earth_radius_m);
    verdict.sight = SensorSight{.antenna = antenna, .line = line, .bare_earth_floor = bare};
    verdict.sky = limited_sky(limits, position_, vertical_at(position_, {antenna.altitude, frame_.radii(), k}));
    verdict.range_m = limits.range_m;
    verdict.minimum_range_m = limits.minimum_range_m;
    verdict.interval = intersection({.floor = line.floor.metres}, verdict.sky.all());
    const bool is_hidden = static_cast<float>(line.floor.metres) > level_;
    const InSight sight = is_hidden ? InSight::no : line.unknown ? InSight::unknown : InSight::yes;
    verdict.reason = reason_at(verdict.sky, ground_, level_, reason_of_sight(sight, bare, level_));
    return verdict;
  }

  // `sensors`: of the whole asset.
  [[nodiscard]] ComponentVerdict weapon(std::size_t component, const std::vector<ComponentVerdict>& sensors) const {
    const auto& weapon = std::get<Weapon>(asset_.components[component].component.kind);
    const WeaponLimits limits = limits_of(weapon, nominal);
    ComponentVerdict verdict = seen_from(component, straight);
    verdict.sky = limited_sky(limits, position_, {antenna_at(component).altitude, frame_.radii(), straight}, ground_);
    verdict.range_m = limits.range_m;
    verdict.minimum_range_m = limits.minimum_range_m;
    verdict.interval = AltitudeInterval::nothing();
    verdict.reason = reason_at(verdict.sky, ground_, level_, Reason::guidance);
    for (const std::size_t guide : guides_of(asset_, weapon)) {
      const ComponentVerdict& of_guide = *std::ranges::find(sensors, guide, &ComponentVerdict::component);
      const Reason reason = reason_at(verdict.sky, ground_, level_, reason_of_guidance(of_guide.reason));
      if (!verdict.guidance || reason < verdict.reason) {
        verdict.guidance = guide;
        verdict.reason = reason;
      }
      const AltitudeInterval guided = intersection(of_guide.interval, verdict.sky.all());
      if (guided.empty()) continue;
      verdict.interval = {std::min(verdict.interval.floor, guided.floor),
                          std::max(verdict.interval.ceiling, guided.ceiling)};
    }
    return verdict;
  }

 private:
  [[nodiscard]] Antenna antenna_at(std::size_t component) const {
    return antenna_of(terrain_, asset_, at_, mounting_of(asset_.components[component].component), nominal, near_);
  }

  [[nodiscard]] ComponentVerdict seen_from(std::size_t component, double effective_radius_factor) const {
    const EffectiveEarth earth(effective_radius_factor * path_.earth_radius_m, antenna_at(component).altitude.metres,
                               path_.distance_m);
    const double level = static_cast<double>(level_);
    return {.component = component,
            .slant_range_m = earth.slant_range_to(level),
            .elevation_deg = to_degrees(std::atan(earth.tangent_to(level)))};
  }

  const Scenario& scenario_;
  const ElevationModel& terrain_;
  const NearPatch* near_;
  const Asset& asset_;
  const Target& target_;
  GridPoint end_;
  GridPoint at_;
  LocalFrame frame_;
  LocalPosition position_;
  GroundPath path_;
  AltitudeMsl ground_;
  float level_;
};

}  // namespace

const ComponentVerdict* SightProfile::sensor_of(const ComponentVerdict& verdict) const {
  if (verdict.sight) return &verdict;
  if (!verdict.guidance) return nullptr;
  return &*std::ranges::find(verdicts, *verdict.guidance, &ComponentVerdict::component);
}

std::vector<double> SightProfile::ray_of(const ComponentVerdict& sensor, double altitude_m) const {
  const RayPath rays(refraction, earth_radius_m, sensor.sight->antenna.altitude.metres);
  const double tangent = rays.tangent_to(distance_m, altitude_m);
  std::vector<double> altitudes;
  for (const ProfileSample& sample : ground_profile) {
    altitudes.push_back(sample.distance_m > 0 ? rays.altitude_of(sample.distance_m, tangent)
                                              : sensor.sight->antenna.altitude.metres);
  }
  return altitudes;
}

const ComponentVerdict* SightProfile::lowest_sensor() const {
  const ComponentVerdict* lowest = nullptr;
  for (const std::size_t answer : answers) {
    const ComponentVerdict* sensor = sensor_of(verdicts[answer]);
    if (sensor == nullptr) continue;
    if (lowest == nullptr || sensor->sight->line.floor < lowest->sight->line.floor) lowest = sensor;
  }
  return lowest;
}

SightProfile sight_profile(const Scenario& scenario, const ElevationModel& terrain, const ProfileQuestion& question,
                           const NearGround& near_ground) {
  const Asset& asset =
      scenario.assets[index_of("asset", question.asset, scenario.assets, [](const Asset& one) { return one.id; })];
  const Target& target = question.target ? scenario.targets[index_of("target", *question.target, scenario.targets,
                                                                     [](const Target& one) { return one.id; })]
                                         : scenario.targets.front();
  const std::vector<std::size_t> asked = components_asked_for(asset, question);
  const GridPoint end = checked_end(scenario, terrain, asset, question.to);
  const GeodesicPath path = geodesic_between(asset.position, question.to);

  const NearPatch* near = near_ground.around(asset.position);
  const AltitudeMsl ground = ground_at(terrain, near, end);
  const double azimuth_deg = to_degrees(path.azimuth_rad);
  SightProfile profile{.asset = &asset,
                       .target = &target,
                       .to = question.to,
                       .distance_m = path.distance_m,
                       .azimuth_deg = azimuth_deg < 0 ? azimuth_deg + 360 : azimuth_deg,
                       .ground_at_asset = ground_at(terrain, near, terrain.frame.to_grid(asset.position)),
                       .ground = ground,
                       .asked = question.altitude,
                       .altitude = {static_cast<double>(slice_level(question.altitude, ground))}};
  profile.refraction = scenario.refraction;
  profile.earth_radius_m = curvature_radii(asset.position.latitude_deg).along(path.azimuth_rad);

  const auto is_asked_for = [&](std::size_t c) { return std::ranges::find(asked, c) != asked.end(); };
  const auto guides_one_asked_for = [&](std::size_t c) {
    return std::ranges::any_of(asked, [&](std::size_t other) {
      const auto* weapon = std::get_if<Weapon>(&asset.components[other].component.kind);
      if (weapon == nullptr) return false;
      const std::vector<std::size_t> guides = guides_of(asset, *weapon);
      return std::ranges::find(guides, c) != guides.end();
    });
  };
  const double reach_m = std::max(farthest_reach_m(scenario, asset), path.distance_m);
  const Judge judge(scenario, terrain, near, asset, target, end, question.altitude, reach_m);
  for (std::size_t c = 0; c < asset.components.size(); ++c) {
    const bool is_weapon = std::holds_alternative<Weapon>(asset.components[c].component.kind);
    if (!is_weapon && (is_asked_for(c) || guides_one_asked_for(c))) profile.verdicts.push_back(judge.sensor(c));
  }
  for (const std::size_t c : asked) {
    if (std::holds_alternative<Weapon>(asset.components[c].component.kind)) {
      profile.verdicts.push_back(judge.weapon(c, profile.verdicts));
    }
  }
  for (std::size_t i = 0; i < profile.verdicts.size(); ++i) {
    if (is_asked_for(profile.verdicts[i].component)) profile.answers.push_back(i);
  }
  profile.ground_profile = ground_along(terrain, near, asset, end, profile);
  return profile;
}

}  // namespace skyshed
