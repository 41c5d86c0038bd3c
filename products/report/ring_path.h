// A ring as the path of an inline SVG over a map frame.
//
// Units      pixels of the frame, to a tenth.
// Threading  pure function.
#pragma once

#include <string>

#include "products/map/rings.h"
#include "products/report/map_frame.h"

namespace skyshed {

[[nodiscard]] std::string ring_path(const MapFrame& frame, const MapRing& ring);

}  // namespace skyshed
