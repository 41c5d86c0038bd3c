#include "cli/result_rasters.h"

#include <algorithm>

#include "products/words.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

// The longer ones first: "_floor_rise" also ends like none of the others, but begins like "_floor".
constexpr const char* kinds[] = {"floor_rise", "confidence", "coverage", "ceiling",
                                 "change",     "floor",      "depth",    "reason"};

// "detect_fighter_floor" is "detect_fighter" of the kind "floor".
std::optional<std::pair<std::string, std::string>> split_kind(const std::string& stem) {
  for (const std::string kind : kinds) {
    if (stem.size() > kind.size() + 1 && stem.ends_with("_" + kind)) {
      return std::pair{stem.substr(0, stem.size() - kind.size() - 1), kind};
    }
  }
  return std::nullopt;
}

std::optional<CoverageRaster> coverage_raster(const std::string& place, const std::string& subject) {
  const std::size_t underscore = subject.find('_');
  if (underscore == std::string::npos) return std::nullopt;
  const std::optional<Role> role = role_called(subject.substr(0, underscore));
  if (!role) return std::nullopt;
  CoverageRaster raster;
  raster.place = place;
  raster.role = *role;
  raster.target = subject.substr(underscore + 1);
  return raster;
}

}  // namespace

ResultRasters result_rasters(const fs::path& folder) {
  ResultRasters found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".tif") continue;
    found.all.push_back(entry.path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(found.all);
  for (const std::string& path : found.all) {
    const fs::path relative(path);
    const std::vector<fs::path> parts(relative.begin(), relative.end());
    if (parts.size() != 3) continue;
    const auto split = split_kind(relative.stem().string());
    if (!split) continue;
    const auto complete = [&](ResultRaster& raster) {
      raster.path = path;
      raster.kind = split->second;
      raster.bands = band_names(folder / path);
    };
    if (parts[0] == "assets") {
      AssetRaster raster;
      raster.asset = parts[1].string();
      raster.component = split->first;
      complete(raster);
      found.assets.push_back(std::move(raster));
    } else if (parts[0] == "phases" || parts[0] == "changes") {
      std::optional<CoverageRaster> raster = coverage_raster(parts[1].string(), split->first);
      if (!raster) continue;
      complete(*raster);
      (parts[0] == "phases" ? found.phases : found.changes).push_back(std::move(*raster));
    }
  }
  return found;
}

}  // namespace skyshed
