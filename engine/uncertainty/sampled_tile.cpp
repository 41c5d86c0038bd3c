#include "engine/uncertainty/sampled_tile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace skyshed {
namespace {

// The draws of a mask, one after the other.
template <class Action>
void for_each_draw(DrawMask draws, const Action& action) {
  for (; draws != 0; draws &= draws - 1) action(std::countr_zero(draws));
}

bool is_within(const AltitudeInterval& interval, float level) {
  return static_cast<float>(interval.floor) <= level && level <= static_cast<float>(interval.ceiling);
}

const SampleWord* in_range(const FigureSamples& range, int draw, const CellVertical& vertical, float level) {
  return range.where_from(draw, [&](double m) { return is_within(within_slant_range(vertical, m), level); });
}

const SampleWord* beyond_minimum(const FigureSamples& minimum, int draw, const CellVertical& vertical, float level) {
  return minimum.where_to(
      draw, [&](double m) { return static_cast<float>(above_minimum_range(vertical, m).floor) <= level; });
}

const SampleWord* below_ceiling(const FigureSamples& ceiling, int draw, float level) {
  return ceiling.where_from(draw, [&](double m) { return level <= static_cast<float>(m); });
}

}  // namespace

DrawnPositions::DrawnPositions(const SampledSky& sky) {
  const int first = static_cast<int>(sky.first_post.column);
  for (const DrawnAsset& asset : sky.assets) {
    auto& of_asset = positions_.emplace_back();
    for (const LocalFrame& frame : asset.frames) {
      of_asset.push_back(
          std::make_unique<PostPositions>(frame, sky.thinning, ColumnRun{first, first + sky.ground.frame.width}));
    }
  }
}

SampledTile::SampledTile(const SampledSky& sky, const DrawnPositions& positions)
    : sky_(sky), positions_(positions), words_(words_of(sky.samples)), sensors_of_site_(sky.sites.size()) {
  for (std::size_t i = 0; i < sky.sensors.size(); ++i) sensors_of_site_[sky.sensors[i].site].push_back(i);
  for (const DrawnAsset& asset : sky.assets) rows_.emplace_back(asset.frames.size());
  const std::size_t slots = (sky.sensors.size() + sky.weapons.size()) * sky.altitudes.size();
  levels_.resize(sky.altitudes.size() * longest);
  touched_.resize(slots);
  covered_.resize(slots * longest * words_);
  const bool all_known = !sky.ground.has_unknown &&
                         std::ranges::all_of(sky.sites, [](const DrawnSite& site) { return site.unknown.empty(); });
  if (!all_known) perhaps_.resize(covered_.size());
}

void SampledTile::cover(int row, int begin, int length) {
  if (row != row_) begin_row(row);
  begin_ = begin;
  length_ = length;
  clear();
  set_levels();
  for (std::size_t site = 0; site < sky_.sites.size(); ++site) cover_site(site);
  for (std::size_t weapon = 0; weapon < sky_.weapons.size(); ++weapon) cover_weapon(weapon);
}

void SampledTile::begin_row(int row) {
  row_ = row;
  for (auto& of_asset : rows_) std::ranges::fill(of_asset, std::nullopt);
}

void SampledTile::clear() {
  for (std::size_t s = 0; s < touched_.size(); ++s) {
    if (touched_[s] == 0) continue;
    touched_[s] = 0;
    const auto first = static_cast<std::ptrdiff_t>(s * longest * words_);
    const auto last = first + static_cast<std::ptrdiff_t>(longest * words_);
    std::fill(covered_.begin() + first, covered_.begin() + last, SampleWord{0});
    if (!perhaps_.empty()) std::fill(perhaps_.begin() + first, perhaps_.begin() + last, SampleWord{0});
  }
}

void SampledTile::set_levels() {
  for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) {
    const SliceAltitude altitude = sky_.altitudes[a];
    for (int cell = 0; cell < length_; ++cell) {
      const auto ground = static_cast<double>(sky_.ground.heights.at(begin_ + cell, row_));
      const double metres = altitude.reference == SliceAltitude::Reference::msl
                                ? altitude.metres
                                : above_ground({ground}, {altitude.metres}).metres;
      levels_[a * longest + static_cast<std::size_t>(cell)] = static_cast<float>(metres);
    }
  }
}

const PostPositions::Row& SampledTile::row_of(std::size_t asset, int draw) {
  auto& row = rows_[asset][static_cast<std::size_t>(draw)];
  if (!row) row = positions_.of(asset, draw).row(static_cast<int>(sky_.first_post.row) + row_);
  return *row;
}

DrawMask SampledTile::in_sight(const DrawnSite& site, std::size_t altitude, int cell) const {
  return site.in_sight[altitude].at(begin_ + cell - site.window.column, row_ - site.window.row);
}

bool SampledTile::is_unknown(const DrawnSite& site, int cell, int draw) const {
  if (site.unknown.empty()) return false;
  return (site.unknown.at(begin_ + cell - site.window.column, row_ - site.window.row) >> draw & 1U) != 0;
}

void SampledTile::cover_site(std::size_t index) {
  const DrawnSite& site = sky_.sites[index];
  const DrawnAsset& asset = sky_.assets[site.asset];
  if (row_ < site.window.row || row_ >= site.window.row + site.window.height) return;
  const int first = std::max(0, site.window.column - begin_);
  const int last = std::min(length_, site.window.column + site.window.width - begin_);
  const int post_column = static_cast<int>(sky_.first_post.column) + begin_;
  for (int cell = first; cell < last; ++cell) {
    DrawMask draws = 0;
    for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) draws |= in_sight(site, a, cell);
    for_each_draw(draws, [&](int draw) {
      const auto d = static_cast<std::size_t>(draw);
      const LocalPosition position = row_of(site.asset, draw).at(post_column + cell);
      const CellVertical vertical = cell_vertical(ground_path(position, asset.frames[d].radii()), site.antennas[d],
                                                  asset.effective_radius_factors[d]);
      for (const std::size_t sensor : sensors_of_site_[index]) cover_sensor(sensor, cell, draw, position, vertical);
    });
  }
}

void SampledTile::cover_sensor(std::size_t index, int cell, int draw, const LocalPosition& position,
                               const CellVertical& vertical) {
  const SampledSensor& sensor = sky_.sensors[index];
  const DrawnSite& site = sky_.sites[sensor.site];
  if (!is_in_sector(sensor.sector, position)) return;
  const AltitudeInterval angles{sensor.lowest.altitude_on(vertical), sensor.highest.altitude_on(vertical)};
  std::vector<SampleWord>& sets = is_unknown(site, cell, draw) ? perhaps_ : covered_;
  for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) {
    if ((in_sight(site, a, cell) >> draw & 1U) == 0) continue;
    const float level = this->level(a, cell);
    if (!is_within(angles, level)) continue;
    const SampleWord* range = in_range(sensor.range_m, draw, vertical, level);
    if (range == nullptr) continue;
    const SampleWord* minimum = beyond_minimum(sensor.minimum_range_m, draw, vertical, level);
    const SampleWord* ceiling = below_ceiling(sensor.ceiling_m, draw, level);
    if (minimum == nullptr || ceiling == nullptr) continue;
    touched_[slot(index, a)] = 1;
    SampleWord* set = sets.data() + place(index, a, cell);
    for (std::size_t w = 0; w < words_; ++w) set[w] |= range[w] & minimum[w] & ceiling[w];
  }
}

void SampledTile::cover_weapon(std::size_t index) {
  const SampledWeapon& weapon = sky_.weapons[index];
  const DrawnSite& site = sky_.sites[sky_.sensors[weapon.sensor].site];
  const std::size_t component = sky_.sensors.size() + index;
  DrawMask any = 0;
  for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) any |= covers(weapon.sensor, a) ? 1U : 0U;
  if (any == 0) return;
  const int first = std::max(0, site.window.column - begin_);
  const int last = std::min(length_, site.window.column + site.window.width - begin_);
  for (int cell = first; cell < last; ++cell) {
    DrawMask draws = 0;
    for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) {
      if (covers(weapon.sensor, a)) draws |= in_sight(site, a, cell);
    }
    for_each_draw(draws, [&](int draw) { cover_weapon_in(weapon, component, cell, draw); });
  }
}

void SampledTile::cover_weapon_in(const SampledWeapon& weapon, std::size_t component, int cell, int draw) {
  const DrawnSite& site = sky_.sites[sky_.sensors[weapon.sensor].site];
  const auto d = static_cast<std::size_t>(draw);
  const int post_column = static_cast<int>(sky_.first_post.column) + begin_ + cell;
  const GroundPath path =
      ground_path(row_of(site.asset, draw).at(post_column), sky_.assets[site.asset].frames[d].radii());
  const CellVertical vertical = cell_vertical(path, weapon.launchers[d], straight);
  const double edge = envelope_ceiling(weapon.envelope, path.distance_m);
  const auto ground = static_cast<double>(sky_.ground.heights.at(begin_ + cell, row_));
  for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) {
    const float level = this->level(a, cell);
    if (!covers(weapon.sensor, a) || (in_sight(site, a, cell) >> draw & 1U) == 0) continue;
    if (!(level <= static_cast<float>(edge))) continue;
    const SampleWord* range = in_range(weapon.range_m, draw, vertical, level);
    if (range == nullptr) continue;
    const SampleWord* minimum = beyond_minimum(weapon.minimum_range_m, draw, vertical, level);
    const SampleWord* ceiling = below_ceiling(weapon.ceiling_m, draw, level);
    const SampleWord* lowest = weapon.minimum_agl_m.where_to(
        draw, [&](double m) { return std::isnan(ground) || static_cast<float>(ground + m) <= level; });
    if (minimum == nullptr || ceiling == nullptr || lowest == nullptr) continue;
    touched_[slot(component, a)] = 1;
    const auto reach = [&](const SampleWord* guided, SampleWord* set) {
      for (std::size_t w = 0; w < words_; ++w) set[w] |= range[w] & minimum[w] & ceiling[w] & lowest[w] & guided[w];
    };
    std::vector<SampleWord>& sets = std::isnan(ground) ? perhaps_ : covered_;
    reach(samples(weapon.sensor, a, cell), sets.data() + place(component, a, cell));
    const SampleWord* perhaps_guided = perhaps(weapon.sensor, a, cell);
    if (perhaps_guided != nullptr) reach(perhaps_guided, perhaps_.data() + place(component, a, cell));
  }
}

}  // namespace skyshed
