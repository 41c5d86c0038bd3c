// What all products of one study share: what they are computed from, and what every file says of its origin.
#pragma once

#include <string>

#include "cli/nominal_rings.h"
#include "cli/study_view.h"
#include "cli/study_volumes.h"
#include "products/cog.h"

namespace skyshed {

// Borrowed: outlives the products.
struct Study {
  const Scenario& scenario;
  const StudyGrid& grid;
  const StudyVolumes& volumes;
  const CellAreas& areas;       // of the product grid
  std::string scenario_sha256;  // of the resolved scenario
};

[[nodiscard]] RasterDescription described(const Study& study, std::string title);

}  // namespace skyshed
