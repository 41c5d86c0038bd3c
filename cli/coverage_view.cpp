#include "cli/coverage_view.h"

#include <utility>

namespace skyshed {

CoverageView coverage_view(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                           AssetsByConfidence assets, const Progress& progress) {
  CoverageView view{.assets = std::move(assets)};
  const AltitudeMsl top{bubble_top_m};
  CoverageSlices slices = slice_coverage(areas, grid.ground, view.assets, scenario.altitudes, progress);
  view.rasters.altitudes = scenario.altitudes;
  view.rasters.classes = std::move(slices.classes);
  view.counts = std::move(slices.counts);
  view.areas = std::move(slices.areas);
  for (std::size_t c = 0; c < view.assets.size(); ++c) {
    progress.check();
    Bubble bubble = covered_bubble(areas, grid.ground, view.assets[c], top);
    view.volumes[c] = bubble.volume;
    view.rasters.depth[c] = std::move(bubble.depth);
  }
  view.rasters.floor = lowest_floor(grid.ground, view.assets[static_cast<std::size_t>(Confidence::likely)]);
  return view;
}

}  // namespace skyshed
