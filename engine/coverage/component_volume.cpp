#include "engine/coverage/component_volume.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <limits>
#include <utility>

#include "engine/coverage/disc.h"
#include "engine/coverage/post_positions.h"

namespace skyshed {
namespace {

constexpr float nowhere = std::numeric_limits<float>::quiet_NaN();

struct Cover {
  AltitudeInterval interval;
  bool unknown = false;
};

// A volume on the window of a disc, while its posts are written: every row of the window once, each by one thread, which
// so touches its memory first.
class Filling {
 public:
  // all_known: no post is ever said to be unknown.
  Filling(Disc disc, bool all_known)
      : disc_(std::move(disc)),
        floor_(Raster<float>::unset(disc_.window.width, disc_.window.height)),
        ceiling_(Raster<float>::unset(disc_.window.width, disc_.window.height)) {
    if (!all_known) unknown_ = Raster<std::uint8_t>(disc_.window.width, disc_.window.height);
  }

  [[nodiscard]] const GridWindow& window() const { return disc_.window; }

  // The posts to write in a row of the product grid.
  [[nodiscard]] ColumnRun run(int row) const {
    const int y = row - disc_.window.row;
    return y < 0 || y >= disc_.window.height ? ColumnRun{} : disc_.runs[static_cast<std::size_t>(y)];
  }

  // cover_of(column) is asked for each of them. Rows outside the window are passed over.
  template <class CoverOf>
  void write_row(int row, const CoverOf& cover_of) {
    const int y = row - disc_.window.row;
    if (y < 0 || y >= disc_.window.height) return;
    std::ranges::fill(floor_.row(y), nowhere);
    std::ranges::fill(ceiling_.row(y), nowhere);
    const ColumnRun columns = run(row);
    bool row_has_unknown = false;
    for (int column = columns.begin; column < columns.end; ++column) {
      const Cover cover = cover_of(column);
      if (cover.interval.empty()) continue;
      const int x = column - disc_.window.column;
      floor_.at(x, y) = static_cast<float>(cover.interval.floor);
      ceiling_.at(x, y) = static_cast<float>(cover.interval.ceiling);
      if (!cover.unknown) continue;
      unknown_.at(x, y) = 1;
      row_has_unknown = true;
    }
    if (row_has_unknown) any_unknown_ = true;
  }

  [[nodiscard]] ComponentVolume volume() && {
    ComponentVolume volume{
        .window = disc_.window, .floor = std::move(floor_), .ceiling = std::move(ceiling_), .unknown = nullptr};
    if (any_unknown_) volume.unknown = std::make_shared<const Raster<std::uint8_t>>(std::move(unknown_));
    return volume;
  }

 private:
  Disc disc_;
  Raster<float> floor_;
  Raster<float> ceiling_;
  Raster<std::uint8_t> unknown_;
  std::atomic<bool> any_unknown_ = false;
};

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

}  // namespace

std::vector<ComponentVolume> sensor_volumes(const SiteView& site, std::span<const SensorLimits> limits,
                                            const Progress& progress) {
  const SightField& sight = site.sight;
  const bool all_known = sight.unknown.empty();
  std::deque<Filling> fillings;  // they hold atomics and stay where they are
  for (const SensorLimits& of_one : limits) {
    fillings.emplace_back(disc_within(site, of_one.range_m, site.effective_radius_factor, sight.window), all_known);
  }

  const LimitOrigin origin{site.antenna.altitude, site.frame.radii(), site.effective_radius_factor};
  const PostPositions positions(site.frame, site.thinning,
                                {sight.window.column, sight.window.column + sight.window.width});
  struct Place {
    LocalPosition position;
    CellVertical vertical;
  };
  tbb::parallel_for(sight.window.row, sight.window.row + sight.window.height, [&](int row) {
    progress.check();
    ColumnRun all;
    for (const Filling& filling : fillings) all = hull(all, filling.run(row));
    const std::span<const float> floors = sight.floor.row(row - sight.window.row);
    const auto in_sight_from = [&](int column) {
      return floors[static_cast<std::size_t>(column - sight.window.column)];
    };
    const PostPositions::Row positions_of_row = positions.row(row);
    std::vector<Place> places(static_cast<std::size_t>(std::max(all.end - all.begin, 0)));
    const auto place = [&](int column) -> Place& { return places[static_cast<std::size_t>(column - all.begin)]; };
    for (int column = all.begin; column < all.end; ++column) {
      if (std::isnan(in_sight_from(column))) continue;
      const LocalPosition position = positions_of_row.at(column);
      place(column) = {position, vertical_at(position, origin)};
    }
    for (std::size_t i = 0; i < limits.size(); ++i) {
      fillings[i].write_row(row, [&](int column) -> Cover {
        if (std::isnan(in_sight_from(column))) return {AltitudeInterval::nothing()};
        const auto& [position, vertical] = place(column);
        const AltitudeInterval interval = intersection({.floor = static_cast<double>(in_sight_from(column))},
                                                       limited_sky(limits[i], position, vertical).all());
        return {interval, !all_known && sight.unknown.at(column - sight.window.column, row - sight.window.row) != 0};
      });
    }
  });

  std::vector<ComponentVolume> volumes;
  for (Filling& filling : fillings) volumes.push_back(std::move(filling).volume());
  return volumes;
}

ComponentVolume weapon_volume(const SiteView& launcher, const Weapon& weapon, const ComponentVolume& guidance,
                              Confidence confidence, Progress& progress) {
  const WeaponLimits limits = limits_of(weapon, confidence);
  const LimitOrigin origin{launcher.antenna.altitude, launcher.frame.radii(), straight};
  const bool all_known = !launcher.ground.has_unknown && !guidance.unknown;
  Filling filling(disc_within(launcher, limits.range_m, straight, guidance.window), all_known);
  const GridWindow& window = filling.window();
  const PostPositions positions(launcher.frame, launcher.thinning, {window.column, window.column + window.width});
  tbb::parallel_for(window.row, window.row + window.height, [&](int row) {
    progress.check();
    const PostPositions::Row positions_of_row = positions.row(row);
    filling.write_row(row, [&](int column) -> Cover {
      const int guided_column = column - guidance.window.column;
      const int guided_row = row - guidance.window.row;
      const AltitudeInterval guided{static_cast<double>(guidance.floor.at(guided_column, guided_row)),
                                    static_cast<double>(guidance.ceiling.at(guided_column, guided_row))};
      if (guided.empty()) return {AltitudeInterval::nothing()};

      const double ground = static_cast<double>(launcher.ground.heights.at(column, row));
      const LimitedSky sky = limited_sky(limits, positions_of_row.at(column), origin, {ground});
      return {intersection(guided, sky.all()),
              std::isnan(ground) || (guidance.unknown && guidance.unknown->at(guided_column, guided_row) != 0)};
    });
  });
  return std::move(filling).volume();
}

}  // namespace skyshed
