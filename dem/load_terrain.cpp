#include "dem/load_terrain.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <atomic>
#include <cmath>
#include <limits>

#include "dem/assemble.h"
#include "dem/identity.h"
#include "dem/lattice.h"
#include "dem/voids.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr int margin_posts = 2;

// One spelling of unknown, so that equal terrain has equal bytes.
void settle_outside(ElevationModel& model, OutsideRule rule) {
  constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
  std::atomic<bool> has_unknown = false;
  tbb::parallel_for(0, model.heights.height(), [&](int row) {
    bool any = false;
    for (float& height : model.heights.row(row)) {
      if (height == outside_all_sources && rule == OutsideRule::sea) height = 0;
      if (std::isfinite(height)) continue;
      height = unknown;
      any = true;
    }
    if (any) has_unknown = true;
  });
  model.has_unknown = model.has_unknown || has_unknown;
}

void say(ElevationModel& model, const std::string& remark) {
  if (!model.description.empty()) model.description += "; ";
  model.description += remark;
}

void settle_holes(ElevationModel& model, double fill_voids_m) {
  const std::int64_t floors = cover_sea_floor(model);
  if (floors > 0) say(model, fmt::format("{} posts of sea floor taken as sea", floors));
  const FilledVoids filled = fill_voids(model, fill_voids_m);
  if (filled.voids > 0) {
    say(model, fmt::format("{} voids of up to {} m ({} posts) spanned from their rims", filled.voids, fill_voids_m,
                           filled.posts));
  }
}

AssemblyRequest request_around(const std::string& source, GeodeticPoint centre, double radius_m) {
  return {
      .sources = {source}, .extent = extent_around(centre, radius_m), .margin = margin_posts, .clip_to_sources = true};
}

// Whether all heights are known, and none is as deep as the sea's floor.
bool is_whole_land(const Raster<float>& heights) {
  std::atomic<bool> is_whole = true;
  tbb::parallel_for(0, heights.height(), [&](int row) {
    int other = 0;
    for (const float height : heights.row(row)) {
      other |=
          height >= lowest_dry_land_m && height <= std::numeric_limits<float>::max() ? 0 : 1;  // so that NaN is other
    }
    if (other != 0) is_whole = false;
  });
  return is_whole;
}

void settle(ElevationModel& model, const TerrainRequest& request, const GridWindow& asked) {
  settle_holes(model, request.fill_voids_m);
  if (request.outside == OutsideRule::error) {
    const GridWindow missing = part_outside(model.heights, asked);
    if (!is_empty(missing)) refuse_missing(model, missing);
  }
  const GridWindow outside = part_outside(model.heights, model.frame.whole());
  if (!is_empty(outside)) {
    say(model, fmt::format("posts outside the sources, in {}, taken as {}", box_text(model.frame, outside),
                           request.outside == OutsideRule::sea ? "sea" : "unknown"));
  }
  settle_outside(model, request.outside);
}

ElevationModel settled(Assembly assembly) {
  if (!is_whole_land(assembly.model.heights)) {
    settle_holes(assembly.model, 0);
    settle_outside(assembly.model, OutsideRule::unknown);
  }
  assembly.model.identity = terrain_identity(assembly.model.frame, assembly.model.heights);
  return std::move(assembly.model);
}

}  // namespace

ElevationModel load_terrain(const TerrainRequest& request, std::vector<Seam>* seams) {
  Assembly assembly = assemble({.sources = request.sources,
                                .extent = request.extent,
                                .margin = margin_posts,
                                .datum = request.datum,
                                .treat_seams = true,
                                .feather_m = request.feather_m});
  ElevationModel& model = assembly.model;
  std::vector<Seam> met = seams_of(std::move(assembly.seams));
  for (const Seam& seam : met) say(model, seam_text(seam));
  if (seams != nullptr) *seams = std::move(met);
  if (!is_whole_land(model.heights)) settle(model, request, assembly.asked);
  model.identity = terrain_identity(model.frame, model.heights);
  return std::move(assembly.model);
}

GridFrame frame_around(const std::string& source, GeodeticPoint centre, double radius_m) {
  AssemblyRequest request = request_around(source, centre, radius_m);
  request.part = GridWindow{};
  return assemble(request).model.frame;
}

ElevationModel load_window_around(const std::string& source, GeodeticPoint centre, double radius_m,
                                  const GridWindow& window, Progress* progress) {
  AssemblyRequest request = request_around(source, centre, radius_m);
  request.part = window;
  request.progress = progress;
  return settled(assemble(request));
}

ElevationModel load_terrain_around(const std::string& source, GeodeticPoint centre, double radius_m,
                                   Progress* progress) {
  AssemblyRequest request = request_around(source, centre, radius_m);
  request.progress = progress;
  return settled(assemble(request));
}

}  // namespace skyshed
