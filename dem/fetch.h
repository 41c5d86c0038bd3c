// Brings what a study needs of a provider's terrain onto this machine, so that runs need no network.
//
// What       of copernicus-30 and copernicus-90 the lists of tiles and the tiles that the extent touches; a raster from
//            "http(s)://…" whole. Other sources stay where they are.
// Errors     terrain: a file does not come, or the provider's list names a tile that its server does not have; all that
//            did come stays. output: the disk does not take it. interrupted.
// Threading  one call; several files at once inside.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "dem/download.h"
#include "dem/extent.h"
#include "dem/terrain_store.h"

namespace skyshed {

struct FetchPlan {
  std::vector<Download> downloads;       // what is not here yet
  std::set<std::filesystem::path> here;  // tiles and rasters that are
  std::set<std::string> sea;             // squares of open sea, which have no tile
  std::vector<std::string> unpublished;  // squares of land without a tile: "copernicus-30 N40E044"
};

// Fetches the lists of tiles if they are not here.
[[nodiscard]] FetchPlan plan_fetch(const std::vector<std::string>& sources, const GeodeticExtent& extent,
                                   const TerrainStore& store, const DownloadManners& manners, Progress& progress);

// Both, what both need once.
[[nodiscard]] FetchPlan joined(FetchPlan plan, const FetchPlan& other);

struct FetchSummary {
  int files = 0;
  std::int64_t bytes = 0;
};
// Advances the progress by one for each file.
FetchSummary fetch(const FetchPlan& plan, const TerrainStore& store, const DownloadManners& manners, Progress& progress,
                   int at_once = 4);

}  // namespace skyshed
