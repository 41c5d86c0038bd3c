#include "cli/study_grid.h"

#include <algorithm>
#include <cmath>

#include "engine/base/crop.h"
#include "engine/earth/ellipsoid.h"

namespace skyshed {

int thinning_of(const Scenario& scenario, const GridFrame& frame) {
  double spacing_m = std::min(std::abs(frame.step_x), std::abs(frame.step_y));
  if (frame.kind == GridFrame::Kind::geographic) {
    const DegreeLengths degree = degree_lengths(frame.y_of((frame.height - 1) / 2.0));
    spacing_m = std::sqrt(std::abs(frame.step_x) * degree.east_m * std::abs(frame.step_y) * degree.north_m);
  }
  // The nearest whole factor: 1000 m asked for on 926 m posts keeps every post.
  return std::max(1, static_cast<int>(std::lround(scenario.grid.resolution_m / spacing_m)));
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
                  "no post of the terrain lies in the scenario's bbox; enlarge it or check its order");
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
