// What ring maps draw: a disc about each asset, terrain and horizon ignored; for comparison.
//
// Threading  area_of_rings runs on the calling thread's oneTBB arena.
#pragma once

#include <vector>

#include "cli/study_grid.h"
#include "engine/coverage/area_and_volume.h"

namespace skyshed {

// Of each asset present in the phase its farthest nominal range in the role.
struct NominalRing {
  std::size_t asset = 0;
  std::size_t component = 0;
  double radius_m = 0;
  friend bool operator==(const NominalRing&, const NominalRing&) = default;
};
[[nodiscard]] std::vector<NominalRing> nominal_rings(const Scenario& scenario, const Phase& phase, Role role,
                                                     const Target& target);
// Area of the union of rings on the product grid.
[[nodiscard]] double area_of_rings(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                                   const std::vector<NominalRing>& rings);

}  // namespace skyshed
