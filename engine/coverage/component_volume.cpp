#include "engine/coverage/component_volume.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <span>

#include "engine/coverage/disc.h"
#include "engine/coverage/limits.h"
#include "engine/coverage/post_positions.h"

namespace skyshed {
namespace {

constexpr float nowhere = std::numeric_limits<float>::quiet_NaN();

struct Cover {
  AltitudeInterval interval;
  bool unknown = false;
};

// A volume on the window of the disc; cover_of(column, row, position) is asked for each of its posts, in columns and
// rows of the product grid. all_known: it says of none that it is unknown.
template <class CoverOf>
ComponentVolume fill(const SiteView& site, const Disc& disc, bool all_known, const Progress& progress,
                     const CoverOf& cover_of) {
  const GridWindow& window = disc.window;
  const PostPositions positions(site.frame, site.thinning, {window.column, window.column + window.width});
  ComponentVolume volume{.window = window,
                         .floor = Raster<float>(window.width, window.height, nowhere),
                         .ceiling = Raster<float>(window.width, window.height, nowhere),
                         .unknown = nullptr};
  Raster<std::uint8_t> unknown = all_known ? Raster<std::uint8_t>() : Raster<std::uint8_t>(window.width, window.height);
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
      if (!cover.unknown) continue;
      unknown.at(column - window.column, row) = 1;
      row_has_unknown = true;
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

ComponentVolume sensor_volume(const SiteView& site, const SensorLimits& limits, const Progress& progress) {
  const SightField& sight = site.sight;
  const Disc disc = disc_within(site, limits.range_m, site.effective_radius_factor, sight.window);
  const LimitOrigin origin{site.antenna.altitude, site.frame.radii(), site.effective_radius_factor};
  return fill(site, disc, sight.unknown.empty(), progress,
              [&](int column, int row, const LocalPosition& position) -> Cover {
                const int sight_column = column - sight.window.column;
                const int sight_row = row - sight.window.row;
                const double in_sight_from = static_cast<double>(sight.floor.at(sight_column, sight_row));
                if (std::isnan(in_sight_from)) return {AltitudeInterval::nothing()};

                const AltitudeInterval interval =
                    intersection({.floor = in_sight_from}, limited_sky(limits, position, origin).all());
                return {interval, !sight.unknown.empty() && sight.unknown.at(sight_column, sight_row) != 0};
              });
}

}  // namespace

ComponentVolume radar_volume(const SiteView& site, const Radar& radar, const Target& target, Confidence confidence,
                             Progress& progress) {
  return sensor_volume(site, limits_of(radar, target, confidence), progress);
}

ComponentVolume jammer_volume(const SiteView& site, const Jammer& jammer, Confidence confidence, Progress& progress) {
  return sensor_volume(site, limits_of(jammer, confidence), progress);
}

ComponentVolume weapon_volume(const SiteView& launcher, const Weapon& weapon, const ComponentVolume& guidance,
                              Confidence confidence, Progress& progress) {
  const WeaponLimits limits = limits_of(weapon, confidence);
  const LimitOrigin origin{launcher.antenna.altitude, launcher.frame.radii(), straight};
  const Disc disc = disc_within(launcher, limits.range_m, straight, guidance.window);
  const bool all_known = !launcher.ground.has_unknown && !guidance.unknown;
  return fill(launcher, disc, all_known, progress, [&](int column, int row, const LocalPosition& position) -> Cover {
    const int guided_column = column - guidance.window.column;
    const int guided_row = row - guidance.window.row;
    const AltitudeInterval guided{static_cast<double>(guidance.floor.at(guided_column, guided_row)),
                                  static_cast<double>(guidance.ceiling.at(guided_column, guided_row))};
    if (guided.empty()) return {AltitudeInterval::nothing()};

    const double ground = static_cast<double>(launcher.ground.heights.at(column, row));
    const AltitudeInterval interval = intersection(guided, limited_sky(limits, position, origin, {ground}).all());
    return {interval, std::isnan(ground) || (guidance.unknown && guidance.unknown->at(guided_column, guided_row) != 0)};
  });
}

}  // namespace skyshed
