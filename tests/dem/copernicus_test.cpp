// The provider's layout: names and places of tiles, what is sea, what is not published.
#include "dem/copernicus.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "dem/load_terrain.h"
#include "dem/terrain_store.h"
#include "tests/dem/copernicus_worlds.h"
#include "tests/dem/scratch.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make_list;
using test::make_tile;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(CopernicusTile, IsNamedAsTheProviderNamesIt) {
  EXPECT_EQ(copernicus_tile_path(copernicus_30, {36, 35}),
            "copernicus-dem-30m/Copernicus_DSM_COG_10_N35_00_E036_00_DEM/Copernicus_DSM_COG_10_N35_00_E036_00_DEM.tif");
  EXPECT_EQ(copernicus_tile_name(copernicus_90, {-71, -33}), "Copernicus_DSM_COG_30_S33_00_W071_00_DEM");
  EXPECT_EQ(copernicus_tile_name(copernicus_30, {180, 0}), "Copernicus_DSM_COG_10_N00_00_W180_00_DEM");
}

TEST(CopernicusTile, StandsWhereItsPublishedGeotransformSays) {
  // gdalinfo of the provider's Copernicus_DSM_COG_10_N35_00_E036_00_DEM: 3600 x 3600,
  // Origin (35.999861111111109, 36.000138888888891), Pixel Size (0.000277777777778, -0.000277777777778).
  const GridFrame tile = copernicus_frame(copernicus_30, {36, 35});
  EXPECT_EQ(tile.whole(), (GridWindow{0, 0, 3600, 3600}));
  EXPECT_NEAR(tile.x_of(-0.5), 35.999861111111109, 1e-12);
  EXPECT_NEAR(tile.y_of(-0.5), 36.000138888888891, 1e-12);
  EXPECT_NEAR(tile.step_x, 1.0 / 3600, 1e-15);
}

TEST(CopernicusTile, HasFewerColumnsTowardsThePoles) {
  // The handbook's table: from 50, 60, 70, 80 and 85 degrees 1.5, 2, 3, 5 and 10 times as far apart.
  const auto columns = [](int latitude) { return copernicus_frame(copernicus_30, {10, latitude}).width; };
  EXPECT_EQ(columns(49), 3600);
  EXPECT_EQ(columns(50), 2400);
  EXPECT_EQ(columns(60), 1800);
  EXPECT_EQ(columns(70), 1200);
  EXPECT_EQ(columns(80), 720);
  EXPECT_EQ(columns(85), 360);
  EXPECT_EQ(columns(-50), 3600);  // 50° to 49° south
  EXPECT_EQ(columns(-51), 2400);
  EXPECT_EQ(columns(-90), 360);
}

TEST(TilesTouching, AreThoseOfTheBoxAndTheNextBeyondABorder) {
  EXPECT_THAT(tiles_touching({36.2, 35.2, 37.5, 35.8}), ElementsAre(DegreeTile{36, 35}, DegreeTile{37, 35}));
  EXPECT_EQ(tiles_touching({36, 35, 37, 36}).size(), 9U);
  // Across 180° they stay together.
  EXPECT_THAT(tiles_touching({179.5, 10.2, -179.5, 10.8}), ElementsAre(DegreeTile{179, 10}, DegreeTile{180, 10}));
}

TEST(CopernicusList, ThatIsSomethingElseIsRefused) {
  EXPECT_EQ(read_copernicus_list(copernicus_90, "Copernicus_DSM_COG_30_N35_00_E036_00_DEM\r\n", "list").size(), 1U);
  for (const char* text :
       {"", "<html>sorry</html>", "Copernicus_DSM_COG_30_N35_00_E0", "Copernicus_DSM_COG_10_N35_00_E036_00_DEM\n"}) {
    EXPECT_THAT(error_of([&] { (void)read_copernicus_list(copernicus_90, text, "list"); }),
                HasSubstr("fetch it again"));
  }
}

class CopernicusTerrain : public testing::Test {
 protected:
  void SetUp() override { setenv("XDG_CACHE_HOME", scratch_.path().c_str(), 1); }
  void TearDown() override { unsetenv("XDG_CACHE_HOME"); }
  [[nodiscard]] std::filesystem::path cache() const { return scratch_.path() / "skyshed" / "terrain"; }
  test::Scratch scratch_;
};

double plane(double longitude, double latitude) { return 1000 + 10 * longitude + 20 * latitude; }

TEST_F(CopernicusTerrain, IsSeaWhereTheProviderHasNoTileEvenIfOutsideIsAnError) {
  make_list(cache(), copernicus_90, {{10, 84}});
  make_tile(cache(), copernicus_90, {10, 84}, plane);
  const ElevationModel model =
      load_terrain({.sources = {"copernicus-90"}, .extent = GeodeticExtent{10.9, 84.4, 11.1, 84.5}});
  EXPECT_FALSE(model.has_unknown);
  const auto height = [&](double longitude, double latitude) {
    return model.ground_at(model.frame.to_grid({longitude, latitude})).metres;
  };
  EXPECT_NEAR(height(10.95, 84.45), plane(10.95, 84.45), 1e-3);
  EXPECT_EQ(height(11.05, 84.45), 0);
}

TEST_F(CopernicusTerrain, OfNothingButSeaIsSeaOnTheProvidersLattice) {
  make_list(cache(), copernicus_90, {{10, 84}});
  const ElevationModel model =
      load_terrain({.sources = {"copernicus-90"}, .extent = GeodeticExtent{20.2, 35.4, 20.3, 35.5}});
  EXPECT_THAT(test::values_of(model.heights), testing::Each(0.0F));
  EXPECT_NEAR(model.frame.step_x, 1.0 / 1200, 1e-12);
  EXPECT_NEAR(std::remainder(model.frame.origin_x * 1200, 1.0), 0, 1e-6);
}

TEST_F(CopernicusTerrain, ThatIsNotHereIsNamedWithWhatToDo) {
  const auto refusal = [] {
    return error_of([] {
      (void)load_terrain({.sources = {"copernicus-90"}, .extent = GeodeticExtent{36.2, 35.2, 37.3, 35.3}});
    });
  };
  EXPECT_THAT(refusal(), AllOf(HasSubstr("list of tiles"), HasSubstr("skyshed terrain fetch")));
  make_list(cache(), copernicus_90, {{36, 35}, {37, 35}});
  EXPECT_THAT(refusal(), AllOf(HasSubstr("Copernicus_DSM_COG_30_N35_00_E036_00_DEM and 1 more"),
                               HasSubstr("skyshed terrain fetch")));
}

TEST_F(CopernicusTerrain, ThatStandsElsewhereThanItsNameSaysIsRefused) {
  make_list(cache(), copernicus_90, {{10, 85}});
  const auto elsewhere = make_tile(cache(), copernicus_90, {11, 85}, plane);
  const auto path = cache() / copernicus_tile_path(copernicus_90, {10, 85});
  std::filesystem::create_directories(path.parent_path());
  std::filesystem::copy(elsewhere, path);
  EXPECT_THAT(error_of([] {
                (void)load_terrain({.sources = {"copernicus-90"}, .extent = GeodeticExtent{10.4, 85.4, 10.5, 85.5}});
              }),
              HasSubstr("do not stand where its name says"));
}

TEST_F(CopernicusTerrain, JoinsItsTilesAcross180Degrees) {
  make_list(cache(), copernicus_90, {{179, 85}, {-180, 85}});
  const auto east_of_180 = [](double longitude, double latitude) {
    return plane(longitude < 0 ? longitude + 360 : longitude, latitude);
  };
  make_tile(cache(), copernicus_90, {179, 85}, east_of_180);
  make_tile(cache(), copernicus_90, {-180, 85}, east_of_180);
  const ElevationModel model =
      load_terrain({.sources = {"copernicus-90"}, .extent = GeodeticExtent{179.8, 85.4, -179.8, 85.5}});
  EXPECT_LT(model.frame.width, 60);
  EXPECT_FALSE(model.has_unknown);
  for (int column = 0; column < model.frame.width; ++column) {
    EXPECT_NEAR(model.heights.at(column, 5), plane(model.frame.x_of(column), model.frame.y_of(5)), 1e-3);
  }
}

TEST_F(CopernicusTerrain, ChangesItsLatticeAt85DegreesWithoutASeam) {
  make_list(cache(), copernicus_90, {{10, 84}, {10, 85}});
  make_tile(cache(), copernicus_90, {10, 84}, plane);
  make_tile(cache(), copernicus_90, {10, 85}, plane);
  const ElevationModel model =
      load_terrain({.sources = {"copernicus-90"}, .extent = GeodeticExtent{10.4, 84.95, 10.5, 85.05}});
  // The finer lattice of 80° to 85°; the coarser posts in between are those of the plane, read bilinearly.
  EXPECT_NEAR(model.frame.step_x, 5.0 / 1200, 1e-12);
  for (int row = 0; row < model.frame.height; ++row) {
    EXPECT_NEAR(model.heights.at(9, row), plane(model.frame.x_of(9), model.frame.y_of(row)), 0.02);
  }
}

TEST_F(CopernicusTerrain, WhatIsNotPublishedAt30MetresIsNotSea) {
  make_list(cache(), copernicus_90, {{10, 85}});
  make_list(cache(), copernicus_30, {{50, 50}});
  make_tile(cache(), copernicus_90, {10, 85}, plane);
  const GeodeticExtent extent{10.4, 85.4, 10.5, 85.5};
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {"copernicus-30"}, .extent = extent}); }),
              HasSubstr("no terrain at the place"));
  const ElevationModel filled = load_terrain({.sources = {"copernicus-30", "copernicus-90"}, .extent = extent});
  EXPECT_NEAR(filled.heights.at(3, 3), plane(filled.frame.x_of(3), filled.frame.y_of(3)), 1e-3);
}

}  // namespace
}  // namespace skyshed
