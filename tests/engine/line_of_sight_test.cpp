// The truth about one line of sight: closed forms, published cases and small worlds drawn by hand.
#include "engine/sight/line_of_sight.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <tuple>

#include "engine/base/error.h"
#include "engine/earth/ellipsoid.h"
#include "sight_worlds.h"
#include "world.h"

namespace skyshed {
namespace {

using testing::draw;
using testing::World;

Sightline look(const World& world, char from, char to, double antenna_m = 0) {
  return line_of_sight(world.terrain, antenna_above_ground(world.terrain, world.at(from), {antenna_m}), world.at(to),
                       {});
}

TEST(LineOfSight, RidgeHidesTheValleyBehindIt) {
  const World world = draw(R"(
      A . . 5 . . t
  )");
  const Sightline sight = look(world, 'A', 't');
  EXPECT_NEAR(sight.floor.metres, 1000, 1e-6);
  ASSERT_TRUE(sight.obstacle);
  EXPECT_EQ(sight.obstacle->altitude.metres, 500);
  EXPECT_NEAR(sight.obstacle->at.column, 3, 1e-9);
  EXPECT_NEAR(sight.obstacle->distance_m, 3000, 1e-6);
  EXPECT_NEAR(sight.azimuth_rad, M_PI / 2, 1e-12);
}

TEST(LineOfSight, IsBoundByTheSteepestOfSeveralHills) {
  const World world = draw(R"(
      A . 1 2 4 t
  )");
  EXPECT_NEAR(look(world, 'A', 't').floor.metres, 500, 1e-6);
}

TEST(LineOfSight, LeavesGroundInSightAtItsOwnHeight) {
  const World world = draw(R"(
      A . . . t 9
  )");
  EXPECT_EQ(look(world, 'A', 't', 10).floor.metres, 0);
  EXPECT_LT(look(world, 'A', 't', 10).grazing.metres, 0);
}

TEST(LineOfSight, MeetsEdgesBetweenPosts) {
  // Half way the ray crosses the edge between the posts of 200 and 600 m in its middle, at 400 m.
  const World world = draw(R"(
      A 2 .
      . 6 t
  )");
  const Sightline sight = look(world, 'A', 't');
  EXPECT_NEAR(sight.floor.metres, 800, 1e-6);
  ASSERT_TRUE(sight.obstacle);
  EXPECT_NEAR(sight.obstacle->at.column, 1, 1e-9);
  EXPECT_NEAR(sight.obstacle->at.row, 0.5, 1e-9);
}

TEST(LineOfSight, CrossesRowsAsWellAsColumns) {
  // Steeply southward only edges of rows lie between: the one from 0 to 500 m is crossed in its middle.
  const World world = draw(R"(
      A . .
      . 5 .
      . t .
  )");
  EXPECT_NEAR(look(world, 'A', 't').floor.metres, 500, 1e-6);
}

TEST(LineOfSight, DoubtsARayAcrossUnknownGroundAndIsNotBlockedByIt) {
  const World world = draw(R"(
      A . ? . t
  )");
  const Sightline sight = look(world, 'A', 't', 10);
  EXPECT_TRUE(sight.unknown);
  EXPECT_EQ(sight.floor.metres, 0);
}

TEST(LineOfSight, DoubtsNothingBehindTheEndOrBesideTheRay) {
  const World world = draw(R"(
      ? ? ? ? ? ?
      . . . . . .
      A . . t ? ?
      . . . . . .
      ? ? ? ? ? ?
  )");
  EXPECT_FALSE(look(world, 'A', 't', 10).unknown);
}

TEST(LineOfSight, DoubtsAnUnknownEnd) {
  World world = draw(R"(
      A . 3 . ? t
  )");
  const Antenna antenna = antenna_above_ground(world.terrain, world.at('A'), {0});
  const Sightline sight = line_of_sight(world.terrain, antenna, {4, 0}, {});
  EXPECT_TRUE(sight.unknown);
  EXPECT_NEAR(sight.floor.metres, 600, 1e-6);
}

// GDAL's one-row cases (autotest/cpp/test_viewshed.cpp, dem_vs_ground): no curvature, cells of 1 m, the observer's eye
// on the ground of its cell.
struct OneRow {
  std::array<float, 8> ground;
  int observer;
  std::array<double, 8> above_ground;
};
constexpr OneRow gdal_cases[] = {
    {{0, 0, 0, 1, 0, 0, 0, 0}, 2, {0, 0, 0, 0, 2, 3, 4, 5}},
    {{1, 1, 0, 1, 0, 1, 2, 2}, 3, {0, 0, 0, 0, 0, 0, 0, 1 / 3.0}},
    {{0, 0, 0, 1, 1, 0, 0, 0}, 0, {0, 0, 0, 0, 1 / 3.0, 5 / 3.0, 2, 7 / 3.0}},
    {{0, 0, 1, 2, 3, 4, 5, 6}, 0, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{0, 0, 1, 1, 3, 4, 5, 4}, 0, {0, 0, 0, 0.5, 0, 0, 0, 11 / 6.0}},
};

ElevationModel one_row(const OneRow& row) {
  return {.frame = testing::plane(8, 1, 1, 1), .heights = Raster<float>(8, 1, {row.ground.begin(), row.ground.end()})};
}

TEST(LineOfSight, GivesGdalsMinimumHeightsAboveGroundInOneRow) {
  for (const OneRow& row : gdal_cases) {
    const ElevationModel terrain = one_row(row);
    const Antenna antenna = antenna_above_ground(terrain, {static_cast<double>(row.observer), 0}, {0});
    for (int column = 0; column < 8; ++column) {
      const auto i = static_cast<std::size_t>(column);
      const Sightline sight = line_of_sight(terrain, antenna, {static_cast<double>(column), 0}, {});
      EXPECT_NEAR(sight.floor.metres - static_cast<double>(row.ground[i]), row.above_ground[i], 1e-9) << column;
    }
  }
}

TEST(HorizonSweep, GivesGdalsMinimumHeightsAboveGroundInOneRow) {
  for (const OneRow& row : gdal_cases) {
    const ElevationModel terrain = one_row(row);
    const Antenna antenna = antenna_above_ground(terrain, {static_cast<double>(row.observer), 0}, {0});
    const SightField field = testing::sweep(terrain, antenna);
    for (int column = 0; column < 8; ++column) {
      const auto i = static_cast<std::size_t>(column);
      EXPECT_NEAR(field.floor.at(column, 0) - row.ground[i], row.above_ground[i], 1e-6) << column;
    }
  }
}

TEST(LineOfSight, SeesTheSeaUpToTheHorizonOfTheEarth) {
  // Northward over open sea from 30 m, on an earth of 4/3·6371 km in that direction: the altitude in sight at a
  // distance is the height above the circle of the tangent to it, a/cos(θ − θ_horizon) − a.
  const GeodeticPoint place{36, 35};
  const double k = 4.0 / 3 * 6'371'000 / curvature_radii(place.latitude_deg).meridian_m;
  const double a = 4.0 / 3 * 6'371'000;
  ElevationModel sea{.frame = testing::degrees_around({36, 36.5}, 3, 4001, 0.001, 0.001)};
  sea.heights = Raster<float>(3, 4001, 0.0F);
  const Antenna antenna{.at = {1, 3500}, .altitude = {30}};
  const double horizon = std::acos(a / (a + 30));
  for (const int row : {3297, 3000, 2500, 1500, 0}) {
    const Sightline sight = line_of_sight(sea, antenna, {1, static_cast<double>(row)}, {.effective_radius_factor = k});
    const double expected = a / std::cos(sight.distance_m / a - horizon) - a;
    EXPECT_NEAR(sight.floor.metres, expected, 0.01) << sight.distance_m;
  }
}

Sightline across_the_middle_of_a_rough_world_at(double longitude_deg) {
  testing::Random random(5);
  const GridFrame frame = testing::degrees_around({longitude_deg, 52}, 41, 41, 0.01, 0.01);
  const ElevationModel terrain = testing::ground_on(frame, testing::Ground::noise, 800, random);
  return line_of_sight(terrain, testing::antenna_over(terrain, {3.3, 20.7}, 25), {39, 11}, {});
}

TEST(LineOfSight, IsTheSameAcrossTheAntimeridianAsElsewhere) {
  const Sightline here = across_the_middle_of_a_rough_world_at(36);
  const Sightline there = across_the_middle_of_a_rough_world_at(180);
  EXPECT_NEAR(there.distance_m, here.distance_m, 1e-6);
  EXPECT_NEAR(there.azimuth_rad, here.azimuth_rad, 1e-12);
  EXPECT_NEAR(there.floor.metres, here.floor.metres, 1e-5);
}

// Whether a point of the sky is in sight on a plane: every line of the grid between is crossed, nothing is skipped,
// nothing is shared with the code under test.
bool clears_every_edge(const ElevationModel& terrain, const Antenna& antenna, GridPoint end, double altitude_m) {
  const double columns = end.column - antenna.at.column;
  const double rows = end.row - antenna.at.row;
  const auto clears = [&](bool by_column, int line) {
    const double share = by_column ? (line - antenna.at.column) / columns : (line - antenna.at.row) / rows;
    if (!(share > 0 && share < 1)) return true;
    const double along = by_column ? antenna.at.row + share * rows : antenna.at.column + share * columns;
    const int near = static_cast<int>(std::floor(along));
    const auto height = [&](int post) {
      return static_cast<double>(by_column ? terrain.heights.at(line, post) : terrain.heights.at(post, line));
    };
    const double edge = height(near) + (along - near) * (height(near + 1) - height(near));
    return antenna.altitude.metres + share * (altitude_m - antenna.altitude.metres) >= edge;
  };
  for (int column = 0; column < terrain.frame.width; ++column) {
    if (!clears(true, column)) return false;
  }
  for (int row = 0; row < terrain.frame.height; ++row) {
    if (!clears(false, row)) return false;
  }
  return true;
}

TEST(LineOfSight, SeesEverythingFromItsFloorUpwardAndNothingBelow) {
  testing::Random random(7);
  for (int world = 0; world < 200; ++world) {
    const ElevationModel terrain =
        testing::ground_on(testing::plane(14, 11, 30, 50), testing::all_grounds[world % 4], 300, random);
    const Antenna antenna = testing::antenna_over(terrain, testing::between_posts(terrain.frame, random),
                                                  testing::uniform(random, 0.5, 200));
    for (int i = 0; i < 20; ++i) {
      const GridPoint end = testing::between_posts(terrain.frame, random);
      const Sightline sight = line_of_sight(terrain, antenna, end, {});
      if (!sight.obstacle) continue;  // both in one cell
      for (const double above_m : {1e-4, 1.0, 1000.0}) {
        ASSERT_TRUE(clears_every_edge(terrain, antenna, end, sight.grazing.metres + above_m)) << "world " << world;
        ASSERT_FALSE(clears_every_edge(terrain, antenna, end, sight.grazing.metres - above_m)) << "world " << world;
      }
      EXPECT_EQ(sight.floor.metres, std::max(sight.grazing.metres, terrain.ground_at(end).metres));
    }
  }
}

TEST(AntennaAboveGround, StandsOnTheSurfaceBetweenPosts) {
  const World world = draw(R"(
      0 4
      2 6
  )");
  EXPECT_DOUBLE_EQ(antenna_above_ground(world.terrain, {0.5, 0.5}, {25}).altitude.metres, 325);
  EXPECT_DOUBLE_EQ(antenna_above_ground(world.terrain, {1, 0}, {25}).altitude.metres, 425);
}

TEST(AntennaAboveGround, SaysThatThereIsNoGround) {
  const World world = draw(R"(
      . . .
      . ? .
      . . .
  )");
  for (const GridPoint place : {GridPoint{-0.1, 1}, {1, 2.1}, {1, 1}, {0.5, 0.5}}) {
    try {
      std::ignore = antenna_above_ground(world.terrain, place, {25});
      ADD_FAILURE() << place.column << ',' << place.row;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::terrain);
    }
  }
}

}  // namespace
}  // namespace skyshed
