// Several sources on one lattice: priority, seams, turns of longitude, and what lies outside.
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "dem/load_terrain.h"
#include "engine/sight/horizon_sweep.h"
#include "tests/dem/made_raster.h"
#include "tests/dem/scratch.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make;
using test::make_posts;
using test::values_of;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NanSensitiveFloatEq;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

TEST(Mosaic, TakesTheFirstSourceThatKnowsAPost) {
  const std::string first =
      make({.file = "/vsimem/first.tif", .width = 3, .height = 1, .values = {10, -1, -1}, .nodata = -1});
  const std::string second =
      make({.file = "/vsimem/second.tif", .width = 3, .height = 1, .values = {20, 21, -1}, .nodata = -1});
  const std::string third =
      make({.file = "/vsimem/third.tif", .width = 4, .height = 1, .values = {30, 31, -1, 33}, .nodata = -1});
  const ElevationModel model = load_terrain({.sources = {first, second, third}, .feather_m = 0});
  EXPECT_THAT(values_of(model.heights), ElementsAre(10, 21, NanSensitiveFloatEq(unknown), 33));
  EXPECT_EQ(model.name, "first.tif, second.tif, third.tif");
  EXPECT_TRUE(model.has_unknown);
}

TEST(Mosaic, JoinsTilesOfOneLatticeWithoutASeam) {
  // Two tiles of the plane 100·column + row that share a column of posts, as DTED and SRTM do.
  const std::string west =
      make_posts("/vsimem/west.tif", 36, 35, 1.0 / 8, 9, 9, [](int c, int r) { return 100 * c + r; });
  const std::string east =
      make_posts("/vsimem/east.tif", 37, 35, 1.0 / 8, 9, 9, [](int c, int r) { return 100 * (c + 8) + r; });
  const ElevationModel model = load_terrain({.sources = {east, west}});
  ASSERT_EQ(model.frame.whole(), (GridWindow{0, 0, 17, 9}));
  EXPECT_DOUBLE_EQ(model.frame.origin_x, 36);
  for (int row = 0; row < 9; ++row) {
    for (int column = 0; column < 17; ++column)
      EXPECT_EQ(model.heights.at(column, row), static_cast<float>(100 * column + row));
  }
  EXPECT_EQ(model.description, "");
}

TEST(Mosaic, IsSweptOverItsSeamAsOneFileIs) {
  const auto hills = [](int column, int row) { return 40 * ((column * 31 + row * 17) % 23) + 3 * column; };
  const double step = 1.0 / 64;
  const std::string west = make_posts("/vsimem/seam_west.tif", 36, 35, step, 33, 40, hills);
  const std::string east = make_posts("/vsimem/seam_east.tif", 36 + 32 * step, 35, step, 33, 40,
                                      [&](int column, int row) { return hills(column + 32, row); });
  const std::string one = make_posts("/vsimem/seamless.tif", 36, 35, step, 65, 40, hills);
  const auto floors = [](const std::vector<std::string>& sources) {
    const ElevationModel terrain = load_terrain({.sources = sources});
    Progress progress;
    return horizon_sweep(terrain, antenna_above_ground(terrain, {27.3, 20.6}, {15}), {}, {.radius_m = 50e3}, progress);
  };
  const SightField joined = floors({west, east});
  const SightField whole = floors({one});
  ASSERT_EQ(joined.window, whole.window);
  for (int row = 0; row < whole.window.height; ++row) {
    for (int column = 0; column < whole.window.width; ++column) {
      ASSERT_THAT(joined.floor.at(column, row), NanSensitiveFloatEq(whole.floor.at(column, row)));
    }
  }
}

// Large enough to be read in pieces by several threads, with blocks of every shape and edges that cut them.
TEST(Mosaic, ReadInPiecesHasEveryPostInItsPlace) {
  const test::Scratch scratch;
  constexpr int width = 1700;
  constexpr int height = 1500;
  const auto height_at = [](int column, int row) {
    return row == 700 && column > 900 ? -9999 : (column * 7 + row * 13) % 8191;
  };
  test::MadeRaster raster{.file = scratch / "strips.tif",
                          .width = width,
                          .height = height,
                          .corner_x = 36,
                          .corner_y = 35,
                          .step_x = 0.001,
                          .step_y = -0.001,
                          .nodata = -9999};
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) raster.values.push_back(height_at(column, row));
  }
  const std::string strips = make(raster);
  const auto translated = [&](const std::string& name, std::vector<const char*> words) {
    words.push_back(nullptr);
    GDALTranslateOptions* options = GDALTranslateOptionsNew(const_cast<char**>(words.data()), nullptr);
    const GDALDatasetUniquePtr from(GDALDataset::Open(strips.c_str()));
    const std::string file = scratch / name;
    GDALClose(GDALTranslate(file.c_str(), GDALDataset::ToHandle(from.get()), options, nullptr));
    GDALTranslateOptionsFree(options);
    return file;
  };
  const std::string files[] = {strips,
                               translated("tiles.tif", {"-co", "TILED=YES", "-co", "BLOCKXSIZE=256", "-co",
                                                        "BLOCKYSIZE=512", "-co", "COMPRESS=DEFLATE"}),
                               translated("mosaic.vrt", {"-of", "VRT"})};
  for (const std::string& file : files) {
    const GeodeticExtent extent{.west_deg = 36.0405, .south_deg = 33.5605, .east_deg = 37.6395, .north_deg = 34.9795};
    const ElevationModel model = load_terrain({.sources = {file}, .outside = OutsideRule::unknown, .extent = extent});
    const int left = static_cast<int>(std::lround((model.frame.origin_x - 36.0005) / 0.001));
    const int top = static_cast<int>(std::lround((34.9995 - model.frame.origin_y) / 0.001));
    ASSERT_GT(model.frame.width, 1590);
    ASSERT_GT(model.frame.height, 1410);
    EXPECT_TRUE(model.has_unknown);
    for (int row = 0; row < model.frame.height; ++row) {
      for (int column = 0; column < model.frame.width; ++column) {
        const int expected = height_at(left + column, top + row);
        const float height_there = model.heights.at(column, row);
        ASSERT_TRUE(expected == -9999 ? std::isnan(height_there) : height_there == static_cast<float>(expected))
            << file << ' ' << column << ' ' << row << ' ' << height_there;
      }
    }
  }
}

TEST(Mosaic, SamplesAnotherLatticeBilinearlyAndSaysSo) {
  // A bilinear surface is the plane itself: 1000 + 10·longitude + 20·latitude.
  const auto plane = [](double longitude, double latitude) { return 1000 + 10 * longitude + 20 * latitude; };
  const std::string fine =
      make_posts("/vsimem/fine.tif", 0, 0, 0.25, 3, 3, [&](int c, int r) { return plane(0.25 * c, -0.25 * r); });
  const std::string coarse =
      make_posts("/vsimem/coarse.tif", -3.1, 3.1, 1, 8, 8, [&](int c, int r) { return plane(-3.1 + c, 3.1 - r); });
  const ElevationModel model =
      load_terrain({.sources = {fine, coarse}, .outside = OutsideRule::error, .extent = GeodeticExtent{-1, -2, 2, 1}});
  EXPECT_DOUBLE_EQ(model.frame.step_x, 0.25);
  EXPECT_NEAR(std::remainder(model.frame.origin_x, 0.25), 0, 1e-12);
  for (int row = 0; row < model.frame.height; ++row) {
    for (int column = 0; column < model.frame.width; ++column) {
      EXPECT_NEAR(model.heights.at(column, row), plane(model.frame.x_of(column), model.frame.y_of(row)), 1e-3);
    }
  }
  EXPECT_THAT(model.description, HasSubstr("coarse.tif sampled bilinearly at the posts of fine.tif"));
}

TEST(Mosaic, SamplesLongitudeAndLatitudeUnderAMapProjection) {
  const std::string local = make({.file = "/vsimem/local.tif",
                                  .width = 2,
                                  .height = 2,
                                  .values = {5, 5, 5, 5},
                                  .corner_x = 499000,
                                  .corner_y = 3900000,
                                  .step_x = 500,
                                  .step_y = -500,
                                  .system = "EPSG:32637"});
  const std::string around =
      make_posts("/vsimem/around.tif", 38, 36, 0.5, 5, 5, [](int, int r) { return 36 - 0.5 * r; });
  const ElevationModel model =
      load_terrain({.sources = {local, around}, .extent = GeodeticExtent{38.9, 35.1, 39.1, 35.3}, .feather_m = 0});
  EXPECT_EQ(model.frame.kind, GridFrame::Kind::projected);
  EXPECT_EQ(model.heights.at(static_cast<int>((499250 - model.frame.origin_x) / 500),
                             static_cast<int>((model.frame.origin_y - 3899750) / 500)),
            5);
  // Elsewhere a post's height is its own latitude.
  const GeodeticPoint corner = model.frame.to_geodetic({0, 0});
  EXPECT_NEAR(model.heights.at(0, 0), corner.latitude_deg, 1e-5);
  EXPECT_FALSE(model.has_unknown);
}

TEST(Mosaic, LeavesNoGapBetweenSampledNeighboursThatMeetAtTheirPixelEdges) {
  const std::string lattice = make_posts("/vsimem/lattice.tif", 0, 10, 0.1, 2, 2, [](int, int) { return 1; });
  const std::string west = make({.file = "/vsimem/w.tif",
                                 .width = 2,
                                 .height = 3,
                                 .values = {7, 7, 7, 7, 7, 7},
                                 .corner_x = 0,
                                 .corner_y = 3,
                                 .step_x = 0.97,
                                 .step_y = -1});
  const std::string east = make({.file = "/vsimem/e.tif",
                                 .width = 2,
                                 .height = 3,
                                 .values = {7, 7, 7, 7, 7, 7},
                                 .corner_x = 1.94,
                                 .corner_y = 3,
                                 .step_x = 0.97,
                                 .step_y = -1});
  const ElevationModel model =
      load_terrain({.sources = {lattice, west, east}, .extent = GeodeticExtent{0.5, 0.5, 3.5, 2.5}});
  EXPECT_FALSE(model.has_unknown);
  EXPECT_THAT(values_of(model.heights), Each(7));
}

TEST(Extent, IsCoveredWithTwoPostsMoreOnEachSide) {
  const std::string file = make_posts("/vsimem/wide.tif", 0, 20, 1, 21, 21, [](int c, int r) { return 100 * r + c; });
  const ElevationModel model = load_terrain({.sources = {file}, .extent = GeodeticExtent{5, 8, 7, 9}});
  // Pixels around posts 5, 6, 7 and 8, 9 touch the box.
  EXPECT_EQ(model.frame.whole(), (GridWindow{0, 0, 7, 6}));
  EXPECT_DOUBLE_EQ(model.frame.origin_x, 3);
  EXPECT_DOUBLE_EQ(model.frame.origin_y, 11);
  EXPECT_EQ(model.heights.at(0, 0), 903);
}

TEST(Extent, OfASourcesOwnPixelsIsCoveredByItself) {
  const std::string file = make({.file = "/vsimem/own.tif",
                                 .width = 10,
                                 .height = 10,
                                 .values = std::vector<double>(100, 4),
                                 .corner_x = 28,
                                 .corner_y = 42,
                                 .step_x = 0.1,
                                 .step_y = -0.1});
  const ElevationModel model =
      load_terrain({.sources = {file}, .outside = OutsideRule::error, .extent = GeodeticExtent{28, 41, 29, 42}});
  EXPECT_EQ(model.frame.whole(), (GridWindow{0, 0, 10, 10}));
}

class OutsideTheSources : public testing::Test {
 protected:
  // Posts at 10, 11, 12 E and 50, 49 N; asked for is one post more to the west.
  TerrainRequest request(OutsideRule rule) const {
    return {.sources = {make({.file = "/vsimem/island.tif",
                              .width = 3,
                              .height = 2,
                              .values = {1, 2, 3, 4, -1, 6},
                              .corner_x = 9.5,
                              .corner_y = 50.5,
                              .nodata = -1})},
            .outside = rule,
            .extent = GeodeticExtent{9, 49, 12, 50}};
  }
};

TEST_F(OutsideTheSources, IsSeaIfTheRuleSaysSoButAVoidStaysUnknown) {
  const ElevationModel model = load_terrain(request(OutsideRule::sea));
  EXPECT_DOUBLE_EQ(model.frame.origin_x, 9);
  EXPECT_THAT(values_of(model.heights), ElementsAre(0, 1, 2, 3, 0, 4, NanSensitiveFloatEq(unknown), 6));
  EXPECT_THAT(model.description, AllOf(HasSubstr("taken as sea"), HasSubstr("longitude 8.5 to 9.5")));
}

TEST_F(OutsideTheSources, IsUnknownIfTheRuleSaysSo) {
  const ElevationModel model = load_terrain(request(OutsideRule::unknown));
  EXPECT_THAT(values_of(model.heights), ElementsAre(NanSensitiveFloatEq(unknown), 1, 2, 3, NanSensitiveFloatEq(unknown),
                                                    4, NanSensitiveFloatEq(unknown), 6));
  EXPECT_TRUE(model.has_unknown);
}

TEST_F(OutsideTheSources, IsAnErrorThatNamesTheMissingPartIfTheRuleSaysSo) {
  EXPECT_THAT(error_of([&] { (void)load_terrain(request(OutsideRule::error)); }),
              AllOf(HasSubstr("island.tif"), HasSubstr("longitude 8.5 to 9.5, latitude 48.5 to 50.5")));
}

TEST(Antimeridian, IsCrossedByTilesOnBothSides) {
  const std::string east =
      make_posts("/vsimem/fiji_w.tif", 178, 0, 0.5, 4, 1, [](int c, int) { return c; });  // 178 … 179.5
  const std::string west =
      make_posts("/vsimem/fiji_e.tif", -180, 0, 0.5, 4, 1, [](int c, int) { return 4 + c; });  // 180 … 181.5
  for (const GeodeticExtent extent :
       {GeodeticExtent{178, -0.25, -178.5, 0.25}, GeodeticExtent{178, -0.25, 181.5, 0.25}}) {
    const ElevationModel model =
        load_terrain({.sources = {east, west}, .outside = OutsideRule::error, .extent = extent});
    EXPECT_DOUBLE_EQ(model.frame.origin_x, 178);
    EXPECT_THAT(values_of(model.heights), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
    EXPECT_EQ(model.description, "");
  }
  // Without an extent the tiles still come together over 180°.
  EXPECT_EQ(load_terrain({.sources = {east, west}}).frame.width, 8);
}

TEST(Antimeridian, IsSweptAsAnyOtherPlaceIs) {
  const auto hills = [](int column, int row) { return 40 * ((column * 31 + row * 17) % 23) + 3 * column; };
  const double step = 1.0 / 64;
  const auto floors = [&](const std::string& name, double west, double east) {
    const std::string left = make_posts("/vsimem/" + name + "_w.tif", west, 52, step, 32, 40, hills);
    const std::string right = make_posts("/vsimem/" + name + "_e.tif", east, 52, step, 33, 40,
                                         [&](int column, int row) { return hills(column + 32, row); });
    const ElevationModel terrain = load_terrain({.sources = {left, right}});
    Progress progress;
    return horizon_sweep(terrain, antenna_above_ground(terrain, {29.3, 20.6}, {15}), {}, {.radius_m = 50e3}, progress);
  };
  const SightField here = floors("anywhere", 36, 36.5);
  const SightField there = floors("fiji", 179.5, -180);
  ASSERT_EQ(here.window, there.window);
  for (int row = 0; row < here.window.height; ++row) {
    for (int column = 0; column < here.window.width; ++column) {
      const float expected = here.floor.at(column, row);
      const float floor = there.floor.at(column, row);
      ASSERT_TRUE(std::isnan(expected) ? std::isnan(floor) : std::abs(floor - expected) < 1e-3) << column << ' ' << row;
    }
  }
}

TEST(Antimeridian, OfAGlobalSourceIsNoEdge) {
  // Posts at -180, -170, … 170: the height is the column.
  const std::string globe = make_posts("/vsimem/globe.tif", -180, 90, 10, 36, 19, [](int c, int) { return c; });
  const ElevationModel model =
      load_terrain({.sources = {globe}, .outside = OutsideRule::error, .extent = GeodeticExtent{165, -5, -165, 5}});
  const GridPoint at_180 = model.frame.to_grid({180, 0});
  EXPECT_EQ(model.ground_at(at_180).metres, 0);
  EXPECT_EQ(model.ground_at(model.frame.to_grid({170, 0})).metres, 35);
  EXPECT_EQ(model.ground_at(model.frame.to_grid({-170, 0})).metres, 1);
  EXPECT_FALSE(model.has_unknown);
}

TEST(Antimeridian, IsCrossedBySampledSourcesToo) {
  const std::string voids = make({.file = "/vsimem/void.tif",
                                  .width = 36,
                                  .height = 3,
                                  .values = std::vector<double>(108, -1),
                                  .corner_x = -185,
                                  .corner_y = 15,
                                  .step_x = 10,
                                  .step_y = -10,
                                  .nodata = -1});
  const std::string east = make_posts("/vsimem/se.tif", 160.5, 15, 1, 19, 30, [](int, int) { return 50; });
  const std::string west = make_posts("/vsimem/sw.tif", -179.5, 15, 1, 19, 30, [](int, int) { return 60; });
  const ElevationModel model =
      load_terrain({.sources = {voids, east, west}, .extent = GeodeticExtent{168, -5, -168, 5}});
  EXPECT_EQ(model.ground_at(model.frame.to_grid({170, 0})).metres, 50);
  EXPECT_EQ(model.ground_at(model.frame.to_grid({-170, 0})).metres, 60);
}

TEST(TerrainAround, APlaceIsCroppedToTheDiscsBox) {
  // A hundredth of a degree on the equator is 1113.2 m east and 1105.7 m north.
  const std::string file = make_posts("/vsimem/equator.tif", -1, 1, 0.01, 201, 201, [](int c, int r) { return c - r; });
  const ElevationModel model = load_terrain_around(file, {0, 0}, 11132);
  // 10 posts to each side, those that the bound adds (at most one) and two more.
  EXPECT_GE(model.frame.width, 21 + 4);
  EXPECT_LE(model.frame.width, 23 + 4);
  EXPECT_GE(model.frame.height, 21 + 4);
  EXPECT_LE(model.frame.height, 23 + 4);
  EXPECT_NEAR(model.ground_at(model.frame.to_grid({0.03, 0.01})).metres, 103 - 99, 1e-6);
}

TEST(TerrainAround, APlaceNearTheSourcesEdgeInventsNothing) {
  const std::string file = make_posts("/vsimem/edge.tif", 0, 1, 0.01, 101, 101, [](int, int) { return 5; });
  const ElevationModel model = load_terrain_around(file, {0.02, 0.5}, 50000);
  EXPECT_DOUBLE_EQ(model.frame.origin_x, 0);
  EXPECT_FALSE(model.has_unknown);
  EXPECT_THAT(error_of([&] {
                (void)load_terrain_around(file, {40, 0.5}, 50000);
              }),
              HasSubstr("no terrain at the place"));
}

TEST(TerrainAround, APlaceAtHighLatitudeIsWideInLongitude) {
  const std::string file = make_posts("/vsimem/north.tif", -60, 85, 0.1, 1201, 151, [](int, int) { return 1; });
  const ElevationModel model = load_terrain_around(file, {0, 80}, 400000);
  // On a sphere of the ellipsoid's size: asin(sin(400 km / R) / cos 80°) = 21.2°, to half a percent.
  EXPECT_NEAR(-model.frame.x_of(2), 21.2, 0.25);
}

}  // namespace
}  // namespace skyshed
