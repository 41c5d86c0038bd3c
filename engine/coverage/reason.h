// Why a component does not cover an altitude above a place: the limit that is hardest to overcome.
//
// Laws       The numbers rise with how hard a limit is to overcome: no more height helps beyond the range, a turned
//            antenna does outside the sector, a climbing target comes into sight behind a ridge. Of several limits that
//            an altitude fails the highest number is told; of several ways to be covered (guidance radars) the lowest.
//            A reason is `covered` where, and only where, the component's volume surely contains the altitude, and
//            `no_terrain_data` where it does but is unknown there, or where an AGL altitude has no known ground.
//            Altitudes compare as float32, as in slices.
// Horizon    The line of sight ends at the earth itself if a smooth earth at sea level, with the antenna left where it
//            is, already hides the altitude; else at the terrain. (Sites below sea level: a smooth earth at theirs.)
// Units      metres above mean sea level.
// Threading  pure functions; the makers run on the calling thread's oneTBB arena.
// Source     docs/profile.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/coverage/bare_earth.h"
#include "engine/coverage/component_volume.h"
#include "engine/coverage/limits.h"
#include "engine/coverage/slice.h"

namespace skyshed {

// The numbers are written to files: they never change.
enum class Reason : std::uint8_t {
  covered = 0,
  no_terrain_data = 1,   // unknown terrain on the way may hide it
  terrain = 2,           // hidden by the ground
  horizon = 3,           // hidden by the earth itself
  guidance = 4,          // of weapons: no radar that guides it reaches there (range, sector, elevation, ceiling)
  envelope = 5,          // above or below a weapon's altitudes, outside its published edge, above a radar's ceiling
  elevation_limits = 6,  // in the cone of silence, or below the lowest angle
  minimum_range = 7,
  sector = 8,
  range = 9,
  below_ground = 10,  // an altitude inside the ground: there is nothing to cover
};
inline constexpr Reason all_reasons[] = {
    Reason::covered,  Reason::no_terrain_data, Reason::terrain,          Reason::horizon,
    Reason::guidance, Reason::envelope,        Reason::elevation_limits, Reason::minimum_range,
    Reason::sector,   Reason::range,           Reason::below_ground};

// The altitude of a slice above a ground, as slices compare it; NaN over unknown ground if it is AGL.
[[nodiscard]] float slice_level(SliceAltitude altitude, AltitudeMsl ground) noexcept;

// What the line of sight says of an altitude.
enum class InSight : std::uint8_t { yes, unknown, no };
[[nodiscard]] Reason reason_of_sight(InSight sight, AltitudeMsl bare_earth_floor, float altitude) noexcept;

// What the reason of a radar is to the weapon that it guides.
[[nodiscard]] Reason reason_of_guidance(Reason of_radar) noexcept;

// The hardest limit that the altitude fails; `otherwise` (the sight, or the guidance) if it fails none.
[[nodiscard]] Reason reason_at(const LimitedSky& sky, AltitudeMsl ground, float altitude, Reason otherwise) noexcept;

// One raster of reasons for each altitude, on a window of the product grid. The site's sight is not read: what fails no
// limit and is not in the volume is out of sight.
[[nodiscard]] std::vector<Raster<std::uint8_t>> sensor_reasons(const SiteView& site, const SensorLimits& limits,
                                                               const BareEarth& bare_earth,
                                                               const ComponentVolume& volume,
                                                               std::span<const SliceAltitude> altitudes,
                                                               const GridWindow& window);

// `volumes`: of the weapon with each radar that guides it; `guidance`: the lowest reason of those radars at each
// altitude, on the same window.
[[nodiscard]] std::vector<Raster<std::uint8_t>> weapon_reasons(const SiteView& launcher, const WeaponLimits& limits,
                                                               std::span<const ComponentVolume* const> volumes,
                                                               std::span<const Raster<std::uint8_t>> guidance,
                                                               std::span<const SliceAltitude> altitudes,
                                                               const GridWindow& window);

}  // namespace skyshed
