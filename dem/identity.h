// The name of a terrain's content, for provenance and caches: equal for equal grids and heights, and practically never
// for others.
//
// Source     XXH3, 128 bits (xxHash, Y. Collet) of the frame's numbers, its coordinate system (authority code if it has
//            one, else its text) and the heights' bytes. "xxh3-" and 32 hexadecimal digits.
#pragma once

#include <string>

#include "engine/terrain/elevation_model.h"

namespace skyshed {

[[nodiscard]] std::string terrain_identity(const GridFrame& frame, const Raster<float>& heights);
// Of several identities, one text.
[[nodiscard]] std::string identity_of_text(const std::string& text);

}  // namespace skyshed
