#include <gtest/gtest.h>

#include <numbers>
#include <random>

#include "engine/base/error.h"
#include "engine/coverage/component_volume.h"
#include "engine/earth/effective_earth.h"
#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double range = 10e3;

Weapon weapon_of(double range_m, double maximum_altitude_m) {
  return {.maximum_range_m = Estimate::exactly(range_m),
          .maximum_altitude_msl_m = Estimate::exactly(maximum_altitude_m)};
}

TEST(WeaponVolume, UnderAnAllSeeingRadarIsItsEnvelope) {
  PlanarSite site = wide_plain();
  Weapon weapon = weapon_of(range, 6e3);
  weapon.minimum_altitude_agl_m = Estimate::exactly(500);
  const ComponentVolume everything = slab(site.ground.frame.whole(), -1e6F, 1e6F);
  const auto below = [](double h) { return pi * (range * range * h - h * h * h / 3); };  // of the hemisphere below h
  EXPECT_NEAR(cubic_metres(site, likely(site, weapon, everything)) / (below(6e3) - below(500)), 1, 1e-3);
  weapon.minimum_altitude_agl_m = Estimate::exactly(0);
  weapon.minimum_range_m = Estimate::exactly(3e3);
  EXPECT_NEAR(cubic_metres(site, likely(site, weapon, everything)) / (below(6e3) - 2.0 / 3 * pi * 27e9), 1, 1e-3);
}

TEST(WeaponVolume, OnTheEarthEndsAtTheStraightRangeOverTheTrueEarth) {
  const GridFrame frame{.width = 101, .height = 1, .origin_x = 36, .origin_y = 35, .step_x = 0.02, .step_y = -0.02};
  const ElevationModel ground = ground_at_sea_level(frame);
  const Antenna antenna{{0, 0}, AltitudeMsl{40}};
  const LocalFrame local(frame, antenna.at, 200e3);
  const SightField no_sight{};
  const SiteView launcher{ground, no_sight, antenna, local, 1, 4.0 / 3};
  Progress progress;
  const ComponentVolume volume =
      weapon_volume(launcher, weapon_of(200e3, 1e6), slab(frame.whole(), -1e6F, 1e6F), Confidence::likely, progress);
  for (const int column : {5, 50, 90}) {
    const GeodesicPath path = geodesic_between(frame.to_geodetic({0, 0}), frame.to_geodetic({column * 1.0, 0}));
    const EffectiveEarth earth(curvature_radii(35).along(path.azimuth_rad), 40, path.distance_m);
    EXPECT_NEAR(earth.slant_range_to(interval_over(volume, column, 0).ceiling), 200e3, 0.05) << column;
  }
}

TEST(WeaponVolume, UnderARadarThatCoversNothingCoversNothing) {
  PlanarSite site(41, 41, 500, {20, 20}, 5);
  const ComponentVolume nothing{.window = {3, 4, 0, 0}};
  EXPECT_EQ(likely(site, weapon_of(8e3, 5e3), nothing).floor.size(), 0U);
  const ComponentVolume blind = slab(site.ground.frame.whole(), not_covered, not_covered);
  EXPECT_EQ(cubic_metres(site, likely(site, weapon_of(8e3, 5e3), blind)), 0);
}

TEST(WeaponVolume, FarFromItsRadarCoversOnlyWhatBothDo) {
  PlanarSite radar_site(121, 61, 500, {40, 30}, 20);
  PlanarSite launcher(121, 61, 500, {75.5, 22}, 3);
  const ComponentVolume seen = likely(radar_site, radar_of_range(13e3));
  const ComponentVolume everything = slab(launcher.ground.frame.whole(), -1e6F, 1e6F);
  Weapon weapon = weapon_of(12e3, 7e3);
  weapon.minimum_altitude_agl_m = Estimate::exactly(50);
  const ComponentVolume alone = likely(launcher, weapon, everything);
  const ComponentVolume both = likely(launcher, weapon, seen);
  int covered = 0;
  for (int row = 0; row < 61; ++row) {
    for (int column = 0; column < 121; ++column) {
      const AltitudeInterval expected =
          intersection(interval_over(alone, column, row), interval_over(seen, column, row));
      const AltitudeInterval interval = interval_over(both, column, row);
      ASSERT_EQ(interval.empty(), expected.empty()) << column << ' ' << row;
      if (expected.empty()) continue;
      ++covered;
      EXPECT_EQ(interval.floor, expected.floor);
      EXPECT_EQ(interval.ceiling, expected.ceiling);
    }
  }
  EXPECT_GT(covered, 100);
  EXPECT_LT(both.window.width, alone.window.width);
}

TEST(WeaponVolume, OutOfReachOfItsRadarIsEmpty) {
  PlanarSite radar_site(201, 21, 500, {10, 10}, 20);
  PlanarSite launcher(201, 21, 500, {190, 10}, 3);
  const ComponentVolume volume = likely(launcher, weapon_of(10e3, 7e3), likely(radar_site, radar_of_range(10e3)));
  EXPECT_EQ(volume.window.width, 0);
}

TEST(WeaponVolume, StaysWithinThePublishedPolyline) {
  PlanarSite site(101, 3, 1000, {0, 1}, 0);
  Weapon weapon = weapon_of(80e3, 30e3);
  weapon.envelope = {{60e3, 5e3}, {60e3, 10e3}, {40e3, 20e3}, {10e3, 24e3}};
  const ComponentVolume volume = likely(site, weapon, slab(site.ground.frame.whole(), 0, 1e6F));
  const auto ceiling = [&](int column) { return interval_over(volume, column, 1).ceiling; };
  EXPECT_TRUE(interval_over(volume, 61, 1).empty());
  EXPECT_EQ(ceiling(60), 10e3);
  EXPECT_EQ(ceiling(50), 15e3);
  EXPECT_EQ(ceiling(40), 20e3);
  EXPECT_EQ(ceiling(25), 22e3);
  EXPECT_EQ(ceiling(4), 24e3);
}

TEST(WeaponVolume, RefusesAPolylineOfRisingRange) {
  PlanarSite site(11, 11, 1000, {5, 5}, 0);
  Weapon weapon = weapon_of(80e3, 30e3);
  weapon.envelope = {{10e3, 24e3}, {60e3, 10e3}};
  EXPECT_THROW(static_cast<void>(likely(site, weapon, slab(site.ground.frame.whole(), 0, 1e6F))), Error);
}

TEST(WeaponVolume, IsUnknownOverUnknownGroundAndWhereItsRadarIs) {
  PlanarSite site(4, 1, 1000, {0, 0}, 0);
  site.ground.heights = Raster<float>(4, 1, {0, 700, not_covered, 0});
  ComponentVolume guidance = slab(site.ground.frame.whole(), 30, 20e3F);
  guidance.unknown = std::make_shared<const Raster<std::uint8_t>>(4, 1, std::vector<std::uint8_t>{0, 0, 0, 1});
  Weapon weapon = weapon_of(10e3, 9e3);
  weapon.minimum_altitude_agl_m = Estimate::exactly(100);
  const ComponentVolume volume = likely(site, weapon, guidance);
  ASSERT_TRUE(volume.unknown);
  EXPECT_EQ(*volume.unknown, Raster<std::uint8_t>(4, 1, std::vector<std::uint8_t>{0, 0, 1, 1}));
  EXPECT_EQ(interval_over(volume, 1, 0).floor, 800);
  EXPECT_EQ(interval_over(volume, 2, 0).floor, 30);
}

// A slice at the height above ground that a missile just reaches must meet it, whatever the ground's digits.
TEST(WeaponVolume, IsMetByASliceAtItsLowestAltitude) {
  PlanarSite site(200, 1, 10, {0, 0}, 2000);
  std::mt19937 random(11);
  std::uniform_real_distribution<float> height(0, 3000);
  for (float& post : site.ground.heights.values()) post = height(random);
  Weapon weapon = weapon_of(10e3, 9e3);
  weapon.minimum_altitude_agl_m = Estimate::exactly(25.1);
  const ComponentVolume volume = likely(site, weapon, slab(site.ground.frame.whole(), -1e3F, 20e3F));
  const AssetVolumes assets[] = {{{&volume}}};
  const Raster<std::uint8_t> counts = count_assets(site.ground, assets, {25.1, SliceAltitude::Reference::agl});
  EXPECT_EQ(counts, Raster<std::uint8_t>(200, 1, std::uint8_t{1}));
}

}  // namespace
}  // namespace skyshed
