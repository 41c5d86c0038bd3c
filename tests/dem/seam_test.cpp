// Where sources meet: hand-worked passages from one to the other, and what is told of the difference.
#include "dem/seam.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "dem/load_terrain.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::make;
using test::make_posts;
using test::values_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pointwise;
using testing::SizeIs;

constexpr double nodata = -32768;

// A row of posts on a map in metres, the first at `west` metres.
std::string row_of(const std::string& file, double west, double step, std::vector<double> values) {
  return make({.file = "/vsimem/" + file,
               .width = static_cast<int>(values.size()),
               .height = 1,
               .values = std::move(values),
               .corner_x = 500000 + west - step / 2,
               .corner_y = 3900000,
               .step_x = step,
               .step_y = -100,
               .system = "EPSG:32637",
               .nodata = nodata});
}

struct Joined {
  std::vector<float> heights;
  std::vector<Seam> seams;
  std::string description;
};
Joined joined(const std::vector<std::string>& sources, std::optional<double> feather_m) {
  std::vector<Seam> seams;
  const ElevationModel model = load_terrain({.sources = sources, .feather_m = feather_m}, &seams);
  return {values_of(model.heights), seams, model.description};
}

TEST(Seam, IsAnEvenPassageOnTheEarlierSourcesSide) {
  const std::string fine = row_of("even_fine.tif", 0, 100, {100, 100, 100, 100, 100, 100});
  const std::string base = row_of("even_base.tif", 0, 100, {140, 140, 140, 140, 140, 140, 140, 140});
  EXPECT_THAT(joined({fine, base}, 400).heights, ElementsAre(100, 100, 100, 110, 120, 130, 140, 140));
}

TEST(Seam, StepsWhereNoPassageIsWanted) {
  const std::string fine = row_of("step_fine.tif", 0, 100, {100, 100, 100});
  const std::string base = row_of("step_base.tif", 0, 100, {140, 140, 140, 140, 140});
  const Joined world = joined({fine, base}, 0);
  EXPECT_THAT(world.heights, ElementsAre(100, 100, 100, 140, 140));
  EXPECT_THAT(world.description, AllOf(HasSubstr("40.0 m higher in the mean"), HasSubstr("not feathered")));
}

TEST(Seam, IsThreePostsOfTheCoarserSourceWideIfNothingIsSaid) {
  // Squares of 8 km and 10 km with one corner, posts 100 and 200 m apart.
  const auto square = [](const std::string& file, int posts, double step, double height) {
    return make(
        {.file = "/vsimem/" + file,
         .width = posts,
         .height = posts,
         .values = std::vector<double>(static_cast<std::size_t>(posts) * static_cast<std::size_t>(posts), height),
         .corner_x = 500000,
         .corner_y = 3900000,
         .step_x = step,
         .step_y = -step,
         .system = "EPSG:32637"});
  };
  const std::string fine = square("three_fine.tif", 80, 100, 90);
  const std::string base = square("three_base.tif", 50, 200, 150);
  std::vector<Seam> seams;
  const ElevationModel model = load_terrain({.sources = {fine, base}}, &seams);
  std::vector<float> along;
  for (int metres = 7250; metres < 8200; metres += 100) {
    along.push_back(model.heights.at(static_cast<int>(std::lround((500000 + metres - model.frame.origin_x) / 100)),
                                     static_cast<int>(std::lround((model.frame.origin_y - 3897950) / 100))));
  }
  EXPECT_THAT(along, ElementsAre(90, 90, 90, 100, 110, 120, 130, 140, 150, 150));
  ASSERT_THAT(seams, SizeIs(1));
  EXPECT_EQ(seams[0].feathered_m, 600);
}

TEST(Seam, TakesNoMoreThanATenthOfTheEarlierSource) {
  // 20 posts of 100 m over posts of 1 km: three of those would leave nothing of them.
  const std::string fine = make_posts("/vsimem/small.tif", 36, 35, 0.001, 21, 21, [](int, int) { return 500; });
  const std::string base = make_posts("/vsimem/large.tif", 35, 36, 0.01, 201, 201, [](int, int) { return 100; });
  std::vector<Seam> seams;
  const ElevationModel model =
      load_terrain({.sources = {fine, base}, .extent = GeodeticExtent{35.9, 34.9, 36.1, 35.1}}, &seams);
  EXPECT_EQ(model.ground_at(model.frame.to_grid({36.01, 34.99})).metres, 500);
  ASSERT_THAT(seams, SizeIs(1));
  // A tenth of the 21 posts from west to east: 1.915 km at 35 N, where a degree is 91.29 km.
  EXPECT_NEAR(seams[0].feathered_m, 191.7, 0.5);
}

TEST(Seam, OfAHoleThatALaterSourceFillsPassesOnBothSides) {
  const std::string fine = row_of("hole_fine.tif", 0, 100, {10, 10, 10, 10, nodata, nodata, 10, 10, 10});
  const std::string base = row_of("hole_base.tif", 0, 100, {16, 16, 16, 16, 16, 16, 16, 16, 16});
  EXPECT_THAT(joined({fine, base}, 300).heights, ElementsAre(10, 10, 12, 14, 16, 16, 14, 12, 10));
}

TEST(Seam, LeavesTheEarlierSourceAloneWhereTheLaterIsUnknown) {
  const std::string fine = row_of("unknown_fine.tif", 0, 100, {10, 10, 10, 10});
  const std::string base = row_of("unknown_base.tif", 0, 100, {nodata, 40, nodata, 40, 40, 40});
  EXPECT_THAT(joined({fine, base}, 400).heights, ElementsAre(10, 17.5, 10, 32.5, 40, 40));
  const std::string beside = row_of("beside_base.tif", 400, 100, {40, 40});
  const Joined apart = joined({fine, beside}, 300);
  EXPECT_THAT(apart.heights, ElementsAre(10, 10, 10, 10, 40, 40));
  EXPECT_THAT(apart.seams, IsEmpty());
}

TEST(Seam, MakesNoShoalsAndNoSwamps) {
  // The sea stays at 0 where the later source has land, and land stays where that has sea or the floor of a sea.
  const std::string fine = row_of("coast_fine.tif", 0, 100, {9, 9, 0, 9, 9, 6});
  const std::string base = row_of("coast_base.tif", 0, 100, {9, 9, 30, 0, -20, 3, 3, 3});
  EXPECT_THAT(joined({fine, base}, 600).heights, ElementsAre(9, 9, 0, 9, 9, FloatNear(3.5F, 1e-4F), 3, 3));
}

TEST(Seam, OfLandBelowTheSeaPassesAsAnyLandDoes) {
  const std::string fine = row_of("low_fine.tif", 0, 100, {-400, -400, -400});
  const std::string base = row_of("low_base.tif", 0, 100, {-370, -370, -370, -370});
  EXPECT_THAT(joined({fine, base}, 300).heights, ElementsAre(-400, -390, -380, -370));
}

TEST(Seam, BetweenTheSeaAndItsFloorIsNoStep) {
  const std::string fine = row_of("sea_fine.tif", 0, 100, {5, 0, 0});
  const std::string base = row_of("sea_base.tif", 0, 100, {5, -300, -600, -700, -700});
  const Joined world = joined({fine, base}, 200);
  EXPECT_THAT(world.heights, ElementsAre(5, 0, 0, 0, 0));
  EXPECT_THAT(world.seams, IsEmpty());
}

TEST(Seam, IsToldByItsLengthAndTheDifferences) {
  // Two rows of three posts of 100 m beside six of the base: the seam runs 200 m down and 300 m along the lower edge.
  const auto map = [](const std::string& file, int width, int height, std::vector<double> values) {
    return make({.file = "/vsimem/" + file,
                 .width = width,
                 .height = height,
                 .values = std::move(values),
                 .corner_x = 500000,
                 .corner_y = 3900000,
                 .step_x = 100,
                 .step_y = -100,
                 .system = "EPSG:32637"});
  };
  const std::string fine = map("told_fine.tif", 3, 2, {50, 50, 50, 50, 50, 50});
  const std::string base = map("told_base.tif", 4, 3, {50, 50, 51, 50, 48, 53, 60, 50, 50, 50, 50, 50});
  const Joined world = joined({fine, base}, 0);
  ASSERT_THAT(world.seams, SizeIs(1));
  const Seam& seam = world.seams[0];
  // The seam's posts on the fine side: 51 at the right edge; 48, 53 and 60 along the lower edge.
  EXPECT_DOUBLE_EQ(seam.length_m, 500);
  EXPECT_NEAR(seam.mean_m, (1 - 2 + 3 + 10) / 4.0, 1e-6);
  EXPECT_EQ(seam.worst_m, 10);
  EXPECT_THAT(seam_text(seam),
              HasSubstr("told_fine.tif and told_base.tif meet along 500 m: there the latter stands 3.0 "
                        "m higher in the mean"));
}

TEST(Seam, WarnsOfWhatTwoModelsOfOneGroundDoNotDiffer) {
  EXPECT_FALSE(is_worth_a_warning({.mean_m = 4, .most_m = 20, .worst_m = 80}));
  // Heights above the ellipsoid taken for heights above the geoid: 20 to 39 m in the Levant.
  EXPECT_TRUE(is_worth_a_warning({.mean_m = -27, .most_m = 33, .worst_m = 40}));
  EXPECT_TRUE(is_worth_a_warning({.mean_m = 1, .most_m = 70, .worst_m = 90}));
}

TEST(Seam, BetweenSourcesThatAgreeIsNotToldOf) {
  const std::string west = row_of("agree_west.tif", 0, 100, {1, 2, 3, 4});
  const std::string east = row_of("agree_east.tif", 200, 100, {3, 4, 5, 6});
  const Joined world = joined({west, east}, std::nullopt);
  EXPECT_THAT(world.heights, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(world.description, "");
}

// The law itself, post by post, against every other post.
TEST(Seam, PassesWithTheDistanceToTheNearestPostThatCame) {
  std::mt19937 random(7);
  for (const double width_m : {40.0, 200.0, 777.0}) {
    for (const int share : {2, 50, 98}) {
      ElevationModel model;
      model.frame = {.kind = GridFrame::Kind::planar, .width = 40, .height = 30, .step_x = 30, .step_y = -50};
      model.heights = Raster<float>(40, 30, 100);
      std::vector<bool> before(40 * 30);
      for (int row = 0; row < 30; ++row) {
        for (int column = 0; column < 40; ++column) {
          const bool earlier = static_cast<int>(random() % 100) < share;
          before[static_cast<std::size_t>(row * 40 + column)] = earlier;
          // Some posts that neither source knows.
          if (!earlier && random() % 5 == 0) {
            model.heights.at(column, row) = std::numeric_limits<float>::quiet_NaN();
          } else {
            model.heights.at(column, row) = earlier ? 100 : 200;
          }
        }
      }
      const Raster<float> given = model.heights;
      std::vector<float> expected;
      for (int row = 0; row < 30; ++row) {
        for (int column = 0; column < 40; ++column) {
          double nearest = width_m;
          for (int y = 0; y < 30; ++y) {
            for (int x = 0; x < 40; ++x) {
              if (given.at(x, y) == 200) nearest = std::min(nearest, std::hypot(30.0 * (x - column), 50.0 * (y - row)));
            }
          }
          const float height = given.at(column, row);
          expected.push_back(height == 100 ? static_cast<float>(200 - 100 * nearest / width_m) : height);
        }
      }
      const FillFromLater fill = [](ElevationModel& part, const GridWindow&) {
        for (float& height : part.heights.values()) {
          if (std::isnan(height)) height = 200;
        }
      };
      (void)feather(model, before, model.frame.whole(), width_m, fill, whole_of(model));
      EXPECT_THAT(values_of(model.heights), Pointwise(testing::NanSensitiveFloatNear(1e-3F), expected))
          << width_m << ' ' << share;
    }
  }
}

TEST(Seam, IsTheSameOverTheBlocksItIsWorkedIn) {
  // 2500 posts of 10 m from the west, then the base: a passage of 1000 posts reaches over the block's border at 2048.
  const std::string fine = row_of("long_fine.tif", 0, 10, std::vector<double>(2500, 100));
  const std::string base = row_of("long_base.tif", 0, 10, std::vector<double>(3000, 600));
  const Joined world = joined({fine, base}, 50000);
  ASSERT_THAT(world.seams, SizeIs(1));
  EXPECT_EQ(world.seams[0].feathered_m, 10000);
  for (int column = 0; column < 3000; ++column) {
    const double from_seam = std::clamp((2500 - column) / 1000.0, 0.0, 1.0);
    ASSERT_NEAR(world.heights[static_cast<std::size_t>(column)], 600 - 500 * from_seam, 1e-3) << column;
  }
}

TEST(Seam, OfThreeSourcesPassesFromEachToTheNext) {
  const std::string first = row_of("first3.tif", 0, 100, {10, 10});
  const std::string second = row_of("second3.tif", 0, 100, {20, 20, 20, 20});
  const std::string third = row_of("third3.tif", 0, 100, {30, 30, 30, 30, 30});
  EXPECT_THAT(joined({first, second, third}, 200).heights, ElementsAre(10, 15, 20, 25, 30));
}

}  // namespace
}  // namespace skyshed
