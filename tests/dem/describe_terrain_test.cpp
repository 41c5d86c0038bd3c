#include "dem/describe_terrain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using testing::HasSubstr;

std::string on_the_equator() {
  return test::make({.file = "/vsimem/described.tif",
                     .width = 4,
                     .height = 2,
                     .values = {-5, 1, 2, 3, 4, 5, 60, -99},
                     .corner_x = 10,
                     .corner_y = 1,
                     .step_x = 1,
                     .step_y = -1,
                     .type = "Int16",
                     .nodata = -99});
}

TEST(TerrainInfo, TellsGridHeightsAndVoids) {
  const TerrainInfo info = describe_terrain(on_the_equator());
  EXPECT_EQ(info.width, 4);
  EXPECT_EQ(info.height, 2);
  EXPECT_FALSE(info.projected);
  EXPECT_EQ(info.authority, "EPSG:4326");
  EXPECT_EQ(info.data_type, "Int16");
  EXPECT_FALSE(info.pixel_is_point);
  EXPECT_EQ(info.extent, (GeodeticExtent{10, -1, 14, 1}));
  EXPECT_DOUBLE_EQ(info.step_x_deg, 1);
  // A degree on the equator: 111319.491 m east, 110574.276 m north.
  EXPECT_NEAR(info.step_x_m, 111319.491, 0.001);
  EXPECT_NEAR(info.step_y_m, 110574.276, 0.001);
  ASSERT_TRUE(info.heights);
  EXPECT_EQ(info.heights->lowest_m, -5);
  EXPECT_EQ(info.heights->highest_m, 60);
  EXPECT_DOUBLE_EQ(info.unknown_share, 1.0 / 8);
  EXPECT_EQ(info.vertical_datum, "");
}

TEST(TerrainInfo, TellsTheVerticalDatumOfACompoundSystem) {
  const TerrainInfo info = describe_terrain(
      test::make({.file = "/vsimem/compound.tif", .width = 1, .height = 1, .values = {5}, .system = "EPSG:4326+5773"}));
  EXPECT_THAT(info.vertical_datum, HasSubstr("EGM96"));
  EXPECT_EQ(info.authority, "EPSG:4326");
}

TEST(TerrainInfo, OfAMapProjectionHasTheExtentInDegrees) {
  // 2000 m around the central meridian of zone 37 on the equator, scaled by 0.9996.
  const TerrainInfo info = describe_terrain(test::make({.file = "/vsimem/utm_info.tif",
                                                        .width = 2,
                                                        .height = 2,
                                                        .values = {1, 2, 3, 4},
                                                        .corner_x = 499000,
                                                        .corner_y = 1000,
                                                        .step_x = 1000,
                                                        .step_y = -1000,
                                                        .system = "EPSG:32637"}));
  EXPECT_TRUE(info.projected);
  EXPECT_NEAR(info.extent.west_deg, 39 - 1000 / 0.9996 / 111319.491, 1e-7);
  EXPECT_NEAR(info.extent.east_deg, 39 + 1000 / 0.9996 / 111319.491, 1e-7);
  EXPECT_DOUBLE_EQ(info.step_x_m, 1000);
}

TEST(TerrainInfo, WithoutAnyHeightSaysNone) {
  const TerrainInfo info = describe_terrain(
      test::make({.file = "/vsimem/all_void.tif", .width = 2, .height = 1, .values = {-1, -1}, .nodata = -1}));
  EXPECT_FALSE(info.heights);
  EXPECT_THAT(terrain_info_text(info), HasSubstr("heights         none\n"));
  EXPECT_TRUE(nlohmann::json::parse(terrain_info_json(info)).at("lowest_m").is_null());
}

TEST(TerrainInfo, ReadsTheSameAsTextAndAsJson) {
  const TerrainInfo info = describe_terrain(on_the_equator());
  const std::string text = terrain_info_text(info);
  EXPECT_THAT(text, HasSubstr("size            4 x 2 posts\n"));
  EXPECT_THAT(text, HasSubstr("extent          longitude 10 to 14, latitude -1 to 1\n"));
  EXPECT_THAT(text, HasSubstr("heights         -5 to 60 m\n"));
  EXPECT_THAT(text, HasSubstr("unknown         12.5 % of the posts\n"));
  EXPECT_THAT(text, HasSubstr("vertical datum  not stated\n"));
  const nlohmann::json json = nlohmann::json::parse(terrain_info_json(info));
  EXPECT_EQ(json.at("width"), 4);
  EXPECT_EQ(json.at("system").at("authority"), "EPSG:4326");
  EXPECT_EQ(json.at("extent_deg").at("west"), 10);
  EXPECT_EQ(json.at("highest_m"), 60);
  EXPECT_EQ(json.at("unknown_share"), 0.125);
  EXPECT_TRUE(json.at("vertical_datum").is_null());
}

}  // namespace
}  // namespace skyshed
