#include "cli/forecast.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "cli/asset_draws.h"
#include "cli/component_site.h"
#include "cli/study_extent.h"
#include "cli/study_terrain.h"
#include "cli/study_view.h"
#include "cli/study_volumes.h"
#include "cli/variant.h"
#include "dem/terrain_extent.h"

namespace skyshed {
namespace {

// Fitted to runs of khmeimim-2024 at 1 and 3 km and of one asset on terrain of 1 km, 250 m and 90 m, with samples and
// without; bench/forecast.py compares.
constexpr double seconds_of_every_run = 1.3;
constexpr double seconds_a_read_post = 20e-9;
constexpr double seconds_a_sampled_post = 85e-9;  // of several sources, on lattices of their own
constexpr double seconds_a_swept_post = 6e-9;     // of one thread, as all that follow
constexpr double seconds_a_cell_of_a_result = 0.75e-6;
constexpr double seconds_of_a_result = 0.45;  // its maps
constexpr double seconds_a_post_swept_for_samples = 30e-9;
constexpr double seconds_a_post_drawn = 70e-9;  // of terrain with an error of its own
constexpr double seconds_a_cell_and_word_of_samples = 0.8e-6;
constexpr double seconds_of_a_result_of_samples = 0.1;
constexpr double bytes_a_cell_of_a_result = 3;  // on disk, packed
constexpr double bytes_of_maps_of_a_result = 0.8e6;
constexpr double bytes_of_the_program = 230e6;  // libraries, GDAL's caches, a map being drawn

double cells_in_reach(double radius_m, double cell_m2, double all_cells) {
  return std::min(all_cells, 4 * radius_m * radius_m / cell_m2);
}

// Of the phases in the study, and of those that its variants tell of.
std::size_t phases_told(const Scenario& scenario) {
  const std::vector<Phase> phases = scenario.phases();
  std::size_t count = phases.size();
  for (const Variant& variant : scenario.variants) {
    count += static_cast<std::size_t>(
        std::ranges::count_if(phases, [&](const Phase& phase) { return is_about(variant, phase); }));
  }
  return count;
}

// With so many digits that count, and never with an exponent: "0.0038", "1860".
std::string rounded(double value, int digits) {
  const double unit = std::pow(10, std::floor(std::log10(std::max(std::abs(value), 1e-9))) + 1 - digits);
  return unit >= 1 ? fmt::format("{:.0f}", std::round(value / unit) * unit) : fmt::format("{:.{}g}", value, digits);
}

std::string gigabytes(double bytes) { return rounded(bytes / 1e9, 2); }

// What samples take beside the study itself.
struct SampleNeeds {
  double swept_posts = 0;
  double drawn_posts = 0;
  double site_cells = 0;  // of all antennas that look, each in its reach
};
SampleNeeds sample_needs(const Scenario& scenario, double terrain_posts, double posts_a_cell, double cell_m2,
                         double all_cells, const std::function<double(GeodeticPoint)>& posts_near) {
  SampleNeeds needs;
  const std::size_t levels = refraction_levels(scenario).size();
  std::size_t most_draws = 0;
  for (const Asset& asset : scenario.assets) {
    std::map<double, double> radii;  // by height of the antenna
    for (const AssetComponent& part : asset.components) {
      if (!part.component.enabled || std::holds_alternative<Weapon>(part.component.kind)) continue;
      double& radius = radii[mounting_of(part.component).height_m.nominal];
      for (const Target& target : scenario.targets) {
        radius = std::max(radius, range_of(part.component, target, Confidence::possible));
      }
    }
    const std::size_t draws = levels * draws_at_a_level(scenario, asset);
    most_draws = std::max(most_draws, draws);
    for (const auto& [height, radius] : radii) {
      const double cells = cells_in_reach(radius, cell_m2, all_cells);
      needs.site_cells += cells;
      needs.swept_posts += (cells * posts_a_cell + posts_near(asset.position)) * static_cast<double>(draws);
    }
  }
  if (terrain_deviation_m(scenario) > 0) needs.drawn_posts = static_cast<double>(most_draws) * terrain_posts;
  return needs;
}

}  // namespace

Forecast forecast(const Scenario& scenario, int threads) {
  Forecast result;
  const GridFrame terrain = terrain_frame(scenario.terrain.sources, extent_of_study(scenario));
  result.terrain_posts = std::int64_t{terrain.width} * terrain.height;
  std::map<std::pair<double, double>, std::int64_t> near_posts;  // by site
  if (scenario.terrain.near) {
    for (const GeodeticPoint site : near_sites(scenario)) {
      const std::int64_t posts = near_box(*scenario.terrain.near, site, terrain).posts();
      near_posts[{site.longitude_deg, site.latitude_deg}] = posts;
      result.near_posts += posts;
    }
  }
  result.thinning = thinning_of(scenario, terrain);
  const GridFrame kept = terrain.thinned(result.thinning);
  const double kept_cells = static_cast<double>(kept.width) * kept.height;
  double cells = kept_cells;
  if (scenario.grid.bbox) {
    const GridFrame box = terrain_frame(scenario.terrain.sources, *scenario.grid.bbox);
    cells = static_cast<double>(box.width) * box.height / result.thinning / result.thinning;
  }
  result.cells = static_cast<std::int64_t>(cells);
  const double phases = static_cast<double>(phases_told(scenario));
  const double views = static_cast<double>(views_of(scenario).size());
  result.rasters = static_cast<int>(phases * views);

  const DegreeLengths degree =
      degree_lengths(scenario.assets.empty() ? 0 : scenario.assets.front().position.latitude_deg);
  const bool geographic = kept.kind == GridFrame::Kind::geographic;
  const double cell_m2 = std::abs(kept.step_x * kept.step_y) * (geographic ? degree.east_m * degree.north_m : 1.0);
  double volumes = 0;       // cells of floors and ceilings, of all components, targets and confidences
  double asset_layers = 0;  // cells of those that are written
  const std::vector<Asset> assets = all_assets(scenario);
  for (const Asset& asset : assets) {
    for (const AssetComponent& part : asset.components) {
      if (!part.component.enabled) continue;
      for (const Target& target : scenario.targets) {
        for (const Confidence confidence : all_confidences) {
          const double reach = cells_in_reach(range_of(part.component, target, confidence), cell_m2, kept_cells);
          // One volume for each radar that may guide a weapon; lines of sight are kept beside those of sensors.
          const auto* weapon = std::get_if<Weapon>(&part.component.kind);
          volumes += reach * (weapon ? static_cast<double>(std::max<std::size_t>(1, weapon->guided_by.size())) : 1.5);
          if (confidence == Confidence::likely) asset_layers += reach;
        }
      }
    }
  }
  const double altitudes = static_cast<double>(scenario.altitudes.size());
  const double workers = std::min(static_cast<double>(threads), views);
  // Coverage of a phase, of the one before and of the first (coverage_view.h), and what is being written.
  const double worker_bytes_a_cell = std::min(3.0, phases) * (2 * altitudes + 16) + 40;
  result.terrain_memory_bytes = 4 * static_cast<double>(result.terrain_posts + result.near_posts);
  result.memory_bytes = bytes_of_the_program + result.terrain_memory_bytes + 8 * kept_cells + 8 * volumes +
                        workers * cells * worker_bytes_a_cell;
  result.disk_bytes =
      result.rasters * (bytes_a_cell_of_a_result * cells + bytes_of_maps_of_a_result) + 4 * asset_layers + 5 * cells;
  const double seconds_a_post = scenario.terrain.sources.size() > 1 ? seconds_a_sampled_post : seconds_a_read_post;
  const auto posts_near = [&](GeodeticPoint site) {
    const auto found = near_posts.find({site.longitude_deg, site.latitude_deg});
    return found != near_posts.end() ? found->second : 0;
  };
  result.seconds = seconds_of_every_run + seconds_a_post * static_cast<double>(result.terrain_posts) +
                   seconds_a_sampled_post * static_cast<double>(result.near_posts) +
                   seconds_a_swept_post * static_cast<double>(sweep_steps(scenario, terrain, posts_near)) / threads +
                   result.rasters * (seconds_of_a_result + seconds_a_cell_of_a_result * cells) / workers;
  if (scenario.uncertainty) {
    const SampleNeeds needs = sample_needs(scenario, static_cast<double>(result.terrain_posts + result.near_posts),
                                           static_cast<double>(result.thinning) * result.thinning, cell_m2, kept_cells,
                                           [&](GeodeticPoint site) { return static_cast<double>(posts_near(site)); });
    const double words = std::ceil(scenario.uncertainty->samples / 64.0);
    result.memory_bytes += 8 * needs.site_cells * altitudes;
    const double of_one_thread =
        seconds_a_post_swept_for_samples * needs.swept_posts + seconds_a_post_drawn * needs.drawn_posts +
        seconds_a_cell_and_word_of_samples * words * needs.site_cells + seconds_of_a_result_of_samples * result.rasters;
    result.seconds += of_one_thread / threads;
  }
  return result;
}

Machine this_machine() {
  Machine machine;
  machine.memory_bytes = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  std::ifstream meminfo("/proc/meminfo");
  for (std::string key, rest; meminfo >> key && std::getline(meminfo, rest);) {
    if (key == "MemAvailable:") machine.memory_bytes = 1024 * std::stod(rest);
  }
  std::error_code problem;
  const std::filesystem::space_info space = std::filesystem::space(".", problem);
  machine.disk_bytes = problem ? 1e18 : static_cast<double>(space.available);
  return machine;
}

std::string why_it_cannot_fit(const Forecast& forecast, const Scenario& scenario, const Machine& machine) {
  const double left = machine.memory_bytes - forecast.terrain_memory_bytes - bytes_of_the_program;
  if (forecast.memory_bytes > machine.memory_bytes) {
    const std::string needs = fmt::format("the run needs some {} GB of memory and {} GB can be had",
                                          gigabytes(forecast.memory_bytes), gigabytes(machine.memory_bytes));
    if (left < 0.2 * machine.memory_bytes) {
      return fmt::format(
          "{}; the terrain alone takes {} GB ({} million posts): make it coarser with skyshed terrain "
          "pack, give a 'bbox' under [grid]{}, or use a machine with more memory",
          needs, gigabytes(forecast.terrain_memory_bytes),
          rounded(static_cast<double>(forecast.terrain_posts + forecast.near_posts) / 1e6, 2),
          forecast.near_posts > forecast.terrain_posts ? ", a smaller radius_km under [terrain.near]" : "");
    }
    const double factor = std::sqrt((forecast.memory_bytes - forecast.terrain_memory_bytes) / left);
    return fmt::format(
        "{}; resolution_m = {:.0f} instead of {} would fit, or a smaller 'bbox' under [grid], or a machine "
        "with more memory",
        needs, std::ceil(1.1 * factor * scenario.grid.resolution_m / 10) * 10, scenario.grid.resolution_m);
  }
  if (forecast.disk_bytes > machine.disk_bytes) {
    const double factor = std::sqrt(forecast.disk_bytes / std::max(1e6, machine.disk_bytes));
    return fmt::format(
        "the run needs some {} GB of disk and {} GB are free; make room, or ask for "
        "resolution_m = {:.0f}, fewer altitudes or a smaller 'bbox'",
        gigabytes(forecast.disk_bytes), gigabytes(machine.disk_bytes),
        std::ceil(1.1 * factor * scenario.grid.resolution_m / 10) * 10);
  }
  return "";
}

std::string forecast_text(const Forecast& forecast) {
  const std::string time = forecast.seconds < 100    ? fmt::format("{:.0f} s", std::max(1.0, forecast.seconds))
                           : forecast.seconds < 6000 ? fmt::format("{:.0f} min", forecast.seconds / 60)
                                                     : fmt::format("{:.1f} h", forecast.seconds / 3600);
  return fmt::format(
      "{} million posts of terrain{}, {} million cells in each of {} results; some {} GB of "
      "memory, {} GB of disk, {}: right within a factor of two, the time where nothing else runs",
      rounded(static_cast<double>(forecast.terrain_posts) / 1e6, 3),
      forecast.near_posts > 0
          ? fmt::format(" and {} million near the sites", rounded(static_cast<double>(forecast.near_posts) / 1e6, 3))
          : "",
      rounded(static_cast<double>(forecast.cells) / 1e6, 3), forecast.rasters, gigabytes(forecast.memory_bytes),
      gigabytes(forecast.disk_bytes), time);
}

}  // namespace skyshed
