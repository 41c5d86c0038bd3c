// Random numbers, distributions, sets of samples, areas, influence and errors of terrain.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "engine/uncertainty/area_tally.h"
#include "engine/uncertainty/distribution.h"
#include "engine/uncertainty/influence.h"
#include "engine/uncertainty/random.h"
#include "engine/uncertainty/sample_sets.h"
#include "engine/uncertainty/terrain_error.h"
#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

// Known answers of philox4x32_10 from the Random123 distribution, kat_vectors.
TEST(Philox, GivesTheKnownAnswers) {
  using Numbers = std::array<std::uint32_t, 4>;
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Numbers{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t f = 0xffffffff;
  EXPECT_EQ(philox({f, f, f, f}, {f, f}), (Numbers{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Numbers{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, IsEvenInTheUnitInterval) {
  constexpr int count = 20000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < count; ++i) {
    const double u = uniform(7, stream_of("a"), static_cast<std::uint64_t>(i));
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / count, 1.0 / 2, 5 * std::sqrt(1.0 / 12 / count));
  EXPECT_NEAR(squares / count, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / count));
}

TEST(Random, DependsOnSeedStreamAndIndex) {
  const double u = uniform(1, 2, 3);
  EXPECT_EQ(uniform(1, 2, 3), u);
  EXPECT_NE(uniform(2, 2, 3), u);
  EXPECT_NE(uniform(1, 3, 3), u);
  EXPECT_NE(uniform(1, 2, 4), u);
}

TEST(Stratified, HasOneNumberInEachPart) {
  std::vector<int> parts(16);
  for (const double u : stratified(3, 4, 16)) ++parts[static_cast<std::size_t>(u * 16)];
  EXPECT_EQ(parts, std::vector<int>(16, 1));
  EXPECT_NE(stratified(3, 4, 16), stratified(3, 5, 16));
}

// The share below x is x²/2 for 0 <= x <= 1 between 0, 1 and 2.
TEST(Triangular, InvertsItsShare) {
  const Estimate figure{0, 1, 2};
  EXPECT_NEAR(triangular(figure, 0.125), 0.5, 1e-12);
  EXPECT_NEAR(triangular(figure, 0.5), 1, 1e-12);
  EXPECT_NEAR(triangular(figure, 0.875), 1.5, 1e-12);
  EXPECT_NEAR(triangular({0, 2, 2}, 0.25), 1, 1e-12);  // peak at the end: x²/4
  EXPECT_NEAR(triangular({0, 0, 2}, 0.75), 1, 1e-12);
}

TEST(Triangular, StaysWithinLowAndHigh) {
  for (const Estimate figure : {Estimate{1, 3, 10}, Estimate{200, 240, 250}, Estimate{0.1, 0.1, 0.3}}) {
    for (const double share : {1e-16, 1e-9, 0.3, 1 - 1e-9, 1 - 1e-16}) {
      EXPECT_GE(triangular(figure, share), figure.low);
      EXPECT_LE(triangular(figure, share), figure.high);
      EXPECT_GE(triangular_in_decades(figure, share), figure.low);
      EXPECT_LE(triangular_in_decades(figure, share), figure.high);
    }
  }
}

TEST(Triangular, OfNoSpreadIsExactlyTheNominalValue) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double value : {0.1, 4.0 / 3, infinity}) {
    EXPECT_EQ(triangular(Estimate::exactly(value), 0.37), value);
    EXPECT_EQ(triangular_in_decades(Estimate::exactly(value), 0.37), value);
  }
}

TEST(Triangular, InDecadesIsSymmetricAboutAGeometricMiddle) {
  EXPECT_NEAR(triangular_in_decades({1, 10, 100}, 0.5), 10, 1e-9);
}

// Every sample asked one by one.
TEST(FigureSamples, AnswerAsEachSampleWould) {
  std::mt19937 random(1);
  for (const int count : {1, 5, 64, 65, 500}) {
    std::vector<double> values;
    std::vector<int> draws;
    for (int i = 0; i < count; ++i) {
      values.push_back(std::uniform_int_distribution(0, 20)(random));  // with equal ones
      draws.push_back(std::uniform_int_distribution(0, 2)(random));
    }
    const FigureSamples samples(values, draws, 4);  // the last draw is nobody's
    const std::vector<SampleWord> none(words_of(values.size()));
    for (int draw = 0; draw < 4; ++draw) {
      for (double limit = -0.5; limit < 21; limit += 0.5) {
        const SampleWord* above = samples.where_from(draw, [&](double v) { return v >= limit; });
        const SampleWord* below = samples.where_to(draw, [&](double v) { return v <= limit; });
        const std::span upper(above == nullptr ? none.data() : above, none.size());
        const std::span lower(below == nullptr ? none.data() : below, none.size());
        for (std::size_t s = 0; s < values.size(); ++s) {
          ASSERT_EQ(has_sample(upper, s), draws[s] == draw && values[s] >= limit);
          ASSERT_EQ(has_sample(lower, s), draws[s] == draw && values[s] <= limit);
        }
      }
    }
  }
}

TEST(AreaTally, AddsWhatEachSampleCovers) {
  constexpr std::size_t samples = 130;
  std::mt19937_64 random(2);
  AreaTally one(samples);
  AreaTally two(samples);
  std::vector<double> expected(samples);
  for (int cell = 0; cell < 1000; ++cell) {
    std::vector<SampleWord> set(words_of(samples));
    for (SampleWord& word : set) word = random();
    set.back() &= 3;                        // 130 = 2 · 64 + 2
    const double area = cell / 200 + 1.25;  // runs of equal area, longer than the tally counts at once
    (cell < 300 ? one : two).add(set, area);
    for (std::size_t s = 0; s < samples; ++s) expected[s] += has_sample(set, s) ? area : 0;
  }
  one.flush();
  two.flush();
  one += two;
  EXPECT_EQ(one.areas_m2(), expected);  // quarters are whole in 1/4096
}

TEST(Spread, IsThatOfAHandfulOfNumbers) {
  const Spread spread = spread_of(std::vector<double>{5, 1, 4, 2, 3});
  EXPECT_DOUBLE_EQ(spread.mean, 3);
  EXPECT_DOUBLE_EQ(spread.standard_deviation, std::sqrt(2.5));
  EXPECT_DOUBLE_EQ(spread.percentile_5, 1.2);
  EXPECT_DOUBLE_EQ(spread.percentile_50, 3);
  EXPECT_DOUBLE_EQ(spread.percentile_95, 4.8);
}

TEST(Grouping, PutsEqualValuesTogether) {
  EXPECT_EQ(grouped_by_rank(std::vector<double>{4, 1, 3, 2}, 2).group, (std::vector<int>{1, 0, 1, 0}));
  EXPECT_EQ(grouped_by_rank(std::vector<double>{7, 7, 7, 7}, 2).count, 1);
}

// y = 3a + b with a and b independent and alike: shares 0.9 and 0.1, and none for c.
TEST(Influence, IsTheShareOfTheVariance) {
  constexpr std::size_t samples = 100000;
  std::vector<double> a(samples), b(samples), c(samples), y(samples);
  for (std::size_t s = 0; s < samples; ++s) {
    a[s] = uniform(1, 1, s);
    b[s] = uniform(1, 2, s);
    c[s] = uniform(1, 3, s);
    y[s] = 3 * a[s] + b[s];
  }
  EXPECT_NEAR(influence(y, grouped_by_rank(a, 20)), 0.9, 0.01);  // chance leaves some 0.002
  EXPECT_NEAR(influence(y, grouped_by_rank(b, 20)), 0.1, 0.01);
  EXPECT_NEAR(influence(y, grouped_by_rank(c, 20)), 0, 0.01);
  EXPECT_NEAR(mean_in_group(y, grouped_by_rank(a, 20), 0), 3 * 0.025 + 0.5, 0.1);
}

// 0.1 summed ten times is not 1: the rounded mean differs from every value.
TEST(Influence, OnWhatDoesNotVaryIsNone) {
  const std::vector<double> rising{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(influence(std::vector<double>(10, 0.1), grouped_by_rank(rising, 5)), 0);
}

TEST(TerrainError, HasTheStatedSizeAndIsSharedByNeighbours) {
  ElevationModel plain = ground_at_sea_level(planar_frame(400, 300, 100));
  for (float& height : plain.heights.values()) height = 1000;
  const ElevationModel drawn = with_error(plain, {10, 1000}, 1, 1);
  const auto error = [&](int column, int row) { return static_cast<double>(drawn.heights.at(column, row)) - 1000; };
  double squares = 0;
  double near = 0;
  double far = 0;
  int count = 0;
  for (int row = 0; row < 300; ++row) {
    for (int column = 0; column < 370; ++column) {
      squares += error(column, row) * error(column, row);
      near += error(column, row) * error(column + 1, row);
      far += error(column, row) * error(column + 30, row);
      ++count;
    }
  }
  // 40 by 30 independent errors: their variance is known to some 4 %.
  EXPECT_NEAR(squares / count, 100, 20);
  EXPECT_GT(near / squares, 0.97);
  EXPECT_NEAR(far / squares, 0, 0.12);
  EXPECT_NE(with_error(plain, {10, 1000}, 1, 2).heights, drawn.heights);
}

TEST(TerrainError, LeavesTheSeaAndTheUnknownAlone) {
  ElevationModel coast = ground_at_sea_level(planar_frame(3, 1, 100));
  coast.heights.at(1, 0) = 5;
  coast.heights.at(2, 0) = std::numeric_limits<float>::quiet_NaN();
  const ElevationModel drawn = with_error(coast, {10, 1000}, 1, 1);
  EXPECT_EQ(drawn.heights.at(0, 0), 0);
  EXPECT_NE(drawn.heights.at(1, 0), 5);
  EXPECT_TRUE(std::isnan(drawn.heights.at(2, 0)));
}

TEST(TerrainError, OfNearGroundIsThatOfTheTerrainAroundBilinearBetween) {
  const GridFrame frame{.kind = GridFrame::Kind::planar, .width = 6, .height = 5, .step_x = 100, .step_y = -100};
  const ElevationModel terrain{.frame = frame, .heights = Raster<float>(6, 5, 50.0F)};
  NearPatch near{.window = {1, 1, 3, 3}, .factor = 2, .ground = {}};
  near.ground.frame = refined(frame.cropped(near.window), 2);
  near.ground.heights = Raster<float>(5, 5, 50.0F);
  near.ground.heights.at(3, 1) = 0;  // sea
  ElevationModel drawn = terrain;
  drawn.heights.at(1, 1) = 54;
  drawn.heights.at(2, 2) = 58;
  const ElevationModel moved = with_error_of(near, terrain, drawn).ground;
  EXPECT_EQ(moved.heights.at(0, 0), 54);
  EXPECT_EQ(moved.heights.at(1, 0), 52);
  EXPECT_EQ(moved.heights.at(1, 1), 53);  // (4 + 8) / 4 above the rest
  EXPECT_EQ(moved.heights.at(2, 2), 58);
  EXPECT_EQ(moved.heights.at(4, 4), 50);
  EXPECT_EQ(moved.heights.at(3, 1), 0);
}

}  // namespace
}  // namespace skyshed
