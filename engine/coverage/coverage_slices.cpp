#include "engine/coverage/coverage_slices.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/coverage/disc.h"

namespace skyshed {
namespace {

// What one asset does at each cell of a row.
enum CellState : std::uint8_t { not_covered = 0, perhaps_covered = 1, covered = 2 };

// One row at one altitude; its scratch lives as long as a thread's block of rows.
class RowCounter {
 public:
  RowCounter(const ElevationModel& ground, SliceAltitude altitude)
      : ground_(ground),
        altitude_(altitude),
        level_(width()),
        state_(width()),
        perhaps_(width()),
        counts_(std::size(all_confidences), std::vector<std::uint8_t>(width())) {}

  // In float32 like floors and ceilings, so that a slice right at a missile's lowest altitude above ground meets it.
  void set_row(int row) {
    if (altitude_.reference == SliceAltitude::Reference::msl) {
      std::ranges::fill(level_, static_cast<float>(altitude_.metres));
      return;
    }
    std::ranges::transform(ground_.heights.row(row), level_.begin(), [&](float ground) {
      return static_cast<float>(above_ground({static_cast<double>(ground)}, {altitude_.metres}).metres);
    });
  }

  [[nodiscard]] std::span<const std::uint8_t> counts(std::size_t confidence) const { return counts_[confidence]; }

  // For each confidence: begin(), then each asset in turn, then end().
  void begin(std::size_t confidence) {
    confidence_ = confidence;
    std::ranges::fill(counts_[confidence], std::uint8_t{0});
    std::ranges::fill(perhaps_, std::uint8_t{0});
  }

  // The columns [begin, end) that any of the asset's volumes has in this row.
  void begin_asset(std::size_t begin, std::size_t end) {
    std::fill(state_.begin() + static_cast<std::ptrdiff_t>(begin), state_.begin() + static_cast<std::ptrdiff_t>(end),
              std::uint8_t{not_covered});
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

  void end_asset(std::size_t begin, std::size_t end) {
    std::vector<std::uint8_t>& counts = counts_[confidence_];
    for (std::size_t column = begin; column < end; ++column) {
      const bool counted = (state_[column] == covered) & (counts[column] < unknown_count - 1);
      counts[column] = static_cast<std::uint8_t>(counts[column] + counted);
      perhaps_[column] = static_cast<std::uint8_t>(perhaps_[column] | (state_[column] == perhaps_covered));
    }
  }

  void end() {
    std::vector<std::uint8_t>& counts = counts_[confidence_];
    for (std::size_t column = 0; column < counts.size(); ++column) {
      const bool unknown = ((counts[column] == 0) & (perhaps_[column] != 0)) | std::isnan(level_[column]);
      counts[column] = unknown ? unknown_count : counts[column];
    }
  }

 private:
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(ground_.frame.width); }

  const ElevationModel& ground_;
  SliceAltitude altitude_;
  std::vector<float> level_;           // of this row's cells, m MSL
  std::vector<std::uint8_t> state_;    // CellState of the asset in hand
  std::vector<std::uint8_t> perhaps_;  // 1 where unknown terrain could let an asset cover the cell
  std::vector<std::vector<std::uint8_t>> counts_;
  std::size_t confidence_ = 0;
};

// Every altitude of a row together, so that the volumes come from memory once.
void count_row(std::span<RowCounter> counters, const AssetsByConfidence& assets, int row) {
  for (RowCounter& counter : counters) counter.set_row(row);
  for (std::size_t c = 0; c < assets.size(); ++c) {
    for (RowCounter& counter : counters) counter.begin(c);
    for (const AssetVolumes& asset : assets[c]) {
      ColumnRun run;
      for (const ComponentVolume* volume : asset.volumes) {
        const GridWindow& window = volume->window;
        if (volume->has_row(row)) run = hull(run, {window.column, window.column + window.width});
      }
      if (run.empty()) continue;
      const auto begin = static_cast<std::size_t>(run.begin);
      const auto end = static_cast<std::size_t>(run.end);
      for (RowCounter& counter : counters) counter.begin_asset(begin, end);
      for (const ComponentVolume* volume : asset.volumes) {
        if (!volume->has_row(row)) continue;
        for (RowCounter& counter : counters) counter.mark(*volume, row);
      }
      for (RowCounter& counter : counters) counter.end_asset(begin, end);
    }
    for (RowCounter& counter : counters) counter.end();
  }
}

}  // namespace

CoverageSlices slice_coverage(const CellAreas& areas, const ElevationModel& ground, const AssetsByConfidence& assets,
                              std::span<const SliceAltitude> altitudes, const Progress& progress) {
  const int width = ground.frame.width;
  const int height = ground.frame.height;
  constexpr auto certain = static_cast<std::size_t>(Confidence::certain);
  constexpr auto likely = static_cast<std::size_t>(Confidence::likely);
  constexpr auto possible = static_cast<std::size_t>(Confidence::possible);

  CoverageSlices slices;
  for (std::size_t i = 0; i < altitudes.size(); ++i) {
    slices.counts.push_back(Raster<std::uint8_t>::unset(width, height));
    slices.classes.push_back(Raster<std::uint8_t>::unset(width, height));
  }
  const std::size_t sums = altitudes.size() * assets.size();
  std::vector<CoveredArea> area_of_rows(static_cast<std::size_t>(height) * sums);
  tbb::parallel_for(tbb::blocked_range<int>(0, height), [&](const tbb::blocked_range<int>& rows) {
    progress.check();
    std::vector<RowCounter> counters;
    for (const SliceAltitude altitude : altitudes) counters.emplace_back(ground, altitude);
    for (int row = rows.begin(); row < rows.end(); ++row) {
      count_row(counters, assets, row);
      CoveredArea* area = area_of_rows.data() + static_cast<std::size_t>(row) * sums;
      for (std::size_t i = 0; i < altitudes.size(); ++i) {
        const RowCounter& counter = counters[i];
        for (std::size_t c = 0; c < assets.size(); ++c) *area++ = covered_area_of_row(areas, row, counter.counts(c));
        std::ranges::copy(counter.counts(likely), slices.counts[i].row(row).begin());
        const std::span<std::uint8_t> classes = slices.classes[i].row(row);
        for (std::size_t column = 0; column < classes.size(); ++column) {
          classes[column] = confidence_class(counter.counts(certain)[column], counter.counts(likely)[column],
                                             counter.counts(possible)[column]);
        }
      }
    }
  });

  // Row after row, whichever thread had them.
  for (auto& at_altitudes : slices.areas) at_altitudes.resize(altitudes.size());
  for (auto area = area_of_rows.begin(); area != area_of_rows.end();) {
    for (std::size_t i = 0; i < altitudes.size(); ++i) {
      for (std::size_t c = 0; c < assets.size(); ++c) slices.areas[c][i] += *area++;
    }
  }
  return slices;
}

}  // namespace skyshed
