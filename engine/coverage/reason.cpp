#include "engine/coverage/reason.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/coverage/post_positions.h"

namespace skyshed {
namespace {

bool contains(const AltitudeInterval& interval, float altitude) {
  return static_cast<float>(interval.floor) <= altitude && altitude <= static_cast<float>(interval.ceiling);
}

// Whether a volume covers an altitude above a post of the product grid.
InSight state_of(const ComponentVolume& volume, int column, int row, float altitude) {
  const int x = column - volume.window.column;
  const int y = row - volume.window.row;
  if (x < 0 || y < 0 || x >= volume.window.width || y >= volume.window.height) return InSight::no;
  if (!(volume.floor.at(x, y) <= altitude && altitude <= volume.ceiling.at(x, y))) return InSight::no;
  return volume.unknown && volume.unknown->at(x, y) != 0 ? InSight::unknown : InSight::yes;
}

// What the volumes say; empty where none has the altitude.
std::optional<Reason> reason_in_volumes(std::span<const ComponentVolume* const> volumes, int column, int row,
                                        float altitude) {
  if (std::isnan(altitude)) return Reason::no_terrain_data;
  std::optional<Reason> reason;
  for (const ComponentVolume* volume : volumes) {
    const InSight state = state_of(*volume, column, row, altitude);
    if (state == InSight::yes) return Reason::covered;
    if (state == InSight::unknown) reason = Reason::no_terrain_data;
  }
  return reason;
}

// sky_of(position, ground) says what limits a cell, otherwise_at(x, y, position)(i, level) what ends the coverage of an
// altitude there that no volume has and no limit shuts out.
template <class SkyOf, class OtherwiseAt>
std::vector<Raster<std::uint8_t>> reasons(const SiteView& site, std::span<const ComponentVolume* const> volumes,
                                          std::span<const SliceAltitude> altitudes, const GridWindow& window,
                                          const SkyOf& sky_of, const OtherwiseAt& otherwise_at) {
  std::vector<Raster<std::uint8_t>> rasters(altitudes.size(), Raster<std::uint8_t>(window.width, window.height));
  const PostPositions positions(site.frame, site.thinning, {window.column, window.column + window.width});
  tbb::parallel_for(0, window.height, [&](int y) {
    const int row = window.row + y;
    const PostPositions::Row positions_of_row = positions.row(row);
    for (int x = 0; x < window.width; ++x) {
      const int column = window.column + x;
      const LocalPosition position = positions_of_row.at(column);
      const AltitudeMsl ground{static_cast<double>(site.ground.heights.at(column, row))};
      const LimitedSky sky = sky_of(position, ground);
      auto otherwise = otherwise_at(x, y, position);
      for (std::size_t i = 0; i < altitudes.size(); ++i) {
        const float level = slice_level(altitudes[i], ground);
        std::optional<Reason> reason = reason_in_volumes(volumes, column, row, level);
        if (!reason) {
          reason = reason_at(sky, ground, level, otherwise(i, level));
          // Two limits that shut out each other by less than a float32 can tell.
          if (*reason <= Reason::no_terrain_data) reason = Reason::envelope;
        }
        rasters[i].at(x, y) = static_cast<std::uint8_t>(*reason);
      }
    }
  });
  return rasters;
}

}  // namespace

float slice_level(SliceAltitude altitude, AltitudeMsl ground) noexcept {
  if (altitude.reference == SliceAltitude::Reference::msl) return static_cast<float>(altitude.metres);
  return static_cast<float>(above_ground(ground, {altitude.metres}).metres);
}

Reason reason_of_sight(InSight sight, AltitudeMsl bare_earth_floor, float altitude) noexcept {
  if (sight == InSight::yes) return Reason::covered;
  if (sight == InSight::unknown) return Reason::no_terrain_data;
  return altitude < static_cast<float>(bare_earth_floor.metres) ? Reason::horizon : Reason::terrain;
}

Reason reason_of_guidance(Reason of_radar) noexcept {
  // A line of sight is the radar's own; an altitude in the ground is nobody's.
  const bool is_shared = of_radar <= Reason::horizon || of_radar == Reason::below_ground;
  return is_shared ? of_radar : Reason::guidance;
}

Reason reason_at(const LimitedSky& sky, AltitudeMsl ground, float altitude, Reason otherwise) noexcept {
  if (std::isnan(altitude)) return Reason::no_terrain_data;
  if (altitude < static_cast<float>(ground.metres)) return Reason::below_ground;
  if (!contains(sky.range, altitude)) return Reason::range;
  if (!sky.is_in_sector) return Reason::sector;
  if (!contains(sky.minimum_range, altitude)) return Reason::minimum_range;
  if (!contains(sky.elevation, altitude)) return Reason::elevation_limits;
  if (!contains(sky.envelope, altitude)) return Reason::envelope;
  return otherwise;
}

std::vector<Raster<std::uint8_t>> sensor_reasons(const SiteView& site, const SensorLimits& limits,
                                                 const BareEarth& bare_earth, const ComponentVolume& volume,
                                                 std::span<const SliceAltitude> altitudes, const GridWindow& window) {
  const LimitOrigin origin{site.antenna.altitude, site.frame.radii(), site.effective_radius_factor};
  const auto sky_of = [&](const LocalPosition& position, AltitudeMsl) {
    return limited_sky(limits, position, vertical_at(position, origin));
  };
  const auto hidden = [&](int, int, const LocalPosition& position) {
    return [&, floor = std::optional<AltitudeMsl>()](std::size_t, float level) mutable {
      if (!floor) {
        const GroundPath path = ground_path(position, origin.radii);
        floor = bare_earth.floor(path.distance_m, path.earth_radius_m);
      }
      return reason_of_sight(InSight::no, *floor, level);
    };
  };
  const ComponentVolume* const volumes[] = {&volume};
  return reasons(site, volumes, altitudes, window, sky_of, hidden);
}

std::vector<Raster<std::uint8_t>> weapon_reasons(const SiteView& launcher, const WeaponLimits& limits,
                                                 std::span<const ComponentVolume* const> volumes,
                                                 std::span<const Raster<std::uint8_t>> guidance,
                                                 std::span<const SliceAltitude> altitudes, const GridWindow& window) {
  const LimitOrigin origin{launcher.antenna.altitude, launcher.frame.radii(), straight};
  const auto sky_of = [&](const LocalPosition& position, AltitudeMsl ground) {
    return limited_sky(limits, position, origin, ground);
  };
  const auto unguided = [&](int x, int y, const LocalPosition&) {
    return [&guidance, x, y](std::size_t i, float) {
      return reason_of_guidance(static_cast<Reason>(guidance[i].at(x, y)));
    };
  };
  return reasons(launcher, volumes, altitudes, window, sky_of, unguided);
}

}  // namespace skyshed
