#include "engine/coverage/component_volume.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <span>

#include "engine/coverage/disc.h"
#include "engine/coverage/post_positions.h"
#include "engine/coverage/reach.h"

namespace skyshed {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr float nowhere = std::numeric_limits<float>::quiet_NaN();

struct Cover {
  AltitudeInterval interval;
  bool unknown = false;
};

// A volume on the window of the disc; cover_of(column, row, position) is asked for each of its posts, in columns and
// rows of the product grid.
template <class CoverOf>
ComponentVolume fill(const SiteView& site, const Disc& disc, const Progress& progress, const CoverOf& cover_of) {
  const GridWindow& window = disc.window;
  const PostPositions positions(site.frame, site.thinning, {window.column, window.column + window.width});
  ComponentVolume volume{.window = window,
                         .floor = Raster<float>(window.width, window.height, nowhere),
                         .ceiling = Raster<float>(window.width, window.height, nowhere),
                         .unknown = nullptr};
  Raster<std::uint8_t> unknown(window.width, window.height);
  std::atomic<bool> any_unknown = false;
  tbb::parallel_for(0, window.height, [&](int row) {
    progress.check();
    const ColumnRun& run = disc.runs[static_cast<std::size_t>(row)];
    const PostPositions::Row positions_of_row = positions.row(window.row + row);
    bool row_has_unknown = false;
    for (int column = run.begin; column < run.end; ++column) {
      const Cover cover = cover_of(column, window.row + row, positions_of_row.at(column));
      if (cover.interval.empty()) continue;
      volume.floor.at(column - window.column, row) = static_cast<float>(cover.interval.floor);
      volume.ceiling.at(column - window.column, row) = static_cast<float>(cover.interval.ceiling);
      unknown.at(column - window.column, row) = cover.unknown;
      row_has_unknown = row_has_unknown || cover.unknown;
    }
    if (row_has_unknown) any_unknown = true;
  });
  if (any_unknown) volume.unknown = std::make_shared<const Raster<std::uint8_t>>(std::move(unknown));
  return volume;
}

Disc disc_within(const SiteView& site, double range_m, double effective_radius_factor, const GridWindow& clip) {
  const GridPoint centre{site.antenna.at.column / site.thinning, site.antenna.at.row / site.thinning};
  // A post is out of reach at every altitude where its whole vertical is.
  const auto offset = [&](int column, int row) {
    const GridPoint post{static_cast<double>(column) * site.thinning, static_cast<double>(row) * site.thinning};
    const GroundPath path = ground_path(site.frame.locate(post), site.frame.radii());
    return cell_vertical(path, site.antenna.altitude, effective_radius_factor).offset_m;
  };
  return disc_around(site.ground.frame, centre, range_m, offset, clip);
}

// Radars and jammers alike: what bounds their sky beside the line of sight.
struct SensorLimits {
  double range_m = 0;
  double minimum_range_m = 0;
  ElevationAngle lowest{-90};
  ElevationAngle highest{90};
  Sector sector;
  double ceiling_m = infinity;
};

ComponentVolume sensor_volume(const SiteView& site, const SensorLimits& limits, const Progress& progress) {
  const SightField& sight = site.sight;
  const Disc disc = disc_within(site, limits.range_m, site.effective_radius_factor, sight.window);
  return fill(site, disc, progress, [&](int column, int row, const LocalPosition& position) -> Cover {
    const int sight_column = column - sight.window.column;
    const int sight_row = row - sight.window.row;
    const double in_sight_from = static_cast<double>(sight.floor.at(sight_column, sight_row));
    if (std::isnan(in_sight_from)) return {AltitudeInterval::nothing()};

    if (!is_in_sector(limits.sector, position)) return {AltitudeInterval::nothing()};
    const CellVertical cell =
        cell_vertical(ground_path(position, site.frame.radii()), site.antenna.altitude, site.effective_radius_factor);

    AltitudeInterval interval{in_sight_from, limits.ceiling_m};
    interval = intersection(interval, within_slant_range(cell, limits.range_m));
    interval = intersection(interval, above_minimum_range(cell, limits.minimum_range_m));
    interval = intersection(interval, {limits.lowest.altitude_on(cell), limits.highest.altitude_on(cell)});
    return {interval, !sight.unknown.empty() && sight.unknown.at(sight_column, sight_row) != 0};
  });
}

// The highest altitude within the published outer edge of an envelope, at a distance along the ground.
double envelope_ceiling(std::span<const Weapon::EnvelopePoint> points, double distance_m) {
  if (points.empty()) return infinity;
  if (distance_m > points.front().range_m) return -infinity;
  double ceiling = points.back().altitude_m;  // nearer than the last published point the edge runs on level
  for (std::size_t i = points.size() - 1; i > 0 && distance_m > points[i].range_m; --i) {
    const auto& near = points[i];
    const auto& far = points[i - 1];
    const double share = std::min(1.0, (distance_m - near.range_m) / (far.range_m - near.range_m));
    ceiling = std::lerp(near.altitude_m, far.altitude_m, share);
  }
  return ceiling;
}

void check_order(std::span<const Weapon::EnvelopePoint> points) {
  const auto rising = [](const auto& a, const auto& b) { return a.range_m < b.range_m; };
  if (std::ranges::adjacent_find(points, rising) != points.end()) {
    throw Error(ErrorKind::scenario, "weapon: the points of the envelope must be listed by falling range");
  }
}

}  // namespace

ComponentVolume radar_volume(const SiteView& site, const Radar& radar, const Target& target, Confidence confidence,
                             Progress& progress) {
  return sensor_volume(site,
                       {.range_m = detection_range_m(radar, target, confidence),
                        .minimum_range_m = radar.minimum_range_m.narrowing(confidence),
                        .lowest = ElevationAngle(radar.elevation_min_deg),
                        .highest = ElevationAngle(radar.elevation_max_deg),
                        .sector = radar.sector,
                        .ceiling_m = radar.ceiling_msl_m ? radar.ceiling_msl_m->widening(confidence) : infinity},
                       progress);
}

ComponentVolume jammer_volume(const SiteView& site, const Jammer& jammer, Confidence confidence, Progress& progress) {
  return sensor_volume(site, {.range_m = jammer.range_m.widening(confidence), .sector = jammer.sector}, progress);
}

ComponentVolume weapon_volume(const SiteView& launcher, const Weapon& weapon, const ComponentVolume& guidance,
                              Confidence confidence, Progress& progress) {
  check_order(weapon.envelope);
  const double range_m = weapon.maximum_range_m.widening(confidence);
  const double minimum_range_m = weapon.minimum_range_m.narrowing(confidence);
  const double minimum_agl_m = weapon.minimum_altitude_agl_m.narrowing(confidence);
  const double ceiling_m = weapon.maximum_altitude_msl_m.widening(confidence);
  constexpr double straight = 1;  // a missile does not fly along bent rays: its ranges are those of the true earth

  const Disc disc = disc_within(launcher, range_m, straight, guidance.window);
  return fill(launcher, disc, progress, [&](int column, int row, const LocalPosition& position) -> Cover {
    const int guided_column = column - guidance.window.column;
    const int guided_row = row - guidance.window.row;
    const AltitudeInterval guided{static_cast<double>(guidance.floor.at(guided_column, guided_row)),
                                  static_cast<double>(guidance.ceiling.at(guided_column, guided_row))};
    if (guided.empty()) return {AltitudeInterval::nothing()};

    const GroundPath path = ground_path(position, launcher.frame.radii());
    const CellVertical cell = cell_vertical(path, launcher.antenna.altitude, straight);
    AltitudeInterval interval = intersection(guided, within_slant_range(cell, range_m));
    interval = intersection(interval, above_minimum_range(cell, minimum_range_m));
    interval.ceiling = std::min({interval.ceiling, ceiling_m, envelope_ceiling(weapon.envelope, path.distance_m)});

    const double ground = static_cast<double>(launcher.ground.heights.at(column, row));
    // Over unknown ground the lowest altitude is unknown too: the guidance alone bounds it from below.
    if (!std::isnan(ground)) interval.floor = std::max(interval.floor, ground + minimum_agl_m);
    return {interval, std::isnan(ground) || (guidance.unknown && guidance.unknown->at(guided_column, guided_row) != 0)};
  });
}

}  // namespace skyshed
