#include "dem/identity.h"

#include <fmt/format.h>
#include <ogr_spatialref.h>
#include <xxhash.h>

#include <memory>

#include "dem/gdal_errors.h"

namespace skyshed {
namespace {

// The code rather than the text, since PROJ's wording of one and the same system changes with its version.
std::string system_key(const GridFrame& frame) {
  const GdalErrorCapture quiet;
  OGRSpatialReference system;
  if (!frame.crs_wkt.empty() && system.importFromWkt(frame.crs_wkt.c_str()) == OGRERR_NONE) {
    if (const char* code = system.GetAuthorityCode(nullptr))
      return fmt::format("{}:{}", system.GetAuthorityName(nullptr), code);
  }
  return frame.crs_wkt;
}

std::string name_of_hash(const XXH128_hash_t& hash) {
  return fmt::format("xxh3-{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

std::string terrain_identity(const GridFrame& frame, const Raster<float>& heights) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
  XXH3_128bits_reset(state.get());
  const auto add = [&](const void* bytes, std::size_t size) { XXH3_128bits_update(state.get(), bytes, size); };
  const double numbers[] = {static_cast<double>(frame.kind),
                            static_cast<double>(frame.width),
                            static_cast<double>(frame.height),
                            frame.origin_x,
                            frame.origin_y,
                            frame.step_x,
                            frame.step_y};
  add(numbers, sizeof numbers);
  const std::string system = system_key(frame);
  add(system.data(), system.size());
  add(heights.values().data(), heights.values().size_bytes());
  return name_of_hash(XXH3_128bits_digest(state.get()));
}

std::string identity_of_text(const std::string& text) { return name_of_hash(XXH3_128bits(text.data(), text.size())); }

}  // namespace skyshed
