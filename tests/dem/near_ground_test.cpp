// Finer ground around sites, from rasters whose every height is known.
#include "dem/near_ground.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make_posts;
using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;

constexpr GeodeticPoint site{36.2, 35.2};
constexpr GeodeticPoint far_site{36.75, 35.2};

// 101 x 51 posts of a hundredth of a degree, 100 m high.
std::string far_file() {
  return make_posts("/vsimem/near-far.tif", 36, 35.5, 0.01, 101, 51, [](int, int) { return 100; });
}

// Each post of a five-hundredth of a degree has a height of its own.
double own_height(int column, int row) { return 200 + column % 97 + row % 89 / 100.0; }
std::string near_file(double west, int width) {
  return make_posts("/vsimem/near-near-" + std::to_string(width) + ".tif", west, 35.4, 0.002, width, 201, own_height);
}

struct Loaded {
  TerrainRequest request;
  ElevationModel terrain;
  NearGround near;
};
Loaded loaded(const std::string& near, double radius_m, const std::vector<GeodeticPoint>& sites) {
  Loaded all;
  all.request = {.sources = {far_file()}, .outside = OutsideRule::unknown, .feather_m = 0};
  all.terrain = load_terrain(all.request);
  all.near = NearGround({{near}, radius_m}, sites, all.request, all.terrain, nullptr);
  return all;
}

TEST(NearGround, TakesSourcesOnItsLatticePostByPost) {
  const Loaded all = loaded(near_file(36, 251), 3000, {site});
  const NearPatch* patch = all.near.around(site);
  ASSERT_THAT(patch, NotNull());
  EXPECT_EQ(patch->factor, 5);
  const GridPoint corner = patch->from_near({0, 0});
  for (int row = 0; row < patch->ground.frame.height; ++row) {
    for (int column = 0; column < patch->ground.frame.width; ++column) {
      const int from_column = static_cast<int>(std::lround(corner.column * 5)) + column;
      const int from_row = static_cast<int>(std::lround(corner.row * 5)) + row - 50;
      ASSERT_FLOAT_EQ(patch->ground.heights.at(column, row), static_cast<float>(own_height(from_column, from_row)));
    }
  }
}

TEST(NearGround, HoldsEveryPlaceWithinTheRadius) {
  const Loaded all = loaded(near_file(36, 251), 3000, {site});
  const GridFrame& frame = all.near.around(site)->ground.frame;
  for (const GeodeticPoint place : {GeodeticPoint{36.2, 35.2269}, {36.2, 35.1731}, {36.2328, 35.2}, {36.1672, 35.2}}) {
    EXPECT_TRUE(frame.contains(frame.to_grid(place)));
  }
}

TEST(NearGround, AndTerrainHaveTheSameHeightsOnTheirSharedPosts) {
  const GeodeticPoint beside{36.22, 35.2};
  const Loaded all = loaded(near_file(36, 251), 3000, {site, beside});
  for (const GeodeticPoint at : {site, beside}) {
    const NearPatch& patch = *all.near.around(at);
    for (int row = 0; row < patch.window.height; ++row) {
      for (int column = 0; column < patch.window.width; ++column) {
        ASSERT_EQ(patch.ground.heights.at(5 * column, 5 * row),
                  all.terrain.heights.at(patch.window.column + column, patch.window.row + row));
      }
    }
  }
  EXPECT_EQ(all.terrain.heights.at(0, 0), 100);
}

TEST(NearGround, IsTheTerrainsOwnWhereItsSourcesEnd) {
  const Loaded all = loaded(near_file(36.2, 11), 3000, {site});  // from the site to 0.02 degrees east of it
  const NearPatch& patch = *all.near.around(site);
  const GridPoint at = patch.ground.frame.to_grid(site);
  const int row = static_cast<int>(std::lround(at.row));
  const int column = static_cast<int>(std::lround(at.column));
  EXPECT_EQ(patch.ground.heights.at(column - 1, row), 100);
  EXPECT_GE(patch.ground.heights.at(column, row), 200);
  EXPECT_GE(patch.ground.heights.at(column + 10, row), 200);
  EXPECT_EQ(patch.ground.heights.at(column + 11, row), 100);
  EXPECT_FALSE(patch.ground.has_unknown);
}

TEST(NearGround, IsNotMadeWhereItsSourcesHaveNothing) {
  const Loaded all = loaded(near_file(36.1, 101), 3000, {site, far_site});
  EXPECT_THAT(all.near.around(site), NotNull());
  EXPECT_THAT(all.near.around(far_site), IsNull());
}

TEST(NearGround, IsNamedAndChangesTheTerrainsIdentity) {
  const Loaded small = loaded(near_file(36, 251), 2000, {site});
  const Loaded large = loaded(near_file(36, 251), 3000, {site});
  EXPECT_NE(small.terrain.identity, load_terrain(small.request).identity);
  EXPECT_NE(small.terrain.identity, large.terrain.identity);
  EXPECT_EQ(large.terrain.name, "near-far.tif, within 3 km of the site near-near-251.tif");
  EXPECT_THAT(large.terrain.description, HasSubstr("apart beside those of near-far.tif"));
}

TEST(NearGround, IsRefusedIfItIsNoFinerOrNowhereNear) {
  EXPECT_THAT(error_of([] { (void)loaded(far_file(), 3000, {site}); }),
              HasSubstr("hardly nearer than those of [terrain]"));
  EXPECT_THAT(error_of([] { (void)loaded(near_file(36.1, 101), 3000, {far_site}); }),
              HasSubstr("have nothing within 3 km of any asset"));
}

}  // namespace
}  // namespace skyshed
