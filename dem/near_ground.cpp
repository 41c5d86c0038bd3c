#include "dem/near_ground.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "dem/assemble.h"
#include "dem/identity.h"
#include "dem/lattice.h"
#include "dem/terrain_extent.h"
#include "dem/voids.h"
#include "engine/base/error.h"
#include "engine/earth/disc_box.h"

namespace skyshed {
namespace {

constexpr std::int64_t most_posts = 2'000'000'000;

// Of a square cell as large as the grid's at the site.
double cell_side_m(const GridFrame& frame, GeodeticPoint site) {
  double square_m2 = std::abs(frame.step_x * frame.step_y);
  if (frame.kind == GridFrame::Kind::geographic) {
    const DegreeLengths degree = degree_lengths(site.latitude_deg);
    square_m2 *= degree.east_m * degree.north_m;
  }
  return std::sqrt(square_m2);
}

// Posts of the terrain around a disc, also beyond its edges.
GridWindow posts_around(const NearSources& near, GeodeticPoint site, const GridFrame& terrain) {
  return grown(disc_box(terrain, terrain.to_grid(site), near.radius_m), 1);
}

GeodeticExtent extent_around_posts(const GridFrame& terrain, const GridWindow& posts) {
  return extent_of(terrain, grown(posts, 1));
}

// Takes the terrain's bilinear height on every post of a part of the patch that has none.
void fill_from(const ElevationModel& terrain, const NearPatch& patch, ElevationModel& part, const GridWindow& place) {
  tbb::parallel_for(0, place.height, [&](int row) {
    for (int column = 0; column < place.width; ++column) {
      float& height = part.heights.at(column, row);
      if (std::isfinite(height)) continue;
      const GridPoint post{static_cast<double>(place.column + column), static_cast<double>(place.row + row)};
      height = static_cast<float>(terrain.ground_at(patch.from_near(post)).metres);
    }
  });
}

NearPatch load_patch(const NearSources& near, const NearBox& box, const TerrainRequest& request,
                     const ElevationModel& terrain, std::vector<Seam>& seams) {
  NearPatch patch{.window = box.window, .factor = box.factor, .ground = {}};
  const GridFrame lattice = refined(terrain.frame.cropped(box.window), box.factor);
  Assembly assembly = assemble({.sources = near.sources,
                                .extent = extent_around_posts(terrain.frame, box.window),
                                .datum = request.datum,
                                .treat_seams = true,
                                .feather_m = request.feather_m,
                                .lattice = lattice});
  patch.ground = std::move(assembly.model);
  (void)cover_sea_floor(patch.ground);
  std::vector<bool> known;
  note_known(patch.ground.heights, patch.ground.frame.whole(), known);
  fill_from(terrain, patch, patch.ground, patch.ground.frame.whole());
  const double usual_m = 3 * spacing_m(terrain.frame);
  const FillFromLater fill = [&](ElevationModel& part, const GridWindow& place) {
    fill_from(terrain, patch, part, place);
  };
  assembly.seams.push_back(feather(patch.ground, known, patch.ground.frame.whole(), request.feather_m.value_or(usual_m),
                                   fill, whole_of(patch.ground)));
  assembly.seams.back().earlier = patch.ground.name;
  assembly.seams.back().later = terrain.name;
  std::ranges::move(seams_of(std::move(assembly.seams)), std::back_inserter(seams));
  const auto heights = patch.ground.heights.values();
  patch.ground.has_unknown = std::ranges::any_of(heights, [](float height) { return std::isnan(height); });
  return patch;
}

template <class Action>
void for_each_shared_post(const NearPatch& patch, const Action& action) {
  for (int row = 0; row < patch.window.height; ++row) {
    for (int column = 0; column < patch.window.width; ++column) {
      action(GridWindow{patch.window.column + column, patch.window.row + row, 1, 1},
             GridWindow{column * patch.factor, row * patch.factor, 1, 1});
    }
  }
}

}  // namespace

NearBox near_box(const NearSources& near, GeodeticPoint site, const GridFrame& terrain) {
  const GeodeticExtent around = extent_around(site, near.radius_m);
  if (!overlap(terrain_extent(near.sources), around)) return {};
  const double far_m = cell_side_m(terrain, site);
  const double near_m = cell_side_m(terrain_frame(near.sources, around), site);
  const int factor = static_cast<int>(std::lround(std::min(far_m / near_m, 1e6)));
  if (factor < 2) {
    throw Error(ErrorKind::terrain,
                fmt::format("the posts of [terrain.near] stand {:.1f} m apart, hardly nearer than those of [terrain], "
                            "{:.1f} m; name finer terrain there, or leave [terrain.near] out",
                            near_m, far_m));
  }
  NearBox box{.window = intersection(posts_around(near, site, terrain), terrain.whole()), .factor = factor};
  if (box.posts() == 0) return {};
  if (box.posts() > most_posts) {
    throw Error(
        ErrorKind::terrain,
        fmt::format("near ground of {:.3g} km around a site would be {:.2g} posts, more than {}; give a smaller "
                    "radius_km under [terrain.near], or make its terrain coarser with skyshed terrain pack",
                    near.radius_m / 1000, static_cast<double>(box.posts()), most_posts));
  }
  return box;
}

GeodeticExtent near_extent(const NearSources& near, GeodeticPoint site, const GridFrame& terrain) {
  return extent_around_posts(terrain, posts_around(near, site, terrain));
}

NearGround::NearGround(const NearSources& near, const std::vector<GeodeticPoint>& sites, const TerrainRequest& request,
                       ElevationModel& terrain, std::vector<Seam>* seams) {
  std::vector<Seam> all_seams;
  for (const GeodeticPoint site : sites) {
    if (around(site) != nullptr) continue;
    const NearBox box = near_box(near, site, terrain.frame);
    if (box.posts() > 0) sites_.push_back({site, load_patch(near, box, request, terrain, all_seams)});
  }
  if (sites_.empty()) {
    throw Error(
        ErrorKind::terrain,
        fmt::format("the sources of [terrain.near] have nothing within {:.3g} km of any asset; correct them, or "
                    "leave [terrain.near] out",
                    near.radius_m / 1000));
  }
  // Where boxes overlap the first one's posts hold, for all.
  std::vector<bool> taken(terrain.heights.size());
  for (const Site& site : sites_) {
    for_each_shared_post(site.patch, [&](const GridWindow& far, const GridWindow& post) {
      const auto index = static_cast<std::size_t>(far.row) * static_cast<std::size_t>(terrain.frame.width) +
                         static_cast<std::size_t>(far.column);
      if (taken[index]) return;
      taken[index] = true;
      const float height = site.patch.ground.heights.at(post.column, post.row);
      terrain.heights.at(far.column, far.row) = height;
      terrain.has_unknown = terrain.has_unknown || std::isnan(height);
    });
  }
  std::string identities = terrain_identity(terrain.frame, terrain.heights);
  std::int64_t posts = 0;
  for (Site& site : sites_) {
    ElevationModel& ground = site.patch.ground;
    for_each_shared_post(site.patch, [&](const GridWindow& far, const GridWindow& post) {
      ground.heights.at(post.column, post.row) = terrain.heights.at(far.column, far.row);
      ground.has_unknown = ground.has_unknown || std::isnan(ground.heights.at(post.column, post.row));
    });
    ground.identity = terrain_identity(ground.frame, ground.heights);
    identities += " " + ground.identity;
    posts += static_cast<std::int64_t>(ground.heights.size());
  }
  const ElevationModel& first = sites_.front().patch.ground;
  const std::string where = fmt::format("within {:.3g} km of {}", near.radius_m / 1000,
                                        sites_.size() == 1 ? "the site" : fmt::format("{} sites", sites_.size()));
  std::string remark =
      fmt::format("{}: {}, {:.3g} million posts {:.1f} m apart beside those of {}, {:.1f} m apart", where, first.name,
                  static_cast<double>(posts) / 1e6, cell_side_m(first.frame, sites_.front().at), terrain.name,
                  cell_side_m(terrain.frame, sites_.front().at));
  if (!first.description.empty()) remark += "; " + first.description;
  for (const Seam& seam : all_seams) remark += "; " + seam_text(seam);
  if (!terrain.description.empty()) terrain.description += "; ";
  terrain.description += remark;
  terrain.name += fmt::format(", {} {}", where, first.name);
  terrain.identity = identity_of_text(identities);
  if (seams != nullptr) std::ranges::move(all_seams, std::back_inserter(*seams));
}

const NearPatch* NearGround::around(GeodeticPoint site) const {
  const auto found = std::ranges::find(sites_, site, &Site::at);
  return found != sites_.end() ? &found->patch : nullptr;
}

}  // namespace skyshed
