#include "engine/coverage/coverage_slices.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <array>
#include <random>

#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

using Counts = Raster<std::uint8_t>;

SliceAltitude msl(double metres) { return {metres, SliceAltitude::Reference::msl}; }
SliceAltitude agl(double metres) { return {metres, SliceAltitude::Reference::agl}; }

const ElevationModel one_cell = ground_at_sea_level(planar_frame(1, 1, 100));
constexpr GridWindow only_cell{0, 0, 1, 1};

std::uint8_t count_at(double metres, std::span<const AssetVolumes> assets) {
  return count_assets(one_cell, assets, msl(metres)).at(0, 0);
}

TEST(Slice, CountsEachAssetOnce) {
  const ComponentVolume low = slab(only_cell, 0, 1000);
  const ComponentVolume high = slab(only_cell, 500, 2000);
  const AssetVolumes both{{&low, &high}};
  const AssetVolumes one{{&high}};
  const AssetVolumes assets[] = {both, one};
  EXPECT_EQ(count_at(200, assets), 1);
  EXPECT_EQ(count_at(700, assets), 2);
  EXPECT_EQ(count_at(2000, assets), 2);
  EXPECT_EQ(count_at(2001, assets), 0);
}

TEST(Slice, KeepsTheGapBetweenTwoIntervals) {
  const ComponentVolume low = slab(only_cell, 0, 1000);
  const ComponentVolume high = slab(only_cell, 3000, 4000);
  const AssetVolumes of_one_asset[] = {{{&low, &high}}};
  const AssetVolumes of_two_assets[] = {{{&low}}, {{&high}}};
  for (const double altitude : {1001.0, 2000.0, 2999.0}) {
    EXPECT_EQ(count_at(altitude, of_one_asset), 0);
    EXPECT_EQ(count_at(altitude, of_two_assets), 0);
  }
  EXPECT_EQ(count_at(3500, of_one_asset), 1);
}

TEST(Slice, WithoutVolumesIsEmpty) {
  EXPECT_EQ(count_at(100, {}), 0);
  const AssetVolumes weapon_without_radar[] = {{}};
  EXPECT_EQ(count_at(100, weapon_without_radar), 0);
}

TEST(Slice, IsUnknownOnlyWhereNothingKnownCovers) {
  const ComponentVolume known = slab(only_cell, 1000, 2000);
  const ComponentVolume unknown = unknown_slab(only_cell, 0, 3000);
  const AssetVolumes in_one_asset[] = {{{&unknown, &known}}};
  const AssetVolumes in_two_assets[] = {{{&known}}, {{&unknown}}};
  EXPECT_EQ(count_at(500, in_one_asset), unknown_count);
  EXPECT_EQ(count_at(1500, in_one_asset), 1);
  EXPECT_EQ(count_at(3500, in_one_asset), 0);
  EXPECT_EQ(count_at(500, in_two_assets), unknown_count);
  EXPECT_EQ(count_at(1500, in_two_assets), 1);
}

TEST(Slice, AboveGroundFollowsTheGroundAndIsUnknownWhereThatIs) {
  ElevationModel ground = ground_at_sea_level(planar_frame(3, 1, 100));
  ground.heights = Raster<float>(3, 1, {0, 400, not_covered});
  const ComponentVolume volume = slab(ground.frame.whole(), 450, 1000);
  const AssetVolumes assets[] = {{{&volume}}};
  EXPECT_EQ(count_assets(ground, assets, agl(100)), Counts(3, 1, {0, 1, unknown_count}));
  EXPECT_EQ(count_assets(ground, assets, msl(500)), Counts(3, 1, {1, 1, 1}));
}

TEST(Slice, OfAWindowLeavesTheCellsAroundItUncovered) {
  const ElevationModel ground = ground_at_sea_level(planar_frame(4, 3, 100));
  const ComponentVolume volume = slab({1, 1, 2, 1}, 0, 1000);
  const AssetVolumes assets[] = {{{&volume}}};
  EXPECT_EQ(count_assets(ground, assets, msl(100)), Counts(4, 3, {0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0}));
}

TEST(Slice, CountsNoFurtherThan254) {
  const ComponentVolume volume = slab(only_cell, 0, 1000);
  const std::vector<AssetVolumes> assets(300, AssetVolumes{{&volume}});
  EXPECT_EQ(count_at(100, assets), 254);
}

TEST(LowestFloor, IsTheLowestThatIsKnown) {
  const ElevationModel ground = ground_at_sea_level(planar_frame(3, 1, 100));
  const ComponentVolume low = slab({0, 0, 2, 1}, 300, 1000);
  const ComponentVolume lower = slab({1, 0, 1, 1}, 200, 250);
  const ComponentVolume unknown = unknown_slab({0, 0, 3, 1}, 100, 1000);
  const AssetVolumes assets[] = {{{&low, &unknown}}, {{&lower}}};
  const Raster<float> floor = lowest_floor(ground, assets);
  EXPECT_EQ(floor.at(0, 0), 300);
  EXPECT_EQ(floor.at(1, 0), 200);
  EXPECT_TRUE(std::isnan(floor.at(2, 0)));
}

// Volumes in random windows with random holes, gaps and unknown cells.
std::vector<ComponentVolume> random_volumes(const GridFrame& frame, int count, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  std::vector<ComponentVolume> volumes;
  for (int i = 0; i < count; ++i) {
    const GridWindow window = intersection(
        frame.whole(), {below(frame.width), below(frame.height), 1 + below(frame.width), 1 + below(frame.height)});
    ComponentVolume volume = slab(window, not_covered, not_covered);
    Raster<std::uint8_t> unknown(window.width, window.height);
    for (std::size_t cell = 0; cell < unknown.size(); ++cell) {
      if (below(4) == 0) continue;
      const int floor = below(20);
      volume.floor.values()[cell] = static_cast<float>(100 * floor);
      volume.ceiling.values()[cell] = static_cast<float>(100 * (floor + below(8)));
      unknown.values()[cell] = below(5) == 0;
    }
    if (i % 2 == 0) volume.unknown = std::make_shared<const Raster<std::uint8_t>>(unknown);
    volumes.push_back(volume);
  }
  return volumes;
}

// The count of one cell, asset by asset and volume by volume.
std::uint8_t defined_count(const std::vector<AssetVolumes>& assets, int column, int row, double altitude) {
  int covering = 0;
  bool perhaps = false;
  for (const AssetVolumes& asset : assets) {
    bool covers = false;
    for (const ComponentVolume* volume : asset.volumes) {
      const AltitudeInterval interval = interval_over(*volume, column, row);
      if (!(interval.floor <= altitude && altitude <= interval.ceiling)) continue;
      const bool unknown =
          volume->unknown && volume->unknown->at(column - volume->window.column, row - volume->window.row) != 0;
      (unknown ? perhaps : covers) = true;
    }
    covering += covers;
  }
  return covering == 0 && perhaps ? unknown_count : static_cast<std::uint8_t>(covering);
}

// At every confidence four assets of three volumes each.
AssetsByConfidence assets_of(const std::vector<ComponentVolume>& volumes) {
  AssetsByConfidence assets;
  for (std::size_t i = 0; i < volumes.size(); ++i) {
    auto& at_confidence = assets[i % assets.size()];
    at_confidence.resize(4);
    at_confidence[i % 4].volumes.push_back(&volumes[i]);
  }
  return assets;
}

TEST(Slice, OfRandomVolumesIsTheDefinitionCellByCell) {
  const ElevationModel ground = ground_at_sea_level(planar_frame(41, 31, 100));
  const std::vector<ComponentVolume> volumes = random_volumes(ground.frame, 36, 7);
  const AssetsByConfidence assets = assets_of(volumes);
  const SliceAltitude altitudes[] = {msl(300), agl(900), msl(2500)};
  const CoverageSlices slices = slice_coverage(CellAreas(ground.frame), ground, assets, altitudes, Progress());
  for (std::size_t i = 0; i < std::size(altitudes); ++i) {
    std::array<CoveredArea, std::size(all_confidences)> areas;
    for (int row = 0; row < ground.frame.height; ++row) {
      for (int column = 0; column < ground.frame.width; ++column) {
        std::array<std::uint8_t, std::size(all_confidences)> counts{};
        for (std::size_t c = 0; c < counts.size(); ++c) {
          counts[c] = defined_count(assets[c], column, row, altitudes[i].metres);
          if (counts[c] != 0) (counts[c] == unknown_count ? areas[c].unknown_m2 : areas[c].covered_m2) += 100 * 100;
        }
        ASSERT_EQ(slices.counts[i].at(column, row), counts[1]) << column << ' ' << row;
        ASSERT_EQ(slices.classes[i].at(column, row), confidence_class(counts[0], counts[1], counts[2]));
      }
    }
    for (std::size_t c = 0; c < areas.size(); ++c) {
      EXPECT_EQ(slices.areas[c][i].covered_m2, areas[c].covered_m2);
      EXPECT_EQ(slices.areas[c][i].unknown_m2, areas[c].unknown_m2);
    }
  }
}

TEST(Slice, IsTheSameForOneAndTwoThreads) {
  const ElevationModel ground = ground_at_sea_level(planar_frame(200, 150, 100));
  const std::vector<ComponentVolume> volumes = random_volumes(ground.frame, 24, 3);
  const AssetsByConfidence assets = assets_of(volumes);
  const SliceAltitude altitudes[] = {agl(700), msl(1200)};
  const auto run = [&](std::size_t threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return slice_coverage(CellAreas(ground.frame), ground, assets, altitudes, Progress());
  };
  const CoverageSlices one = run(1);
  const CoverageSlices two = run(2);
  EXPECT_EQ(one.counts, two.counts);
  EXPECT_EQ(one.classes, two.classes);
  for (std::size_t c = 0; c < one.areas.size(); ++c) {
    for (std::size_t i = 0; i < std::size(altitudes); ++i) {
      EXPECT_EQ(one.areas[c][i].covered_m2, two.areas[c][i].covered_m2);
    }
  }
}

TEST(ConfidenceClass, IsThatOfTheSurestCountThatCovers) {
  constexpr std::uint8_t unknown = unknown_count;
  EXPECT_EQ(confidence_class(1, 2, 2), 3);
  EXPECT_EQ(confidence_class(0, 1, 2), 2);
  EXPECT_EQ(confidence_class(0, 0, 3), 1);
  EXPECT_EQ(confidence_class(0, 0, 0), 0);
  EXPECT_EQ(confidence_class(unknown, 0, 1), 1);
  EXPECT_EQ(confidence_class(unknown, unknown, unknown), unknown);
  EXPECT_EQ(confidence_class(0, 0, unknown), unknown);
}

}  // namespace
}  // namespace skyshed
