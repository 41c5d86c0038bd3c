#include "engine/coverage/slice.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace skyshed {
namespace {

bool has_row(const ComponentVolume& volume, int row) {
  return row >= volume.window.row && row < volume.window.row + volume.window.height;
}

// What one asset does at each cell of a row.
enum CellState : std::uint8_t { not_covered = 0, perhaps_covered = 1, covered = 2 };

// One row at a time; its scratch lives as long as a thread's block of rows.
class RowCounter {
 public:
  RowCounter(const ElevationModel& ground, SliceAltitude altitude)
      : ground_(ground), altitude_(altitude), level_(width()), state_(width()), perhaps_(width()) {}

  void count(std::span<const AssetVolumes> assets, int row, std::span<std::uint8_t> counts) {
    set_level(row);
    std::ranges::fill(perhaps_, std::uint8_t{0});
    for (const AssetVolumes& asset : assets) add(asset, row, counts);
    for (std::size_t column = 0; column < counts.size(); ++column) {
      const bool unknown = (counts[column] == 0 && perhaps_[column] != 0) || std::isnan(level_[column]);
      if (unknown) counts[column] = unknown_count;
    }
  }

 private:
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(ground_.frame.width); }

  // In float32 like floors and ceilings, so that a slice right at a missile's lowest altitude above ground meets it.
  void set_level(int row) {
    if (altitude_.reference == SliceAltitude::Reference::msl) {
      std::ranges::fill(level_, static_cast<float>(altitude_.metres));
      return;
    }
    std::ranges::transform(ground_.heights.row(row), level_.begin(), [&](float ground) {
      return static_cast<float>(above_ground({static_cast<double>(ground)}, {altitude_.metres}).metres);
    });
  }

  void add(const AssetVolumes& asset, int row, std::span<std::uint8_t> counts) {
    std::size_t begin = width();
    std::size_t end = 0;
    for (const ComponentVolume* volume : asset.volumes) {
      if (!has_row(*volume, row)) continue;
      begin = std::min(begin, static_cast<std::size_t>(volume->window.column));
      end = std::max(end, static_cast<std::size_t>(volume->window.column + volume->window.width));
    }
    if (begin >= end) return;
    std::fill(state_.begin() + static_cast<std::ptrdiff_t>(begin), state_.begin() + static_cast<std::ptrdiff_t>(end),
              std::uint8_t{not_covered});
    for (const ComponentVolume* volume : asset.volumes) {
      if (has_row(*volume, row)) mark(*volume, row);
    }
    for (std::size_t column = begin; column < end; ++column) {
      const bool counted = (state_[column] == covered) & (counts[column] < unknown_count - 1);
      counts[column] = static_cast<std::uint8_t>(counts[column] + counted);
      perhaps_[column] = static_cast<std::uint8_t>(perhaps_[column] | (state_[column] == perhaps_covered));
    }
  }

  void mark(const ComponentVolume& volume, int row) {
    const int volume_row = row - volume.window.row;
    const std::span<const float> floors = volume.floor.row(volume_row);
    const std::span<const float> ceilings = volume.ceiling.row(volume_row);
    const auto first = static_cast<std::size_t>(volume.window.column);
    const std::span<const float> levels = std::span(level_).subspan(first, floors.size());
    const std::span<std::uint8_t> states = std::span(state_).subspan(first, floors.size());
    const auto mark_each = [&](auto state_if_within) {
      for (std::size_t i = 0; i < floors.size(); ++i) {
        const bool within = (floors[i] <= levels[i]) & (levels[i] <= ceilings[i]);
        const std::uint8_t found = within ? state_if_within(i) : std::uint8_t{not_covered};
        states[i] = std::max(states[i], found);
      }
    };
    if (volume.unknown) {
      const std::span<const std::uint8_t> unknown = volume.unknown->row(volume_row);
      mark_each([unknown](std::size_t i) -> std::uint8_t { return unknown[i] != 0 ? perhaps_covered : covered; });
    } else {
      mark_each([](std::size_t) -> std::uint8_t { return covered; });
    }
  }

  const ElevationModel& ground_;
  SliceAltitude altitude_;
  std::vector<float> level_;           // of this row's cells, m MSL
  std::vector<std::uint8_t> state_;    // CellState of the asset in hand
  std::vector<std::uint8_t> perhaps_;  // 1 where unknown terrain could let an asset cover the cell
};

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

Raster<std::uint8_t> count_assets(const ElevationModel& ground, std::span<const AssetVolumes> assets,
                                  SliceAltitude altitude) {
  Raster<std::uint8_t> counts(ground.frame.width, ground.frame.height);
  tbb::parallel_for(tbb::blocked_range<int>(0, counts.height()), [&](const tbb::blocked_range<int>& rows) {
    RowCounter counter(ground, altitude);
    for (int row = rows.begin(); row < rows.end(); ++row) counter.count(assets, row, counts.row(row));
  });
  return counts;
}

Raster<float> lowest_floor(const ElevationModel& ground, std::span<const AssetVolumes> assets) {
  Raster<float> lowest(ground.frame.width, ground.frame.height, std::numeric_limits<float>::quiet_NaN());
  tbb::parallel_for(0, lowest.height(), [&](int row) {
    for (const AssetVolumes& asset : assets) {
      for (const ComponentVolume* volume : asset.volumes) {
        if (has_row(*volume, row)) lower_to(lowest.row(row), *volume, row);
      }
    }
  });
  return lowest;
}

}  // namespace skyshed
