#include "cli/nominal_rings.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "cli/study_extent.h"
#include "engine/coverage/post_positions.h"
#include "engine/earth/disc_box.h"
#include "engine/earth/local_frame.h"

namespace skyshed {

std::vector<NominalRing> nominal_rings(const Scenario& scenario, const Phase& phase, Role role, const Target& target) {
  std::vector<NominalRing> rings;
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    NominalRing ring{.asset = a};
    for (std::size_t c = 0; c < scenario.assets[a].components.size(); ++c) {
      const Component& component = scenario.assets[a].components[c].component;
      if (!component.enabled || component.role() != role || phase.states[a][c] == PresenceState::absent) continue;
      const double radius = range_of(component, target, Confidence::likely);
      if (radius > ring.radius_m) ring = {.asset = a, .component = c, .radius_m = radius};
    }
    if (ring.radius_m > 0) rings.push_back(ring);
  }
  return rings;
}

double area_of_rings(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                     const std::vector<NominalRing>& rings) {
  Raster<std::uint8_t> inside(grid.area.width, grid.area.height);
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const GeodeticPoint centre = scenario.assets[rings[r].asset].position;
    const double radius = rings[r].radius_m;
    const auto is_same = [&](const NominalRing& other) {  // ships of one class in one harbour
      return other.radius_m == radius && scenario.assets[other.asset].position == centre;
    };
    if (std::any_of(rings.begin(), rings.begin() + static_cast<std::ptrdiff_t>(r), is_same)) continue;
    const LocalFrame frame(grid.terrain.frame, grid.terrain.frame.to_grid(centre), largest_range_m);
    const GridWindow box =
        intersection(disc_box(grid.ground.frame, grid.ground.frame.to_grid(centre), radius), grid.ground.frame.whole());
    const int first_column = grid.area.column + box.column;
    const PostPositions positions(frame, grid.thinning, {first_column, first_column + box.width});
    tbb::parallel_for(box.row, box.row + box.height, [&](int row) {
      const PostPositions::Row posts = positions.row(grid.area.row + row);
      for (int column = box.column; column < box.column + box.width; ++column) {
        std::uint8_t& cell = inside.at(column, row);
        if (cell != 0) continue;
        const LocalPosition at = posts.at(grid.area.column + column);
        // Only cells near the ring need the exact distance; the chord is shorter by 0.1 % at most.
        const double chord_squared = at.east_m * at.east_m + at.north_m * at.north_m;
        if (chord_squared > radius * radius) continue;
        const bool is_well_within = chord_squared < 0.98 * radius * radius;
        cell = is_well_within || frame.path_of(at).distance_m <= radius ? 1 : 0;
      }
    });
  }
  return covered_area(areas, inside).covered_m2;
}

}  // namespace skyshed
