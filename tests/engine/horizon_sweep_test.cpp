// The sweep on small worlds drawn by hand and on the sea, where the answer has a closed form; its laws.
#include "engine/sight/horizon_sweep.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <functional>

#include "engine/base/error.h"
#include "engine/earth/ellipsoid.h"
#include "engine/earth/local_frame.h"
#include "sight_worlds.h"
#include "world.h"

namespace skyshed {
namespace {

using namespace testing;

bool same_bytes(const Raster<float>& a, const Raster<float>& b) {
  return a.width() == b.width() && a.height() == b.height() &&
         std::memcmp(a.values().data(), b.values().data(), a.size() * sizeof(float)) == 0;
}

bool same_bytes(const SightField& a, const SightField& b) {
  return a.window == b.window && same_bytes(a.floor, b.floor) && a.unknown == b.unknown;
}

SightField sweep_from(const World& world, char place, double antenna_m) {
  return sweep(world.terrain, antenna_above_ground(world.terrain, world.at(place), {antenna_m}));
}

float floor_at(const SightField& field, GridPoint post) {
  return field.floor.at(static_cast<int>(post.column) - field.window.column,
                        static_cast<int>(post.row) - field.window.row);
}

// ---- worlds drawn by hand

TEST(HorizonSweep, SeesTheValleyBeforeARidgeAndOnlyTheSkyAboveTheOneBehindIt) {
  const World world = draw(R"(
      . . . 5 . . .
      . . . 5 . . .
      A . n 5 . . t
      . . . 5 . . .
      . . . 5 . . .
  )");
  const SightField field = sweep_from(world, 'A', 0);
  EXPECT_EQ(floor_at(field, world.at('n')), 0);
  EXPECT_EQ(floor_at(field, {3, 2}), 500);  // the ridge itself
  EXPECT_FLOAT_EQ(floor_at(field, world.at('t')), 1000);
  // The ray to the corner meets the ridge half way there too.
  EXPECT_FLOAT_EQ(floor_at(field, {6, 0}), 1000);
  EXPECT_FLOAT_EQ(floor_at(field, {6, 4}), 1000);
}

TEST(HorizonSweep, LeavesTheFootOfACliffOutOfSight) {
  // From 100 m above a plateau of 900 m whose edge is 3 km away, one sees ground 30 km away and farther.
  const World world = draw(R"(
      A99999 . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .
      999999 . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .
  )");
  World plateau = world;
  plateau.terrain.heights.at(0, 0) = 900;
  const SightField field = sweep_from(plateau, 'A', 100);
  for (int column = 6; column < plateau.terrain.frame.width; ++column) {
    const double ray = 1000 - 100.0 * column / 5;
    EXPECT_NEAR(field.floor.at(column, 0), std::max(0.0, ray), 1e-3) << column;
  }
}

TEST(HorizonSweep, GivesASinglePillarAStraightShadowAndNoButterfly) {
  // A pillar of 100 m stands ten cells east of an eye at 2 m. Through the mesh it is a roof: its edges fall to the
  // ground within one cell. A ray in direction y/x crosses the edge across at 10·y/x cells from the pillar.
  constexpr int size = 61;
  constexpr int middle = 30;
  ElevationModel terrain{.frame = plane(size, size, 30, 30), .heights = Raster<float>(size, size, 0.0F)};
  terrain.heights.at(10 + middle, middle) = 100;
  const SightField field = sweep(terrain, {.at = {middle, middle}, .altitude = {2}});
  int shaded = 0;
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const int x = column - middle;
      const int y = std::abs(row - middle);
      double expected = terrain.heights.at(column, row);
      if (x > 10 && 10 * y < x) {
        const double edge = 100 * (1 - 10.0 * y / x);
        expected = std::max(0.0, 2 + (edge - 2) * x / 10);
      }
      shaded += expected > 0 ? 1 : 0;
      EXPECT_NEAR(field.floor.at(column, row), expected, 1e-3) << column << ',' << row;
    }
  }
  EXPECT_GT(shaded, 20);  // the pillar does throw a shadow
}

TEST(HorizonSweep, SeesEverythingWithinItsDiscFromVeryHighAbove) {
  Random random(11);
  const GridFrame frame = degrees_around({36, 35}, 181, 151, 0.08, 0.08);
  const ElevationModel terrain = ground_on(frame, Ground::noise, 3000, random);
  const SightField field = sweep(terrain, {.at = {90.2, 75.4}, .altitude = {800e3}}, {.radius_m = 600e3});
  int seen = 0;
  for (int row = 0; row < field.window.height; ++row) {
    for (int column = 0; column < field.window.width; ++column) {
      const float floor = field.floor.at(column, row);
      if (std::isnan(floor)) continue;
      ++seen;
      ASSERT_EQ(floor, terrain.heights.at(column + field.window.column, row + field.window.row));
    }
  }
  EXPECT_GT(seen, 15'000);
}

TEST(HorizonSweep, WorksFromASiteBelowTheSea) {
  // The Dead Sea: flat shores at −430 m, a wall of sea level four posts to the north.
  World world = draw(R"(
      . . . t . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .
      . . . A . . .
  )",
                     {.cell_m = 100, .metres_per_digit = 100});
  for (int row = 2; row < 6; ++row) {
    for (float& height : world.terrain.heights.row(row)) height = -430;
  }
  const SightField field = sweep_from(world, 'A', 30);
  EXPECT_EQ(floor_at(field, {3, 3}), -430);
  EXPECT_EQ(floor_at(field, {3, 1}), 0);
  EXPECT_FLOAT_EQ(floor_at(field, world.at('t')), 100);  // from −400 m over 0 m at 400 m: one in one
}

// ---- the sea

// Posts of the antenna's meridian northward over open sea, on an earth of radius 4/3·6371 km in that direction.
struct NorthwardSea {
  static constexpr int rows = 4200;
  static constexpr double a = 4.0 / 3 * 6'371'000;
  ElevationModel sea{.frame = degrees_around({36, 36.9}, 5, rows, 0.001, 0.001),
                     .heights = Raster<float>(5, rows, 0.0F)};
  GridPoint antenna{2, rows - 10};
  Refraction refraction;
  NorthwardSea() {
    refraction.effective_radius_factor = a / curvature_radii(sea.frame.to_geodetic(antenna).latitude_deg).meridian_m;
  }
  [[nodiscard]] double distance_to_row(int row) const {
    return geodesic_between(sea.frame.to_geodetic(antenna), sea.frame.to_geodetic({2, static_cast<double>(row)}))
        .distance_m;
  }
};

TEST(HorizonSweep, SeesTargetsOverASmoothSeaAtTheDistancesOfTheCircle) {
  const NorthwardSea world;
  const SightField field =
      sweep(world.sea, {.at = world.antenna, .altitude = {30}}, {.radius_m = 470e3}, world.refraction);
  const auto floor_over = [&](int row) {
    return static_cast<double>(field.floor.at(2 - field.window.column, row - field.window.row));
  };
  for (const double target_m : {30.0, 100.0, 300.0, 1000.0, 3000.0, 10'000.0}) {
    const auto horizon = [](double altitude_m) {
      return NorthwardSea::a * std::acos(NorthwardSea::a / (NorthwardSea::a + altitude_m));
    };
    // The first post, going north, that needs more than the target's altitude; then between it and the one before.
    int row = static_cast<int>(world.antenna.row) - 1;
    while (floor_over(row) <= target_m) --row;
    const double low = floor_over(row + 1);
    const double share = (target_m - low) / (floor_over(row) - low);
    const double distance_m = (1 - share) * world.distance_to_row(row + 1) + share * world.distance_to_row(row);
    EXPECT_NEAR(distance_m, horizon(30) + horizon(target_m), 10) << target_m;
  }
}

TEST(HorizonSweep, SeesTheSeaItselfOnlyToTheHorizon) {
  const NorthwardSea world;
  const SightField field =
      sweep(world.sea, {.at = world.antenna, .altitude = {30}}, {.radius_m = 470e3}, world.refraction);
  const double horizon_m = NorthwardSea::a * std::acos(NorthwardSea::a / (NorthwardSea::a + 30));
  for (int row = 3000; row < world.antenna.row; ++row) {
    const double distance_m = world.distance_to_row(row);
    if (std::abs(distance_m - horizon_m) < 500) continue;  // there the ray is less than a centimetre above the sea
    const bool in_sight = field.floor.at(2 - field.window.column, row - field.window.row) == 0;
    EXPECT_EQ(in_sight, distance_m < horizon_m) << distance_m;
  }
}

// ---- where the antenna stands

class AntennaPlace : public ::testing::TestWithParam<GridPoint> {};

TEST_P(AntennaPlace, MakesNoDifferenceToTheTruthOnAPlane) {
  Random random(21);
  for (const Ground ground : all_grounds) {
    const ElevationModel terrain = ground_on(plane(13, 11, 30, 30), ground, 200, random);
    const Antenna antenna = antenna_over(terrain, GetParam(), 7);
    const Agreement truth = agreement(terrain, antenna, sweep(terrain, antenna), 1e-4);
    EXPECT_LE(truth.worst_m, 1e-6) << truth.worst;
    EXPECT_EQ(truth.wrong_decisions, 0) << truth.wrong;
  }
}

TEST_P(AntennaPlace, MakesNoDifferenceToTheTruthInDegrees) {
  Random random(22);
  for (const Ground ground : all_grounds) {
    const ElevationModel terrain =
        ground_on(degrees_around({36, 35}, 13, 11, 1 / 1200.0, 1 / 1200.0), ground, 200, random);
    const Antenna antenna = antenna_over(terrain, GetParam(), 7);
    const Agreement truth = agreement(terrain, antenna, sweep(terrain, antenna, {.radius_m = 20e3}), 0.06);
    EXPECT_LE(truth.worst_m, 0.06) << truth.worst;
    EXPECT_EQ(truth.wrong_decisions, 0) << truth.wrong;
  }
}

INSTANTIATE_TEST_SUITE_P(, AntennaPlace,
                         ::testing::Values(GridPoint{6, 5},        // a post
                                           GridPoint{6.37, 5.61},  // between posts
                                           GridPoint{6.4, 5},      // a row
                                           GridPoint{6, 5.3},      // a column
                                           GridPoint{6.5, 5.5},    // the middle of a cell
                                           GridPoint{0, 4.2}, GridPoint{12, 4.2}, GridPoint{3.7, 0},
                                           GridPoint{3.7, 10},                                      // the rim
                                           GridPoint{0, 0}, GridPoint{12, 10}, GridPoint{12, 0}));  // corners

TEST(HorizonSweep, KnowsTheGroundRightUnderItsAntenna) {
  const World world = draw(R"(
      . . .
      . 3 .
      . . .
  )");
  EXPECT_EQ(sweep(world.terrain, {.at = {1, 1}, .altitude = {310}}).floor.at(1, 1), 300);
}

TEST(HorizonSweep, RefusesAnAntennaOutsideItsTerrain) {
  const World world = draw(R"(
      . . .
      . . .
      . . .
  )");
  for (const GridPoint place : {GridPoint{-0.01, 1}, {2.01, 1}, {1, -0.01}, {1, 2.01}}) {
    try {
      sweep(world.terrain, {.at = place, .altitude = {10}});
      ADD_FAILURE() << place.column << ',' << place.row;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::terrain);
    }
  }
}

// ---- unknown ground

TEST(HorizonSweep, DoubtsWhatLiesBehindUnknownGroundAndIsNotBlockedByIt) {
  const World world = draw(R"(
      . . . . . . .
      . . . . . . .
      A . . ? . . t
      . . . . . . .
      . . . . . . n
  )");
  const SightField field = sweep_from(world, 'A', 10);
  EXPECT_EQ(field.unknown.at(6, 2), 1);
  EXPECT_EQ(floor_at(field, world.at('t')), 0);
  EXPECT_EQ(field.unknown.at(3, 2), 1);
  EXPECT_EQ(field.unknown.at(2, 2), 0);
  EXPECT_EQ(field.unknown.at(6, 4), 0);
}

TEST(HorizonSweep, SaysNothingOfUnknownGroundWhereAllIsKnown) {
  const World world = draw(R"(
      . . .
      . A .
      . . .
  )");
  EXPECT_TRUE(sweep_from(world, 'A', 10).unknown.empty());
}

// ---- laws

// A rough world with some unknown posts, seen from between its posts; large enough for several sectors and rebuilds.
struct RoughWorld {
  ElevationModel terrain;
  Antenna antenna;
  explicit RoughWorld(const GridFrame& frame, double unknown_share = 0.002) {
    Random random(31);
    terrain = ground_on(frame, Ground::noise, 60, random, unknown_share);
    antenna = antenna_over(terrain, {frame.width * 0.4 + 0.3, frame.height * 0.55 + 0.6}, 300);
  }
};

std::vector<GridFrame> rough_frames() {
  return {plane(1100, 300, 30, 30), degrees_around({36, 35}, 300, 300, 1 / 1200.0, 1 / 1200.0),
          projected_around(std::make_shared<MeridianStrip>(39), {36, 35}, 300, 300, 90)};
}

TEST(HorizonSweep, GivesTheSameBytesWithOneThreadAsWithTwo) {
  for (const GridFrame& frame : rough_frames()) {
    const RoughWorld world(frame);
    const auto with_threads = [&](std::size_t threads) {
      const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
      return sweep(world.terrain, world.antenna, {.radius_m = 50e3});
    };
    EXPECT_TRUE(same_bytes(with_threads(1), with_threads(2)));
  }
}

class InstructionSets : public ::testing::TestWithParam<InstructionSet> {};

TEST_P(InstructionSets, GiveTheSameBytesAsTheScalarPath) {
  if (!is_supported(GetParam())) GTEST_SKIP() << "this processor has not got it";
  for (const GridFrame& frame : rough_frames()) {
    const RoughWorld world(frame);
    const SweepOptions scalar{.radius_m = 50e3, .instruction_set = InstructionSet::scalar};
    const SweepOptions other{.radius_m = 50e3, .instruction_set = GetParam()};
    EXPECT_TRUE(same_bytes(sweep(world.terrain, world.antenna, scalar), sweep(world.terrain, world.antenna, other)));
  }
}

INSTANTIATE_TEST_SUITE_P(, InstructionSets,
                         ::testing::Values(InstructionSet::best, InstructionSet::avx2, InstructionSet::avx512));

// ---- parts

// A field that reaches two posts beyond the terrain, all of it untouched.
SightField untouched_field(const GridFrame& frame, float value) {
  SightField field{.window = {-2, -2, frame.width + 4, frame.height + 4}};
  field.floor = Raster<float>(field.window.width, field.window.height, value);
  return field;
}

// The part of the whole sweep, and nothing beside it.
void expect_part(const ElevationModel& terrain, const Antenna& antenna, const GridWindow& part) {
  constexpr double radius_m = 1e6;
  constexpr float untouched = -7777;
  const SightField whole = sweep(terrain, antenna, {.radius_m = radius_m});
  SightField field = untouched_field(terrain.frame, untouched);
  Progress progress;
  horizon_sweep_part(field, part, terrain, antenna, {}, radius_m, progress);
  EXPECT_EQ(field.unknown.empty(), whole.unknown.empty());
  for (int row = -2; row < terrain.frame.height + 2; ++row) {
    for (int column = -2; column < terrain.frame.width + 2; ++column) {
      const bool inside =
          column >= part.column && column < part.column + part.width && row >= part.row && row < part.row + part.height;
      EXPECT_EQ(field.floor.at(column + 2, row + 2), inside ? whole.floor.at(column, row) : untouched)
          << column << ',' << row;
      if (whole.unknown.empty()) continue;
      EXPECT_EQ(field.unknown.at(column + 2, row + 2), inside ? whole.unknown.at(column, row) : 0)
          << column << ',' << row;
    }
  }
}

TEST(HorizonSweepPart, WritesThePostsOfItsPartAndNoOthers) {
  for (const double unknown_share : {0.0, 0.01}) {
    const RoughWorld world(plane(70, 60, 30, 30), unknown_share);
    for (const GridWindow& part : {GridWindow{0, 0, 70, 60}, {0, 0, 30, 40}, {25, 30, 20, 9}, {69, 59, 1, 1}}) {
      expect_part(world.terrain, world.antenna, part);
    }
  }
  Random random(32);
  const ElevationModel profile = ground_on(plane(70, 1, 30, 30), Ground::noise, 60, random, 0);
  expect_part(profile, antenna_over(profile, {28.3, 0}, 300), {20, 0, 30, 1});
}

TEST(HorizonSweepPart, DoesNothingBesideItsField) {
  const RoughWorld world(plane(70, 60, 30, 30));
  SightField field{.window = {-9, -9, 5, 5}, .floor = Raster<float>(5, 5)};
  Progress progress;
  horizon_sweep_part(field, world.terrain.frame.whole(), world.terrain, world.antenna, {}, 1e6, progress);
  EXPECT_TRUE(field.floor == Raster<float>(5, 5));
}

TEST(HorizonSweepPart, RefusesWhatItsTerrainLacks) {
  const RoughWorld world(plane(70, 60, 30, 30));
  SightField field = untouched_field(world.terrain.frame, 0);
  Progress progress;
  const auto error_of = [&](const GridWindow& part, const Antenna& antenna) {
    try {
      horizon_sweep_part(field, part, world.terrain, antenna, {}, 1e6, progress);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::interrupted;
  };
  EXPECT_EQ(error_of({-1, 0, 5, 5}, world.antenna), ErrorKind::internal);
  EXPECT_EQ(error_of({0, 0, 5, 5}, {.at = {-3, 3}, .altitude = {100}}), ErrorKind::terrain);
}

TEST(HorizonSweep, KeepsExactlyEveryNthPost) {
  for (const GridFrame& frame : {plane(97, 83, 30, 30), degrees_around({36, 35}, 97, 83, 0.002, 0.002)}) {
    const RoughWorld world(frame);
    for (const double radius_m : {1.1e3, 1e6}) {
      const SightField all = sweep(world.terrain, world.antenna, {.radius_m = radius_m});
      for (const int every : {2, 3, 7}) {
        const SightField kept = sweep(world.terrain, world.antenna, {.radius_m = radius_m, .keep_every = every});
        EXPECT_FALSE(kept.floor.empty());
        for (int row = 0; row < kept.window.height; ++row) {
          for (int column = 0; column < kept.window.width; ++column) {
            const int from_column = (column + kept.window.column) * every - all.window.column;
            const int from_row = (row + kept.window.row) * every - all.window.row;
            const float expected = all.floor.at(from_column, from_row);
            const float floor = kept.floor.at(column, row);
            ASSERT_TRUE(floor == expected || (std::isnan(floor) && std::isnan(expected)));
            ASSERT_EQ(kept.unknown.at(column, row), all.unknown.at(from_column, from_row));
          }
        }
      }
    }
  }
}

TEST(HorizonSweep, KeepsEveryNthPostOfAProfileToo) {
  const World world = draw(R"(
      A . 3 . 1 . . 8 . .
  )");
  const SightField all = sweep_from(world, 'A', 5);
  const SightField kept =
      sweep(world.terrain, {.at = world.at('A'), .altitude = {5}}, {.radius_m = reach_everything_m, .keep_every = 3});
  ASSERT_EQ(kept.window.width, 4);
  for (int column = 0; column < 4; ++column) EXPECT_EQ(kept.floor.at(column, 0), all.floor.at(3 * column, 0));
}

TEST(HorizonSweep, EndsExactlyAtItsRadius) {
  struct Case {
    GridFrame frame;
    double radius_m;
  };
  for (const auto& [frame, radius_m] :
       {Case{plane(101, 91, 30, 40), 1000}, Case{degrees_around({36, 35}, 201, 151, 0.01, 0.01), 40e3},
        Case{degrees_around({36, 60}, 151, 91, 0.1, 0.1), 400e3}}) {
    const ElevationModel terrain{.frame = frame, .heights = Raster<float>(frame.width, frame.height, 0.0F)};
    const GridPoint at{frame.width / 2 + 0.3, frame.height / 2 - 0.4};
    const SightField field = sweep(terrain, {.at = at, .altitude = {1000}}, {.radius_m = radius_m});
    const LocalFrame local(frame, at, radius_m);
    for (int row = 0; row < frame.height; ++row) {
      for (int column = 0; column < frame.width; ++column) {
        const GridPoint post{static_cast<double>(column), static_cast<double>(row)};
        const double distance_m = local.path_to(post).distance_m;
        if (std::abs(distance_m - radius_m) < 0.01) continue;
        const GridWindow inside = intersection(field.window, {column, row, 1, 1});
        const bool covered = inside.width == 1 && inside.height == 1 && !std::isnan(floor_at(field, post));
        ASSERT_EQ(covered, distance_m < radius_m) << column << ',' << row << " at " << distance_m << " m";
      }
    }
  }
}

// A square plane seen from `at`, and the same plane turned or mirrored: `move` takes a place to where it stands then.
using Move = std::function<GridPoint(GridPoint)>;

TEST(HorizonSweep, OfATurnedOrMirroredPlaneIsTurnedOrMirrored) {
  constexpr int size = 61;
  Random random(41);
  const ElevationModel terrain = ground_on(plane(size, size, 30, 30), Ground::noise, 40, random);
  const Antenna antenna = antenna_over(terrain, {22.375, 35.25}, 20);
  const SightField field = sweep(terrain, antenna);
  constexpr double last = size - 1;
  const Move moves[] = {
      [](GridPoint p) {
        return GridPoint{last - p.row, p.column};
      },  // a quarter turn
      [](GridPoint p) {
        return GridPoint{last - p.column, last - p.row};
      },  // half a turn
      [](GridPoint p) {
        return GridPoint{p.row, last - p.column};
      },  // three quarters
      [](GridPoint p) {
        return GridPoint{last - p.column, p.row};
      },  // mirrored
      [](GridPoint p) {
        return GridPoint{p.row, p.column};
      },  // along the diagonal
  };
  for (const Move& move : moves) {
    ElevationModel moved = terrain;
    for (int row = 0; row < size; ++row) {
      for (int column = 0; column < size; ++column) {
        const GridPoint to = move({static_cast<double>(column), static_cast<double>(row)});
        moved.heights.at(static_cast<int>(to.column), static_cast<int>(to.row)) = terrain.heights.at(column, row);
      }
    }
    const SightField other = sweep(moved, {.at = move(antenna.at), .altitude = antenna.altitude});
    for (int row = 0; row < size; ++row) {
      for (int column = 0; column < size; ++column) {
        const GridPoint post{static_cast<double>(column), static_cast<double>(row)};
        const double floor = floor_at(field, post);
        ASSERT_NEAR(floor_at(other, move(post)), floor, float_unit(floor)) << column << ',' << row;
      }
    }
  }
}

TEST(HorizonSweep, NeverFallsBelowTheGround) {
  for (const GridFrame& frame : rough_frames()) {
    const RoughWorld world(frame, 0);
    const SightField field = sweep(world.terrain, world.antenna);
    for (int row = 0; row < frame.height; ++row) {
      for (int column = 0; column < frame.width; ++column) {
        ASSERT_GE(field.floor.at(column, row), world.terrain.heights.at(column, row));
      }
    }
  }
}

TEST(HorizonSweep, SeesNoLessFromHigherUp) {
  for (const GridFrame& frame : {plane(61, 61, 30, 30), degrees_around({36, 35}, 61, 61, 0.001, 0.001)}) {
    Random random(51);
    const ElevationModel terrain = ground_on(frame, Ground::hills, 300, random);
    SightField below;
    for (const double height_m : {0.5, 7.0, 25.0, 1000.0}) {
      const SightField field = sweep(terrain, antenna_over(terrain, {30.3, 30.7}, height_m), {.radius_m = 50e3});
      for (std::size_t i = 0; i < below.floor.size(); ++i) {
        // On degrees the edges that are cut into pieces err by up to 0.05 m.
        ASSERT_LE(field.floor.values()[i], below.floor.values()[i] + 0.05F);
      }
      below = field;
    }
  }
}

TEST(HorizonSweep, IsTheTruthWhereMuchOfTheGroundIsInSight) {
  // From high above, nearly every edge moves the horizon: as a whole, in part, or not at all.
  Random random(61);
  const GridFrame frames[] = {plane(121, 121, 30, 30), plane(121, 121, 30, 55),
                              degrees_around({36, 35}, 121, 121, 0.0005, 0.0005),
                              degrees_around({36, 62}, 121, 121, 0.001, 0.0005)};
  for (const GridFrame& frame : frames) {
    const double bound_m = frame.kind == GridFrame::Kind::planar ? 1e-6 : 0.06;
    for (const double relief_m : {5.0, 40.0, 200.0}) {
      for (const double unknown_share : {0.0, 0.001}) {
        const ElevationModel terrain = ground_on(frame, Ground::noise, relief_m, random, unknown_share);
        const Antenna antenna = antenna_over(terrain, {60.3137, 60.6271}, 600);
        const SightField field = sweep(terrain, antenna, {.radius_m = 50e3});
        const Agreement truth = agreement(terrain, antenna, field, 10 * bound_m, 3);
        EXPECT_LE(truth.worst_m, bound_m) << truth.worst;
        EXPECT_EQ(truth.wrong_decisions, 0) << truth.wrong;
        EXPECT_EQ(truth.wrong_unknown, 0) << truth.wrong;
        std::size_t in_sight = 0;
        for (std::size_t i = 0; i < field.floor.size(); ++i) {
          in_sight += field.floor.values()[i] == terrain.heights.values()[i] ? 1 : 0;
        }
        EXPECT_GT(in_sight, field.floor.size() * 2 / 5);
      }
    }
  }
}

TEST(HorizonSweep, StopsWhenAsked) {
  class Impatient : public Progress {
   public:
    [[nodiscard]] bool cancelled() const override { return true; }
  };
  const RoughWorld world(plane(50, 50, 30, 30));
  Impatient progress;
  try {
    std::ignore = horizon_sweep(world.terrain, world.antenna, {}, {.radius_m = 1e5}, progress);
    FAIL() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

// Where one of several sweeps side by side is stopped, oneTBB ends the others early.
TEST(HorizonSweep, IsWholeOrThrowsWhereOneBesideItIsStopped) {
  class StopsAfter : public Progress {
   public:
    explicit StopsAfter(int looks) : left_(looks) {}
    [[nodiscard]] bool cancelled() const override { return --left_ < 0; }

   private:
    mutable std::atomic<int> left_;
  };
  const RoughWorld world(plane(200, 200, 30, 30), 0);
  for (int looks = 3; looks < 120; looks += 3) {
    StopsAfter progress(looks);
    std::atomic<int> not_whole = 0;
    try {
      tbb::parallel_for(0, 6, [&](int /*site*/) {
        const SightField field = horizon_sweep(world.terrain, world.antenna, {}, {.radius_m = 1e6}, progress);
        const auto floors = field.floor.values();
        if (std::any_of(floors.begin(), floors.end(), [](float floor) { return std::isnan(floor); })) ++not_whole;
      });
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
    EXPECT_EQ(not_whole, 0) << looks;
  }
}

TEST(HorizonSweep, ReportsEveryPostOnceAsProgress) {
  class Counter : public Progress {
   public:
    void advance(std::int64_t steps) override { sum += steps; }
    std::atomic<std::int64_t> sum = 0;
  };
  const RoughWorld world(plane(300, 200, 30, 30));
  Counter progress;
  std::ignore = horizon_sweep(world.terrain, world.antenna, {}, {.radius_m = 1e6}, progress);
  EXPECT_EQ(progress.sum, 300 * 200);
}

}  // namespace
}  // namespace skyshed
