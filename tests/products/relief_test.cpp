#include "products/map/relief.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/products/map_worlds.h"

namespace skyshed {
namespace {

constexpr LonLatBox inside{33, 33, 39, 37};

struct Drawn {
  explicit Drawn(const ElevationModel& ground)
      : view(inside, 0, 0, 400), posts(ground.frame, view), shape(relief(ground, posts, view)) {}
  [[nodiscard]] double at(const Raster<float>& values, GeodeticPoint place) const {
    const Pixel pixel = view.to_pixel(place);
    return static_cast<double>(values.at(static_cast<int>(pixel.x), static_cast<int>(pixel.y)));
  }
  MapView view;
  PixelPosts posts;
  Relief shape;
};

template <class Height>
ElevationModel world(Height height) {
  ElevationModel ground = flat_world(0);
  for (int row = 0; row < ground.frame.height; ++row) {
    for (int column = 0; column < ground.frame.width; ++column) {
      ground.heights.at(column, row) = static_cast<float>(height(ground.frame.x_of(column), ground.frame.y_of(row)));
    }
  }
  return ground;
}

TEST(Relief, LightsSlopesThatFaceNorthWestAndShadesThoseThatFaceSouthEast) {
  // A ridge from south-west to north-east through 36° E, 35° N.
  const Drawn ridge(world([](double x, double y) { return 2000 - 800 * std::abs((x - 36) - (y - 35)); }));
  const double north_west = ridge.at(ridge.shape.light, {35.7, 35.3});
  const double south_east = ridge.at(ridge.shape.light, {36.3, 34.7});
  EXPECT_GT(north_west, 1.0);
  EXPECT_LT(south_east, 0.95);
}

TEST(Relief, LeavesLevelGroundAndTheSeaUnshaded) {
  const Drawn plain(flat_world(300));
  for (const float light : plain.shape.light.values()) ASSERT_EQ(light, 1.0F);
  for (const float sea : plain.shape.sea.values()) ASSERT_EQ(sea, 0.0F);
  const Drawn ocean(flat_world(0));
  for (const float sea : ocean.shape.sea.values()) ASSERT_EQ(sea, 1.0F);
}

TEST(Relief, DrawsTheCoastWhereTheSeaEnds) {
  const Drawn coast(world([](double x, double) { return x < 36.01 ? 0 : 40; }));  // last post of the sea at 36° E
  EXPECT_EQ(coast.at(coast.shape.sea, {35.8, 35}), 1.0);
  EXPECT_EQ(coast.at(coast.shape.sea, {36.2, 35}), 0.0);
  EXPECT_GT(coast.at(coast.shape.coast, {36.025, 35}), 0.5);
  EXPECT_EQ(coast.at(coast.shape.coast, {35.8, 35}), 0.0);
  EXPECT_EQ(coast.at(coast.shape.coast, {36.2, 35}), 0.0);
}

TEST(Relief, TakesGroundBelowTheSeaForLand) {
  const Drawn dead_sea(flat_world(-430));
  EXPECT_EQ(dead_sea.at(dead_sea.shape.sea, {35.5, 35}), 0.0);
}

TEST(Relief, TakesASinglePostAtZeroForLowLand) {
  ElevationModel ground = flat_world(5);
  ground.heights.at(80, 60) = 0;
  const Drawn polder(ground);
  for (const float sea : polder.shape.sea.values()) ASSERT_EQ(sea, 0.0F);
  for (const float coast : polder.shape.coast.values()) ASSERT_EQ(coast, 0.0F);
}

TEST(Relief, KnowsWhereItKnowsNothing) {
  ElevationModel ground =
      world([](double x, double) { return x > 36.5 ? std::numeric_limits<double>::quiet_NaN() : 90; });
  const Drawn half(ground);
  const auto known = [&](GeodeticPoint place) {
    const Pixel pixel = half.view.to_pixel(place);
    return half.shape.known.at(static_cast<int>(pixel.x), static_cast<int>(pixel.y));
  };
  EXPECT_EQ(known({36.2, 35}), 1);
  EXPECT_EQ(known({36.8, 35}), 0);
  for (const float light : half.shape.light.values()) ASSERT_EQ(light, 1.0F);  // no cliff at the edge of the known
}

}  // namespace
}  // namespace skyshed
