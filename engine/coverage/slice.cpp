#include "engine/coverage/slice.h"

#include <tbb/parallel_for.h>

#include <cmath>
#include <limits>

namespace skyshed {
namespace {

void lower_to(std::span<float> lowest, const ComponentVolume& volume, int row) {
  const int volume_row = row - volume.window.row;
  const std::span<const float> floors = volume.floor.row(volume_row);
  for (std::size_t i = 0; i < floors.size(); ++i) {
    if (volume.unknown && volume.unknown->row(volume_row)[i] != 0) continue;
    float& value = lowest[static_cast<std::size_t>(volume.window.column) + i];
    value = std::fmin(value, floors[i]);  // fmin passes over NaN
  }
}

}  // namespace

Raster<float> lowest_floor(const ElevationModel& ground, std::span<const AssetVolumes> assets) {
  Raster<float> lowest(ground.frame.width, ground.frame.height, std::numeric_limits<float>::quiet_NaN());
  tbb::parallel_for(0, lowest.height(), [&](int row) {
    for (const AssetVolumes& asset : assets) {
      for (const ComponentVolume* volume : asset.volumes) {
        if (volume->has_row(row)) lower_to(lowest.row(row), *volume, row);
      }
    }
  });
  return lowest;
}

}  // namespace skyshed
