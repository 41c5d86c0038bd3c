// Why each component does not cover a cell: assets/ASSET/COMPONENT_reason.tif, a band for each altitude of the scenario.
//
// Frame      cropped to the box of the component's floor and ceiling rasters.
// Domain     the scenario's first target, at nominal figures; components that cover nothing have no file.
// Errors     output, interrupted.
// Threading  writes many files at once on the calling thread's oneTBB arena.
// Source     engine/coverage/reason.h for the numbers; docs/profile.md.
#pragma once

#include "cli/kept_files.h"

namespace skyshed {

// What one file holds; no rasters if the component covers nothing.
struct ComponentReasons {
  GridWindow window;                              // in columns and rows of the products
  std::vector<Raster<std::uint8_t>> by_altitude;  // in the order of the scenario
};
[[nodiscard]] ComponentReasons component_reasons(const Study& study, std::size_t asset, std::size_t component);

// Reports as many steps as write_assets.
void write_reasons(const Study& study, const KeptFiles& files, Progress& progress);

}  // namespace skyshed
