#include "engine/coverage/component_volume.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <numbers>
#include <random>

#include "engine/base/error.h"
#include "engine/coverage/area_and_volume.h"
#include "engine/earth/effective_earth.h"
#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

constexpr double pi = std::numbers::pi;

double cubic_metres(const PlanarSite& site, const ComponentVolume& volume) {
  const AssetVolumes assets[] = {{{&volume}}};
  return covered_volume(CellAreas(site.ground.frame), site.ground, assets, AltitudeMsl{1e9}).covered_m3;
}

ComponentVolume likely(PlanarSite& site, const Radar& radar) {
  return radar_volume(site.view(), radar, target_of(1), Confidence::likely, site.progress);
}
ComponentVolume likely(PlanarSite& site, const Weapon& weapon, const ComponentVolume& guidance) {
  return weapon_volume(site.view(), weapon, guidance, Confidence::likely, site.progress);
}

Weapon weapon_of(double range_m, double maximum_altitude_m) {
  return {.maximum_range_m = Estimate::exactly(range_m),
          .maximum_altitude_msl_m = Estimate::exactly(maximum_altitude_m)};
}

// A plane of 25 km with an antenna on the ground in its middle, cells of 50 m: sums are integrals to 0.1 %.
constexpr double range = 10e3;
PlanarSite wide_plain() { return {501, 501, 50, {250, 250}, 0}; }

TEST(RadarVolume, WithoutObstaclesIsAHemisphere) {
  PlanarSite site = wide_plain();
  const double expected = 2.0 / 3 * pi * range * range * range;
  EXPECT_NEAR(cubic_metres(site, likely(site, radar_of_range(range))) / expected, 1, 1e-3);
}

TEST(RadarVolume, LosesTheConeOfSilence) {
  PlanarSite site = wide_plain();
  Radar radar = radar_of_range(range);
  radar.elevation_max_deg = 60;
  // A spherical sector between two elevations: 2/3 pi R³ (sin high - sin low).
  const double expected = 2.0 / 3 * pi * range * range * range * std::sin(to_radians(60));
  EXPECT_NEAR(cubic_metres(site, likely(site, radar)) / expected, 1, 1e-3);
}

TEST(RadarVolume, LosesWhatIsBelowItsLowestElevation) {
  PlanarSite site = wide_plain();
  Radar radar = radar_of_range(range);
  radar.elevation_min_deg = 10;
  const double expected = 2.0 / 3 * pi * range * range * range * (1 - std::sin(to_radians(10)));
  EXPECT_NEAR(cubic_metres(site, likely(site, radar)) / expected, 1, 1e-3);
}

TEST(RadarVolume, LosesTheSphereOfItsMinimumRange) {
  PlanarSite site = wide_plain();
  Radar radar = radar_of_range(range);
  radar.minimum_range_m = Estimate::exactly(5e3);
  const double expected = 2.0 / 3 * pi * (range * range * range - 5e3 * 5e3 * 5e3);
  EXPECT_NEAR(cubic_metres(site, likely(site, radar)) / expected, 1, 1e-3);
}

TEST(RadarVolume, EndsAtTheInstrumentedCeiling) {
  PlanarSite site = wide_plain();
  Radar radar = radar_of_range(range);
  radar.ceiling_msl_m = Estimate::exactly(4e3);
  const double expected = pi * (range * range * 4e3 - 4e3 * 4e3 * 4e3 / 3);  // a segment of the sphere
  EXPECT_NEAR(cubic_metres(site, likely(site, radar)) / expected, 1, 1e-3);
}

TEST(RadarVolume, OfASectorIsItsShareOfTheTurn) {
  PlanarSite site = wide_plain();
  Radar radar = radar_of_range(range);
  radar.sector = {.width_deg = 100, .centre_deg = 30};
  const double expected = 2.0 / 3 * pi * range * range * range * 100 / 360;
  const ComponentVolume volume = likely(site, radar);
  EXPECT_NEAR(cubic_metres(site, volume) / expected, 1, 1e-3);
  EXPECT_FALSE(interval_over(volume, 300, 150).empty());  // north-north-east
  EXPECT_TRUE(interval_over(volume, 200, 350).empty());   // south-south-west
}

TEST(RadarVolume, NeverDipsBelowTheLineOfSight) {
  PlanarSite site(21, 11, 1000, {0, 5}, 20);
  site.sight.floor.at(7, 5) = 812;
  site.sight.floor.at(8, 5) = 40e3F;
  site.sight.floor.at(9, 5) = not_covered;
  const ComponentVolume volume = likely(site, radar_of_range(12e3));
  EXPECT_EQ(interval_over(volume, 6, 5).floor, 0);
  EXPECT_EQ(interval_over(volume, 7, 5).floor, 812);
  EXPECT_TRUE(interval_over(volume, 8, 5).empty());
  EXPECT_TRUE(interval_over(volume, 9, 5).empty());
}

TEST(RadarVolume, ReadsTheSightWhereItsWindowSays) {
  PlanarSite site(40, 30, 1000, {20, 15}, 20);
  site.sight = {.window = {13, 11, 15, 9}, .floor = Raster<float>(15, 9, 10)};
  site.sight.floor.at(18 - 13, 12 - 11) = 500;
  site.sight.unknown = Raster<std::uint8_t>(15, 9);
  site.sight.unknown.at(22 - 13, 16 - 11) = 1;
  const ComponentVolume volume = likely(site, radar_of_range(100e3));
  EXPECT_EQ(volume.window, site.sight.window);
  EXPECT_EQ(interval_over(volume, 18, 12).floor, 500);
  EXPECT_EQ(interval_over(volume, 19, 12).floor, 10);
  ASSERT_TRUE(volume.unknown);
  EXPECT_EQ(volume.unknown->at(22 - 13, 16 - 11), 1);
  EXPECT_EQ(volume.unknown->at(21 - 13, 16 - 11), 0);
}

TEST(RadarVolume, IsKnownWhereOnlyUncoveredCellsAreUnknown) {
  PlanarSite site(40, 30, 1000, {20, 15}, 20);
  site.sight.unknown = Raster<std::uint8_t>(40, 30);
  site.sight.unknown.at(0, 0) = 1;
  EXPECT_FALSE(likely(site, radar_of_range(8e3)).unknown);
}

TEST(RadarVolume, OfAShortRangeIsASmallRaster) {
  PlanarSite site(1001, 1001, 100, {503.4, 498.2}, 7);
  const ComponentVolume volume = likely(site, radar_of_range(2e3));
  EXPECT_LE(volume.window.width, 50);
  EXPECT_LE(volume.window.height, 50);
  EXPECT_FALSE(interval_over(volume, 522, 498).empty());
  EXPECT_TRUE(interval_over(volume, 524, 498).empty());
}

TEST(RadarVolume, OnAThinnedGridHasTheValuesOfItsPosts) {
  const ElevationModel terrain = ground_at_sea_level(planar_frame(81, 61, 100));
  const ElevationModel kept = thinned(terrain, 4);
  const Antenna antenna{{41, 30}, AltitudeMsl{30}};  // between the kept posts
  const LocalFrame frame(terrain.frame, antenna.at, 10e3);
  const SightField sight{.window = kept.frame.whole(), .floor = Raster<float>(kept.frame.width, kept.frame.height, 0)};
  Progress progress;
  const ComponentVolume volume = radar_volume({kept, sight, antenna, frame, 4, 4.0 / 3}, radar_of_range(3e3),
                                              target_of(1), Confidence::likely, progress);
  const double east = 100 * (4 * 15 - 41);
  const double south = 100 * (4 * 9 - 30);
  EXPECT_NEAR(interval_over(volume, 15, 9).ceiling, 30 + std::sqrt(9e6 - east * east - south * south), 1e-3);
}

TEST(RadarVolume, OnTheEarthEndsAtTheRangeOfTheExactCircle) {
  // The Levant in cells of 0.05°, against geodesics by GeographicLib and the coordinates of the bent earth.
  const GridFrame frame{.width = 201, .height = 161, .origin_x = 31, .origin_y = 39, .step_x = 0.05, .step_y = -0.05};
  const ElevationModel ground = ground_at_sea_level(frame);
  const GeodeticPoint place{35.9486, 35.4008};
  const Antenna antenna{frame.to_grid(place), AltitudeMsl{55}};
  const LocalFrame local(frame, antenna.at, 400e3);
  const SightField sight{.window = frame.whole(), .floor = Raster<float>(frame.width, frame.height, -500)};
  Progress progress;
  Radar radar = radar_of_range(390e3);
  radar.elevation_max_deg = 30;
  const ComponentVolume volume =
      radar_volume({ground, sight, antenna, local, 1, 4.0 / 3}, radar, target_of(1), Confidence::likely, progress);
  int by_range = 0;
  int by_elevation = 0;
  for (int row = 0; row < frame.height; row += 7) {
    for (int column = 0; column < frame.width; column += 7) {
      const AltitudeInterval interval = interval_over(volume, column, row);
      const GeodesicPath path =
          geodesic_between(place, frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)}));
      const double radius = 4.0 / 3 * curvature_radii(place.latitude_deg).along(path.azimuth_rad);
      const EffectiveEarth earth(radius, 55, path.distance_m);
      if (interval.empty()) {
        EXPECT_GT(path.distance_m, 389e3);
        continue;
      }
      const double slant_range = earth.slant_range_to(interval.ceiling);
      const double elevation = std::atan(earth.tangent_to(interval.ceiling));
      if (slant_range > 390e3 - 1) {
        EXPECT_NEAR(slant_range, 390e3, 0.2);
        EXPECT_LT(elevation, to_radians(30) + 1e-6);
        ++by_range;
      } else {
        EXPECT_NEAR(elevation, to_radians(30), 1e-6);
        ++by_elevation;
      }
    }
  }
  EXPECT_GT(by_range, 50);
  EXPECT_GT(by_elevation, 100);
}

TEST(RadarVolume, StopsWhenTheUserAsks) {
  struct Cancelled : Progress {
    [[nodiscard]] bool cancelled() const override { return true; }
  } cancelled;
  PlanarSite site(21, 21, 1000, {10, 10}, 20);
  try {
    static_cast<void>(radar_volume(site.view(), radar_of_range(5e3), target_of(1), Confidence::likely, cancelled));
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

TEST(JammerVolume, IsItsRangeInSightWithinItsSector) {
  PlanarSite site = wide_plain();
  site.sight.floor.at(300, 240) = 2000;
  const Jammer jammer{.range_m = {5e3, range, 12e3}, .sector = {.width_deg = 100, .centre_deg = 80}};
  const ComponentVolume volume = jammer_volume(site.view(), jammer, Confidence::likely, site.progress);
  EXPECT_NEAR(cubic_metres(site, volume) / (2.0 / 3 * pi * range * range * range * 100 / 360), 1, 1e-3);
  EXPECT_EQ(interval_over(volume, 300, 240).floor, 2000);
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

// Worlds and equipment at random, for laws that hold always.
struct RandomWorld {
  std::mt19937 random;
  PlanarSite site;

  explicit RandomWorld(unsigned seed) : random(seed), site(61, 47, 500, {30.3, 22.8}, 25) {
    for (float& floor : site.sight.floor.values()) {
      floor = chance(0.1) ? not_covered : static_cast<float>(chance(0.5) ? 0 : uniform(0, 9000));
    }
    for (float& height : site.ground.heights.values()) height = static_cast<float>(uniform(0, 500));
  }
  double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); }
  bool chance(double share) { return uniform(0, 1) < share; }
  Estimate estimate(double low, double high) {
    double values[] = {uniform(low, high), uniform(low, high), uniform(low, high)};
    std::ranges::sort(values);
    return {values[0], values[1], values[2]};
  }
  Target target() { return {.radar_cross_section_m2 = estimate(0.01, 10), .small_target_factor = estimate(0.4, 1.2)}; }
  Radar radar() {
    Radar radar{.reference_range_m = estimate(3e3, 14e3),
                .reference_cross_section_m2 = uniform(0.5, 4),
                .minimum_range_m = estimate(0, 3e3),
                .elevation_min_deg = uniform(-20, 5),
                .elevation_max_deg = uniform(20, 90),
                .sector = {.width_deg = uniform(60, 400), .centre_deg = uniform(-360, 360)}};
    if (chance(0.5)) radar.instrumented_range_m = estimate(4e3, 12e3);
    if (chance(0.5)) radar.ceiling_msl_m = estimate(2e3, 9e3);
    return radar;
  }
  Weapon weapon() {
    return {.maximum_range_m = estimate(2e3, 12e3),
            .minimum_range_m = estimate(0, 3e3),
            .minimum_altitude_agl_m = estimate(0, 300),
            .maximum_altitude_msl_m = estimate(1e3, 9e3)};
  }
};

void expect_within(const ComponentVolume& inner, const ComponentVolume& outer, const char* what) {
  for (int row = 0; row < 47; ++row) {
    for (int column = 0; column < 61; ++column) {
      ASSERT_TRUE(is_within(interval_over(inner, column, row), interval_over(outer, column, row)))
          << what << ' ' << column << ' ' << row;
    }
  }
}

TEST(ComponentVolume, CertainIsWithinLikelyAndLikelyWithinPossible) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    RandomWorld world(seed);
    const Target target = world.target();
    const Radar radar = world.radar();
    const Weapon weapon = world.weapon();
    const Jammer jammer{.range_m = world.estimate(2e3, 14e3)};
    PlanarSite& site = world.site;
    const auto radar_at = [&](Confidence c) { return radar_volume(site.view(), radar, target, c, site.progress); };
    const auto weapon_at = [&](Confidence c) {
      return weapon_volume(site.view(), weapon, radar_at(c), c, site.progress);
    };
    const auto jammer_at = [&](Confidence c) { return jammer_volume(site.view(), jammer, c, site.progress); };
    const std::function<ComponentVolume(Confidence)> makers[] = {radar_at, weapon_at, jammer_at};
    for (const auto& at : makers) {
      expect_within(at(Confidence::certain), at(Confidence::likely), "certain");
      expect_within(at(Confidence::likely), at(Confidence::possible), "likely");
    }
  }
}

TEST(ComponentVolume, OfASmallerTargetIsWithinThatOfALargerOne) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    RandomWorld world(seed);
    const Radar radar = world.radar();
    PlanarSite& site = world.site;
    const double small = world.uniform(0.01, 1);
    const double large = small * world.uniform(1, 20);
    const auto seen = [&](double cross_section) {
      return radar_volume(site.view(), radar, target_of(cross_section), Confidence::likely, site.progress);
    };
    expect_within(seen(small), seen(large), "smaller target");
  }
}

TEST(ComponentVolume, IsTheSameForOneAndTwoThreads) {
  const auto bytes = [](const Raster<float>& raster) {
    std::vector<char> copy(raster.size() * sizeof(float));
    std::memcpy(copy.data(), raster.values().data(), copy.size());
    return copy;
  };
  RandomWorld world(99);
  const Radar radar = world.radar();
  const auto run = [&](std::size_t threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return likely(world.site, radar);
  };
  const ComponentVolume one = run(1);
  const ComponentVolume two = run(2);
  EXPECT_EQ(one.window, two.window);
  EXPECT_EQ(bytes(one.floor), bytes(two.floor));
  EXPECT_EQ(bytes(one.ceiling), bytes(two.ceiling));
}

}  // namespace
}  // namespace skyshed
