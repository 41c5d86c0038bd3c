// Finds positions whose latitude and longitude look swapped: the commonest slip in a scenario.
//
// Units      degrees on WGS 84.
// Threading  pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/mistakes.h"
#include "dem/extent.h"
#include "engine/systems/asset.h"

namespace skyshed {

// "latitude and longitude look swapped" if the point lies outside the box and inside it when they are exchanged, or if
// the latitude is none but would do as a longitude; empty otherwise.
[[nodiscard]] std::string swap_hint(GeodeticPoint position, const GeodeticExtent& box);

struct PlacedAsset {
  const Asset& asset;
  TextSpan position;
};

// Adds a mistake for each asset that stands farther from the box than any radar is computed, but in it when swapped: a
// site outside the box may well cover a part of it.
void check_swapped_against_box(std::span<const PlacedAsset> assets, const GeodeticExtent& box, MistakeList& mistakes);

// Adds a mistake for the asset, if there is one, that has nothing to do with any other where it stands, but would stand
// among them when swapped.
void check_swapped_against_others(std::span<const PlacedAsset> assets, MistakeList& mistakes);

}  // namespace skyshed
