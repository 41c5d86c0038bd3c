#include "engine/uncertainty/sampled_coverage.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/uncertainty/area_tally.h"
#include "engine/uncertainty/sampled_tile.h"

namespace skyshed {
namespace {

std::uint8_t percent_of(std::size_t covered, std::size_t samples) {
  if (covered == 0) return 0;
  if (covered == samples) return 100;
  const double percent = 100.0 * static_cast<double>(covered) / static_cast<double>(samples);
  return static_cast<std::uint8_t>(std::clamp(std::lround(percent), 1L, 99L));
}

// What one thread has in hand: its tile, and its part of the areas.
struct Worker {
  SampledTile tile;
  std::vector<AreaTally> areas;       // [group · altitudes + altitude]
  std::vector<std::int64_t> unknown;  // likewise: whole square metres times samples
  std::vector<SampleWord> covered;    // of the tile's cells
  std::vector<SampleWord> perhaps;
};

class Sampler {
 public:
  Sampler(const SampledSky& sky, std::vector<std::vector<SampledSlice>>& slices)
      : sky_(sky), words_(words_of(sky.samples)), slices_(slices) {}

  void count_row(Worker& worker, int row) {
    const int width = sky_.ground.frame.width;
    for (int begin = 0; begin < width; begin += SampledTile::longest) {
      const int length = std::min(SampledTile::longest, width - begin);
      worker.tile.cover(row, begin, length);
      for (std::size_t g = 0; g < sky_.groups.size(); ++g) {
        for (std::size_t a = 0; a < sky_.altitudes.size(); ++a) {
          unite(worker, sky_.groups[g], a, length);
          count(worker, g, a, row, begin, length);
        }
      }
    }
  }

 private:
  void unite(Worker& worker, const SampledGroup& group, std::size_t altitude, int length) const {
    std::ranges::fill(worker.covered, SampleWord{0});
    std::ranges::fill(worker.perhaps, SampleWord{0});
    for (const SampledGroup::Member& member : group.members) {
      if (!worker.tile.covers(member.index, altitude)) continue;
      const auto add = [&](const SampleWord* samples, std::vector<SampleWord>& sets) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i) {
          for (std::size_t w = 0; w < words_; ++w) sets[i * words_ + w] |= samples[i * words_ + w] & member.present[w];
        }
      };
      add(worker.tile.samples(member.index, altitude, 0), worker.covered);
      const SampleWord* perhaps = worker.tile.perhaps(member.index, altitude, 0);
      if (perhaps != nullptr) add(perhaps, worker.perhaps);
    }
  }

  void count(Worker& worker, std::size_t group, std::size_t altitude, int row, int begin, int length) const {
    const std::size_t slice = group * sky_.altitudes.size() + altitude;
    const std::span<std::uint8_t> percent =
        slices_[group][altitude].percent.row(row).subspan(static_cast<std::size_t>(begin));
    for (int cell = 0; cell < length; ++cell) {
      const auto first = static_cast<std::size_t>(cell) * words_;
      const std::span<const SampleWord> set = std::span(worker.covered).subspan(first, words_);
      std::size_t covered = 0;
      std::size_t unknown = 0;
      for (std::size_t w = 0; w < words_; ++w) {
        covered += static_cast<std::size_t>(std::popcount(set[w]));
        unknown += static_cast<std::size_t>(std::popcount(worker.perhaps[first + w] & ~set[w]));
      }
      const bool no_ground = std::isnan(worker.tile.level(altitude, cell));
      if (no_ground) unknown = sky_.samples;
      std::uint8_t& value = percent[static_cast<std::size_t>(cell)];
      value = unknown > 0 ? unknown_count : percent_of(covered, sky_.samples);
      if (covered == 0 && unknown == 0) continue;
      const double area_m2 = sky_.areas.at(begin + cell, row);
      if (covered > 0) worker.areas[slice].add(set, area_m2);
      worker.unknown[slice] += std::llround(area_m2) * static_cast<std::int64_t>(unknown);
    }
  }

  const SampledSky& sky_;
  std::size_t words_;
  std::vector<std::vector<SampledSlice>>& slices_;
};

}  // namespace

std::vector<std::vector<SampledSlice>> sampled_coverage(const SampledSky& sky, Progress& progress) {
  const GridFrame& frame = sky.ground.frame;
  std::vector<std::vector<SampledSlice>> slices(sky.groups.size());
  for (auto& of_group : slices) {
    for (std::size_t a = 0; a < sky.altitudes.size(); ++a) {
      of_group.push_back({.percent = Raster<std::uint8_t>(frame.width, frame.height), .areas_m2 = {}});
    }
  }
  const DrawnPositions positions(sky);
  const std::size_t tallies = sky.groups.size() * sky.altitudes.size();
  const std::size_t set = words_of(sky.samples) * SampledTile::longest;
  const auto new_worker = [&] {
    return Worker{.tile = SampledTile(sky, positions),
                  .areas = std::vector(tallies, AreaTally(sky.samples)),
                  .unknown = std::vector<std::int64_t>(tallies),
                  .covered = std::vector<SampleWord>(set),
                  .perhaps = std::vector<SampleWord>(set)};
  };
  tbb::enumerable_thread_specific<Worker> workers(new_worker);
  Sampler sampler(sky, slices);
  tbb::parallel_for(0, frame.height, [&](int row) {
    progress.check();
    sampler.count_row(workers.local(), row);
    progress.advance(1);
  });

  Worker sum = new_worker();
  for (Worker& worker : workers) {
    for (std::size_t i = 0; i < tallies; ++i) {
      worker.areas[i].flush();
      sum.areas[i] += worker.areas[i];
      sum.unknown[i] += worker.unknown[i];
    }
  }
  for (std::size_t i = 0; i < tallies; ++i) {
    SampledSlice& slice = slices[i / sky.altitudes.size()][i % sky.altitudes.size()];
    slice.areas_m2 = sum.areas[i].areas_m2();
    slice.unknown_m2 = static_cast<double>(sum.unknown[i]) / static_cast<double>(sky.samples);
  }
  return slices;
}

}  // namespace skyshed
