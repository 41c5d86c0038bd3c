#include "engine/coverage/area_and_volume.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/coverage/row_sums.h"

namespace skyshed {
namespace {

struct Stretch {
  double floor = 0;
  double ceiling = 0;
  bool known = true;
};

// Volume of the union of stretches sorted by floor; of the known ones alone if only_known.
double union_volume(const CellAreas& areas, int column, int row, std::span<const Stretch> sorted, bool only_known) {
  double sum = 0;
  double done = -std::numeric_limits<double>::infinity();  // everything below is counted
  for (const Stretch& stretch : sorted) {
    if (only_known && !stretch.known) continue;
    sum += areas.volume(column, row, {std::max(stretch.floor, done)}, {stretch.ceiling});
    done = std::max(done, stretch.ceiling);
  }
  return sum;
}

// Calls visit(column, volume) for every cell of a row above which some interval lies, from west to east.
template <class Visit>
void visit_volumes_of_row(const CellAreas& areas, const ElevationModel& ground, std::span<const AssetVolumes> assets,
                          AltitudeMsl top, int row, const Visit& visit) {
  std::vector<const ComponentVolume*> volumes;  // those that have this row
  int begin = ground.frame.width;
  int end = 0;
  for (const AssetVolumes& asset : assets) {
    for (const ComponentVolume* volume : asset.volumes) {
      const GridWindow& window = volume->window;
      if (row < window.row || row >= window.row + window.height) continue;
      volumes.push_back(volume);
      begin = std::min(begin, window.column);
      end = std::max(end, window.column + window.width);
    }
  }

  std::vector<Stretch> stretches;
  for (int column = begin; column < end; ++column) {
    const float height = ground.heights.at(column, row);
    stretches.clear();
    bool all_known = true;
    for (const ComponentVolume* volume : volumes) {
      const int volume_column = column - volume->window.column;
      const int volume_row = row - volume->window.row;
      if (volume_column < 0 || volume_column >= volume->window.width) continue;
      const float lowest = volume->floor.at(volume_column, volume_row);
      if (std::isnan(lowest)) continue;
      // fmax passes over unknown ground: there the floor alone says where the sky begins.
      const double floor = static_cast<double>(std::fmax(lowest, height));
      const double ceiling = std::min(static_cast<double>(volume->ceiling.at(volume_column, volume_row)), top.metres);
      if (!(floor < ceiling)) continue;
      const bool known = !volume->unknown || volume->unknown->at(volume_column, volume_row) == 0;
      all_known = all_known && known;
      stretches.push_back({floor, ceiling, known});
    }
    if (stretches.empty()) continue;
    std::ranges::sort(stretches, {}, &Stretch::floor);
    const double known = union_volume(areas, column, row, stretches, true);
    CoveredVolume volume_of_cell{.covered_m3 = known};
    if (!all_known) {
      volume_of_cell.unknown_m3 = std::max(0.0, union_volume(areas, column, row, stretches, false) - known);
    }
    visit(column, volume_of_cell);
  }
}

}  // namespace

CoveredArea covered_area_of_row(const CellAreas& areas, int row, std::span<const std::uint8_t> counts) {
  CoveredArea sum;
  for (std::size_t column = 0; column < counts.size(); ++column) {
    const std::uint8_t count = counts[column];
    if (count == 0) continue;
    (count == unknown_count ? sum.unknown_m2 : sum.covered_m2) += areas.at(static_cast<int>(column), row);
  }
  return sum;
}

CoveredArea covered_area(const CellAreas& areas, const Raster<std::uint8_t>& counts) {
  return sum_rows<CoveredArea>(counts.height(),
                               [&](int row) { return covered_area_of_row(areas, row, counts.row(row)); });
}

Bubble covered_bubble(const CellAreas& areas, const ElevationModel& ground, std::span<const AssetVolumes> assets,
                      AltitudeMsl top) {
  Bubble bubble{.depth = Raster<float>(ground.frame.width, ground.frame.height)};
  bubble.volume = sum_rows<CoveredVolume>(ground.frame.height, [&](int row) {
    CoveredVolume sum;
    visit_volumes_of_row(areas, ground, assets, top, row, [&](int column, const CoveredVolume& volume) {
      sum += volume;
      // A pixel that the projection cannot show has neither area nor volume.
      const double area = areas.at(column, row);
      if (area > 0) bubble.depth.at(column, row) = static_cast<float>(volume.covered_m3 / area);
    });
    return sum;
  });
  return bubble;
}

}  // namespace skyshed
