#include "dem/terrain_extent.h"

#include <gtest/gtest.h>

#include "tests/dem/made_raster.h"
#include "tests/dem/scratch.h"

namespace skyshed {
namespace {

using test::make;

void expect_near(const GeodeticExtent& extent, const GeodeticExtent& expected, double tolerance_deg) {
  EXPECT_NEAR(extent.west_deg, expected.west_deg, tolerance_deg);
  EXPECT_NEAR(extent.south_deg, expected.south_deg, tolerance_deg);
  EXPECT_NEAR(extent.east_deg, expected.east_deg, tolerance_deg);
  EXPECT_NEAR(extent.north_deg, expected.north_deg, tolerance_deg);
}

// A header is enough: no height is ever written.
std::string tile(const std::string& file, double west, double north, double size) {
  return make({.file = file,
               .width = 10,
               .height = 10,
               .values = {},
               .corner_x = west,
               .corner_y = north,
               .step_x = size / 10,
               .step_y = -size / 10});
}

TEST(TerrainExtent, IsTheBoxOfAllPixels) {
  expect_near(terrain_extent({tile("/vsimem/extent_a.tif", 35, 37, 1)}), {35, 36, 36, 37}, 1e-12);
}

TEST(TerrainExtent, OfSeveralSourcesHoldsThemAll) {
  const std::string a = tile("/vsimem/extent_b.tif", 35, 37, 1);
  const std::string b = tile("/vsimem/extent_c.tif", 38, 34, 2);
  expect_near(terrain_extent({a, b}), {35, 32, 40, 37}, 1e-12);
}

TEST(TerrainExtent, RunsOnAcrossTheAntimeridian) {
  const std::string west = tile("/vsimem/extent_d.tif", 179, 1, 1);
  const std::string east = tile("/vsimem/extent_e.tif", -180, 1, 1);
  expect_near(terrain_extent({west, east}), {179, 0, 181, 1}, 1e-12);
}

// 100 km around (500 km, 4,000 km) in UTM zone 37N: the central meridian 39 E, along which the arc from the equator is
// 4,000 km / 0.9996. At 36.14 N a degree is 90.0 km east and 110.96 km north; the box is a little wider in the north.
TEST(TerrainExtent, OfAMapProjectionIsInDegrees) {
  const std::string utm = make({.file = "/vsimem/extent_f.tif",
                                .width = 10,
                                .height = 10,
                                .values = {},
                                .corner_x = 450e3,
                                .corner_y = 4050e3,
                                .step_x = 10e3,
                                .step_y = -10e3,
                                .system = "EPSG:32637"});
  expect_near(terrain_extent({utm}), {39 - 0.556, 35.69, 39 + 0.556, 36.59}, 0.01);
}

// Polar stereographic, 1,000 km to each side of the pole; its corners stand 1,414 km away.
TEST(TerrainExtent, AroundAPoleHasAllLongitudes) {
  const std::string arctic = make({.file = "/vsimem/extent_g.tif",
                                   .width = 20,
                                   .height = 20,
                                   .values = {},
                                   .corner_x = -1000e3,
                                   .corner_y = 1000e3,
                                   .step_x = 100e3,
                                   .step_y = -100e3,
                                   .system = "EPSG:3413"});
  const GeodeticExtent extent = terrain_extent({arctic});
  EXPECT_EQ(extent.north_deg, 90);
  EXPECT_NEAR(extent.south_deg, 76.99, 0.01);
  EXPECT_EQ(extent.east_deg - extent.west_deg, 360);
}

// Equidistant cylindrical, 50 degrees north to the pole, which is the whole of its upper edge.
TEST(TerrainExtent, AlongAPoleThatIsALineHasItsOwnLongitudes) {
  const std::string strip = make({.file = "/vsimem/extent_i.tif",
                                  .width = 40,
                                  .height = 40,
                                  .values = {},
                                  .corner_x = 0,
                                  .corner_y = 10018754.17,
                                  .step_x = 111319.49,
                                  .step_y = -111319.49,
                                  .system = "EPSG:4087"});
  expect_near(terrain_extent({strip}), {0, 50, 40, 90}, 0.01);
}

// An orthographic view of the earth, all of whose border lies beyond the earth's limb.
TEST(TerrainExtent, OfAMapThatEndsInsideTheRasterIsThatOfTheMap) {
  const std::string globe = make({.file = "/vsimem/extent_h.tif",
                                  .width = 140,
                                  .height = 140,
                                  .values = {},
                                  .corner_x = -7000e3,
                                  .corner_y = 7000e3,
                                  .step_x = 100e3,
                                  .step_y = -100e3,
                                  .system = "+proj=ortho +lat_0=0 +lon_0=36 +datum=WGS84"});
  const GeodeticExtent extent = terrain_extent({globe});
  EXPECT_GT(extent.north_deg, 75);
  EXPECT_LT(extent.south_deg, -75);
  EXPECT_LT(extent.west_deg, 36 - 75);
  EXPECT_GT(extent.east_deg, 36 + 75);
}

TEST(TerrainExtent, NamesTheSourceThatCannotBeOpened) {
  EXPECT_NE(test::error_of([] { (void)terrain_extent({"/vsimem/not_there.tif"}); }).find("/vsimem/not_there.tif"),
            std::string::npos);
}

TEST(TerrainExtent, OfSrtmTilesIsToldByTheirNames) {
  const test::Scratch folder;
  for (const char* name : {"N35E036.hgt", "S01W002.SRTMGL1.hgt.zip"}) test::put(folder / name, "");
  const GeodeticExtent extent = terrain_extent({"srtm:" + folder.path().string()});
  EXPECT_EQ(extent, (GeodeticExtent{-2, -1, 37, 36}));
}

TEST(TerrainExtent, OfCopernicusIsTheEarth) { EXPECT_TRUE(contains(terrain_extent({"copernicus-30"}), {179, -85})); }

}  // namespace
}  // namespace skyshed
