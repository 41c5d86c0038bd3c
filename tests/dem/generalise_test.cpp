// Worlds drawn by hand: a digit is a post's height in hundreds of metres, three posts make a cell's side.
#include "dem/generalise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "dem/assemble.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::values_of;
using testing::Each;
using testing::ElementsAre;
using testing::FloatEq;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
constexpr double drop_m = 20;

// Posts in the middles of unit squares, the first square's corner at (0, 0).
ElevationModel model_of(int width, int height, double step = 1) {
  ElevationModel model;
  model.frame = {.kind = GridFrame::Kind::planar,
                 .width = width,
                 .height = height,
                 .origin_x = step / 2,
                 .origin_y = -step / 2,
                 .step_x = step,
                 .step_y = -step};
  model.heights = Raster<float>(width, height);
  return model;
}

// '?' is a void, '~' lies outside all sources.
ElevationModel draw(const std::string& picture) {
  std::istringstream words(picture);
  const std::vector<std::string> rows{std::istream_iterator<std::string>(words), {}};
  ElevationModel model = model_of(static_cast<int>(rows[0].size()), static_cast<int>(rows.size()));
  for (int row = 0; row < model.frame.height; ++row) {
    for (int column = 0; column < model.frame.width; ++column) {
      const char sign = rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
      model.heights.at(column, row) = sign == '?'   ? unknown
                                      : sign == '~' ? outside_all_sources
                                                    : static_cast<float>(100 * (sign - '0'));
    }
  }
  return model;
}

GridFrame cells_over(const ElevationModel& model, double size) {
  return model_of(static_cast<int>(model.frame.width * model.frame.step_x / size),
                  static_cast<int>(model.frame.height * model.frame.step_x / size), size)
      .frame;
}

std::vector<float> in_cells_of_three(const ElevationModel& model, OutsideRule outside = OutsideRule::unknown) {
  return values_of(generalised(model, cells_over(model, 3), outside, drop_m));
}

TEST(Generalised, ARidgeNarrowerThanACellKeepsItsHeight) {
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000090000
    000090000
    000090000
    000090000
    000090000
    000090000
    000090000
    000090000
    000090000)")),
              ElementsAre(0, 900, 0, 0, 900, 0, 0, 900, 0));
}

TEST(Generalised, ARidgeThatRunsFromWestToEastKeepsItsHeightToo) {
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000000000
    000000000
    000000000
    000000000
    000000000
    777777777
    000000000
    000000000
    000000000)")),
              testing::Contains(700).Times(3));
}

TEST(Generalised, ADiagonalRidgeStaysClosedFromCellToCell) {
  const std::vector<float> cells = in_cells_of_three(draw(R"(
    800000000
    080000000
    008000000
    000800000
    000080000
    000008000
    000000800
    000000080
    000000008)"));
  // The first and the last post have no ground beyond the grid to fall to; their cells have two crest posts more.
  EXPECT_EQ(cells[0], 800);
  EXPECT_EQ(cells[4], 800);
  EXPECT_EQ(cells[8], 800);
}

TEST(Generalised, APassNarrowerThanACellStaysOpen) {
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000090000
    000090000
    000090000
    000090000
    000040000
    000090000
    000090000
    000090000
    000090000)")),
              ElementsAre(0, 900, 0, 0, 400, 0, 0, 900, 0));
}

TEST(Generalised, APassAsWideAsACellStaysOpenWhereARidgeClimbsOnBothSides) {
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000090000
    000080000
    000070000
    000050000
    000040000
    000050000
    000060000
    000070000
    000080000)")),
              ElementsAre(0, 900, 0, 0, 400, 0, 0, 800, 0));
}

TEST(Generalised, ACrestThatDescendsHasNoPassAndKeepsItsHighestPostInEachCell) {
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000090000
    000080000
    000070000
    000060000
    000050000
    000040000
    000030000
    000020000
    000010000)")),
              ElementsAre(0, 900, 0, 0, 600, 0, 0, 300, 0));
}

TEST(Generalised, ASummitKeepsItsHeight) {
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000000000
    000000000
    001111100
    001333100
    001373100
    001333100
    001111100
    000000000
    000000000)"))[4],
              700);
}

TEST(Generalised, ABumpOfOnePostDoesNotRaiseALargeCell) {
  ElevationModel model = model_of(36, 36);
  model.heights.at(17, 17) = 900;
  // One post's hat over 12 x 12 posts: 900 / 144.
  EXPECT_THAT(generalised(model, cells_over(model, 12), OutsideRule::sea, drop_m).at(1, 1), FloatEq(6.25F));
}

TEST(Generalised, ASlopeKeepsItsMeanHoweverSteep) {
  ElevationModel model = model_of(15, 15);
  for (int row = 0; row < 15; ++row) {
    for (int column = 0; column < 15; ++column)
      model.heights.at(column, row) = static_cast<float>(300 * column + 50 * row);
  }
  for (const double size : {1.5, 3.0, 5.0}) {
    const GridFrame cells = cells_over(model, size);
    const Raster<float> means = generalised(model, cells, OutsideRule::unknown, drop_m);
    // A plane's mean is its height at the centre; on the rim the plane ends half a step before the cell.
    for (int row = 1; row + 1 < cells.height; ++row) {
      for (int column = 1; column + 1 < cells.width; ++column) {
        EXPECT_NEAR(means.at(column, row), 300 * (cells.x_of(column) - 0.5) + 50 * (-cells.y_of(row) - 0.5), 1e-3);
      }
    }
  }
}

TEST(Generalised, APlainThatUndulatesLessThanARidgeKeepsItsMean) {
  ElevationModel model = model_of(9, 9);
  for (int row = 0; row < 9; ++row) {
    for (int column = 0; column < 9; ++column) model.heights.at(column, row) = (row + column) % 2 ? 10 : 0;
  }
  // The five hats that reach into the middle cell weigh 1/8, 7/8, 1, 7/8, 1/8; with alternating signs they add up to
  // -1/2 along each axis, so the mean is 5 - 5 · (1/2 · 1/2) / 9.
  EXPECT_THAT(generalised(model, cells_over(model, 3), OutsideRule::unknown, drop_m).at(1, 1), FloatEq(5 - 1.25F / 9));
}

TEST(Generalised, ACliffIsNoRidge) {
  // The hat of the last low post weighs 1/8 of three in the cell above the cliff.
  EXPECT_THAT(in_cells_of_three(draw(R"(
    000999999
    000999999
    000999999)"))[1],
              FloatEq(900 * (3 - 0.125F) / 3));
}

TEST(Generalised, TheSeaStaysExactlyZero) {
  const std::vector<float> cells = in_cells_of_three(draw(R"(
    000000000000
    000000000000
    000000000000
    000000000000
    000000003300
    000000000000)"));
  EXPECT_THAT(std::vector<float>(cells.begin(), cells.begin() + 6), Each(0));
  EXPECT_GT(cells[6], 0);
}

TEST(Generalised, ACellIsUnknownIfMostOfItIs) {
  const std::vector<float> cells = in_cells_of_three(draw(R"(
    555?55???
    5555555??
    5555555??)"));
  EXPECT_EQ(cells[0], 500);
  EXPECT_EQ(cells[1], 500);
  EXPECT_TRUE(std::isnan(cells[2]));
}

TEST(Generalised, WhatLiesOutsideTheSourcesMakesNoCliffForARidge) {
  // Land ends with the sources: its rim does not become a crest of 900 m.
  const ElevationModel model = draw(R"(
    ~~~955
    ~~~955
    ~~~955)");
  const std::vector<float> as_sea = in_cells_of_three(model, OutsideRule::sea);
  // Hats weigh 1/8 outside (0 m), then 7/8, 1 and 7/8; the cell's outer edge has 1/8 no post to weigh.
  EXPECT_THAT(as_sea[1], FloatEq(100 * (0.875F * 9 + 5 + 0.875F * 5) / (0.125F + 0.875F + 1 + 0.875F)));
  EXPECT_TRUE(std::isnan(in_cells_of_three(model, OutsideRule::unknown)[0]));
}

// A rough world from a fixed congruential sequence.
ElevationModel rough_world(int size) {
  ElevationModel model = model_of(size, size);
  std::uint32_t state = 12345;
  for (float& height : model.heights.values()) {
    state = state * 1664525U + 1013904223U;
    height = static_cast<float>(state >> 22);
  }
  return model;
}

TEST(Generalised, IsTheSameForAnyNumberOfThreads) {
  const ElevationModel model = rough_world(120);
  const auto with_threads = [&](std::size_t threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return generalised(model, cells_over(model, 2.5), OutsideRule::unknown, drop_m);
  };
  EXPECT_EQ(with_threads(1), with_threads(4));
}

TEST(Generalised, APartWithTwoCellsAroundItIsTheSameAsInTheWhole) {
  // What lets large terrain be packed in bands.
  const ElevationModel model = rough_world(120);
  const GridFrame cells = cells_over(model, 2.5);
  const Raster<float> whole = generalised(model, cells, OutsideRule::unknown, drop_m);
  const GridWindow posts{0, 35, 120, 35};  // cells 14 to 27
  ElevationModel part{.frame = model.frame.cropped(posts), .heights = Raster<float>(posts.width, posts.height)};
  for (int row = 0; row < posts.height; ++row) {
    for (int column = 0; column < posts.width; ++column)
      part.heights.at(column, row) = model.heights.at(column, row + posts.row);
  }
  const Raster<float> band = generalised(part, cells.cropped({0, 16, 48, 10}), OutsideRule::unknown, drop_m);
  for (int row = 0; row < 10; ++row) {
    for (int column = 0; column < 48; ++column) EXPECT_EQ(band.at(column, row), whole.at(column, row + 16));
  }
}

}  // namespace
}  // namespace skyshed
