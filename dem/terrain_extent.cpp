#include "dem/terrain_extent.h"

#include <optional>

#include "dem/lattice.h"
#include "dem/source.h"

namespace skyshed {

GeodeticExtent terrain_extent(const std::vector<std::string>& sources) {
  std::optional<GeodeticExtent> all;
  for (const std::string& name : sources) {
    const Source source(name);
    const GeodeticExtent extent = extent_of(source.frame(), source.frame().whole());
    all = all ? hull(*all, extent) : extent;
  }
  return all.value();
}

}  // namespace skyshed
