#include "cli/asset_draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "cli/component_site.h"
#include "engine/earth/ellipsoid.h"
#include "engine/uncertainty/distribution.h"
#include "engine/uncertainty/random.h"

namespace skyshed {
namespace {

constexpr std::size_t levels_of_refraction = 4;
constexpr double deviations_of_90_percent = 1.6448536269514722;  // of a normal distribution, to either side

bool is_open(const AssetComponent& part) {
  const Estimate& height = mounting_of(part.component).height_m;
  return part.component.enabled && height.low < height.high;
}

}  // namespace

std::vector<Refraction> refraction_levels(const Scenario& scenario) {
  const ScenarioUncertainty& uncertainty = *scenario.uncertainty;
  if (!uncertainty.refraction) return {scenario.refraction};
  std::vector<Refraction> levels(levels_of_refraction, scenario.refraction);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double middle = (static_cast<double>(i) + 0.5) / static_cast<double>(levels.size());
    Refraction& level = levels[i];
    const bool k_varies = level.model == Refraction::Model::effective_radius;
    double& value = k_varies ? level.effective_radius_factor : level.surface_refractivity;
    const Estimate usual{0.9 * value, value, 1.2 * value};
    value = triangular((k_varies ? uncertainty.k : uncertainty.surface_refractivity).value_or(usual), middle);
  }
  const bool all_alike = std::ranges::adjacent_find(levels, std::not_equal_to<>()) == levels.end();
  if (all_alike) levels.resize(1);
  return levels;
}

double terrain_deviation_m(const Scenario& scenario) {
  if (!scenario.uncertainty->terrain) return 0;
  // Absolute vertical accuracy, 90 %, as the products' specifications state it.
  constexpr double copernicus_90_m = 4;
  constexpr double srtm_90_m = 16;
  const std::string& source = scenario.terrain.sources.front();
  double error_90_m = 0;
  if (source.starts_with("copernicus-")) error_90_m = copernicus_90_m;
  if (source.starts_with("srtm:")) error_90_m = srtm_90_m;
  return scenario.terrain.error_90_m.value_or(error_90_m) / deviations_of_90_percent;
}

std::string drawn_of_sightlines(const Scenario& scenario, const Asset& asset) {
  std::vector<std::string> parts;
  if (asset.position_error_m > 0) parts.emplace_back("place");
  if (std::ranges::any_of(asset.components, is_open)) parts.emplace_back("antennas");
  if (terrain_deviation_m(scenario) > 0) parts.emplace_back("ground");
  std::string words;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) words += i + 1 == parts.size() ? " and " : ", ";
    words += parts[i];
  }
  return words;
}

std::size_t draws_at_a_level(const Scenario& scenario, const Asset& asset) {
  return drawn_of_sightlines(scenario, asset).empty() ? 1 : static_cast<std::size_t>(scenario.uncertainty->sightlines);
}

AssetDraws::AssetDraws(const Scenario& scenario, const StudyGrid& grid, std::size_t asset, std::size_t levels)
    : seed_(scenario.uncertainty->seed),
      asset_(scenario.assets[asset]),
      levels_(levels),
      count_(draws_at_a_level(scenario, asset_)) {
  const std::vector<double> distances = quantiles("distance");
  const std::vector<double> directions = quantiles("direction");
  for (std::size_t d = 0; d < distances.size(); ++d) {
    GeodeticPoint place = asset_.position;
    if (asset_.position_error_m > 0) {  // evenly over the disc
      place = geodesic_destination(place, 2 * std::numbers::pi * directions[d],
                                   asset_.position_error_m * std::sqrt(distances[d]));
    }
    places_.push_back(grid.terrain.frame.to_grid(place));
  }
}

Antenna AssetDraws::antenna(const ElevationModel& terrain, const NearPatch* near, const Mounting& mounting,
                            std::size_t draw) const {
  const Estimate& height = mounting.height_m;
  const auto shares = quantiles(fmt::format("height {} {} {}", height.low, height.nominal, height.high));
  const Mounting drawn{Estimate::exactly(triangular(height, shares[draw])), mounting.reference};
  return antenna_of(terrain, asset_, places_[draw], drawn, Confidence::likely, near);
}

std::vector<double> AssetDraws::quantiles(const std::string& dimension) const {
  std::vector<double> all;
  for (std::size_t level = 0; level < levels_; ++level) {
    const std::uint64_t stream = stream_of(fmt::format("{}/{}/{}", asset_.id, dimension, level));
    const std::vector<double> of_level = stratified(seed_, stream, count_);
    all.insert(all.end(), of_level.begin(), of_level.end());
  }
  return all;
}

}  // namespace skyshed
