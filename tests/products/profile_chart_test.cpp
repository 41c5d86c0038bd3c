#include "products/profile_chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/earth/effective_earth.h"
#include "products/profile_plane.h"

namespace skyshed {
namespace {

constexpr double radius_m = 8.5e6;
constexpr PixelBox frame{100, 50, 1200, 600};

ProfilePlane plane_of(double distance_m, double highest_m) {
  return {distance_m, radius_m, frame, {{0, 0}, {distance_m / 2, 0}, {distance_m, highest_m}}};
}

TEST(ProfilePlane, DrawsRaysStraight) {
  constexpr double distance_m = 400e3;
  const ProfilePlane plane = plane_of(distance_m, 9000);
  for (const double tangent : {-0.01, 0.0, 0.02}) {
    const auto on_ray = [&](double distance) {
      return plane.at({distance, EffectiveEarth(radius_m, 30, distance).altitude_of(tangent)});
    };
    const Pixel start = on_ray(0);
    const Pixel end = on_ray(distance_m);
    for (const double distance : {50e3, 200e3, 333e3}) {
      const Pixel between = on_ray(distance);
      const double share = (between.x - start.x) / (end.x - start.x);
      EXPECT_NEAR(between.y, std::lerp(start.y, end.y, share), 1e-6) << tangent << ' ' << distance;
    }
  }
}

TEST(ProfilePlane, BendsTheSeaByTheBulgeOfTheCircle) {
  constexpr double distance_m = 300e3;
  const ProfilePlane plane = plane_of(distance_m, 9000);
  const Pixel start = plane.at({0, 0});
  const Pixel middle = plane.at({distance_m / 2, 0});
  EXPECT_NEAR(start.x, frame.left, 1e-9);
  EXPECT_NEAR(plane.at({distance_m, 0}).x, frame.right(), 1e-9);
  EXPECT_NEAR(plane.at({distance_m, 0}).y, start.y, 1e-9);
  const double pixels_per_metre = start.y - plane.at({0, 1}).y;
  EXPECT_NEAR((start.y - middle.y) / pixels_per_metre, distance_m * distance_m / 8 / radius_m, 2);
}

TEST(ProfilePlane, ShowsEveryPointItIsGiven) {
  const ProfilePlane plane{80e3, radius_m, frame, {{0, 1200}, {40e3, 2500}, {80e3, -350}}};
  for (const ChartPoint point : {ChartPoint{0, 1200}, {40e3, 2500}, {80e3, -350}}) {
    const Pixel at = plane.at(point);
    EXPECT_GT(at.y, frame.top);
    EXPECT_LT(at.y, frame.bottom());
  }
  EXPECT_LT(plane.altitudes_at_start().lowest, -350);
  EXPECT_NEAR(plane.at({0, plane.altitudes_at_start().highest}).y, frame.top, 1e-6);
  EXPECT_NEAR(plane.at({0, plane.altitudes_at_start().lowest}).y, frame.bottom(), 1e-6);
}

// ---- whole pictures

ProfileChart ridge_chart() {
  ProfileChart chart{.title = "Hidden by terrain",
                     .subtitle = "from here to there",
                     .caption = {"A caption."},
                     .distance_m = 60e3,
                     .effective_radius_m = radius_m,
                     .antenna_m = 30,
                     .antenna_label = "radar",
                     .obstacle = ChartPoint{30e3, 1000},
                     .obstacle_label = "ridge",
                     .floor_m = 2000,
                     .floor_label = "in sight",
                     .target_m = 300,
                     .target_label = "target"};
  for (int km = 0; km <= 60; ++km) chart.ground.push_back({km * 1e3, km == 30 ? 1000.0 : km < 10 ? 0.0 : 100.0});
  for (const ChartPoint& point : chart.ground) chart.ray_m.push_back(30 + point.distance_m * (2000.0 - 30) / 60e3);
  return chart;
}

std::string bytes_of(const ProfileChart& chart, void (*write)(const ProfileChart&, const std::filesystem::path&),
                     const char* name) {
  const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / name;
  write(chart, path);
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  std::filesystem::remove(path);
  return bytes.str();
}

TEST(ProfileChart, IsDrawnAsSvgAndAsPng) {
  EXPECT_EQ(bytes_of(ridge_chart(), write_profile_svg, "ridge.svg").substr(0, 5), "<?xml");
  EXPECT_EQ(bytes_of(ridge_chart(), write_profile_png, "ridge.png").substr(0, 4), "\x89PNG");
}

TEST(ProfileChart, ComesOutWithTheSameBytesEveryTime) {
  EXPECT_EQ(bytes_of(ridge_chart(), write_profile_png, "a.png"), bytes_of(ridge_chart(), write_profile_png, "b.png"));
}

TEST(ProfileChart, ShowsWhereTheTargetIsWhatHidesItAndHowFarTheRangeGoes) {
  const std::string picture = bytes_of(ridge_chart(), write_profile_png, "ridge.png");
  ProfileChart other = ridge_chart();
  other.target_in_sight = true;
  EXPECT_NE(bytes_of(other, write_profile_png, "other.png"), picture);
  other = ridge_chart();
  other.obstacle.reset();
  EXPECT_NE(bytes_of(other, write_profile_png, "other.png"), picture);
  other = ridge_chart();
  other.range_m = 50e3;
  EXPECT_NE(bytes_of(other, write_profile_png, "other.png"), picture);
}

TEST(ProfileChart, IsDrawnOverUnknownGroundAndWithoutATarget) {
  ProfileChart chart = ridge_chart();
  for (std::size_t i = 40; i < chart.ground.size(); ++i) chart.ground[i].altitude_m = std::nan("");
  chart.target_m = std::nan("");
  EXPECT_EQ(bytes_of(chart, write_profile_svg, "unknown.svg").substr(0, 5), "<?xml");
}

}  // namespace
}  // namespace skyshed
