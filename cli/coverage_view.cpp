#include "cli/coverage_view.h"

#include "products/confidence_raster.h"

namespace skyshed {

CoverageView coverage_view(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                           std::array<std::vector<AssetVolumes>, std::size(all_confidences)> assets,
                           const Progress& progress) {
  CoverageView view{.assets = std::move(assets)};
  const AltitudeMsl top{bubble_top_m};
  for (const SliceAltitude altitude : scenario.altitudes) {
    std::array<Raster<std::uint8_t>, std::size(all_confidences)> counts;
    for (std::size_t c = 0; c < counts.size(); ++c) {
      progress.check();
      counts[c] = count_assets(grid.ground, view.assets[c], altitude);
      view.areas[c].push_back(covered_area(areas, counts[c]));
    }
    view.rasters.altitudes.push_back(altitude);
    view.rasters.classes.push_back(confidence_raster(counts[0], counts[1], counts[2]));
    view.counts.push_back(std::move(counts[static_cast<std::size_t>(Confidence::likely)]));
  }
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
