// Closed forms of the WGS 84 ellipsoid; the length of its meridian quadrant is published (10,001,965.729 m).
#include "engine/earth/ellipsoid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace skyshed {
namespace {

constexpr double a = wgs84_semi_major_axis_m;
constexpr double b = a * (1 - wgs84_flattening);

TEST(Ellipsoid, CurvesMostAlongTheMeridianAtTheEquator) {
  const CurvatureRadii radii = curvature_radii(0);
  EXPECT_NEAR(radii.meridian_m, b * b / a, 1e-6);
  EXPECT_NEAR(radii.prime_vertical_m, a, 1e-6);
}

TEST(Ellipsoid, CurvesAlikeInAllDirectionsAtThePole) {
  const CurvatureRadii radii = curvature_radii(90);
  EXPECT_NEAR(radii.meridian_m, a * a / b, 1e-6);
  EXPECT_NEAR(radii.prime_vertical_m, a * a / b, 1e-6);
}

TEST(Ellipsoid, IsTheSameNorthAndSouth) {
  EXPECT_EQ(curvature_radii(-35).meridian_m, curvature_radii(35).meridian_m);
  EXPECT_EQ(curvature_radii(-35).prime_vertical_m, curvature_radii(35).prime_vertical_m);
}

TEST(CurvatureRadii, FollowEulersFormulaBetweenTheAxes) {
  const CurvatureRadii radii{.meridian_m = 6.3e6, .prime_vertical_m = 6.4e6};
  EXPECT_NEAR(radii.along(0), 6.3e6, 1e-6);
  EXPECT_NEAR(radii.along(std::numbers::pi), 6.3e6, 1e-6);
  EXPECT_NEAR(radii.along(-std::numbers::pi / 2), 6.4e6, 1e-6);
  EXPECT_NEAR(radii.along(std::numbers::pi / 4), 2 / (1 / 6.3e6 + 1 / 6.4e6), 1e-6);
}

TEST(CurvatureRadii, OfAPlaneAreInfiniteInEveryDirection) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const CurvatureRadii radii{.meridian_m = infinite, .prime_vertical_m = infinite};
  EXPECT_EQ(radii.along(0), infinite);
  EXPECT_EQ(radii.along(1), infinite);
}

TEST(Geodesic, AlongTheEquatorIsACircle) {
  const GeodesicPath path = geodesic_between({10, 0}, {11, 0});
  EXPECT_NEAR(path.distance_m, a * std::numbers::pi / 180, 1e-6);
  EXPECT_NEAR(path.azimuth_rad, std::numbers::pi / 2, 1e-12);
}

TEST(Geodesic, FromEquatorToPoleIsTheQuadrant) {
  const GeodesicPath path = geodesic_between({36, 0}, {36, 90});
  EXPECT_NEAR(path.distance_m, 10'001'965.729, 1e-3);
  EXPECT_NEAR(path.azimuth_rad, 0, 1e-12);
}

TEST(Geodesic, LeadsBackToWhereItEnds) {
  const GeodeticPoint from{36, 35};
  const GeodeticPoint end = geodesic_destination(from, -2.5, 400e3);
  const GeodesicPath path = geodesic_between(from, end);
  EXPECT_NEAR(path.distance_m, 400e3, 1e-6);
  EXPECT_NEAR(path.azimuth_rad, -2.5, 1e-12);
}

TEST(Geodesic, KeepsItsTurnAcrossTheAntimeridian) {
  EXPECT_GT(geodesic_destination({179.9, 10}, std::numbers::pi / 2, 100e3).longitude_deg, 180.5);
  EXPECT_LT(geodesic_destination({-179.9, 10}, -std::numbers::pi / 2, 100e3).longitude_deg, -180.5);
}

}  // namespace
}  // namespace skyshed
