#include "dem/extent.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/error.h"

namespace skyshed {
namespace {

TEST(ExtentAround, APlaceOnTheEquatorIsADegreeForADegreesLength) {
  // a·π/180 = 111319.49 m along the equator; the bound takes the polar radius, so it is wider by 1/298.
  const GeodeticExtent box = extent_around({10, 0}, 111319.49);
  EXPECT_GE(box.east_deg - 10, 1);
  EXPECT_LE(box.east_deg - 10, 1.007);
  EXPECT_GE(10 - box.west_deg, 1);
  // Northward a degree is 110574.4 m at the equator.
  EXPECT_GE(box.north_deg, 111319.49 / 110574.4);
  EXPECT_LE(box.north_deg, 111319.49 / 110574.4 * 1.007);
  EXPECT_DOUBLE_EQ(box.south_deg, -box.north_deg);
}

TEST(ExtentAround, APlaceAtSixtyNorthIsWiderThanItsOwnParallel) {
  // The disc's widest meridians touch it north of the centre: asin(sin δ / cos φ) beats δ / cos φ.
  const GeodeticExtent box = extent_around({0, 60}, 1000000);
  const double sphere = to_degrees(std::asin(std::sin(1000000 / 6371008.8) / std::cos(to_radians(60))));
  EXPECT_NEAR(box.east_deg, sphere, 0.01 * sphere);
}

TEST(ExtentAround, APlaceCloserToThePoleThanTheRadiusIsTheWholeTurn) {
  const GeodeticExtent box = extent_around({25, 89.9}, 20000);
  EXPECT_EQ(box.west_deg, -180);
  EXPECT_EQ(box.east_deg, 180);
  EXPECT_EQ(box.north_deg, 90);
  EXPECT_LT(box.south_deg, 89.9 - 20000 / 111694.0 + 0.001);
}

TEST(ExtentAround, APlaceBesideTheAntimeridianRunsBeyondIt) {
  const GeodeticExtent box = extent_around({179.5, 0}, 111319.49);
  EXPECT_NEAR(box.west_deg, 178.5, 0.01);
  EXPECT_NEAR(box.east_deg, 180.5, 0.01);
}

TEST(NormalisedExtent, CountsFromMinus180EastwardAcrossTheAntimeridian) {
  EXPECT_EQ(normalised({170, -5, -170, 5}), (GeodeticExtent{170, -5, 190, 5}));
  EXPECT_EQ(normalised({350, -5, 370, 5}), (GeodeticExtent{-10, -5, 10, 5}));
  EXPECT_EQ(normalised({28, 29, 44, 42}), (GeodeticExtent{28, 29, 44, 42}));
  EXPECT_EQ(normalised({-200, -95, 400, 95}), (GeodeticExtent{-180, -90, 180, 90}));
}

TEST(NormalisedExtent, RefusesBoxesThatHoldNothing) {
  EXPECT_THROW((void)normalised({1, 3, 2, 3}), Error);
  EXPECT_THROW((void)normalised({1, 3, 1, 4}), Error);
  EXPECT_THROW((void)normalised({1, std::nan(""), 2, 4}), Error);
}

TEST(Contains, CountsLongitudeByTurns) {
  const GeodeticExtent across{170, -5, 190, 5};
  EXPECT_TRUE(contains(across, {-175, 0}));
  EXPECT_TRUE(contains(across, {170, 5}));
  EXPECT_FALSE(contains(across, {-169, 0}));
  EXPECT_FALSE(contains(across, {175, 6}));
  EXPECT_TRUE(contains({-180, -90, 180, 90}, {359, 12}));
}

TEST(Overlap, CountsLongitudeByTurns) {
  EXPECT_TRUE(overlap({170, -5, 190, 5}, {-178, 4, -160, 9}));
  EXPECT_FALSE(overlap({170, -5, 190, 5}, {-169, 4, -160, 9}));
  EXPECT_FALSE(overlap({170, -5, 190, 5}, {175, 6, 180, 9}));
  EXPECT_TRUE(overlap({-10, -5, 10, 5}, {355, 0, 359, 1}));
}

TEST(HullOfExtents, TakesTheTurnWhereBothLieNearest) {
  EXPECT_EQ(hull({28, 29, 44, 42}, {44, 30, 45, 43}), (GeodeticExtent{28, 29, 45, 43}));
  EXPECT_EQ(hull({175, 0, 180, 1}, {-180, 0, -179, 2}), (GeodeticExtent{175, 0, 181, 2}));
}

TEST(DegreeLengths, AreThoseOfTheEllipsoid) {
  // On the equator the arcs of the radii a and b²/a.
  constexpr double a = 6378137.0;
  constexpr double b = 6356752.314245;
  EXPECT_NEAR(degree_lengths(0).east_m, radians_per_degree * a, 1e-6);
  EXPECT_NEAR(degree_lengths(0).north_m, radians_per_degree * b * b / a, 1e-6);
  EXPECT_NEAR(degree_lengths(-90).east_m, 0, 1e-6);
  // Degree by degree they add up to the meridian quadrant of WGS 84, 10001965.729 m.
  double quadrant_m = 0;
  for (int degree = 0; degree < 90; ++degree) quadrant_m += degree_lengths(degree + 0.5).north_m;
  EXPECT_NEAR(quadrant_m, 10001965.729, 0.1);
}

}  // namespace
}  // namespace skyshed
