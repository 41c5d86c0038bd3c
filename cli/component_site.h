// Where the components of an asset look from, and which of them guide its weapons.
//
// Errors     antenna_of: terrain, naming the asset, if it stands outside the terrain or on unknown ground.
// Threading  pure functions.
#pragma once

#include <vector>

#include "engine/sight/antenna.h"
#include "engine/systems/asset.h"

namespace skyshed {

[[nodiscard]] const Mounting& mounting_of(const Component& component);

// Antennas of ships are given above the sea. On coarse terrain their harbour may be land; ground at 0 m is sea, too.
[[nodiscard]] bool stands_above_sea(const Component& component);
[[nodiscard]] bool is_at_sea(const Asset& asset, const ElevationModel& ground);

// `at`: the asset's position on the terrain's grid. near: null, or the finer ground around it. An antenna given above the
// sea is never inside the ground: where that stands higher, it is taken on it. Low masts and drawn places may meet such
// ground; a study whose nominal masts do is refused (check_antennas in site_check.h).
[[nodiscard]] Antenna antenna_of(const ElevationModel& terrain, const Asset& asset, GridPoint at,
                                 const Mounting& mounting, Confidence confidence, const NearPatch* near);

// The components of the asset that are switched on and guide the weapon, by index.
[[nodiscard]] std::vector<std::size_t> guides_of(const Asset& asset, const Weapon& weapon);

}  // namespace skyshed
