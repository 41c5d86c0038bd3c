#include "engine/sight/horizon_sweep.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/given_up.h"
#include "engine/earth/disc_box.h"
#include "engine/earth/local_frame.h"
#include "engine/sight/sector_sweep.h"

namespace skyshed {
namespace {

constexpr float unknown_floor = std::numeric_limits<float>::quiet_NaN();

// The posts of the thinned grid inside a window of the full one.
GridWindow thinned_window(const GridWindow& window, int factor) {
  const auto first = [&](int from) { return (from + factor - 1) / factor; };
  const int column = first(window.column);
  const int row = first(window.row);
  return {column, row, std::max(0, (window.column + window.width - 1) / factor - column + 1),
          std::max(0, (window.row + window.height - 1) / factor - row + 1)};
}

// A grid of one row or column is a profile: its heights are taken to go on unchanged to both sides.
bool is_profile(const GridFrame& frame) { return frame.width == 1 || frame.height == 1; }

ElevationModel widened(const ElevationModel& profile) {
  ElevationModel wide = profile;
  const bool one_row = profile.frame.height == 1;
  const bool one_column = profile.frame.width == 1;
  wide.frame.height = one_row ? 3 : profile.frame.height;
  wide.frame.width = one_column ? 3 : profile.frame.width;
  if (one_row) wide.frame.origin_y -= profile.frame.step_y;
  if (one_column) wide.frame.origin_x -= profile.frame.step_x;
  wide.heights = Raster<float>(wide.frame.width, wide.frame.height);
  for (int row = 0; row < wide.frame.height; ++row) {
    for (int column = 0; column < wide.frame.width; ++column) {
      wide.heights.at(column, row) = profile.heights.at(one_column ? 0 : column, one_row ? 0 : row);
    }
  }
  return wide;
}

SightField sweep_profile(const ElevationModel& profile, const Antenna& antenna, const Refraction& refraction,
                         const SweepOptions& options, Progress& progress) {
  const ElevationModel wide = widened(profile);
  const int row_shift = profile.frame.height == 1 ? 1 : 0;
  const int column_shift = profile.frame.width == 1 ? 1 : 0;
  SweepOptions every_post = options;
  every_post.keep_every = 1;
  const SightField field = horizon_sweep(
      wide, {.at = {antenna.at.column + column_shift, antenna.at.row + row_shift}, .altitude = antenna.altitude},
      refraction, every_post, progress);
  SightField cut;
  cut.window = thinned_window(profile.frame.whole(), options.keep_every);
  cut.floor = Raster<float>(cut.window.width, cut.window.height, unknown_floor);
  if (!field.unknown.empty()) cut.unknown = Raster<std::uint8_t>(cut.window.width, cut.window.height);
  for (int row = 0; row < cut.window.height; ++row) {
    for (int column = 0; column < cut.window.width; ++column) {
      const int from_column = column * options.keep_every + column_shift - field.window.column;
      const int from_row = row * options.keep_every + row_shift - field.window.row;
      if (from_column < 0 || from_row < 0 || from_column >= field.window.width || from_row >= field.window.height)
        continue;
      cut.floor.at(column, row) = field.floor.at(from_column, from_row);
      if (!field.unknown.empty()) cut.unknown.at(column, row) = field.unknown.at(from_column, from_row);
    }
  }
  return cut;
}

// What the one field has in a window, into the other.
void copy(const SightField& from, const GridWindow& window, SightField& to) {
  const GridWindow given = intersection(from.window, window);
  if (given.width <= 0 || given.height <= 0) return;
  if (!from.unknown.empty() && to.unknown.empty()) {
    to.unknown = Raster<std::uint8_t>(to.window.width, to.window.height);
  }
  const auto copy_row = [&](const auto& values, auto& into, int row) {
    const auto first = values.row(row - from.window.row).begin() + (given.column - from.window.column);
    std::copy(first, first + given.width, into.row(row - to.window.row).begin() + (given.column - to.window.column));
  };
  for (int row = given.row; row < given.row + given.height; ++row) {
    copy_row(from.floor, to.floor, row);
    if (!from.unknown.empty()) copy_row(from.unknown, to.unknown, row);
  }
}

// Filled by as many threads as will sweep it, so that its pages are first touched there.
Raster<float> unknown_floors(int width, int height) {
  Raster<float> floors = Raster<float>::unset(width, height);
  tbb::parallel_for(0, height, [&](int row) { std::ranges::fill(floors.row(row), unknown_floor); });
  return floors;
}

void check_place(const GridFrame& frame, GridPoint antenna) {
  if (frame.contains(antenna)) return;
  throw Error(ErrorKind::terrain, "the antenna stands outside the terrain; give terrain that reaches there");
}

bool has(const GridWindow& window, int column, int row) {
  return column >= window.column && column < window.column + window.width && row >= window.row &&
         row < window.row + window.height;
}

// One sweep of one lattice; of its thinned posts those in `kept`, all of them in result.window.
void sweep_into(SightField& result, const GridWindow& kept, const ElevationModel& terrain, const Antenna& antenna,
                const Refraction& refraction, const SweepOptions& options, Progress& progress, const NearHorizon* near,
                NearHorizon* seen) {
  const LocalFrame frame(terrain.frame, antenna.at, options.radius_m);
  const SweepPlan plan(terrain, antenna, frame, refraction, options, near, seen);
  if (plan.has_unknown() && result.unknown.empty()) {
    result.unknown = Raster<std::uint8_t>(result.window.width, result.window.height);
  }

  // The antenna's own post, which no ring meets.
  const int column = static_cast<int>(std::lround(antenna.at.column));
  const int row = static_cast<int>(std::lround(antenna.at.row));
  constexpr double on_the_post = 1e-5;
  const int every = options.keep_every;
  if (std::hypot(antenna.at.column - column, antenna.at.row - row) < on_the_post && column % every == 0 &&
      row % every == 0 && has(kept, column / every, row / every)) {
    const float ground = terrain.heights.at(column, row);
    const int to_column = column / every - result.window.column;
    const int to_row = row / every - result.window.row;
    result.floor.at(to_column, to_row) = ground;
    if (std::isnan(ground)) result.unknown.at(to_column, to_row) = 1;
  }

  sweep_sectors(plan, result, kept, progress);
  check_not_given_up();
}

SightField sweep_lattice(const ElevationModel& terrain, const Antenna& antenna, const Refraction& refraction,
                         const SweepOptions& options, Progress& progress, const NearHorizon* near, NearHorizon* seen) {
  check_place(terrain.frame, antenna.at);
  if (is_profile(terrain.frame)) return sweep_profile(terrain, antenna, refraction, options, progress);
  SightField result;
  result.window = thinned_window(disc_box(terrain.frame, antenna.at, options.radius_m), options.keep_every);
  result.floor = unknown_floors(result.window.width, result.window.height);
  sweep_into(result, result.window, terrain, antenna, refraction, options, progress, near, seen);
  return result;
}

// What stands over the near patch, and its floors at the terrain's posts.
struct NearSight {
  SightField field;
  NearHorizon horizon;
};

NearSight sweep_near(const NearPatch& near, const Antenna& antenna, const Refraction& refraction,
                     const SweepOptions& options, Progress& progress) {
  NearSight sight;
  SweepOptions at_posts = options;
  at_posts.keep_every = near.factor;
  sight.field = sweep_lattice(near.ground, {.at = near.to_near(antenna.at), .altitude = antenna.altitude}, refraction,
                              at_posts, progress, nullptr, &sight.horizon);
  sight.horizon.inside = near.inside();
  return sight;
}

// The near floors in the place of the far ones: at every post of the patch that is kept.
void put_near(const SightField& near, const GridWindow& patch, int keep_every, SightField& result) {
  for (int row = 0; row < result.window.height; ++row) {
    const int near_row = (result.window.row + row) * keep_every - patch.row;
    if (near_row < 0 || near_row >= patch.height) continue;
    for (int column = 0; column < result.window.width; ++column) {
      const int near_column = (result.window.column + column) * keep_every - patch.column;
      if (near_column < 0 || near_column >= patch.width) continue;
      const int from_column = near_column - near.window.column;
      const int from_row = near_row - near.window.row;
      const bool is_swept =
          from_column >= 0 && from_row >= 0 && from_column < near.window.width && from_row < near.window.height;
      result.floor.at(column, row) = is_swept ? near.floor.at(from_column, from_row) : unknown_floor;
      if (result.unknown.empty()) continue;
      result.unknown.at(column, row) =
          is_swept && !near.unknown.empty() ? near.unknown.at(from_column, from_row) : std::uint8_t{0};
    }
  }
}

}  // namespace

SightField horizon_sweep(const ElevationModel& terrain, const Antenna& antenna, const Refraction& refraction,
                         const SweepOptions& options, Progress& progress, const NearPatch* near) {
  if (near == nullptr) return sweep_lattice(terrain, antenna, refraction, options, progress, nullptr, nullptr);
  if (!near->ground.frame.contains(near->to_near(antenna.at))) {
    throw Error(ErrorKind::terrain, "the antenna stands outside its near ground; give that a larger radius");
  }
  const NearSight sight = sweep_near(*near, antenna, refraction, options, progress);
  SightField result = sweep_lattice(terrain, antenna, refraction, options, progress, &sight.horizon, nullptr);
  put_near(sight.field, near->window, options.keep_every, result);
  return result;
}

void horizon_sweep_part(SightField& field, const GridWindow& part, const ElevationModel& terrain,
                        const Antenna& antenna, const Refraction& refraction, double radius_m, Progress& progress) {
  check_place(terrain.frame, antenna.at);
  const GridWindow kept = intersection(part, field.window);
  if (kept.width <= 0 || kept.height <= 0) return;
  if (intersection(kept, terrain.frame.whole()) != kept) {
    throw Error(ErrorKind::internal, "a part of a sweep that its terrain does not hold");
  }
  const SweepOptions options{.radius_m = radius_m};
  if (is_profile(terrain.frame)) {
    copy(sweep_profile(terrain, antenna, refraction, options, progress), kept, field);
  } else {
    sweep_into(field, kept, terrain, antenna, refraction, options, progress, nullptr, nullptr);
  }
}

}  // namespace skyshed
