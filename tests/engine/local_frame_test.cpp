// The local frame against geodesics (GeographicLib), within the bounds that its header states.
#include "engine/earth/local_frame.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/base/error.h"
#include "sight_worlds.h"

namespace skyshed {
namespace {

using testing::degrees_around;
using testing::MeridianStrip;
using testing::plane;
using testing::projected_around;
using testing::WebMercator;

constexpr double rounding = 1.05;  // the stated bounds are rounded to their last digit

struct Errors {
  double aside_m = 0;  // how far the frame's path passes beside the end of the geodesic
  double distance_m = 0;
};

// Worst errors over all azimuths at one distance.
Errors worst_errors(const GridFrame& grid, GeodeticPoint antenna, double distance_m) {
  const LocalFrame frame(grid, grid.to_grid(antenna), 600e3);
  Errors worst;
  for (int degrees = 0; degrees < 360; degrees += 5) {
    const GeodeticPoint end = geodesic_destination(antenna, to_radians(degrees), distance_m);
    const PathGeometry path = frame.path_to(grid.to_grid(end));
    const double turn = std::remainder(path.azimuth_rad - to_radians(degrees), 2 * std::numbers::pi);
    worst.aside_m = std::max(worst.aside_m, std::abs(turn) * distance_m);
    worst.distance_m = std::max(worst.distance_m, std::abs(path.distance_m - distance_m));
  }
  return worst;
}

TEST(LocalFrame, KeepsToTheGeodesicWithinItsStatedBounds) {
  struct Bound {
    double distance_m, aside_m, range_m;
  };
  for (const double latitude : {-80.0, -60.0, 0.0, 35.0, 60.0, 80.0}) {
    const GeodeticPoint antenna{36.1, latitude};
    const GridFrame grid = degrees_around(antenna, 40'001, 20'001, 0.001, 0.001);
    for (const auto& [distance_m, aside_m, range_m] :
         {Bound{100e3, 0.0001, 0.0005}, {250e3, 0.002, 0.019}, {400e3, 0.014, 0.12}, {600e3, 0.07, 0.63}}) {
      const Errors worst = worst_errors(grid, antenna, distance_m);
      EXPECT_LE(worst.aside_m, aside_m * rounding) << "latitude " << latitude << ", " << distance_m << " m";
      EXPECT_LE(worst.distance_m, range_m * rounding) << "latitude " << latitude << ", " << distance_m << " m";
    }
  }
}

TEST(LocalFrame, IsBlindToTheAntimeridian) {
  const GeodeticPoint antenna{179.95, 52};
  const GridFrame grid = degrees_around({180, 52}, 10'001, 10'001, 0.001, 0.001);
  const Errors worst = worst_errors(grid, antenna, 250e3);
  EXPECT_LE(worst.aside_m, 0.002 * rounding);
  EXPECT_LE(worst.distance_m, 0.019 * rounding);
}

TEST(LocalFrame, OfAPlaneIsThePlane) {
  const LocalFrame frame(plane(100, 100, 30, 10), {20.5, 60.25}, 1e5);
  const LocalPosition position = frame.locate({30.5, 40.25});
  EXPECT_DOUBLE_EQ(position.east_m, 300);
  EXPECT_DOUBLE_EQ(position.north_m, 200);
  EXPECT_TRUE(std::isinf(frame.path_of(position).earth_radius_m));
  EXPECT_DOUBLE_EQ(frame.path_of({-3, -4}).distance_m, 5);
  EXPECT_DOUBLE_EQ(frame.path_of({-3, -3}).azimuth_rad, 1.25 * std::numbers::pi);
}

TEST(LocalFrame, FitsAMeridianStripTo2MillimetresAt600Kilometres) {
  const GeodeticPoint antenna{36, 35};
  const GridFrame grid = projected_around(std::make_shared<MeridianStrip>(39), antenna, 1301, 1301, 1000);
  for (const double distance_m : {100e3, 400e3, 600e3}) {
    const Errors worst = worst_errors(grid, antenna, distance_m);
    EXPECT_LE(worst.aside_m, 0.002) << distance_m;
    EXPECT_LE(worst.distance_m, 0.002) << distance_m;
  }
}

TEST(LocalFrame, SaysThatAProjectionBendsTooMuch) {
  // Where the Mercator map of the web doubles its scale within six hundred kilometres.
  const GeodeticPoint antenna{16, 79};
  const GridFrame grid = projected_around(std::make_shared<WebMercator>(), antenna, 1301, 1301, 6000);
  try {
    const LocalFrame frame(grid, grid.to_grid(antenna), 600e3);
    FAIL() << "a frame was made";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::terrain);
  }
}

TEST(LocalFrame, RefusesAntennasBeyond80DegreesOfLatitude) {
  const GridFrame grid = degrees_around({0, 80.5}, 101, 101, 0.01, 0.01);
  try {
    const LocalFrame frame(grid, {50, 50}, 10e3);
    FAIL() << "a frame was made";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::terrain);
  }
}

double polynomial(const double* terms, double x) {
  double sum = 0;
  for (int i = LocalFrame::polynomial_terms - 1; i >= 0; --i) sum = sum * x + terms[i];
  return sum;
}

TEST(LocalFrame, GivesRowsAndColumnsOfPostsTheirPlaces) {
  const GeodeticPoint centre{36, 35};
  for (const GridFrame& grid :
       {projected_around(std::make_shared<MeridianStrip>(39), centre, 201, 201, 500), plane(201, 201, 30, 20)}) {
    const GridPoint antenna{70.3, 120.8};
    const LocalFrame frame(grid, antenna, 80e3);
    for (const GridPoint point : {GridPoint{0, 0}, {200, 13}, {71, 121}, {33, 199}}) {
      const LocalPosition position = frame.locate(point);
      const auto row = frame.row_polynomial(point.row);
      const auto column = frame.column_polynomial(point.column);
      EXPECT_NEAR(polynomial(row.east, point.column - antenna.column), position.east_m, 1e-7);
      EXPECT_NEAR(polynomial(row.north, point.column - antenna.column), position.north_m, 1e-7);
      EXPECT_NEAR(polynomial(column.east, point.row - antenna.row), position.east_m, 1e-7);
      EXPECT_NEAR(polynomial(column.north, point.row - antenna.row), position.north_m, 1e-7);
    }
  }
}

TEST(LocalFrame, GivesMeridiansAndParallelsTheirTerms) {
  const GridFrame grid = degrees_around({36, 35}, 1001, 1001, 0.01, 0.01);
  const LocalFrame frame(grid, {400.3, 600.7}, 600e3);
  for (const GridPoint point : {GridPoint{0, 0}, {1000, 13}, {400, 601}}) {
    const auto meridian = frame.meridian_terms(point.column);
    const auto parallel = frame.parallel_terms(point.row);
    const double east = parallel.p * meridian.w;
    const double north = parallel.n + parallel.b * meridian.v;
    const double angle = frame.turn() * east * north;
    EXPECT_NEAR(east - angle * north, frame.locate(point).east_m, 1e-6);
    EXPECT_NEAR(north + angle * east, frame.locate(point).north_m, 1e-6);
  }
}

}  // namespace
}  // namespace skyshed
