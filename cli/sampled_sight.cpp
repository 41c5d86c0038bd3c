#include "cli/sampled_sight.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "cli/asset_draws.h"
#include "cli/component_site.h"
#include "cli/sight_cache.h"
#include "cli/study_extent.h"
#include "engine/earth/disc_box.h"
#include "engine/uncertainty/random.h"
#include "engine/uncertainty/terrain_error.h"

namespace skyshed {
namespace {

// Sweeps report no posts: their progress is counted in sweeps.
class Uncounted : public Progress {
 public:
  explicit Uncounted(const Progress& whole) : whole_(whole) {}
  [[nodiscard]] bool cancelled() const override { return whole_.cancelled(); }

 private:
  const Progress& whole_;
};

bool looks(const AssetComponent& part) {
  return part.component.enabled && !std::holds_alternative<Weapon>(part.component.kind);
}

// Antennas of one asset that look from the same place.
struct Site {
  std::size_t asset = 0;
  Mounting mounting;
  double radius_m = 0;
};

std::vector<Site> sites_of(const Scenario& scenario, std::vector<std::vector<std::size_t>>& site_of) {
  std::vector<Site> sites;
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    const Asset& asset = scenario.assets[a];
    auto& of_asset = site_of.emplace_back(asset.components.size());
    for (std::size_t c = 0; c < asset.components.size(); ++c) {
      if (!looks(asset.components[c])) continue;
      const Component& component = asset.components[c].component;
      auto site = std::ranges::find_if(
          sites, [&](const Site& s) { return s.asset == a && s.mounting == mounting_of(component); });
      if (site == sites.end()) site = sites.insert(sites.end(), Site{a, mounting_of(component)});
      of_asset[c] = static_cast<std::size_t>(site - sites.begin());
      for (const Target& target : scenario.targets) {
        site->radius_m = std::max(site->radius_m, range_of(component, target, Confidence::possible));
      }
    }
  }
  // A run sweeps once for all that look from one place and height, as far as the farthest of them sees.
  for (Site& site : sites) {
    for (const Site& other : sites) {
      const bool together = scenario.assets[site.asset].position == scenario.assets[other.asset].position &&
                            site.mounting == other.mounting;
      if (together) site.radius_m = std::max(site.radius_m, other.radius_m);
    }
  }
  return sites;
}

DrawnSite empty_site(const Scenario& scenario, const StudyGrid& grid, const Site& site) {
  const Asset& asset = scenario.assets[site.asset];
  const GridPoint at = grid.kept.frame.to_grid(asset.position);
  const GridWindow box = intersection(disc_box(grid.kept.frame, at, site.radius_m + asset.position_error_m), grid.area);
  DrawnSite drawn{.asset = site.asset,
                  .antennas = {},
                  .window = {box.column - grid.area.column, box.row - grid.area.row, box.width, box.height},
                  .in_sight = {},
                  .unknown = {}};
  for (std::size_t a = 0; a < scenario.altitudes.size(); ++a) {
    drawn.in_sight.emplace_back(box.width, box.height, DrawMask{0});
  }
  const NearPatch* near = grid.near.around(asset.position);
  const bool has_unknown = grid.terrain.has_unknown || (near != nullptr && near->ground.has_unknown);
  if (has_unknown) drawn.unknown = Raster<DrawMask>(box.width, box.height, DrawMask{0});
  return drawn;
}

// What one sweep sees, as one bit of the site's masks. ground: as drawn, on the kept grid.
void keep(const SightField& sight, const Raster<float>& ground, const GridWindow& area,
          const std::vector<SliceAltitude>& altitudes, std::size_t draw, DrawnSite& site) {
  const GridWindow kept{site.window.column + area.column, site.window.row + area.row, site.window.width,
                        site.window.height};
  const GridWindow window = intersection(kept, sight.window);
  const DrawMask bit = DrawMask{1} << draw;
  for (int row = window.row; row < window.row + window.height; ++row) {
    for (int column = window.column; column < window.column + window.width; ++column) {
      const float floor = sight.floor.at(column - sight.window.column, row - sight.window.row);
      const double ground_m = static_cast<double>(ground.at(column, row));
      for (std::size_t a = 0; a < altitudes.size(); ++a) {
        const bool agl = altitudes[a].reference == SliceAltitude::Reference::agl;
        const auto level = static_cast<float>(agl ? ground_m + altitudes[a].metres : altitudes[a].metres);
        if (floor <= level) site.in_sight[a].at(column - kept.column, row - kept.row) |= bit;
      }
      if (sight.unknown.empty() || sight.unknown.at(column - sight.window.column, row - sight.window.row) == 0)
        continue;
      site.unknown.at(column - kept.column, row - kept.row) |= bit;
    }
  }
}

class Sweeper {
 public:
  Sweeper(const Scenario& scenario, const StudyGrid& grid, DiskCache* cache, Progress& progress)
      : scenario_(scenario),
        grid_(grid),
        cache_(grid.thinning > 1 ? cache : nullptr),
        progress_(progress),
        levels_(refraction_levels(scenario)) {
    sites_ = sites_of(scenario, result_.site_of);
    for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
      draws_.emplace_back(scenario, grid, a, levels_.size());
      add_asset(a);
    }
    for (const Site& site : sites_) result_.sites.push_back(empty_site(scenario, grid, site));
  }

  SampledSight sweep_all() {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      std::size_t most = 0;
      for (const AssetDraws& draws : draws_) most = std::max(most, draws.draws_a_level());
      for (std::size_t j = 0; j < most; ++j) sweep(level, j);
    }
    name_things();
    return std::move(result_);
  }

 private:
  void add_asset(std::size_t a) {
    const AssetDraws& draws = draws_[a];
    DrawnAsset& drawn = result_.assets.emplace_back();
    const double reach_m = farthest_reach_m(scenario_, scenario_.assets[a]);
    for (std::size_t d = 0; d < draws.draws(); ++d) {
      drawn.frames.emplace_back(grid_.terrain.frame, draws.place(d), reach_m);
      drawn.effective_radius_factors.push_back(levels_[d / draws.draws_a_level()].effective_radius_factor);
    }
    const ScenarioUncertainty& uncertainty = *scenario_.uncertainty;
    const std::uint64_t own = stream_of("sightlines/" + scenario_.assets[a].id);
    for (int s = 0; s < uncertainty.samples; ++s) {
      const auto sample = static_cast<std::uint64_t>(s);
      const auto in = [](double share, std::size_t count) {
        return static_cast<std::size_t>(share * static_cast<double>(count));
      };
      const std::size_t level = in(uniform(uncertainty.seed, stream_of("refraction"), sample), levels_.size());
      const std::size_t j = in(uniform(uncertainty.seed, own, sample), draws.draws_a_level());
      drawn.draw_of_sample.push_back(static_cast<int>(level * draws.draws_a_level() + j));
    }
    result_.launchers.emplace_back(scenario_.assets[a].components.size());
  }

  // The j-th draw of every asset at one level of refraction.
  void sweep(std::size_t level, std::size_t j) {
    const double deviation_m = terrain_deviation_m(scenario_);
    const bool errs = deviation_m > 0;
    ElevationModel drawn;
    if (errs) {
      const TerrainError error{deviation_m, scenario_.terrain.error_correlation_m};
      const std::uint64_t draw = level * static_cast<std::uint64_t>(scenario_.uncertainty->sightlines) + j;
      drawn = with_error(grid_.terrain, error, scenario_.uncertainty->seed, draw);
      drawn.identity = fmt::format("{} error {:a} m over {:a} m, seed {}, draw {}", grid_.terrain.identity, deviation_m,
                                   error.correlation_m, scenario_.uncertainty->seed, draw);
    }
    const ElevationModel& terrain = errs ? drawn : grid_.terrain;
    const Raster<float> ground = errs && grid_.thinning > 1 ? thinned(drawn, grid_.thinning).heights : Raster<float>();
    const Raster<float>& kept = ground.empty() ? (errs ? drawn.heights : grid_.kept.heights) : ground;
    std::vector<std::optional<NearPatch>> drawn_near(draws_.size());
    std::vector<const NearPatch*> near(draws_.size());
    for (std::size_t a = 0; a < draws_.size(); ++a) {
      near[a] = grid_.near.around(scenario_.assets[a].position);
      if (errs && near[a] != nullptr) near[a] = &drawn_near[a].emplace(with_error_of(*near[a], grid_.terrain, drawn));
    }
    set_launchers(terrain, near, level, j);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      if (j < draws_[sites_[i].asset].draws_a_level()) order.push_back(i);
    }
    for (const std::size_t i : order) {
      result_.sites[i].antennas.push_back(
          draws_[sites_[i].asset]
              .antenna(terrain, near[sites_[i].asset], sites_[i].mounting, draw_of(i, level, j))
              .altitude);
    }
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return sites_[i].radius_m; });
    tbb::parallel_for(std::size_t{0}, order.size(), [&](std::size_t o) {
      const std::size_t i = order[o];
      const std::size_t draw = draw_of(i, level, j);
      const Antenna antenna{draws_[sites_[i].asset].place(draw), result_.sites[i].antennas.back()};
      keep(sight_of(terrain, near[sites_[i].asset], antenna, levels_[level], sites_[i].radius_m), kept, grid_.area,
           scenario_.altitudes, draw, result_.sites[i]);
      progress_.advance(1);
    });
  }

  [[nodiscard]] std::size_t draw_of(std::size_t site, std::size_t level, std::size_t j) const {
    return level * draws_[sites_[site].asset].draws_a_level() + j;
  }

  void set_launchers(const ElevationModel& terrain, const std::vector<const NearPatch*>& near, std::size_t level,
                     std::size_t j) {
    for (std::size_t a = 0; a < draws_.size(); ++a) {
      if (j >= draws_[a].draws_a_level()) continue;
      const Asset& asset = scenario_.assets[a];
      for (std::size_t c = 0; c < asset.components.size(); ++c) {
        if (!asset.components[c].component.enabled || looks(asset.components[c])) continue;
        const Mounting& mounting = mounting_of(asset.components[c].component);
        const Antenna launcher = draws_[a].antenna(terrain, near[a], mounting, level * draws_[a].draws_a_level() + j);
        result_.launchers[a][c].push_back(launcher.altitude);
      }
    }
  }

  [[nodiscard]] SightField sight_of(const ElevationModel& terrain, const NearPatch* near, const Antenna& antenna,
                                    const Refraction& refraction, double radius_m) {
    const SweepOptions options{.radius_m = radius_m, .keep_every = grid_.thinning};
    const auto sweep = [&] {
      Uncounted uncounted(progress_);
      return horizon_sweep(terrain, antenna, refraction, options, uncounted, near);
    };
    if (cache_ == nullptr) return sweep();
    return find_or_make(*cache_, {terrain.identity, antenna, refraction, options}, sweep);
  }

  void name_things() {
    const auto samples = static_cast<std::size_t>(scenario_.uncertainty->samples);
    if (levels_.size() > 1) {
      Grouping grouping{.group = std::vector<int>(samples), .count = static_cast<int>(levels_.size())};
      const bool k_varies = scenario_.refraction.model == Refraction::Model::effective_radius;
      for (std::size_t s = 0; s < samples; ++s) {
        grouping.group[s] = result_.assets.front().draw_of_sample[s] / static_cast<int>(draws_.front().draws_a_level());
      }
      result_.things.push_back({.kind = "refraction",
                                .of = "",
                                .name = k_varies ? "effective radius, k" : "surface refractivity",
                                .grouping = std::move(grouping)});
    }
    for (std::size_t a = 0; a < draws_.size(); ++a) {
      if (draws_[a].draws_a_level() == 1) continue;
      Grouping grouping{.group = result_.assets[a].draw_of_sample, .count = static_cast<int>(draws_[a].draws())};
      result_.things.push_back({.kind = "sightlines",
                                .of = scenario_.assets[a].id,
                                .name = drawn_of_sightlines(scenario_, scenario_.assets[a]),
                                .grouping = std::move(grouping),
                                .rising = false});
      result_.things.back().asset = a;
    }
  }

  const Scenario& scenario_;
  const StudyGrid& grid_;
  DiskCache* cache_;
  Progress& progress_;
  std::vector<Refraction> levels_;
  std::vector<Site> sites_;
  std::vector<AssetDraws> draws_;
  SampledSight result_;
};

}  // namespace

std::int64_t sweeps_of_samples(const Scenario& scenario) {
  std::vector<std::vector<std::size_t>> site_of;
  const auto levels = static_cast<std::int64_t>(refraction_levels(scenario).size());
  std::int64_t sweeps = 0;
  for (const Site& site : sites_of(scenario, site_of)) {
    sweeps += levels * static_cast<std::int64_t>(draws_at_a_level(scenario, scenario.assets[site.asset]));
  }
  return sweeps;
}

SampledSight sampled_sight(const Scenario& scenario, const StudyGrid& grid, DiskCache* cache, Progress& progress) {
  return Sweeper(scenario, grid, cache, progress).sweep_all();
}

}  // namespace skyshed
