#include "engine/coverage/reason.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/engine/coverage_worlds.h"
#include "tests/engine/sight_worlds.h"

namespace skyshed {
namespace {

constexpr double sphere_m = 6371e3;
constexpr CurvatureRadii sphere{sphere_m, sphere_m};
constexpr double effective_radius_m = 4.0 / 3.0 * sphere_m;
constexpr SliceAltitude::Reference agl = SliceAltitude::Reference::agl;
constexpr SliceAltitude::Reference msl = SliceAltitude::Reference::msl;

// ---- the bare earth

double bare_floor(double antenna_m, double distance_m, const Refraction& refraction = {}) {
  return BareEarth(refraction, sphere, {antenna_m}, 600e3).floor(distance_m, sphere_m).metres;
}

TEST(BareEarth, HasTheHorizonOfTheCircle) {
  // A 30 m antenna over a sphere of 4/3 · 6371 km: the distance at which a target of each height comes into sight.
  const double cases[][2] = {{30, 45.15e3},   {100, 63.79e3},  {300, 93.97e3},
                             {1e3, 152.91e3}, {3e3, 248.30e3}, {10e3, 434.56e3}};
  for (const auto& [target_m, distance_m] : cases) {
    EXPECT_LT(bare_floor(30, distance_m - 10), target_m);
    EXPECT_GT(bare_floor(30, distance_m + 10), target_m);
  }
}

TEST(BareEarth, IsTheSeaBeforeItsHorizonAndEverywhereOnAPlane) {
  EXPECT_EQ(bare_floor(30, 20e3), 0);
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const BareEarth plane({}, {infinite, infinite}, {30}, 600e3);
  EXPECT_EQ(plane.floor(400e3, infinite).metres, 0);
}

TEST(BareEarth, OfASiteBelowTheSeaLiesAtItsLevel) {
  EXPECT_EQ(bare_floor(-400, 0), -400);
  const double angle = 100e3 / effective_radius_m;
  EXPECT_NEAR(bare_floor(-400, 100e3), (effective_radius_m - 400) / std::cos(angle) - effective_radius_m, 1e-6);
}

TEST(BareEarth, UnderAnExponentialAtmosphereIsWhatTheSightlineSeesOverTheSea) {
  const Refraction air{.model = Refraction::Model::exponential};
  const GridFrame frame = testing::degrees_around({36, 35}, 1001, 21, 0.01, 0.01);
  const ElevationModel sea{.frame = frame, .heights = Raster<float>(frame.width, frame.height, 0)};
  for (const double antenna_m : {30.0, 9000.0}) {
    const Antenna antenna{.at = {2.3, 10.2}, .altitude = {antenna_m}};
    const LocalFrame local(frame, antenna.at, 600e3);
    const BareEarth bare(air, local.radii(), antenna.altitude, 600e3);
    for (const double column : {30.0, 150.0, 640.0}) {
      const GridPoint end{column + 0.4, 10.7};
      const PathGeometry path = local.path_to(end);
      // The mesh is straight between posts 0.9 km apart: a few centimetres lower than the round sea, more farther out.
      EXPECT_NEAR(bare.floor(path.distance_m, path.earth_radius_m).metres,
                  line_of_sight(sea, antenna, end, air).floor.metres, 1)
          << antenna_m << ' ' << column;
    }
  }
}

// ---- one altitude

LimitedSky open_sky() { return {}; }

TEST(ReasonAt, IsTheHardestOfSeveralLimits) {
  LimitedSky sky = open_sky();
  const auto reason = [&](float altitude = 1000) { return reason_at(sky, {0}, altitude, Reason::terrain); };
  EXPECT_EQ(reason(), Reason::terrain);
  sky.envelope = {.floor = -1e9, .ceiling = 900};
  EXPECT_EQ(reason(), Reason::envelope);
  sky.elevation = {.floor = -1e9, .ceiling = 900};
  EXPECT_EQ(reason(), Reason::elevation_limits);
  sky.minimum_range = {.floor = 1100};
  EXPECT_EQ(reason(), Reason::minimum_range);
  sky.is_in_sector = false;
  EXPECT_EQ(reason(), Reason::sector);
  sky.range = AltitudeInterval::nothing();
  EXPECT_EQ(reason(), Reason::range);
  EXPECT_EQ(reason(-1), Reason::below_ground);
}

TEST(ReasonAt, AllowsTheVeryEndOfALimit) {
  LimitedSky sky = open_sky();
  sky.envelope = {.floor = 1000, .ceiling = 1000};
  EXPECT_EQ(reason_at(sky, {1000}, 1000, Reason::covered), Reason::covered);
}

TEST(ReasonOfSight, IsTheHorizonWhereABareEarthHidesAndElseTheTerrain) {
  EXPECT_EQ(reason_of_sight(InSight::no, {500}, 499), Reason::horizon);
  EXPECT_EQ(reason_of_sight(InSight::no, {500}, 500), Reason::terrain);
  EXPECT_EQ(reason_of_sight(InSight::yes, {500}, 499), Reason::covered);
  EXPECT_EQ(reason_of_sight(InSight::unknown, {500}, 499), Reason::no_terrain_data);
}

TEST(ReasonOfGuidance, IsTheRadarsOwnWhereThatIsALineOfSight) {
  for (const Reason reason : all_reasons) {
    const bool own_limit = reason == Reason::range || reason == Reason::sector || reason == Reason::minimum_range ||
                           reason == Reason::elevation_limits || reason == Reason::envelope ||
                           reason == Reason::guidance;
    EXPECT_EQ(reason_of_guidance(reason), own_limit ? Reason::guidance : reason);
  }
}

// ---- rasters

BareEarth round_earth(const SiteView& site) {
  return {{.effective_radius_factor = site.effective_radius_factor}, site.frame.radii(), site.antenna.altitude, 600e3};
}

std::vector<Reason> row_of(const Raster<std::uint8_t>& reasons, int row) {
  std::vector<Reason> values;
  for (const std::uint8_t number : reasons.row(row)) values.push_back(static_cast<Reason>(number));
  return values;
}

TEST(SensorReasons, TellAlongOneRowWhatEndsTheCoverage) {
  //                 range 3.5 km     minimum range 0.8 km
  //  column         0 1 2 3 4 5 6 7 8   antenna at 4, cells of 1 km
  PlanarSite site(9, 1, 1000, {4, 0}, 0);
  Radar radar = radar_of_range(3500);
  radar.minimum_range_m = Estimate::exactly(800);
  radar.elevation_max_deg = 40;
  radar.sector = {.width_deg = 180, .centre_deg = 90};  // the eastern half
  for (int column = 0; column < 9; ++column) site.ground.heights.at(column, 0) = 0;
  site.ground.heights.at(6, 0) = 600;
  site.sight.floor.at(6, 0) = 600;
  site.sight.floor.at(7, 0) = 900;  // behind the hill
  const ComponentVolume volume = likely(site, radar);
  const SensorLimits limits = limits_of(radar, target_of(1), Confidence::likely);
  const SliceAltitude altitudes[] = {{500, msl}, {1200, msl}};
  const auto reasons =
      sensor_reasons(site.view(), limits, round_earth(site.view()), volume, altitudes, site.ground.frame.whole());
  using enum Reason;
  EXPECT_THAT(row_of(reasons[0], 0), ::testing::ElementsAre(range, sector, sector, sector, minimum_range, covered,
                                                            below_ground, terrain, range));
  // 1200 m over 1 km is 50 degrees up.
  EXPECT_THAT(row_of(reasons[1], 0), ::testing::ElementsAre(range, sector, sector, sector, elevation_limits,
                                                            elevation_limits, covered, covered, range));
}

TEST(SensorReasons, CallTheEarthTheHorizonAndAMountainTerrain) {
  // On the equator at sea level, from 30 m up: 3 km in sight from 248 km on (4/3 of the ellipsoid's radius).
  const GridFrame frame{.kind = GridFrame::Kind::geographic, .width = 41, .height = 1, .step_x = 0.1, .step_y = -0.1};
  const ElevationModel ground{.frame = frame, .heights = Raster<float>(41, 1, 0)};
  const LocalFrame local(frame, {0, 0}, 500e3);
  const SightField sight;
  const SiteView site{.ground = ground,
                      .sight = sight,
                      .antenna = {{0, 0}, AltitudeMsl{30}},
                      .frame = local,
                      .thinning = 1,
                      .effective_radius_factor = 4.0 / 3.0};
  const SensorLimits limits{.range_m = 1e6};
  const SliceAltitude altitude[] = {{3000, msl}};
  // A mountain hides everything up to 20 km.
  const ComponentVolume hidden = slab(frame.whole(), 20e3F, 30e3F);
  const auto reasons = row_of(sensor_reasons(site, limits, round_earth(site), hidden, altitude, frame.whole())[0], 0);
  EXPECT_EQ(reasons[21], Reason::terrain);  // 234 km
  EXPECT_EQ(reasons[23], Reason::horizon);  // 256 km
}

TEST(SensorReasons, AreNoTerrainDataWhereTheVolumeDoubtsAndWhereNoGroundIsKnown) {
  PlanarSite site(5, 1, 1000, {0, 0}, 0);
  site.ground.heights.at(4, 0) = not_covered;
  const SensorLimits limits{.range_m = 1e5};
  const ComponentVolume doubted = unknown_slab(site.ground.frame.whole(), 0, 1000);
  const SliceAltitude altitudes[] = {{500, msl}, {500, agl}, {2000, msl}};
  const auto reasons =
      sensor_reasons(site.view(), limits, round_earth(site.view()), doubted, altitudes, site.ground.frame.whole());
  EXPECT_EQ(row_of(reasons[0], 0), std::vector<Reason>(5, Reason::no_terrain_data));
  EXPECT_EQ(row_of(reasons[1], 0), std::vector<Reason>(5, Reason::no_terrain_data));
  EXPECT_EQ(row_of(reasons[2], 0), std::vector<Reason>(5, Reason::terrain));
}

TEST(WeaponReasons, AreItsOwnLimitsThenThoseOfItsGuidance) {
  PlanarSite site(9, 1, 1000, {0, 0}, 0);
  Radar radar = radar_of_range(5500);
  radar.sector = {.width_deg = 180, .centre_deg = 90};
  site.sight.floor.at(3, 0) = 900;
  const ComponentVolume guided = likely(site, radar);
  const Weapon weapon{.maximum_range_m = Estimate::exactly(7500),
                      .minimum_range_m = Estimate::exactly(1500),
                      .minimum_altitude_agl_m = Estimate::exactly(100),
                      .maximum_altitude_msl_m = Estimate::exactly(5000)};
  const ComponentVolume reached = likely(site, weapon, guided);
  const SliceAltitude altitudes[] = {{500, agl}, {50, agl}};
  const auto of_radar = sensor_reasons(site.view(), limits_of(radar, target_of(1), Confidence::likely),
                                       round_earth(site.view()), guided, altitudes, site.ground.frame.whole());
  const ComponentVolume* const volumes[] = {&reached};
  const auto reasons = weapon_reasons(site.view(), limits_of(weapon, Confidence::likely), volumes, of_radar, altitudes,
                                      site.ground.frame.whole());
  using enum Reason;
  EXPECT_THAT(row_of(reasons[0], 0), ::testing::ElementsAre(minimum_range, minimum_range, covered, terrain, covered,
                                                            covered, guidance, guidance, range));
  EXPECT_THAT(row_of(reasons[1], 0), ::testing::ElementsAre(minimum_range, minimum_range, envelope, envelope, envelope,
                                                            envelope, envelope, envelope, range));
}

// ---- laws, in worlds at random

struct RandomWorld {
  testing::Random random;
  ElevationModel terrain;
  Antenna antenna;
  LocalFrame frame;
  SightField sight;
  Target target;

  explicit RandomWorld(unsigned seed)
      : random(seed),
        terrain(testing::ground_on(testing::degrees_around({36, 35}, 60, 45, 0.02, 0.02),
                                   testing::all_grounds[seed % 4], 2000, random, seed % 2 == 0 ? 0.01 : 0)),
        antenna(testing::antenna_over(terrain, testing::between_posts(terrain.frame, random), uniform(1, 40))),
        frame(terrain.frame, antenna.at, 300e3),
        sight(testing::sweep(terrain, antenna, {.radius_m = 300e3})),
        target(target_of(uniform(0.1, 5))) {}

  double uniform(double low, double high) { return testing::uniform(random, low, high); }
  bool chance(double share) { return uniform(0, 1) < share; }

  [[nodiscard]] SiteView view() const {
    return {.ground = terrain,
            .sight = sight,
            .antenna = antenna,
            .frame = frame,
            .thinning = 1,
            .effective_radius_factor = 4.0 / 3.0};
  }
  Radar radar() {
    Radar radar = radar_of_range(uniform(20e3, 120e3));
    radar.minimum_range_m = Estimate::exactly(uniform(0, 10e3));
    radar.elevation_min_deg = uniform(-5, 1);
    radar.elevation_max_deg = uniform(5, 90);
    radar.sector = {.width_deg = uniform(90, 400), .centre_deg = uniform(0, 360)};
    if (chance(0.5)) radar.ceiling_msl_m = Estimate::exactly(uniform(500, 9000));
    return radar;
  }
  Weapon weapon() {
    Weapon weapon{.maximum_range_m = Estimate::exactly(uniform(20e3, 90e3)),
                  .minimum_range_m = Estimate::exactly(uniform(0, 10e3)),
                  .minimum_altitude_agl_m = Estimate::exactly(uniform(0, 300)),
                  .maximum_altitude_msl_m = Estimate::exactly(uniform(1e3, 9e3))};
    if (chance(0.5)) weapon.envelope = {{uniform(40e3, 90e3), 2e3}, {uniform(1e3, 40e3), 7e3}};
    return weapon;
  }
};

constexpr SliceAltitude altitudes[] = {{50, agl}, {300, agl}, {1000, msl}, {3000, msl}, {8000, msl}};

// The state of one asset with these volumes, as counted by a slice.
void expect_covered_where_counted(const ElevationModel& ground, const std::vector<const ComponentVolume*>& volumes,
                                  const std::vector<Raster<std::uint8_t>>& reasons) {
  for (std::size_t i = 0; i < std::size(altitudes); ++i) {
    const AssetVolumes assets[] = {{volumes}};
    const Raster<std::uint8_t> counts = count_assets(ground, assets, altitudes[i]);
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
      const auto reason = static_cast<Reason>(reasons[i].values()[cell]);
      const std::uint8_t count = counts.values()[cell];
      ASSERT_EQ(reason == Reason::covered, count == 1) << "altitude " << i << " cell " << cell;
      ASSERT_EQ(reason == Reason::no_terrain_data, count == unknown_count) << "altitude " << i << " cell " << cell;
    }
  }
}

TEST(Reasons, AreCoveredExactlyWhereTheVolumeContainsTheAltitude) {
  for (unsigned seed = 0; seed < 24; ++seed) {
    RandomWorld world(seed);
    Progress progress;
    const GridWindow all = world.terrain.frame.whole();
    const SiteView site = world.view();
    const Radar radars[] = {world.radar(), world.radar()};
    const Weapon weapon = world.weapon();
    std::vector<ComponentVolume> guides;
    std::vector<Raster<std::uint8_t>> guidance;
    for (const Radar& radar : radars) {
      guides.push_back(radar_volume(site, radar, world.target, Confidence::likely, progress));
      const auto reasons = sensor_reasons(site, limits_of(radar, world.target, Confidence::likely), round_earth(site),
                                          guides.back(), altitudes, all);
      expect_covered_where_counted(world.terrain, {&guides.back()}, reasons);
      if (guidance.empty()) guidance = reasons;
      for (std::size_t i = 0; i < reasons.size(); ++i) {
        std::ranges::transform(guidance[i].values(), reasons[i].values(), guidance[i].values().begin(),
                               [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
      }
    }
    const Jammer jammer{.range_m = Estimate::exactly(world.uniform(20e3, 90e3))};
    const ComponentVolume jammed = jammer_volume(site, jammer, Confidence::likely, progress);
    expect_covered_where_counted(
        world.terrain, {&jammed},
        sensor_reasons(site, limits_of(jammer, Confidence::likely), round_earth(site), jammed, altitudes, all));

    const ComponentVolume reached[] = {weapon_volume(site, weapon, guides[0], Confidence::likely, progress),
                                       weapon_volume(site, weapon, guides[1], Confidence::likely, progress)};
    const ComponentVolume* const volumes[] = {&reached[0], &reached[1]};
    expect_covered_where_counted(
        world.terrain, {volumes[0], volumes[1]},
        weapon_reasons(site, limits_of(weapon, Confidence::likely), volumes, guidance, altitudes, all));
  }
}

// The reason of a point from the floor in sight, without the volume.
Reason of_point(const RandomWorld& world, const SensorLimits& limits, int column, int row, SliceAltitude altitude) {
  const GridPoint post{static_cast<double>(column), static_cast<double>(row)};
  const LocalPosition position = world.frame.locate(post);
  const LimitOrigin origin{world.antenna.altitude, world.frame.radii(), 4.0 / 3.0};
  const AltitudeMsl ground = world.terrain.ground_at(post);
  const float level = slice_level(altitude, ground);
  const int x = column - world.sight.window.column;
  const int y = row - world.sight.window.row;
  const bool doubted = !world.sight.unknown.empty() && world.sight.unknown.at(x, y) != 0;
  const InSight sight = world.sight.floor.at(x, y) > level ? InSight::no : doubted ? InSight::unknown : InSight::yes;
  const GroundPath path = ground_path(position, origin.radii);
  const AltitudeMsl bare = round_earth(world.view()).floor(path.distance_m, path.earth_radius_m);
  return reason_at(limited_sky(limits, position, vertical_at(position, origin)), ground, level,
                   reason_of_sight(sight, bare, level));
}

TEST(Reasons, OfARasterAreThoseOfItsPoints) {
  for (unsigned seed = 100; seed < 108; ++seed) {
    RandomWorld world(seed);
    Progress progress;
    const Radar radar = world.radar();
    const SensorLimits limits = limits_of(radar, world.target, Confidence::likely);
    const SiteView site = world.view();
    const ComponentVolume volume = radar_volume(site, radar, world.target, Confidence::likely, progress);
    const auto rasters =
        sensor_reasons(site, limits, round_earth(site), volume, altitudes, world.terrain.frame.whole());
    for (std::size_t i = 0; i < std::size(altitudes); ++i) {
      for (int row = 0; row < 45; ++row) {
        for (int column = 0; column < 60; ++column) {
          ASSERT_EQ(static_cast<Reason>(rasters[i].at(column, row)), of_point(world, limits, column, row, altitudes[i]))
              << column << ' ' << row << ' ' << i;
        }
      }
    }
  }
}

}  // namespace
}  // namespace skyshed
