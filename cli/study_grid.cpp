#include "cli/study_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/crop.h"
#include "engine/earth/ellipsoid.h"

namespace skyshed {

namespace {

double spacing_of(const GridFrame& frame) {
  if (frame.kind != GridFrame::Kind::geographic) return std::min(std::abs(frame.step_x), std::abs(frame.step_y));
  const DegreeLengths degree = degree_lengths(frame.y_of((frame.height - 1) / 2.0));
  return std::sqrt(std::abs(frame.step_x) * degree.east_m * std::abs(frame.step_y) * degree.north_m);
}

}  // namespace

int thinning_of(const Scenario& scenario, const GridFrame& frame) {
  // The nearest whole factor: 1000 m asked for on 926 m posts keeps every post.
  return std::max(1, static_cast<int>(std::lround(scenario.grid.resolution_m / spacing_of(frame))));
}

std::vector<std::string> grid_remarks(const Scenario& scenario, const GridFrame& terrain) {
  constexpr double much = 1.25;
  const double asked_m = scenario.grid.resolution_m;
  const double posts_m = spacing_of(terrain);
  const double results_m = posts_m * thinning_of(scenario, terrain);
  if (results_m < much * asked_m && asked_m < much * results_m) return {};
  const int digits = posts_m < 10 ? 1 : 0;
  return {
      fmt::format("results stand {1:.{0}f} m apart where resolution_m asks for {2:g}: they stand on the terrain's "
                  "own posts, {3:.{0}f} m apart, or on every second, third, … of them",
                  digits, results_m, asked_m, posts_m)};
}

StudyGrid study_grid(const Scenario& scenario, const StudyTerrain& study) {
  const ElevationModel& terrain = study.terrain;
  const int thinning = thinning_of(scenario, terrain.frame);
  StudyGrid grid{.terrain = terrain,
                 .near = study.near,
                 .thinning = thinning,
                 .kept = thinned(terrain, thinning),
                 .area = {},
                 .ground = {}};
  grid.area = grid.kept.frame.whole();
  if (scenario.grid.bbox) {
    const GeodeticExtent& box = *scenario.grid.bbox;
    int left = grid.area.width;
    int right = -1;
    int top = grid.area.height;
    int bottom = -1;
    // Of the box's rim, which bends in projected grids.
    constexpr int points = 64;
    for (int i = 0; i <= points; ++i) {
      const double x = std::lerp(box.west_deg, box.east_deg, static_cast<double>(i) / points);
      const double y = std::lerp(box.south_deg, box.north_deg, static_cast<double>(i) / points);
      for (const GeodeticPoint point : {GeodeticPoint{x, box.south_deg}, GeodeticPoint{x, box.north_deg},
                                        GeodeticPoint{box.west_deg, y}, GeodeticPoint{box.east_deg, y}}) {
        const GridPoint at = grid.kept.frame.to_grid(point);
        left = std::min(left, static_cast<int>(std::ceil(at.column - 1e-6)));
        right = std::max(right, static_cast<int>(std::floor(at.column + 1e-6)));
        top = std::min(top, static_cast<int>(std::ceil(at.row - 1e-6)));
        bottom = std::max(bottom, static_cast<int>(std::floor(at.row + 1e-6)));
      }
    }
    grid.area = intersection(grid.area, {left, top, right - left + 1, bottom - top + 1});
    if (grid.area.width <= 0 || grid.area.height <= 0) {
      throw Error(ErrorKind::terrain,
                  thinning == 1
                      ? "no post of the terrain lies in the scenario's bbox; enlarge it or check its order"
                      : fmt::format("resolution_m = {:g} keeps no post of the terrain in the scenario's bbox; "
                                    "ask for finer results, or enlarge the box or check its order",
                                    scenario.grid.resolution_m));
    }
  }
  grid.ground = {.frame = grid.kept.frame.cropped(grid.area),
                 .heights = cropped(grid.kept.heights, grid.area),
                 .has_unknown = grid.kept.has_unknown,
                 .name = grid.kept.name,
                 .identity = grid.kept.identity,
                 .description = grid.kept.description};
  return grid;
}

}  // namespace skyshed
