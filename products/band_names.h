// What the bands of a raster file say of themselves, without reading their values.
//
// Errors     scenario if the file cannot be read.
// Threading  several threads may ask of several files at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace skyshed {

struct BandName {
  std::string description;  // "detected at 100 m AGL"
  std::string unit;         // "m AGL"
};
[[nodiscard]] std::vector<BandName> band_names(const std::filesystem::path& raster);

// The band to show first, counted from 1: of altitudes what comes nearest to 100 m above the ground, as on pictures; of
// others the one in metres above the ground, else the first.
[[nodiscard]] int band_to_show(const std::vector<BandName>& bands);

}  // namespace skyshed
