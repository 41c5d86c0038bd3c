#include "products/map/view.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/raster.h"
#include "products/map/extent.h"
#include "products/map/graticule.h"
#include "tests/products/map_worlds.h"

namespace skyshed {
namespace {

const LonLatBox levant{31, 32, 41, 39};

TEST(MapView, PutsTheCornersOfTheExtentOnTheCornersOfTheFrame) {
  const MapView view(levant, 100, 50, 1000);
  const Pixel north_west = view.to_pixel({31, 39});
  EXPECT_NEAR(north_west.x, 100, 1e-9);
  EXPECT_NEAR(north_west.y, 50, 1e-9);
  const Pixel south_east = view.to_pixel({41, 32});
  EXPECT_NEAR(south_east.x, 1100, 1e-9);
  EXPECT_NEAR(south_east.y, view.frame().bottom(), 0.5);  // the height is whole pixels
}

TEST(MapView, FindsThePlaceOfAPixelAgain) {
  const MapView view({-170, -60, -100, 70}, 10, 20, 700);
  for (const GeodeticPoint place : {GeodeticPoint{-170, 70}, {-111.5, -60}, {-135, 0}, {-101, 45.25}}) {
    const GeodeticPoint again = view.to_geodetic(view.to_pixel(place));
    EXPECT_NEAR(again.longitude_deg, place.longitude_deg, 1e-10);
    EXPECT_NEAR(again.latitude_deg, place.latitude_deg, 1e-10);
  }
}

TEST(MapView, TakesLongitudesAroundTheWorld) {
  const MapView view({175, -20, 190, -10}, 0, 0, 300);
  EXPECT_NEAR(view.to_pixel({-175, -15}).x, view.to_pixel({185, -15}).x, 1e-9);
}

// Snyder 1987, "Map Projections: A Working Manual", (7-7a), with the eccentricity of WGS 84.
TEST(MapView, IsMercatorOfTheEllipsoid) {
  const MapView view({0, 0, 1, 35}, 0, 0, 1000);
  const double sine = std::sin(35 * std::numbers::pi / 180);
  const double e = 0.0818191908426;
  const double northing = 0.5 * std::log((1 + sine) / (1 - sine)) - e / 2 * std::log((1 + e * sine) / (1 - e * sine));
  EXPECT_NEAR(view.frame().height, northing * 180 / std::numbers::pi * 1000, 0.5);
}

TEST(MapView, SaysHowManyMetresAPixelIs) {
  const MapView view(levant, 0, 0, 1000);
  // A hundredth of a degree: 6378137 · cos 35° / √(1 − 0.00669438 · sin² 35°) · π / 18000 = 912.8817 m.
  EXPECT_NEAR(view.metres_per_pixel(35), 912.8817, 0.0001);
}

TEST(MapView, ShowsGeodesicCirclesRound) {
  const MapView view(levant, 0, 0, 1000);
  const GeodeticPoint center{36, 35.4};
  const double across = view.to_pixel(place_at(center, 90, 100000)).x - view.to_pixel(place_at(center, 270, 100000)).x;
  const double down = view.to_pixel(place_at(center, 180, 100000)).y - view.to_pixel(place_at(center, 0, 100000)).y;
  EXPECT_NEAR(down / across, 1, 0.001);
}

// The quarter of a WGS 84 meridian is 10,001,965.729 m.
TEST(PlaceAt, ReachesThePoleAfterAQuarterMeridian) {
  EXPECT_NEAR(place_at({12, 0}, 0, 10001965.729).latitude_deg, 90, 1e-7);
}

TEST(WithShapeBetween, WidensTallMapsAndHeightensWideOnesAboutTheirMiddle) {
  const LonLatBox tall = with_shape_between({35, 30, 36, 40}, 0.4, 1.0);
  EXPECT_NEAR(height_over_width(tall), 1.0, 1e-9);
  EXPECT_DOUBLE_EQ(tall.south_deg, 30);
  EXPECT_NEAR((tall.west_deg + tall.east_deg) / 2, 35.5, 1e-9);
  const LonLatBox wide = with_shape_between({30, -1, 50, 1}, 0.4, 1.0);
  EXPECT_NEAR(height_over_width(wide), 0.4, 1e-9);
  EXPECT_DOUBLE_EQ(wide.west_deg, 30);
  EXPECT_NEAR(wide.south_deg, -wide.north_deg, 1e-9);
}

TEST(ExtentToShow, HoldsRingsAndCoveredCellsButNoMoreThanTheGrid) {
  const ElevationModel ground = flat_world(0);  // 32–40° E, 32–38° N
  EXPECT_EQ(extent_to_show(ground.frame, nullptr, {}, {}, {}).west_deg, 32);

  const LonLatBox ring = extent_to_show(ground.frame, nullptr, {}, {{{36, 35}, 111000, ""}}, {});
  EXPECT_LT(ring.south_deg, 34.0);
  EXPECT_GT(ring.south_deg, 33.7);
  EXPECT_GT(ring.north_deg, 36.0);
  EXPECT_LT(ring.north_deg, 36.3);

  const LonLatBox huge = extent_to_show(ground.frame, nullptr, {}, {{{36, 35}, 2000000, ""}}, {});
  EXPECT_EQ(huge.west_deg, 32);
  EXPECT_EQ(huge.north_deg, 38);

  Raster<std::uint8_t> counts(ground.frame.width, ground.frame.height);
  counts.at(20, 20) = 1;    // 33° E, 37° N
  counts.at(60, 60) = 2;    // 35° E, 35° N
  counts.at(160, 0) = 255;  // unknown is no reason to show a place
  const LonLatBox cells = extent_to_show(ground.frame, &counts, count_classes(), {}, {});
  EXPECT_NEAR(cells.west_deg, 32.9, 1e-9);
  EXPECT_NEAR(cells.east_deg, 35.1, 1e-9);
  EXPECT_NEAR(cells.south_deg, 34.9, 1e-9);
  EXPECT_NEAR(cells.north_deg, 37.1, 1e-9);
}

TEST(GraticuleLabels, NameTheSideOfTheEarthAndNoIdleDecimals) {
  EXPECT_EQ(longitude_label(36), "36°E");
  EXPECT_EQ(longitude_label(-0.5), "0.5°W");
  EXPECT_EQ(longitude_label(185), "175°W");
  EXPECT_EQ(longitude_label(0), "0°");
  EXPECT_EQ(longitude_label(180), "180°");
  EXPECT_EQ(latitude_label(35.25), "35.25°N");
  EXPECT_EQ(latitude_label(-10), "10°S");
}

}  // namespace
}  // namespace skyshed
