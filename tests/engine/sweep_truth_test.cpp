// The sweep against its slow twin, line_of_sight, on random worlds.
//
// On a plane both cut the same straight edges: they differ by double rounding (here below 1e-6 m) and by the rounding
// of the result to float32. On the earth the sweep takes edges as chords, cut into pieces such that their sag moves a
// floor by at most 0.05 m (engine/sight/wedge_geometry.cpp); paths and distances add millimetres at these distances
// (engine/earth/local_frame.h). A decision, ground in sight or not, may differ only where the ray passes the ground
// within the same bounds.
#include <gtest/gtest.h>

#include <cmath>

#include "sight_worlds.h"

namespace skyshed {
namespace {

using namespace testing;

constexpr double plane_bound_m = 1e-6;
constexpr double earth_bound_m = 0.06;
constexpr double antenna_heights_m[] = {0.5, 7, 25, 1000};

// `worlds` random worlds on frames like this one, with antennas between posts.
void expect_truth(const GridFrame& frame, int worlds, double relief_m, double radius_m, double bound_m,
                  std::uint64_t seed, double unknown_share = 0, int stride = 1) {
  Random random(seed);
  for (int world = 0; world < worlds; ++world) {
    const ElevationModel terrain = ground_on(frame, all_grounds[world % 4], relief_m, random, unknown_share);
    const Antenna antenna = antenna_over(terrain, between_posts(frame, random), antenna_heights_m[world / 4 % 4]);
    const SightField field = sweep(terrain, antenna, {.radius_m = radius_m});
    ASSERT_EQ(field.window, frame.whole());
    const Agreement truth = agreement(terrain, antenna, field, bound_m, stride);
    ASSERT_LE(truth.worst_m, bound_m) << "world " << world << ": " << truth.worst;
    ASSERT_EQ(truth.wrong_decisions, 0) << "world " << world << ": " << truth.wrong;
    ASSERT_EQ(truth.wrong_unknown, 0) << "world " << world << ": " << truth.wrong;
  }
}

TEST(HorizonSweep, IsTheTruthOnSquarePlanes) { expect_truth(plane(23, 19, 30, 30), 160, 200, 1e6, plane_bound_m, 101); }

TEST(HorizonSweep, IsTheTruthOnPlanesOfLongCells) {
  expect_truth(plane(23, 19, 30, 90), 48, 200, 1e6, plane_bound_m, 102);
  expect_truth(plane(19, 23, 90, 30), 48, 200, 1e6, plane_bound_m, 103);
  expect_truth(plane(19, 23, 10, 100), 32, 200, 1e6, plane_bound_m, 104);
}

TEST(HorizonSweep, IsTheTruthOnPlanesWithUnknownPosts) {
  expect_truth(plane(23, 19, 30, 30), 64, 200, 1e6, plane_bound_m, 105, 0.03);
  expect_truth(plane(23, 19, 30, 70), 32, 200, 1e6, plane_bound_m, 106, 0.15);
}

class Latitude : public ::testing::TestWithParam<double> {};

TEST_P(Latitude, LeavesTheSweepTrueOnFinePosts) {
  expect_truth(degrees_around({36, GetParam()}, 17, 15, 1 / 1200.0, 1 / 1200.0), 32, 200, 5e3, earth_bound_m, 201);
}

TEST_P(Latitude, LeavesTheSweepTrueOnCoarsePosts) {
  expect_truth(degrees_around({36, GetParam()}, 17, 15, 1 / 120.0, 1 / 120.0), 32, 800, 50e3, earth_bound_m, 202);
}

TEST_P(Latitude, LeavesTheSweepTrueOnLongCells) {
  expect_truth(degrees_around({36, GetParam()}, 15, 15, 2 / 1200.0, 1 / 1200.0), 16, 200, 10e3, earth_bound_m, 203);
  expect_truth(degrees_around({36, GetParam()}, 15, 15, 1 / 1200.0, 3 / 1200.0), 16, 200, 20e3, earth_bound_m, 204);
}

TEST_P(Latitude, LeavesTheSweepTrueAmongUnknownPosts) {
  expect_truth(degrees_around({36, GetParam()}, 17, 15, 1 / 1200.0, 1 / 1200.0), 16, 200, 5e3, earth_bound_m, 205,
               0.03);
}

INSTANTIATE_TEST_SUITE_P(, Latitude, ::testing::Values(-60, 0, 35, 60, 79));

TEST(HorizonSweep, IsTheTruthAcrossTheAntimeridian) {
  expect_truth(degrees_around({180, 52}, 17, 15, 1 / 120.0, 1 / 120.0), 16, 800, 50e3, earth_bound_m, 301);
  expect_truth(degrees_around({-180, -17}, 17, 15, 1 / 120.0, 1 / 120.0), 16, 800, 50e3, earth_bound_m, 302);
}

TEST(HorizonSweep, IsTheTruthOnProjectedTerrain) {
  const auto strip = std::make_shared<MeridianStrip>(39);
  expect_truth(projected_around(strip, {36, 35}, 17, 15, 90), 12, 200, 5e3, earth_bound_m, 401);
  expect_truth(projected_around(strip, {35, 65}, 17, 15, 1000), 8, 800, 50e3, earth_bound_m, 402);
  // Here the map shows everything twice as large as it is.
  expect_truth(projected_around(std::make_shared<WebMercator>(), {36, 60}, 17, 15, 180), 8, 200, 5e3, earth_bound_m,
               403);
}

// Where the map's north is not the earth's, the line of posts nearest to the antenna runs on behind it.
TEST(HorizonSweep, IsTheTruthBesideALineThatRunsOnBehindTheAntenna) {
  Random random(404);
  const GridFrame frame = projected_around(std::make_shared<MeridianStrip>(39), {35, 65}, 17, 15, 1000);
  for (int world = 0; world < 120; ++world) {
    const ElevationModel terrain = ground_on(frame, all_grounds[world % 4], 400, random, world % 3 == 0 ? 0.03 : 0);
    GridPoint at{std::floor(uniform(random, 2, 12)), std::floor(uniform(random, 2, 12))};
    const double beside = uniform(random, 0.001, 0.03) * (world % 2 == 0 ? 1 : -1);
    const double between = uniform(random, 0.1, 0.9);
    const bool is_by_column = world / 4 % 4 != 0;
    at.column += is_by_column ? beside : between;
    at.row += is_by_column ? between : beside;
    const Antenna antenna = antenna_over(terrain, at, antenna_heights_m[1 + world % 2]);
    const Agreement truth = agreement(terrain, antenna, sweep(terrain, antenna, {.radius_m = 50e3}), earth_bound_m);
    ASSERT_LE(truth.worst_m, earth_bound_m) << "world " << world << ": " << truth.worst;
    ASSERT_EQ(truth.wrong_unknown, 0) << "world " << world << ": " << truth.wrong;
  }
}

// The edge on which the antenna stands hides nothing and makes nothing unknown, though a parallel bends away from the
// directions in which it begins, and though rounding puts the antenna beside it.
TEST(HorizonSweep, IsTheTruthFromAnEdgeWithAnUnknownEndAndFromInsideTheGround) {
  const auto strip = std::make_shared<MeridianStrip>(39);
  for (const GridFrame& frame : {degrees_around({36, 35}, 9, 7, 1 / 1200.0, 1 / 1200.0),
                                 projected_around(strip, {36, 35}, 9, 7, 90), plane(9, 7, 90, 90)}) {
    for (const double beside : {0.0, 1e-9, -1e-9}) {
      for (const GridPoint at : {GridPoint{3.4, 3 + beside}, {3 + beside, 3.4}, {3 + beside, 3 - beside}}) {
        for (const bool is_void : {false, true}) {
          ElevationModel terrain{.frame = frame, .heights = Raster<float>(9, 7)};
          if (is_void) terrain.heights.at(3, 3) = no_data;
          terrain.has_unknown = is_void;
          const Antenna antenna{.at = at, .altitude = {is_void ? 10.0 : -10.0}};
          const SightField field = sweep(terrain, antenna, {.radius_m = 5e3});
          for (int row = 0; row < 7; ++row) {
            for (int column = 0; column < 9; ++column) {
              if (is_void && column == 3 && row == 3) continue;
              const GridPoint post{static_cast<double>(column), static_cast<double>(row)};
              const Sightline truth = line_of_sight(terrain, antenna, post, {});
              EXPECT_NEAR(field.floor.at(column, row), std::max(0.0, truth.grazing.metres), earth_bound_m)
                  << "post " << column << ',' << row << " antenna " << at.column << ',' << at.row;
              if (!is_void) continue;
              EXPECT_EQ(field.unknown.at(column, row) != 0, truth.unknown)
                  << "post " << column << ',' << row << " antenna " << at.column << ',' << at.row;
            }
          }
        }
      }
    }
  }
}

// 16 cm beside a wall of 100 m, so that the ray over it climbs away from the earth before it stands over the post.
TEST(HorizonSweep, SeesNothingAlongARayThatClimbsAway) {
  const GridFrame frame = degrees_around({36, 35}, 40, 4, 1 / 120.0, 1 / 120.0);
  const ElevationModel terrain{.frame = frame, .heights = Raster<float>(40, 4, 100)};
  const Antenna antenna{.at = {1 - 1e-4, 1.5}, .altitude = {0}};
  for (const auto model : {Refraction::Model::effective_radius, Refraction::Model::exponential}) {
    const SightField field = sweep(terrain, antenna, {.radius_m = 40e3}, {.model = model});
    EXPECT_GT(field.floor.at(20 - field.window.column, 1 - field.window.row), 1e8F);
  }
}

// A grid whose rows run aslant, as those of Lambert's or a polar projection do far from its central meridian.
class TurnedStrip : public MapProjection {
 public:
  TurnedStrip(GeodeticPoint centre, double turn_deg)
      : strip_(centre.longitude_deg),
        centre_(strip_.from_geodetic(centre)),
        cosine_(std::cos(turn_deg * 3.14159265358979 / 180)),
        sine_(std::sin(turn_deg * 3.14159265358979 / 180)) {}
  [[nodiscard]] GeodeticPoint to_geodetic(double x, double y) const override {
    const double east = x - centre_.first;
    const double north = y - centre_.second;
    return strip_.to_geodetic(centre_.first + cosine_ * east - sine_ * north,
                              centre_.second + sine_ * east + cosine_ * north);
  }
  [[nodiscard]] std::pair<double, double> from_geodetic(GeodeticPoint point) const override {
    const auto [x, y] = strip_.from_geodetic(point);
    const double east = x - centre_.first;
    const double north = y - centre_.second;
    return {centre_.first + cosine_ * east + sine_ * north, centre_.second - sine_ * east + cosine_ * north};
  }

 private:
  MeridianStrip strip_;
  std::pair<double, double> centre_;
  double cosine_;
  double sine_;
};

TEST(HorizonSweep, IsTheTruthOnGridsTurnedAgainstNorth) {
  const GeodeticPoint centre{39, 60};
  for (const double turn_deg : {-37.0, -30.0, 20.0, 30.0, 35.0}) {
    expect_truth(projected_around(std::make_shared<TurnedStrip>(centre, turn_deg), centre, 23, 19, 90), 16, 150, 5e3,
                 earth_bound_m, 405);
  }
  // Far off, where rows bend.
  expect_truth(projected_around(std::make_shared<TurnedStrip>(centre, -36), centre, 93, 93, 1500), 4, 300, 200e3,
               earth_bound_m, 406, 0, 31);
}

TEST(HorizonSweep, RefusesGridsTurnedFarAgainstNorth) {
  const GeodeticPoint centre{39, 60};
  for (const double turn_deg : {-120.0, -60.0, 45.0, 90.0, 180.0}) {
    const GridFrame frame = projected_around(std::make_shared<TurnedStrip>(centre, turn_deg), centre, 9, 7, 90);
    const ElevationModel terrain{.frame = frame, .heights = Raster<float>(9, 7)};
    EXPECT_THROW((void)sweep(terrain, {.at = {4.3, 3.4}, .altitude = {10}}, {.radius_m = 5e3}), Error) << turn_deg;
  }
}

// Grids so large that sectors are cut in two on the way outward (engine/sight/sector_sweep.cpp); one post in 9973.
TEST(HorizonSweep, IsTheTruthOnLargePlanes) {
  expect_truth(plane(1500, 1400, 30, 30), 2, 60, 1e6, plane_bound_m, 601, 0, 9973);
  expect_truth(plane(1500, 1400, 30, 30), 2, 60, 1e6, plane_bound_m, 602, 0.0005, 9973);
}

TEST(HorizonSweep, IsTheTruthOnLargeGridsInDegrees) {
  expect_truth(degrees_around({36, 35}, 1300, 1200, 1 / 1200.0, 1 / 1200.0), 2, 60, 200e3, earth_bound_m, 603, 0.0005,
               24'989);
}

TEST(HorizonSweep, IsTheTruthAlongTheRimOfALargePlane) {
  Random random(604);
  const ElevationModel terrain = ground_on(plane(1300, 1200, 30, 30), Ground::noise, 60, random);
  for (const GridPoint at : {GridPoint{1299, 20.6}, {0, 20.6}, {30.3, 0}, {30.3, 1199}, {1299, 1199}}) {
    const Antenna antenna = antenna_over(terrain, at, 25);
    const SightField field = sweep(terrain, antenna);
    for (int i = 0; i < 1200; i += 37) {
      for (const GridPoint post : {GridPoint{at.column, static_cast<double>(i)}, {static_cast<double>(i), at.row}}) {
        if (post.column != std::floor(post.column) || post.row != std::floor(post.row)) continue;
        const double expected = line_of_sight(terrain, antenna, post, {}).floor.metres;
        const double floor = field.floor.at(static_cast<int>(post.column), static_cast<int>(post.row));
        ASSERT_NEAR(floor, expected, plane_bound_m + float_unit(expected) / 2)
            << "post " << post.column << ',' << post.row << " antenna " << at.column << ',' << at.row;
      }
    }
  }
}

TEST(HorizonSweep, IsTheTruthFarAway) {
  // Smooth and rough ground to 150 km, every 601st post.
  expect_truth(degrees_around({36, 35}, 331, 271, 1 / 120.0, 1 / 120.0), 4, 1000, 250e3, 0.1, 501, 0, 601);
}

TEST(HorizonSweep, IsTheTruthForEveryEffectiveRadius) {
  Random random(701);
  const ElevationModel terrain =
      ground_on(degrees_around({36, 50}, 331, 271, 1 / 120.0, 1 / 120.0), Ground::hills, 1000, random);
  const Antenna antenna = antenna_over(terrain, {12.3, 20.7}, 25);
  for (const double k : {0.8, 1.0, 2.0, 1e9}) {
    const Refraction refraction{.effective_radius_factor = k};
    const SightField field = sweep(terrain, antenna, {.radius_m = 350e3}, refraction);
    const Agreement truth = agreement(terrain, antenna, field, 0.1, 1201, refraction);
    EXPECT_LE(truth.worst_m, 0.1) << "k " << k << ": " << truth.worst;
    EXPECT_EQ(truth.wrong_decisions, 0) << "k " << k << ": " << truth.wrong;
  }
}

}  // namespace
}  // namespace skyshed
