#include "products/confidence_raster.h"

#include "engine/base/error.h"
#include "engine/coverage/slice.h"

namespace skyshed {

Raster<std::uint8_t> confidence_raster(const Raster<std::uint8_t>& certain, const Raster<std::uint8_t>& likely,
                                       const Raster<std::uint8_t>& possible) {
  const auto differs = [&](const Raster<std::uint8_t>& other) {
    return other.width() != certain.width() || other.height() != certain.height();
  };
  if (differs(likely) || differs(possible)) {
    throw Error(ErrorKind::internal, "confidence_raster: the three count rasters differ in shape");
  }
  const auto covers = [](std::uint8_t count) { return count != 0 && count != unknown_count; };
  Raster<std::uint8_t> result(certain.width(), certain.height());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::uint8_t sure = certain.values()[i];
    const std::uint8_t nominal = likely.values()[i];
    const std::uint8_t best = possible.values()[i];
    std::uint8_t& value = result.values()[i];
    if (covers(sure)) {
      value = 3;
    } else if (covers(nominal)) {
      value = 2;
    } else if (covers(best)) {
      value = 1;
    } else if (sure == unknown_count || nominal == unknown_count || best == unknown_count) {
      value = unknown_count;
    }
  }
  return result;
}

}  // namespace skyshed
