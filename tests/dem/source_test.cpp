// One raster on its own grid: where its posts stand and what its values mean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "dem/load_terrain.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::make;
using test::values_of;
using testing::ElementsAre;
using testing::FloatEq;
using testing::NanSensitiveFloatEq;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

ElevationModel load(const std::string& file) { return load_terrain({.sources = {file}}); }

TEST(SingleSource, KeepsItsOwnGridAndHeights) {
  const ElevationModel model = load(make({.file = "/vsimem/area.tif",
                                          .width = 3,
                                          .height = 2,
                                          .values = {1, 2, 3, 4, 5, 6},
                                          .corner_x = 36,
                                          .corner_y = 35,
                                          .step_x = 0.5,
                                          .step_y = -0.25}));
  EXPECT_EQ(model.frame.kind, GridFrame::Kind::geographic);
  EXPECT_EQ(model.frame.whole(), (GridWindow{0, 0, 3, 2}));
  // The post is the middle of the pixel.
  EXPECT_DOUBLE_EQ(model.frame.origin_x, 36.25);
  EXPECT_DOUBLE_EQ(model.frame.origin_y, 34.875);
  EXPECT_DOUBLE_EQ(model.frame.step_x, 0.5);
  EXPECT_DOUBLE_EQ(model.frame.step_y, -0.25);
  EXPECT_THAT(values_of(model.heights), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_FALSE(model.has_unknown);
  EXPECT_EQ(model.name, "area.tif");
  EXPECT_EQ(model.description, "");
}

TEST(SingleSource, PixelIsPointAndPixelIsAreaHaveTheirPostsAtTheSamePlaces) {
  test::MadeRaster raster{
      .file = "/vsimem/a.tif", .width = 2, .height = 2, .values = {1, 2, 3, 4}, .corner_x = 36, .corner_y = 35};
  const ElevationModel area = load(make(raster));
  raster.file = "/vsimem/p.tif";
  raster.pixel_is_point = true;
  const ElevationModel point = load(make(raster));
  EXPECT_DOUBLE_EQ(area.frame.origin_x, 36.5);
  EXPECT_DOUBLE_EQ(point.frame.origin_x, 36.5);
  EXPECT_DOUBLE_EQ(area.frame.origin_y, 34.5);
  EXPECT_DOUBLE_EQ(point.frame.origin_y, 34.5);
}

TEST(SingleSource, AnSrtmTileHasItsOutermostPostsOnWholeDegrees) {
  // The format by its name and size alone: 1201 x 1201 big-endian int16 from the north-west corner.
  constexpr std::size_t posts = 1201;
  std::vector<unsigned char> bytes(posts * posts * 2, 0);
  bytes[1] = 7;                      // north-west post: 7 m
  bytes[2 * posts * posts - 1] = 9;  // south-east post: 9 m
  bytes[2] = 0x80;                   // the post east of the first: -32768, a void
  test::write_bytes("/vsimem/N35E036.hgt", bytes);
  const ElevationModel model = load("/vsimem/N35E036.hgt");
  EXPECT_NEAR(model.frame.origin_x, 36, 1e-9);
  EXPECT_NEAR(model.frame.origin_y, 36, 1e-9);
  EXPECT_NEAR(model.frame.x_of(1200), 37, 1e-9);
  EXPECT_NEAR(model.frame.y_of(1200), 35, 1e-9);
  EXPECT_EQ(model.heights.at(0, 0), 7);
  EXPECT_EQ(model.heights.at(1200, 1200), 9);
  EXPECT_TRUE(std::isnan(model.heights.at(1, 0)));
  EXPECT_TRUE(model.has_unknown);
}

TEST(SingleSource, ThatIsSouthUpIsTurnedNorthUp) {
  const ElevationModel model = load(make({.file = "/vsimem/south_up.tif",
                                          .width = 2,
                                          .height = 3,
                                          .values = {1, 2, 3, 4, 5, 6},
                                          .corner_x = 36,
                                          .corner_y = 30,
                                          .step_x = 1,
                                          .step_y = 1}));
  EXPECT_DOUBLE_EQ(model.frame.origin_y, 32.5);
  EXPECT_DOUBLE_EQ(model.frame.step_y, -1);
  EXPECT_THAT(values_of(model.heights), ElementsAre(5, 6, 3, 4, 1, 2));
}

TEST(SingleSource, ThatIsSouthUpIsCroppedAtTheRightEnd) {
  const std::string file = make({.file = "/vsimem/south_up.tif",
                                 .width = 1,
                                 .height = 9,
                                 .values = {0, 1, 2, 3, 4, 5, 6, 7, 8},
                                 .corner_x = 36,
                                 .corner_y = 30,
                                 .step_x = 1,
                                 .step_y = 1});
  // Posts 35.5 … 38.5 lie in the box or by two beside it; the northernmost row of the file is the last.
  const ElevationModel model = load_terrain({.sources = {file}, .extent = GeodeticExtent{36, 37.6, 37, 39}});
  EXPECT_DOUBLE_EQ(model.frame.origin_y, 38.5);
  EXPECT_THAT(values_of(model.heights), ElementsAre(8, 7, 6, 5));
}

TEST(SingleSource, OnAMapProjectionKnowsWhereItsPostsStand) {
  const ElevationModel model = load(make({.file = "/vsimem/utm.tif",
                                          .width = 2,
                                          .height = 2,
                                          .values = {1, 2, 3, 4},
                                          .corner_x = 499950,
                                          .corner_y = 50,
                                          .step_x = 100,
                                          .step_y = -100,
                                          .system = "EPSG:32637"}));
  EXPECT_EQ(model.frame.kind, GridFrame::Kind::projected);
  // Zone 37's central meridian is 39° E with a false easting of 500 km.
  const GeodeticPoint place = model.frame.to_geodetic({0, 0});
  EXPECT_NEAR(place.longitude_deg, 39, 1e-9);
  EXPECT_NEAR(place.latitude_deg, 0, 1e-9);
  const GridPoint back = model.frame.to_grid({39, 0});
  EXPECT_NEAR(back.column, 0, 1e-6);
  EXPECT_NEAR(back.row, 0, 1e-6);
  // 0.9996 times the meridian arc from the equator to 45° N, 4984944.378 m.
  const auto [x, y] = model.frame.projection->from_geodetic({39, 45});
  EXPECT_NEAR(x, 500000, 1e-3);
  EXPECT_NEAR(y, 0.9996 * 4984944.378, 2e-3);
}

TEST(SingleSource, OnAMapProjectionGivesNoNumbersWhereItCannotShowAPlace) {
  // The orthographic view of one side of the earth knows nothing of the other.
  const ElevationModel model = load(make({.file = "/vsimem/view.tif",
                                          .width = 2,
                                          .height = 2,
                                          .values = {1, 2, 3, 4},
                                          .step_x = 100,
                                          .step_y = -100,
                                          .system = "+proj=ortho +lat_0=0 +lon_0=0 +datum=WGS84"}));
  testing::internal::CaptureStderr();
  const auto [x, y] = model.frame.projection->from_geodetic({180, 0});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(std::isnan(x) && std::isnan(y));
}

TEST(SingleSource, OnAMapProjectionMayBeAskedFromSeveralThreads) {
  const ElevationModel model = load(make({.file = "/vsimem/threads.tif",
                                          .width = 2,
                                          .height = 2,
                                          .values = {1, 2, 3, 4},
                                          .corner_x = 400000,
                                          .corner_y = 3900000,
                                          .step_x = 100,
                                          .step_y = -100,
                                          .system = "EPSG:32637"}));
  const auto there_and_back = [&](int column) {
    const GridPoint at{static_cast<double>(column), 7};
    return std::abs(model.frame.to_grid(model.frame.to_geodetic(at)).column - column);
  };
  std::vector<double> error(4000, 1);
  tbb::parallel_for(std::size_t{0}, error.size(),
                    [&](std::size_t i) { error[i] = there_and_back(static_cast<int>(i)); });
  EXPECT_LT(*std::max_element(error.begin(), error.end()), 1e-6);
}

TEST(SingleSource, AppliesScaleAndOffset) {
  const ElevationModel model = load(make({.file = "/vsimem/scaled.tif",
                                          .width = 3,
                                          .height = 1,
                                          .values = {0, 10, -100},
                                          .type = "Int16",
                                          .nodata = -100,
                                          .scale = 0.5,
                                          .offset = 100}));
  // The void is told before the scale is applied.
  EXPECT_THAT(values_of(model.heights), ElementsAre(100, 105, NanSensitiveFloatEq(unknown)));
}

TEST(SingleSource, InFeetBecomesMetres) {
  const ElevationModel model =
      load(make({.file = "/vsimem/feet.tif", .width = 1, .height = 1, .values = {1000}, .unit = "ft"}));
  EXPECT_THAT(values_of(model.heights), ElementsAre(FloatEq(304.8F)));
}

TEST(SingleSource, MayBeTheGroundThatSkyshedWrote) {
  const ElevationModel model =
      load(make({.file = "/vsimem/ground.tif", .width = 1, .height = 1, .values = {1000}, .unit = "m MSL"}));
  EXPECT_THAT(values_of(model.heights), ElementsAre(FloatEq(1000)));
}

TEST(SingleSource, SaysItsVoidsAsUnknownAndKeepsLandBelowTheSea) {
  const ElevationModel model = load(make({.file = "/vsimem/voids.tif",
                                          .width = 4,
                                          .height = 1,
                                          .values = {-430, -9999, 0, 8},
                                          .type = "Int16",
                                          .nodata = -9999}));
  EXPECT_THAT(values_of(model.heights), ElementsAre(-430, NanSensitiveFloatEq(unknown), 0, 8));
  EXPECT_TRUE(model.has_unknown);
}

TEST(SingleSource, SaysAsUnknownWhatNoGroundOnEarthReaches) {
  const ElevationModel model = load(make({.file = "/vsimem/wild.tif",
                                          .width = 4,
                                          .height = 1,
                                          .values = {-32768, 5, std::numeric_limits<double>::infinity(), 1e6}}));
  EXPECT_THAT(values_of(model.heights),
              ElementsAre(NanSensitiveFloatEq(unknown), 5, NanSensitiveFloatEq(unknown), NanSensitiveFloatEq(unknown)));
}

TEST(SingleSource, HeedsAMask) {
  const ElevationModel model =
      load(make({.file = "/vsimem/masked.tif", .width = 3, .height = 1, .values = {1, 2, 3}, .mask = {255, 0, 255}}));
  EXPECT_THAT(values_of(model.heights), ElementsAre(1, NanSensitiveFloatEq(unknown), 3));
}

TEST(SingleSource, OfAnotherDatumIsTakenAsWgs84AndSaysSo) {
  const ElevationModel model =
      load(make({.file = "/vsimem/ed50.tif", .width = 1, .height = 1, .values = {5}, .system = "EPSG:4230"}));
  EXPECT_DOUBLE_EQ(model.frame.to_geodetic({0, 0}).longitude_deg, 0.5);
  EXPECT_THAT(model.description, testing::HasSubstr("European_Datum_1950 taken as WGS 84"));
}

TEST(Identity, IsEqualForEqualTerrainAndChangesWithOneHeightOrThePlace) {
  test::MadeRaster raster{.file = "/vsimem/one.tif", .width = 2, .height = 2, .values = {1, 2, 3, 4}};
  const std::string one = load(make(raster)).identity;
  raster.file = "/vsimem/other_name.tif";
  raster.type = "Int16";
  EXPECT_EQ(load(make(raster)).identity, one);
  raster.values[3] = 5;
  EXPECT_NE(load(make(raster)).identity, one);
  raster.values[3] = 4;
  raster.corner_x = 1;
  EXPECT_NE(load(make(raster)).identity, one);
}

}  // namespace
}  // namespace skyshed
