// One smooth ground given on several grids: lines of sight differ by what lies between posts, and by nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "dem/load_terrain.h"
#include "engine/sight/line_of_sight.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::make;

constexpr double middle_longitude = 36.4;
constexpr double middle_latitude = 35.3;
constexpr double amplitude_m = 200;
constexpr double wave_m = 20'000;
constexpr double step_m = 90;

// Hills of 20 km, without a corner anywhere.
double ground(double longitude, double latitude) {
  const double k = 2 * 3.14159265358979 / wave_m;
  const double east_m = (longitude - middle_longitude) * 90'900;
  const double north_m = (latitude - middle_latitude) * 110'950;
  return 500 + amplitude_m * std::sin(k * east_m) * std::cos(k * north_m);
}

test::MadeRaster in_degrees(const std::string& file, double shift_in_posts) {
  const double step = step_m / 110'950;
  constexpr int size = 700;
  test::MadeRaster raster{.file = file, .width = size, .height = size, .step_x = step, .step_y = -step};
  raster.corner_x = middle_longitude - step * (size / 2.0 + shift_in_posts);
  raster.corner_y = middle_latitude + step * (size / 2.0 + shift_in_posts);
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      raster.values.push_back(ground(raster.corner_x + step * (column + 0.5), raster.corner_y - step * (row + 0.5)));
    }
  }
  return raster;
}

// As whole decimetres, points instead of areas, the southernmost row first.
test::MadeRaster turned_and_scaled(test::MadeRaster raster) {
  std::vector<double> values;
  for (int row = raster.height - 1; row >= 0; --row) {
    for (int column = 0; column < raster.width; ++column) {
      values.push_back(std::round(10 * (raster.values[static_cast<std::size_t>(row * raster.width + column)] - 100)));
    }
  }
  raster.values = values;
  raster.corner_y += raster.step_y * raster.height;
  raster.step_y = -raster.step_y;
  raster.type = "Int16";
  raster.scale = 0.1;
  raster.offset = 100;
  raster.pixel_is_point = true;
  return raster;
}

std::string in_utm(const std::string& file) {
  test::MadeRaster raster{.file = file,
                          .width = 700,
                          .height = 700,
                          .values = std::vector<double>(700 * 700, 0),
                          .step_x = step_m,
                          .step_y = -step_m,
                          .system = "EPSG:32637"};
  const ElevationModel empty = load_terrain({.sources = {make(raster)}});
  const auto [x, y] = empty.frame.projection->from_geodetic({middle_longitude, middle_latitude});
  raster.corner_x = x - 350 * step_m;
  raster.corner_y = y + 350 * step_m;
  const ElevationModel placed = load_terrain({.sources = {make(raster)}});
  for (int row = 0; row < 700; ++row) {
    for (int column = 0; column < 700; ++column) {
      const GeodeticPoint at = placed.frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)});
      raster.values[static_cast<std::size_t>(row * 700 + column)] = ground(at.longitude_deg, at.latitude_deg);
    }
  }
  return make(raster);
}

TEST(GridsOfOneGround, AgreeWithinWhatLiesBetweenTheirPosts) {
  const test::MadeRaster degrees = in_degrees("/vsimem/degrees.tif", 0);
  const ElevationModel reference = load_terrain({.sources = {make(degrees)}});
  test::MadeRaster turned = turned_and_scaled(degrees);
  turned.file = "/vsimem/turned.tif";
  const std::pair<const char*, ElevationModel> others[] = {
      {"half a post aside", load_terrain({.sources = {make(in_degrees("/vsimem/shifted.tif", 0.5))}})},
      {"south-up, points, scaled whole numbers", load_terrain({.sources = {make(turned)}})},
      {"UTM", load_terrain({.sources = {in_utm("/vsimem/utm_hills.tif")}})},
  };
  // A sine of amplitude a curves by a·k² at most in each direction; a straight piece of length s misses it by a·k²·s²/8.
  const double k = 2 * 3.14159265358979 / wave_m;
  const double between_posts_m = 2 * amplitude_m * k * k * step_m * step_m / 8;
  const double rounding_m = 0.05;  // of whole decimetres
  const GeodeticPoint site{middle_longitude + 0.013, middle_latitude - 0.007};
  std::mt19937 random(5);
  std::uniform_real_distribution<double> place(-0.26, 0.26);
  const auto floor_over = [&](const ElevationModel& terrain, GeodeticPoint target) {
    const Antenna antenna = antenna_above_ground(terrain, terrain.frame.to_grid(site), HeightAgl{20});
    return line_of_sight(terrain, antenna, terrain.frame.to_grid(target), {});
  };
  int hidden = 0;
  for (int i = 0; i < 100; ++i) {
    const GeodeticPoint target{middle_longitude + place(random), middle_latitude + place(random)};
    const Sightline expected = floor_over(reference, target);
    const double obstacle_m = expected.obstacle ? expected.obstacle->distance_m : expected.distance_m;
    // An error at the antenna or at the obstacle grows with the distance behind it.
    const double bound_m =
        2 * (between_posts_m + rounding_m) * (1 + expected.distance_m / std::max(step_m, obstacle_m));
    hidden += expected.floor.metres > ground(target.longitude_deg, target.latitude_deg) + 10;
    for (const auto& [name, terrain] : others) {
      EXPECT_NEAR(floor_over(terrain, target).floor.metres, expected.floor.metres, bound_m)
          << name << " at " << target.longitude_deg << ", " << target.latitude_deg << ", " << expected.distance_m
          << " m away, obstacle at " << obstacle_m;
    }
  }
  EXPECT_GT(hidden, 30);  // else nothing was tried
}

}  // namespace
}  // namespace skyshed
