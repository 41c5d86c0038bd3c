#include "cli/sight_fields.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "cli/component_site.h"
#include "cli/sight_cache.h"
#include "cli/study_extent.h"
#include "cli/variant.h"
#include "engine/earth/ellipsoid.h"

namespace skyshed {
namespace {

bool looks(const Component& component) { return !std::holds_alternative<Weapon>(component.kind); }

double radius_against_all(const Scenario& scenario, const Component& component, Confidence confidence) {
  double radius = 0;
  for (const Target& target : scenario.targets) radius = std::max(radius, range_of(component, target, confidence));
  return radius;
}

template <class Action>
void for_each_use(const std::vector<Asset>& assets, const Action& action) {
  for (const Asset& asset : assets) {
    for (const AssetComponent& part : asset.components) {
      if (!part.component.enabled) continue;
      for (const Confidence confidence : all_confidences) action(asset, part.component, confidence);
    }
  }
}

}  // namespace

SightFields::Key SightFields::key_of(const Asset& asset, const Mounting& mounting, Confidence confidence) {
  return {asset.position.longitude_deg, asset.position.latitude_deg, mounting.height_m.widening(confidence),
          mounting.reference};
}

SightFields::SightFields(const Scenario& scenario, const StudyGrid& grid, DiskCache* cache, Progress& progress) {
  for_each_use(all_assets(scenario), [&](const Asset& asset, const Component& component, Confidence confidence) {
    const Mounting& mounting = mounting_of(component);
    Field& field = fields_[key_of(asset, mounting, confidence)];
    field.near = grid.near.around(asset.position);
    field.antenna =
        antenna_of(grid.terrain, asset, grid.terrain.frame.to_grid(asset.position), mounting, confidence, field.near);
    if (looks(component)) {
      field.radius_m = std::max(field.radius_m, radius_against_all(scenario, component, confidence));
    }
  });
  std::vector<Field*> order;
  for (auto& [key, field] : fields_) {
    if (field.radius_m > 0) order.push_back(&field);
  }
  // The longest first, so that no thread waits long at the end.
  std::ranges::stable_sort(order, std::greater<>(), &Field::radius_m);
  tbb::parallel_for(std::size_t{0}, order.size(), [&](std::size_t i) {
    Field& field = *order[i];
    const SweepOptions options{.radius_m = field.radius_m, .keep_every = grid.thinning};
    const auto sweep = [&] {
      return horizon_sweep(grid.terrain, field.antenna, scenario.refraction, options, progress, field.near);
    };
    field.sight =
        cache == nullptr
            ? sweep()
            : find_or_make(*cache, {grid.terrain.identity, field.antenna, scenario.refraction, options}, sweep);
  });
}

const SightFields::Field& SightFields::of(const Asset& asset, const Component& component, Confidence confidence) const {
  return fields_.at(key_of(asset, mounting_of(component), confidence));
}

namespace {

double cell_area_m2(const Scenario& scenario, const GridFrame& frame) {
  const DegreeLengths degree =
      degree_lengths(scenario.assets.empty() ? 0 : scenario.assets.front().position.latitude_deg);
  const bool geographic = frame.kind == GridFrame::Kind::geographic;
  return std::abs(frame.step_x * frame.step_y) * (geographic ? degree.east_m * degree.north_m : 1.0);
}

}  // namespace

std::int64_t sweep_steps(const Scenario& scenario, const GridFrame& frame,
                         const std::function<std::int64_t(GeodeticPoint)>& near_posts) {
  const double cell_m2 = cell_area_m2(scenario, frame);
  std::map<std::tuple<double, double, double, Mounting::Reference>, double> radii;
  for_each_use(all_assets(scenario), [&](const Asset& asset, const Component& component, Confidence confidence) {
    if (!looks(component)) return;
    const Mounting& mounting = mounting_of(component);
    double& radius = radii[{asset.position.longitude_deg, asset.position.latitude_deg,
                            mounting.height_m.widening(confidence), mounting.reference}];
    radius = std::max(radius, radius_against_all(scenario, component, confidence));
  });
  double posts = 0;
  for (const auto& [key, radius] : radii) {
    posts += std::numbers::pi * radius * radius / cell_m2 +
             static_cast<double>(near_posts({std::get<0>(key), std::get<1>(key)}));
  }
  return static_cast<std::int64_t>(posts);
}

std::int64_t sweep_steps(const Scenario& scenario, const StudyGrid& grid) {
  return sweep_steps(scenario, grid.terrain.frame, [&](GeodeticPoint site) {
    const NearPatch* near = grid.near.around(site);
    return near != nullptr ? static_cast<std::int64_t>(near->ground.heights.size()) : 0;
  });
}

}  // namespace skyshed
