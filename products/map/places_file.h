// Reads the names for a map from a TOML file: `place = [{ name, kind, longitude, latitude }, …]`.
//
// Units      degrees (WGS 84).
// Errors     scenario if the file cannot be read or says something else, with the place in the file.
// Source     configs/places.toml.
#pragma once

#include <filesystem>
#include <vector>

#include "products/map/places.h"

namespace skyshed {

[[nodiscard]] std::vector<MapPlace> read_places(const std::filesystem::path& path);

}  // namespace skyshed
