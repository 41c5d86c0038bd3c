// What source words stand for: paths stay paths, folders open their tiles, finer sources lie over coarser ones.
#include "dem/source_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dem/load_terrain.h"
#include "tests/dem/made_raster.h"
#include "tests/dem/scratch.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make_posts;
using test::put;
using testing::HasSubstr;

TEST(SourceWord, WithAPathIsTakenFromTheScenariosFolderAndBack) {
  for (const char* word : {"copernicus-30", "https://example.org/a.tif", "s3://bucket/a.tif", "/vsimem/a.tif"}) {
    EXPECT_EQ(resolved_source(word, "/data/study"), word);
    EXPECT_EQ(source_relative_to(word, "/data/study"), word);
  }
  EXPECT_EQ(resolved_source("../dem/a.tif", "/data/study"), "/data/dem/a.tif");
  EXPECT_EQ(resolved_source("srtm:../hgt", "/data/study"), "srtm:/data/hgt");
  EXPECT_EQ(resolved_source("srtm:/hgt", "/data/study"), "srtm:/hgt");
  EXPECT_EQ(source_relative_to("srtm:/data/hgt", "/data/study"), "srtm:../hgt");
}

TEST(SourceWord, OfTheWebIsReadInParts) {
  EXPECT_EQ(read_source_word("https://example.org/a.tif").place, "/vsicurl/https://example.org/a.tif");
  EXPECT_EQ(read_source_word("s3://bucket/a.tif").place, "/vsis3/bucket/a.tif");
}

// A 3″ tile by its name and size alone: big-endian int16 from the north-west corner, 9 m on each post.
void write_hgt(const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  std::string bytes;
  for (int i = 0; i < 1201 * 1201; ++i) bytes += std::string("\0\x09", 2);
  put(path, bytes);
}

TEST(SrtmFolder, OpensTheTilesThatTouchTheExtentAndNoOther) {
  const test::Scratch folder;
  write_hgt(folder / "eurasia/N35E036.hgt");
  write_hgt(folder / "eurasia/n35e037.hgt");
  put(folder / "N36E036.hgt", "damaged, but far away");
  put(folder / "readme.txt", "hello");
  const ElevationModel model =
      load_terrain({.sources = {"srtm:" + folder.path().string()}, .extent = GeodeticExtent{36.8, 35.2, 37.2, 35.4}});
  EXPECT_THAT(test::values_of(model.heights), testing::Each(9.0F));
  EXPECT_NEAR(model.frame.step_x, 1.0 / 1200, 1e-12);
  // 0.4 degrees of posts every 1/1200, half a post and two more on each side.
  EXPECT_NEAR(model.frame.width, 480, 6);
  EXPECT_THAT(error_of([&] {
                (void)load_terrain(
                    {.sources = {"srtm:" + folder.path().string()}, .extent = GeodeticExtent{36.8, 35.2, 38.2, 35.4}});
              }),
              HasSubstr("longitude 38 to 38.2"));
}

TEST(SrtmFolder, WithoutATileIsRefused) {
  const test::Scratch folder;
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {"srtm:" + folder.path().string()}}); }),
              HasSubstr("no tile with a name like N35E036.hgt"));
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {"srtm:" + (folder / "missing").string()}}); }),
              HasSubstr("cannot be read as a folder"));
}

TEST(FolderOfTiles, IsOneTerrainAndItsFinestTilesGiveTheLattice) {
  const test::Scratch folder;
  const auto plane = [](double longitude, double latitude) { return 1000 + 10 * longitude + 20 * latitude; };
  std::filesystem::create_directories(folder / "coarse");
  make_posts(folder / "coarse/all.tif", 30, 40, 0.5, 21, 21,
             [&](int c, int r) { return plane(30 + 0.5 * c, 40 - 0.5 * r); });
  make_posts(folder / "west.tif", 35, 36, 0.125, 8, 9,
             [&](int c, int r) { return plane(35 + 0.125 * c, 36 - 0.125 * r); });
  make_posts(folder / "east.tif", 36, 36, 0.125, 8, 9,
             [&](int c, int r) { return plane(36 + 0.125 * c, 36 - 0.125 * r); });
  const ElevationModel model =
      load_terrain({.sources = {folder.path().string()}, .extent = GeodeticExtent{34.5, 34.5, 37.5, 36.5}});
  EXPECT_DOUBLE_EQ(model.frame.step_x, 0.125);
  EXPECT_FALSE(model.has_unknown);
  for (int row = 0; row < model.frame.height; ++row) {
    for (int column = 0; column < model.frame.width; ++column) {
      ASSERT_NEAR(model.heights.at(column, row), plane(model.frame.x_of(column), model.frame.y_of(row)), 1e-3);
    }
  }
  EXPECT_THAT(model.description, HasSubstr("all.tif sampled bilinearly at the posts of east.tif and 1 more"));
}

TEST(FolderOfTiles, WithoutARasterIsRefused) {
  const test::Scratch folder;
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {folder.path().string()}}); }),
              HasSubstr("the folder holds no raster"));
}

TEST(Sampling, RunsAcrossTheBorderOfTilesWithoutABreak) {
  // Coarse tiles whose posts stand between those of the fine lattice: read as one surface, they are the plane.
  const test::Scratch folder;
  const auto plane = [](double longitude) { return 100 * longitude; };
  make_posts(folder / "a.tif", 30.03, 31, 0.1, 10, 20, [&](int c, int) { return plane(30.03 + 0.1 * c); });
  make_posts(folder / "b.tif", 31.03, 31, 0.1, 10, 20, [&](int c, int) { return plane(31.03 + 0.1 * c); });
  const std::string fine = make_posts("/vsimem/fine.tif", 20, 30.5, 0.02, 5, 5, [](int, int) { return 1; });
  const ElevationModel model =
      load_terrain({.sources = {fine, folder.path().string()}, .extent = GeodeticExtent{30.9, 30.2, 31.1, 30.3}});
  for (int column = 0; column < model.frame.width; ++column) {
    EXPECT_NEAR(model.heights.at(column, 2), plane(model.frame.x_of(column)), 1e-3);
  }
}

}  // namespace
}  // namespace skyshed
