// The grid of a study's products: the terrain's own, thinned by a whole factor and cut to the scenario's box.
//
// Threading  pure function.
#pragma once

#include <string>
#include <vector>

#include "cli/study_terrain.h"
#include "engine/terrain/elevation_model.h"

namespace skyshed {

// The terrain as the study uses it.
struct StudyGrid {
  const ElevationModel& terrain;  // every post: what rays cross
  const NearGround& near;         // and more posts around its sites
  int thinning = 1;
  ElevationModel kept;    // every thinning-th post
  GridWindow area;        // of the kept posts, those of the products: in the scenario's box, or all
  ElevationModel ground;  // the product grid: kept, cut to the area
};
// Errors     terrain if the scenario's box holds no post.
[[nodiscard]] StudyGrid study_grid(const Scenario& scenario, const StudyTerrain& study);

// For people: where results stand much nearer to each other or farther apart than the scenario asks for.
[[nodiscard]] std::vector<std::string> grid_remarks(const Scenario& scenario, const GridFrame& terrain);

// Of how many posts of the terrain the study keeps one, in a row as in a column.
[[nodiscard]] int thinning_of(const Scenario& scenario, const GridFrame& frame);

}  // namespace skyshed
