#include "engine/coverage/component_volume.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/base/error.h"
#include "engine/earth/effective_earth.h"
#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double range = 10e3;

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
  const ComponentVolume volume = radar_volume({kept, sight, antenna, frame, 4, 4.0 / 3}, radar_of_range(1e3),
                                              target_of(1), Confidence::likely, progress);
  EXPECT_LE(volume.window.width, 11);  // two posts and a half on each side, and a rim
  EXPECT_LE(volume.window.height, 11);
  for (int row = 0; row < kept.frame.height; ++row) {
    for (int column = 0; column < kept.frame.width; ++column) {
      const double distance = 100 * std::hypot(4 * column - 41, 4 * row - 30);
      const AltitudeInterval interval = interval_over(volume, column, row);
      ASSERT_EQ(interval.empty(), distance > 1e3) << column << ' ' << row;
      if (interval.empty()) continue;
      EXPECT_NEAR(interval.ceiling, 30 + std::sqrt(1e6 - distance * distance), 1e-3);
    }
  }
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

TEST(RadarVolume, OverTheSeaBeginsAtTheHorizon) {
  // 4/3 of the earth's radius along each azimuth, antenna 30 m: about 64 km for a target at 100 m, 153 km at 1 km.
  const GridFrame frame{.width = 201, .height = 201, .origin_x = 14, .origin_y = 36, .step_x = 0.02, .step_y = -0.02};
  const ElevationModel sea = ground_at_sea_level(frame);
  const GeodeticPoint place{16.013, 34.007};
  const Antenna antenna{frame.to_grid(place), AltitudeMsl{30}};
  const LocalFrame local(frame, antenna.at, 200e3);
  Progress progress;
  const SightField sight = horizon_sweep(sea, antenna, Refraction{}, {.radius_m = 200e3}, progress);
  const ComponentVolume volume = radar_volume({sea, sight, antenna, local, 1, 4.0 / 3}, radar_of_range(390e3),
                                              target_of(1), Confidence::likely, progress);
  const AssetVolumes assets[] = {{{&volume}}};
  for (const double altitude : {100.0, 1000.0}) {
    const Raster<std::uint8_t> counts = count_assets(sea, assets, {altitude, SliceAltitude::Reference::msl});
    int covered = 0;
    for (int row = 0; row < frame.height; ++row) {
      for (int column = 0; column < frame.width; ++column) {
        const GeodesicPath path =
            geodesic_between(place, frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)}));
        const double radius = 4.0 / 3 * curvature_radii(place.latitude_deg).along(path.azimuth_rad);
        const double horizon = radius * (std::acos(radius / (radius + 30)) + std::acos(radius / (radius + altitude)));
        if (std::abs(path.distance_m - horizon) < 300) continue;
        ASSERT_EQ(counts.at(column, row), path.distance_m < horizon ? 1 : 0) << column << ' ' << row;
        covered += counts.at(column, row);
      }
    }
    EXPECT_GT(covered, 3000);
  }
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

}  // namespace
}  // namespace skyshed
