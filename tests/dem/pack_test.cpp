// The packed file: its grid, its bytes and what it says of itself; and the file that comes with skyshed.
#include "dem/pack.h"

#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "dem/describe_terrain.h"
#include "dem/generalise.h"
#include "tests/dem/made_raster.h"
#include "tests/dem/scratch.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make;
using test::make_posts;
using testing::HasSubstr;

// A slope of posts a tenth of a degree apart: 100 m per degree of longitude from 30° E.
std::string slope() {
  return make_posts("/vsimem/slope.tif", 30, 36, 0.1, 61, 61, [](int c, int) { return 10 * c; });
}

double height_at(const ElevationModel& model, double longitude, double latitude) {
  const GridPoint at = model.frame.to_grid({longitude, latitude});
  return static_cast<double>(
      model.heights.at(static_cast<int>(std::lround(at.column)), static_cast<int>(std::lround(at.row))));
}

TEST(PackedTerrain, HasCellsOnWholeMultiplesOfTheirSize) {
  const PackSummary summary =
      pack_terrain({.sources = {slope()}, .extent = {31, 31.1, 33, 34.9}, .cell_size = 0.5, .overwrite = true},
                   "/vsimem/packed.tif");
  EXPECT_EQ(summary.width, 4);
  EXPECT_EQ(summary.height, 8);
  const ElevationModel packed = load_terrain({.sources = {"/vsimem/packed.tif"}});
  EXPECT_EQ(packed.frame.whole(), (GridWindow{0, 0, 4, 8}));
  EXPECT_DOUBLE_EQ(packed.frame.origin_x, 31.25);
  EXPECT_DOUBLE_EQ(packed.frame.origin_y, 34.75);
  // The slope's height at each cell's centre.
  EXPECT_EQ(test::values_of(packed.heights)[0], 125);
  EXPECT_EQ(test::values_of(packed.heights)[3], 275);
  EXPECT_EQ(summary.lowest_m, 125);
  EXPECT_EQ(summary.highest_m, 275);
  EXPECT_EQ(summary.unknown_share, 0);
}

TEST(PackedTerrain, SaysWhereItComesFromAndWhatItIsGoodFor) {
  pack_terrain({.sources = {slope()}, .extent = {30, 30, 36, 36}, .cell_size = 0.2, .overwrite = true},
               "/vsimem/told.tif");
  const GDALDatasetUniquePtr dataset(GDALDataset::Open("/vsimem/told.tif"));
  ASSERT_TRUE(dataset);
  const auto item = [&](const char* key, const char* domain = "") -> std::string {
    const char* value = dataset->GetMetadataItem(key, domain);
    return value ? value : "";
  };
  EXPECT_EQ(item("SOURCE"), "slope.tif");
  EXPECT_THAT(item("METHOD"), HasSubstr("falling 20 m on both sides"));
  EXPECT_EQ(item("CELL_SIZE"), "0.2 degrees");
  EXPECT_EQ(item("VERTICAL_DATUM"), "not stated");
  EXPECT_THAT(item("PURPOSE"), HasSubstr("whole theatre"));
  EXPECT_EQ(item("LAYOUT", "IMAGE_STRUCTURE"), "COG");
  EXPECT_EQ(item("COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
  EXPECT_EQ(item("PREDICTOR", "IMAGE_STRUCTURE"), "2");
  EXPECT_EQ(dataset->GetRasterBand(1)->GetRasterDataType(), GDT_Int16);
  EXPECT_STREQ(dataset->GetRasterBand(1)->GetUnitType(), "m");
  int has_nodata = 0;
  dataset->GetRasterBand(1)->GetNoDataValue(&has_nodata);
  EXPECT_FALSE(has_nodata);
}

TEST(PackedTerrain, HasTheSameBytesEachTimeAndLeavesNothingElse) {
  const PackRequest request{.sources = {slope()}, .extent = {30, 30, 36, 36}, .cell_size = 0.15, .overwrite = true};
  pack_terrain(request, "/vsimem/one.tif");
  pack_terrain(request, "/vsimem/two.tif");
  EXPECT_EQ(test::read_bytes("/vsimem/one.tif"), test::read_bytes("/vsimem/two.tif"));
  VSIStatBufL status;
  EXPECT_NE(VSIStatL("/vsimem/one.tif.part", &status), 0);
}

TEST(PackedTerrain, KeepsARidgeAndItsPass) {
  // A wall of 500 m on the meridian 33.1° E with a gap of 200 m at 33.1° N; half a degree makes a cell.
  const std::string wall = make_posts("/vsimem/wall.tif", 30, 36, 0.1, 61, 61, [](int c, int r) {
    return c != 31 ? 0 : r == 29 ? 200 : 500;
  });
  pack_terrain({.sources = {wall}, .extent = {31, 31, 35, 35}, .cell_size = 0.5, .overwrite = true},
               "/vsimem/wall_packed.tif");
  const ElevationModel packed = load_terrain({.sources = {"/vsimem/wall_packed.tif"}});
  EXPECT_EQ(height_at(packed, 33.25, 34.25), 500);
  EXPECT_EQ(height_at(packed, 33.25, 33.25), 200);
  EXPECT_EQ(height_at(packed, 33.25, 32.75), 500);
  EXPECT_EQ(height_at(packed, 31.25, 33.25), 0);
}

TEST(PackedTerrain, TakesWhatLiesOutsideByTheRule) {
  PackRequest request{.sources = {slope()}, .extent = {35, 34, 38, 35}, .cell_size = 0.5, .overwrite = true};
  pack_terrain(request, "/vsimem/sea.tif");
  EXPECT_EQ(height_at(load_terrain({.sources = {"/vsimem/sea.tif"}}), 37.75, 34.25), 0);
  request.outside = OutsideRule::unknown;
  // Two of six columns lie well outside; the pixel of the last post ends at 36.05° E.
  EXPECT_NEAR(pack_terrain(request, "/vsimem/unknown.tif").unknown_share, 4.0 / 6, 1e-9);
  EXPECT_TRUE(load_terrain({.sources = {"/vsimem/unknown.tif"}}).has_unknown);
  request.outside = OutsideRule::error;
  EXPECT_THAT(error_of([&] { pack_terrain(request, "/vsimem/error.tif"); }), HasSubstr("longitude 36.05 to 38"));
}

TEST(PackedTerrain, CrossesTheAntimeridian) {
  const std::string east = make_posts("/vsimem/pack_e.tif", 176, 2, 0.5, 8, 9, [](int, int) { return 70; });
  const std::string west = make_posts("/vsimem/pack_w.tif", -180, 2, 0.5, 9, 9, [](int, int) { return 70; });
  pack_terrain({.sources = {east, west},
                .extent = {177, -1, -177, 1},
                .cell_size = 1,
                .outside = OutsideRule::error,
                .overwrite = true},
               "/vsimem/fiji.tif");
  const ElevationModel packed = load_terrain({.sources = {"/vsimem/fiji.tif"}});
  EXPECT_EQ(packed.frame.whole(), (GridWindow{0, 0, 6, 2}));
  EXPECT_THAT(test::values_of(packed.heights), testing::Each(70));
  EXPECT_NEAR(packed.frame.to_grid({178.5, 0.5}).column, 1, 1e-9);
}

TEST(PackedTerrain, OnAMapProjectionHasCellsInMetres) {
  test::MadeRaster raster{.file = "/vsimem/utm_source.tif",
                          .width = 100,
                          .height = 100,
                          .values = std::vector<double>(10000, 33),
                          .corner_x = 500000,
                          .corner_y = 4000000,
                          .step_x = 100,
                          .step_y = -100,
                          .system = "EPSG:32637"};
  const PackSummary summary = pack_terrain(
      {.sources = {make(raster)}, .extent = {39.02, 36.08, 39.08, 36.12}, .cell_size = 1000, .overwrite = true},
      "/vsimem/utm_packed.tif");
  EXPECT_EQ(summary.lowest_m, 33);
  EXPECT_EQ(summary.highest_m, 33);
  const ElevationModel packed = load_terrain({.sources = {"/vsimem/utm_packed.tif"}});
  EXPECT_EQ(packed.frame.kind, GridFrame::Kind::projected);
  EXPECT_DOUBLE_EQ(packed.frame.step_x, 1000);
  EXPECT_DOUBLE_EQ(std::fmod(packed.frame.origin_x, 1000), 500);
}

TEST(PackedTerrain, RefusesCellsFinerThanTheSource) {
  EXPECT_THAT(
      error_of([] {
        pack_terrain({.sources = {slope()}, .extent = {31, 31, 33, 33}, .cell_size = 0.05}, "/vsimem/fine_cells.tif");
      }),
      HasSubstr("finer than the source's posts"));
}

TEST(PackedTerrain, RefusesABoxThatNoSourceReaches) {
  const PackRequest request{.sources = {slope()}, .extent = {1, 2, 3, 4}, .cell_size = 0.5};
  EXPECT_THAT(error_of([&] { pack_terrain(request, "/vsimem/nowhere.tif"); }), HasSubstr("no source reaches into"));
}

TEST(PackedTerrain, DoesNotOverwriteUnlessTold) {
  test::write_bytes("/vsimem/precious.tif", {1, 2, 3});
  const PackRequest request{.sources = {slope()}, .extent = {31, 31, 33, 33}, .cell_size = 0.5};
  try {
    pack_terrain(request, "/vsimem/precious.tif");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
  }
  EXPECT_EQ(test::read_bytes("/vsimem/precious.tif").size(), 3U);
  EXPECT_THAT(error_of([&] { pack_terrain(request, "/no/such/folder/x.tif"); }),
              HasSubstr("/no/such/folder/x.tif: cannot be written"));
}

TEST(PackedTerrain, IsNotPutIntoTheFolderItIsMadeFrom) {
  const test::Scratch folder;
  const std::string tiles = (folder / "tiles").string();
  std::filesystem::create_directories(tiles);
  make_posts(tiles + "/slope.tif", 30, 36, 0.1, 61, 61, [](int c, int) { return 10 * c; });
  const PackRequest request{.sources = {tiles}, .extent = {31, 31, 33, 33}, .cell_size = 0.5};
  for (const std::string& output : {tiles + "/packed.tif", tiles + "/../tiles/below/packed.tif"}) {
    EXPECT_THAT(error_of([&] { pack_terrain(request, output); }), HasSubstr("write it elsewhere")) << output;
  }
  pack_terrain(request, (folder / "tiles.tif").string());
  EXPECT_TRUE(std::filesystem::exists(folder / "tiles.tif"));
}

// Hills in the north-west before other hills, which stand on posts of their own and 40 to 80 m higher; and a third
// source beyond. The passages are some 6 and 18 posts wide.
struct DisagreeingSources {
  std::string fine = make_posts("/vsimem/seam_fine.tif", 30, 35.3, 0.01, 91, 71,
                                [](int c, int r) { return 300 + 90 * std::sin(c / 3.0) * std::cos(r / 5.0); });
  std::string base = make_posts("/vsimem/seam_base.tif", 29.993, 35.304, 0.02, 81, 61, [](int c, int r) {
    return 360 + 80 * std::sin(c / 2.0 + 1) * std::cos(r / 3.0) + c / 4.0;
  });
  std::string last =
      make_posts("/vsimem/seam_last.tif", 29, 36, 0.06, 71, 51, [](int c, int r) { return 500 + c + r; });
  std::vector<std::string> all{fine, base, last};
};

TEST(PackedSeams, AreThoseOfTheTerrainThatALoadGives) {
  const DisagreeingSources sources;
  for (const double cell : {0.01, 0.03}) {
    const PackSummary summary = pack_terrain(
        {.sources = sources.all, .extent = {29.85, 33.93, 32.1, 35.46}, .cell_size = cell, .overwrite = true},
        "/vsimem/seam_packed.tif");
    const ElevationModel packed = load_terrain({.sources = {"/vsimem/seam_packed.tif"}});
    std::vector<Seam> seams;
    const ElevationModel loaded =
        load_terrain({.sources = sources.all, .extent = GeodeticExtent{29.6, 33.6, 32.4, 35.7}}, &seams);
    const Raster<float> expected = generalised(loaded, packed.frame, OutsideRule::sea, 20);
    for (int row = 0; row < packed.frame.height; ++row) {
      for (int column = 0; column < packed.frame.width; ++column) {
        // Whole metres; and a degree of latitude is some 0.01 % longer or shorter in the middle of the other extent.
        ASSERT_NEAR(packed.heights.at(column, row), expected.at(column, row), 0.52) << column << ' ' << row;
      }
    }
    ASSERT_EQ(summary.seams.size(), 2U);
    EXPECT_EQ(summary.seams[0].feathered_m, seams[0].feathered_m);
    EXPECT_NEAR(summary.seams[0].mean_m, seams[0].mean_m, 2);
  }
}

TEST(PackedSeams, GiveTheSameBytesAndFiguresForBandsOfAnySize) {
  const DisagreeingSources sources;
  PackRequest request{
      .sources = sources.all, .extent = {29.85, 33.93, 32.1, 35.46}, .cell_size = 0.02, .overwrite = true};
  const PackSummary whole = pack_terrain(request, "/vsimem/seam_whole.tif");
  for (const double posts : {1.0, 20e3, 25e3}) {
    request.posts_a_band = posts;
    const PackSummary banded = pack_terrain(request, "/vsimem/seam_banded.tif");
    EXPECT_EQ(test::read_bytes("/vsimem/seam_whole.tif"), test::read_bytes("/vsimem/seam_banded.tif")) << posts;
    ASSERT_EQ(banded.seams.size(), whole.seams.size());
    for (std::size_t i = 0; i < whole.seams.size(); ++i) {
      EXPECT_NEAR(banded.seams[i].length_m, whole.seams[i].length_m, 1e-3);
      EXPECT_EQ(banded.seams[i].mean_m, whole.seams[i].mean_m);
      EXPECT_EQ(banded.seams[i].most_m, whole.seams[i].most_m);
      EXPECT_EQ(banded.seams[i].worst_m, whole.seams[i].worst_m);
    }
  }
  const GDALDatasetUniquePtr dataset(GDALDataset::Open("/vsimem/seam_whole.tif"));
  EXPECT_THAT(dataset->GetMetadataItem("SEAMS"), HasSubstr("seam_fine.tif and seam_base.tif meet along"));
}

class Levant : public testing::Test {
 protected:
  static inline const std::string file = SKYSHED_SOURCE_DIR "/configs/terrain/levant.tif";
};

TEST_F(Levant, IsSmallAndCoversTheTheatre) {
  const TerrainInfo info = describe_terrain(file);
  EXPECT_EQ(info.width, 1600);
  EXPECT_EQ(info.height, 1300);
  EXPECT_NEAR(info.extent.west_deg, 28, 1e-9);
  EXPECT_NEAR(info.extent.south_deg, 29, 1e-9);
  EXPECT_NEAR(info.extent.east_deg, 44, 1e-9);
  EXPECT_NEAR(info.extent.north_deg, 42, 1e-9);
  EXPECT_EQ(info.unknown_share, 0);
  EXPECT_THAT(info.vertical_datum, HasSubstr("EGM96"));
  EXPECT_LT(test::read_bytes(file).size(), 3'000'000U);
}

TEST_F(Levant, HasTheKnownHeightsAtItsCheckPoints) {
  const ElevationModel levant = load_terrain({.sources = {file}});
  // Summits as in the source, DTED Level 0; the airfield's cell is a mean of posts between 37 and 47 m.
  EXPECT_EQ(height_at(levant, 36.1167, 34.2999), 3053) << "Qurnat as Sawda";
  EXPECT_EQ(height_at(levant, 35.8583, 33.4166), 2767) << "Mount Hermon";
  EXPECT_EQ(height_at(levant, 32.863, 34.937), 1895) << "Mount Olympus, Cyprus";
  EXPECT_NEAR(height_at(levant, 35.9486, 35.4008), 38, 3) << "Khmeimim";
  EXPECT_NEAR(height_at(levant, 35.47, 31.5), -405, 3) << "Dead Sea";
  for (const double longitude : {31.0, 33.5, 34.5}) EXPECT_EQ(height_at(levant, longitude, 33.8), 0) << "open sea";
}

}  // namespace
}  // namespace skyshed
