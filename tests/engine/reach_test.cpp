#include "engine/coverage/reach.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/coverage/disc.h"
#include "engine/coverage/post_positions.h"
#include "engine/earth/exponential_atmosphere.h"

namespace skyshed {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double four_thirds = 4.0 / 3.0;

GroundPath path_of(double distance_m, double earth_radius_m) { return {distance_m, earth_radius_m}; }

// Slant range and elevation straight from the coordinates, in long double against the cancellation.
struct Seen {
  double slant_range_m;
  double elevation_rad;
};
Seen seen_at(double distance_m, double effective_radius_m, double antenna_m, double altitude_m) {
  const long double theta = static_cast<long double>(distance_m) / effective_radius_m;
  const long double across = (static_cast<long double>(effective_radius_m) + altitude_m) * std::sin(theta);
  const long double up = (static_cast<long double>(effective_radius_m) + altitude_m) * std::cos(theta) -
                         (static_cast<long double>(effective_radius_m) + antenna_m);
  return {static_cast<double>(std::hypot(across, up)), static_cast<double>(std::atan2(up, across))};
}

TEST(Reach, AgreesWithThePublishedHeightOfATargetAt300KmAndHalfADegree) {
  // MathWorks range2height: effective radius 8,477,377 m, antenna 10 m, slant range 300 km, elevation 0.5°: 7,932.5 m.
  const double radius = 8477377;
  const double published = 7932.5;
  // The ground distance under that target, by the law of sines.
  const double theta = std::asin(300e3 * std::cos(to_radians(0.5)) / (radius + published));
  const CellVertical cell = cell_vertical(path_of(radius * theta, radius), AltitudeMsl{10}, 1);
  // The sphere is steep there: the half-unit of the published figure moves it by as much again.
  EXPECT_NEAR(within_slant_range(cell, 300e3).ceiling, published, 0.1);
  EXPECT_NEAR(ElevationAngle(0.5).altitude_on(cell), published, 0.05);
}

TEST(Reach, OfASlantRangeEndsExactlyAtThatRange) {
  for (const double distance : {10.0, 3e3, 120e3, 399e3, 600e3}) {
    for (const double antenna : {-400.0, 7.0, 2800.0, 10000.0}) {
      const double radius = four_thirds * 6371e3;
      const CellVertical cell = cell_vertical(path_of(distance, 6371e3), AltitudeMsl{antenna}, four_thirds);
      const double range = 1.003 * cell.offset_m + 50;
      const AltitudeInterval reach = within_slant_range(cell, range);
      EXPECT_NEAR(seen_at(distance, radius, antenna, reach.ceiling).slant_range_m, range, 1e-6);
      EXPECT_NEAR(seen_at(distance, radius, antenna, reach.floor).slant_range_m, range, 1e-6);
      EXPECT_TRUE(within_slant_range(cell, cell.offset_m * (1 - 1e-12)).empty());
    }
  }
}

TEST(Reach, OfAnElevationAngleIsSeenUnderThatAngle) {
  for (const double distance : {10.0, 3e3, 120e3, 600e3}) {
    for (const double elevation : {-5.0, -0.3, 0.0, 0.5, 30.0, 82.0}) {
      const double radius = four_thirds * 6371e3;
      const CellVertical cell = cell_vertical(path_of(distance, 6371e3), AltitudeMsl{25}, four_thirds);
      const double altitude = ElevationAngle(elevation).altitude_on(cell);
      EXPECT_NEAR(seen_at(distance, radius, 25, altitude).elevation_rad, to_radians(elevation), 1e-12);
    }
  }
}

// Ranges and elevation limits count over k = 4/3 under either atmosphere: what that leaves out, as docs/method.md says.
TEST(Reach, OfAnElevationAngleIsLowerThanAnExponentialRayByTheTableOfTheMethod) {
  const ExponentialAtmosphere air({.model = Refraction::Model::exponential});
  struct Rise {
    double elevation_deg;
    double metres[4];
  };
  const double distances[] = {100e3, 250e3, 400e3, 600e3};
  const Rise table[] = {
      {0, {-14, -8, 303, 1723}}, {1, {1, 196, 953, 3225}}, {3, {28, 478, 1719, 4796}}};  // docs/rays.py
  for (const Rise& rise : table) {
    for (int i = 0; i < 4; ++i) {
      const CellVertical cell = cell_vertical(path_of(distances[i], 6371e3), AltitudeMsl{30}, four_thirds);
      const double limit = ElevationAngle(rise.elevation_deg).altitude_on(cell);
      const double ray = air.altitude_of(std::tan(to_radians(rise.elevation_deg)), 30, 6371e3, distances[i]);
      EXPECT_NEAR(ray - limit, rise.metres[i], 0.6) << rise.elevation_deg << "° at " << distances[i];
    }
  }
}

TEST(Reach, OfASlantRangeOverFourThirdsIsWithin260MetresOfTheStraightLine) {
  for (double distance = 10e3; distance <= 600e3; distance += 10e3) {
    for (double altitude = 0; altitude <= 30e3; altitude += 5e3) {
      const double straight_m = seen_at(distance, 6371e3, 30, altitude).slant_range_m;
      const CellVertical cell = cell_vertical(path_of(distance, 6371e3), AltitudeMsl{30}, four_thirds);
      EXPECT_NEAR(std::hypot(cell.offset_m, altitude - cell.foot_m), straight_m, 260) << distance << ' ' << altitude;
    }
  }
}

TEST(Reach, AboveTheZenithIsUnbounded) {
  const CellVertical cell = cell_vertical(path_of(100e3, 6371e3), AltitudeMsl{25}, four_thirds);
  EXPECT_EQ(ElevationAngle(90).altitude_on(cell), infinity);
  EXPECT_EQ(ElevationAngle(-90).altitude_on(cell), -infinity);
  // 100 km away the vertical leans 0.675° outward, so that a ray at 89.5° never meets it.
  EXPECT_EQ(ElevationAngle(89.5).altitude_on(cell), infinity);
  EXPECT_LT(ElevationAngle(89.3).altitude_on(cell), infinity);
}

TEST(Reach, OnAPlaneIsPythagorasAndTheTangent) {
  const CellVertical cell = cell_vertical(path_of(3000, infinity), AltitudeMsl{100}, four_thirds);
  EXPECT_DOUBLE_EQ(within_slant_range(cell, 5000).ceiling, 4100);
  EXPECT_DOUBLE_EQ(within_slant_range(cell, 5000).floor, -3900);
  EXPECT_DOUBLE_EQ(above_minimum_range(cell, 5000).floor, 4100);
  EXPECT_DOUBLE_EQ(ElevationAngle(45).altitude_on(cell), 3100);
  EXPECT_EQ(above_minimum_range(cell, 2999).floor, -infinity);
}

TEST(Reach, WithoutAMinimumRangeGoesDownUnderTheAntenna) {
  const CellVertical cell = cell_vertical(path_of(0, infinity), AltitudeMsl{100}, 1);
  EXPECT_EQ(above_minimum_range(cell, 0).floor, -infinity);
}

TEST(Reach, OfAHugeEarthIsThatOfAPlane) {
  const CellVertical flat = cell_vertical(path_of(50e3, infinity), AltitudeMsl{25}, 1);
  const CellVertical bent = cell_vertical(path_of(50e3, 1e18), AltitudeMsl{25}, 1);
  EXPECT_NEAR(within_slant_range(bent, 60e3).ceiling, within_slant_range(flat, 60e3).ceiling, 1e-6);
  EXPECT_NEAR(ElevationAngle(20).altitude_on(bent), ElevationAngle(20).altitude_on(flat), 1e-6);
}

TEST(GroundPath, IsThatOfTheLocalFrame) {
  const GridFrame grid{.width = 801, .height = 801, .origin_x = 32, .origin_y = 39, .step_x = 0.01, .step_y = -0.01};
  const LocalFrame frame(grid, {400.3, 350.8}, 600e3);
  for (const LocalPosition position : {LocalPosition{3, 0}, {0, -70e3}, {-250e3, 310e3}, {90e3, -1}}) {
    const PathGeometry expected = frame.path_of(position);
    const GroundPath path = ground_path(position, frame.radii());
    EXPECT_NEAR(path.distance_m, expected.distance_m, 1e-8);
    EXPECT_NEAR(path.earth_radius_m, expected.earth_radius_m, 1e-6);
  }
  EXPECT_EQ(ground_path({0, 0}, frame.radii()).distance_m, 0);
}

void expect_positions_of_the_frame(const GridFrame& grid, int thinning) {
  const LocalFrame frame(grid, {13.3, 20.6}, 100e3);
  const PostPositions posts(frame, thinning, {2, 9});
  for (const int row : {0, 5, 7}) {
    for (int column = 2; column < 9; ++column) {
      const LocalPosition position = posts.row(row).at(column);
      const LocalPosition expected =
          frame.locate({static_cast<double>(column * thinning), static_cast<double>(row * thinning)});
      EXPECT_DOUBLE_EQ(position.east_m, expected.east_m);
      EXPECT_DOUBLE_EQ(position.north_m, expected.north_m);
    }
  }
}

TEST(PostPositions, AreThoseOfTheLocalFrame) {
  expect_positions_of_the_frame(
      {.width = 40, .height = 40, .origin_x = 36, .origin_y = 35, .step_x = 0.01, .step_y = -0.01}, 3);
  expect_positions_of_the_frame(
      {.kind = GridFrame::Kind::planar, .width = 40, .height = 40, .step_x = 30, .step_y = -20}, 4);
}

LocalPosition towards(double azimuth_deg) {
  return {1000 * std::sin(to_radians(azimuth_deg)), 1000 * std::cos(to_radians(azimuth_deg))};
}

TEST(Sector, WrapsAroundNorth) {
  const Sector north{.width_deg = 90, .centre_deg = 350};
  EXPECT_TRUE(is_in_sector(north, towards(34.9)));
  EXPECT_FALSE(is_in_sector(north, towards(35.1)));
  EXPECT_TRUE(is_in_sector(north, towards(305.1)));
  EXPECT_FALSE(is_in_sector(north, towards(304.9)));
  EXPECT_TRUE(is_in_sector(Sector{.width_deg = 90, .centre_deg = -10}, towards(34.9)));
  EXPECT_TRUE(is_in_sector(Sector{}, towards(180)));
}

TEST(Sector, HasItsBordersAndTheSkyRightAboveTheAntenna) {
  EXPECT_TRUE(is_in_sector(Sector{.width_deg = 180, .centre_deg = 0}, {500, 0}));
  EXPECT_TRUE(is_in_sector(Sector{.width_deg = 10, .centre_deg = 180}, {0, 0}));
}

// A plane whose posts stand 100 m apart in x and 40 m in y.
const GridFrame plain{.kind = GridFrame::Kind::planar, .width = 301, .height = 401, .step_x = 100, .step_y = -40};

double distance_on_plain(GridPoint from, int column, int row) {
  return std::hypot((column - from.column) * 100, (row - from.row) * 40);
}

TEST(Disc, HasEveryPostInRangeAndFewOthers) {
  for (const GridPoint centre : {GridPoint{150.3, 200.7}, GridPoint{2.5, 390}, GridPoint{300, 0}}) {
    for (const double radius : {10.0, 130.0, 5000.0}) {
      const auto distance = [&](int column, int row) { return distance_on_plain(centre, column, row); };
      const Disc disc = disc_around(plain, centre, radius, distance, plain.whole());
      for (int row = 0; row < plain.height; ++row) {
        const bool has_row = row >= disc.window.row && row < disc.window.row + disc.window.height;
        const ColumnRun run = has_row ? disc.runs[static_cast<std::size_t>(row - disc.window.row)] : ColumnRun{};
        for (int column = 0; column < plain.width; ++column) {
          const bool has_post = column >= run.begin && column < run.end;
          if (distance(column, row) <= radius) {
            ASSERT_TRUE(has_post) << column << ' ' << row;
          }
          if (distance(column, row) > 1.001 * radius + 350) {
            ASSERT_FALSE(has_post) << column << ' ' << row;
          }
        }
      }
    }
  }
}

TEST(Disc, MeasuresOnlyTheRim) {
  int measured = 0;
  const GridPoint centre{150, 200};
  const auto distance = [&](int column, int row) {
    ++measured;
    return distance_on_plain(centre, column, row);
  };
  const Disc disc = disc_around(plain, centre, 7000, distance, plain.whole());
  int posts = 0;
  for (const ColumnRun& run : disc.runs) posts += run.end - run.begin;
  EXPECT_GT(posts, 35000);  // pi · 70 · 175 = 38,500
  EXPECT_LT(measured, 6000);
}

TEST(Disc, OutsideTheClipIsEmpty) {
  const auto distance = [](int column, int row) { return distance_on_plain({50, 50}, column, row); };
  const Disc disc = disc_around(plain, {50, 50}, 1000, distance, {200, 300, 20, 20});
  EXPECT_EQ(disc.window.width, 0);
  EXPECT_EQ(disc.window.height, 0);
}

TEST(Disc, IsClippedToTheWindowWhereItReachesOut) {
  const auto distance = [](int column, int row) { return distance_on_plain({50, 50}, column, row); };
  const Disc disc = disc_around(plain, {50, 50}, 1e9, distance, {40, 300, 20, 30});
  EXPECT_EQ(disc.window, (GridWindow{40, 300, 20, 30}));
  EXPECT_EQ(disc.runs.front(), (ColumnRun{40, 60}));
}

}  // namespace
}  // namespace skyshed
