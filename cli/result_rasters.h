// The rasters that stand in a folder of results, told apart by their paths.
//
// Errors     scenario if a raster cannot be read.
// Threading  pure functions of the folder.
// Source     docs/outputs.md for how paths are made.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/systems/system.h"
#include "products/band_names.h"

namespace skyshed {

struct ResultRaster {
  std::string path;  // below the folder, with slashes
  std::string kind;  // "confidence", "floor_rise": how the file's name ends
  std::vector<BandName> bands;
};

// phases/PLACE/ROLE_TARGET_KIND.tif and changes/PLACE/ROLE_TARGET_KIND.tif
struct CoverageRaster : ResultRaster {
  std::string place;  // "2024-12-06"; of changes "2024-12-06--2024-12-13"
  Role role = Role::detect;
  std::string target;  // its id
};

// assets/ASSET/COMPONENT_KIND.tif
struct AssetRaster : ResultRaster {
  std::string asset;
  std::string component;
};

struct ResultRasters {
  std::vector<CoverageRaster> phases;
  std::vector<CoverageRaster> changes;
  std::vector<AssetRaster> assets;
  std::vector<std::string> all;  // paths of these and of all others, sorted
};
[[nodiscard]] ResultRasters result_rasters(const std::filesystem::path& folder);

}  // namespace skyshed
