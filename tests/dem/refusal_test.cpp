// What cannot be terrain is refused, with the file's name and a way out, and GDAL prints nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dem/load_terrain.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::string& file) {
  return error_of([&] { (void)load_terrain({.sources = {file}}); });
}

TEST(Refusal, NamesAMissingFile) {
  EXPECT_THAT(refusal("/vsimem/no_such_file.tif"), AllOf(HasSubstr("no_such_file.tif"), HasSubstr("cannot be opened")));
}

TEST(Refusal, NamesAFileThatIsNoRaster) {
  test::write_bytes("/vsimem/text.tif", {'h', 'e', 'l', 'l', 'o'});
  EXPECT_THAT(refusal("/vsimem/text.tif"), AllOf(HasSubstr("text.tif"), HasSubstr("cannot be opened")));
}

TEST(Refusal, NamesATruncatedFileAndPrintsNothing) {
  const std::string file =
      test::make_posts("/vsimem/truncated.tif", 36, 35, 0.01, 400, 400, [](int c, int r) { return c + r; });
  std::vector<unsigned char> bytes = test::read_bytes(file);
  bytes.resize(bytes.size() * 3 / 4);
  test::write_bytes(file, bytes);
  testing::internal::CaptureStderr();
  const std::string message = refusal(file);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_THAT(message, AllOf(HasSubstr("truncated.tif"), HasSubstr("damaged or incomplete")));
}

TEST(Refusal, IsOfTheKindTerrain) {
  try {
    (void)load_terrain({.sources = {"/vsimem/no_such_file.tif"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::terrain);
  }
}

TEST(Refusal, AdvisesHowToStateAMissingCoordinateSystem) {
  EXPECT_THAT(refusal(make({.file = "/vsimem/no_crs.tif", .width = 1, .height = 1, .values = {1}, .system = ""})),
              AllOf(HasSubstr("no_crs.tif"), HasSubstr("gdal_translate -a_srs")));
}

TEST(Refusal, AdvisesHowToTurnARotatedGrid) {
  EXPECT_THAT(
      refusal(make({.file = "/vsimem/rotated.tif", .width = 2, .height = 2, .values = {1, 2, 3, 4}, .shear = 0.1})),
      AllOf(HasSubstr("rotated"), HasSubstr("gdalwarp")));
}

TEST(Refusal, AsksWhichOfSeveralBandsHoldsTheHeights) {
  EXPECT_THAT(refusal(make({.file = "/vsimem/bands.tif", .width = 1, .height = 1, .values = {1}, .bands = 3})),
              AllOf(HasSubstr("3 bands"), HasSubstr("vrt:///vsimem/bands.tif?bands=1")));
  // The advice works.
  EXPECT_EQ(load_terrain({.sources = {"vrt:///vsimem/bands.tif?bands=1"}}).heights.at(0, 0), 1);
}

TEST(Refusal, OfSystemsThatAreNotInMetresOrNotOfTheEarth) {
  EXPECT_THAT(
      refusal(make({.file = "/vsimem/feet_grid.tif", .width = 1, .height = 1, .values = {1}, .system = "EPSG:2225"})),
      HasSubstr("does not count in metres"));
  EXPECT_THAT(refusal(make({.file = "/vsimem/moon.tif",
                            .width = 1,
                            .height = 1,
                            .values = {1},
                            .system = "+proj=longlat +R=1737400 +no_defs"})),
              HasSubstr("not of the earth"));
}

TEST(Refusal, OfAnUnknownUnitOfHeight) {
  EXPECT_THAT(refusal(make({.file = "/vsimem/unit.tif", .width = 1, .height = 1, .values = {1}, .unit = "fathom"})),
              HasSubstr("\"fathom\""));
}

TEST(Refusal, OfHeightsAboveGround) {
  EXPECT_THAT(refusal(make({.file = "/vsimem/agl.tif", .width = 1, .height = 1, .values = {1}, .unit = "m AGL"})),
              HasSubstr("\"m AGL\""));
}

TEST(Refusal, OfAnAbsurdlyLargeGrid) {
  // A second source on the far side of the earth on a lattice of a few metres.
  const std::string here = test::make_posts("/vsimem/here.tif", 0, 0, 0.0001, 2, 2, [](int, int) { return 1; });
  const std::string there = test::make_posts("/vsimem/there.tif", 100, 50, 0.0001, 2, 2, [](int, int) { return 1; });
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {here, there}}); }), HasSubstr("ask for a smaller extent"));
}

TEST(Refusal, OfNoSourceAtAllAndOfAnEmptyExtent) {
  EXPECT_THAT(error_of([] { (void)load_terrain({}); }), HasSubstr("at least one elevation model"));
  const std::string file = test::make_posts("/vsimem/any.tif", 0, 0, 1, 2, 2, [](int, int) { return 1; });
  EXPECT_THAT(error_of([&] {
                (void)load_terrain({.sources = {file}, .extent = GeodeticExtent{0, 5, 1, 5}});
              }),
              HasSubstr("not below its north"));
}

TEST(Refusal, OfAPlaceThatNoSourceTouchesEvenIfOutsideIsSea) {
  const std::string file = test::make_posts("/vsimem/levant.tif", 36, 35, 0.1, 4, 4, [](int, int) { return 1; });
  EXPECT_THAT(error_of([&] {
                (void)load_terrain(
                    {.sources = {file}, .outside = OutsideRule::sea, .extent = GeodeticExtent{-80, 10, -79, 11}});
              }),
              HasSubstr("no terrain at the place"));
}

}  // namespace
}  // namespace skyshed
