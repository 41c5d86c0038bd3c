// Coverage of many samples at once is that of each sample by itself.
#include "engine/uncertainty/sampled_coverage.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

constexpr int size = 101;
constexpr GridPoint middle{50, 50};
constexpr std::size_t samples = 4;
const std::vector<int> draw_of_sample{0, 1, 0, 1};
const std::vector<double> antennas_m{50, 300};  // of the draws
const std::vector<double> radar_ranges_m{3000, 5000, 7000, 9000};
const std::vector<double> weapon_ranges_m{2500, 8000, 1500, 4000};
const std::vector<double> lowest_agl_m{0, 400, 0, 800};
const std::vector<SliceAltitude> altitudes{{300, SliceAltitude::Reference::agl}, {2000, SliceAltitude::Reference::msl}};

FigureSamples drawn(const std::vector<double>& values) { return {values, draw_of_sample, 2}; }
FigureSamples always(double value) { return drawn(std::vector<double>(samples, value)); }

// A radar on a plane and the missile that it guides, in four samples with two draws of the antenna's height.
struct World {
  World() {
    const std::size_t altitudes_asked = altitudes.size();
    assets.push_back({.draw_of_sample = draw_of_sample,
                      .frames = {plane.frame, plane.frame},
                      .effective_radius_factors = {4.0 / 3, 4.0 / 3}});
    sites.push_back({.asset = 0,
                     .antennas = {{antennas_m[0]}, {antennas_m[1]}},
                     .window = plane.ground.frame.whole(),
                     .in_sight = std::vector(altitudes_asked, Raster<DrawMask>(size, size, DrawMask{3})),
                     .unknown = {}});
  }

  [[nodiscard]] std::vector<std::vector<SampledSlice>> slices() {
    const SampledSky sky{.ground = plane.ground,
                         .areas = areas,
                         .first_post = {0, 0},
                         .thinning = 1,
                         .samples = samples,
                         .altitudes = altitudes,
                         .assets = assets,
                         .sites = sites,
                         .sensors = {{.site = 0,
                                      .range_m = drawn(radar_ranges_m),
                                      .minimum_range_m = always(600),
                                      .ceiling_m = always(1e9),
                                      .highest = ElevationAngle{50}}},
                         .weapons = {{.sensor = 0,
                                      .launchers = {{antennas_m[0]}, {antennas_m[1]}},
                                      .range_m = drawn(weapon_ranges_m),
                                      .minimum_range_m = always(0),
                                      .minimum_agl_m = drawn(lowest_agl_m),
                                      .ceiling_m = always(1e9),
                                      .envelope = {}}},
                         .groups = {{{{.index = 0, .present = {0b1111}}}}, {{{.index = 1, .present = {0b1011}}}}}};
    return sampled_coverage(sky, plane.progress);
  }

  PlanarSite plane{size, size, 200, middle, 50};
  CellAreas areas{plane.ground.frame};
  std::vector<DrawnAsset> assets;
  std::vector<DrawnSite> sites;
};

struct Volumes {
  ComponentVolume radar;
  ComponentVolume weapon;
};

// What the figures of one sample cover when they are certain.
Volumes volumes_of(std::size_t sample) {
  PlanarSite site(size, size, 200, middle, antennas_m[static_cast<std::size_t>(draw_of_sample[sample])]);
  Radar radar = radar_of_range(radar_ranges_m[sample]);
  radar.minimum_range_m = Estimate::exactly(600);
  radar.elevation_max_deg = 50;
  const Weapon weapon{.maximum_range_m = Estimate::exactly(weapon_ranges_m[sample]),
                      .minimum_altitude_agl_m = Estimate::exactly(lowest_agl_m[sample]),
                      .maximum_altitude_msl_m = Estimate::exactly(1e9)};
  ComponentVolume seen = likely(site, radar);
  ComponentVolume reached = likely(site, weapon, seen);
  return {std::move(seen), std::move(reached)};
}

void expect_like_each_sample(const std::vector<SampledSlice>& slices,
                             const std::vector<const ComponentVolume*>& volumes) {
  for (std::size_t a = 0; a < altitudes.size(); ++a) {
    const auto level = static_cast<float>(altitudes[a].metres);  // the ground is at 0 m
    std::vector<int> cells(volumes.size());
    for (int row = 0; row < size; ++row) {
      for (int column = 0; column < size; ++column) {
        int covering = 0;
        for (std::size_t s = 0; s < volumes.size(); ++s) {
          if (volumes[s] == nullptr) continue;
          const AltitudeInterval interval = interval_over(*volumes[s], column, row);
          const bool covers = !interval.empty() && interval.floor <= level && level <= interval.ceiling;
          covering += covers ? 1 : 0;
          cells[s] += covers ? 1 : 0;
        }
        ASSERT_EQ(slices[a].percent.at(column, row), 25 * covering) << column << ' ' << row << ' ' << level;
      }
    }
    ASSERT_EQ(slices[a].areas_m2.size(), volumes.size());
    for (std::size_t s = 0; s < volumes.size(); ++s) EXPECT_EQ(slices[a].areas_m2[s], cells[s] * 200.0 * 200) << s;
    EXPECT_EQ(slices[a].unknown_m2, 0);
  }
}

TEST(SampledCoverage, IsThatOfEachSampleByItself) {
  std::vector<Volumes> of_sample;
  for (std::size_t s = 0; s < samples; ++s) of_sample.push_back(volumes_of(s));
  World world;
  const auto slices = world.slices();
  expect_like_each_sample(slices[0],
                          {&of_sample[0].radar, &of_sample[1].radar, &of_sample[2].radar, &of_sample[3].radar});
  // The missile is away in the third sample.
  expect_like_each_sample(slices[1], {&of_sample[0].weapon, &of_sample[1].weapon, nullptr, &of_sample[3].weapon});
}

TEST(SampledCoverage, IsNoneWhereADrawHidesTheSky) {
  World world;
  const Raster<std::uint8_t> open = world.slices()[0][0].percent;
  ASSERT_EQ(open.at(60, 50), 100);
  world.sites[0].in_sight[0].at(60, 50) = 0b01;  // hidden in the second draw: in two samples of four
  EXPECT_EQ(world.slices()[0][0].percent.at(60, 50), 50);
  EXPECT_EQ(world.slices()[0][0].percent.at(61, 50), 100);
}

TEST(SampledCoverage, IsUnknownWhereUnknownTerrainDecidesInSomeSample) {
  World world;
  world.sites[0].unknown = Raster<DrawMask>(size, size, DrawMask{0});
  world.sites[0].unknown.at(60, 50) = 0b01;
  world.sites[0].unknown.at(99, 50) = 0b01;  // beyond every range
  const auto slices = world.slices();
  EXPECT_EQ(slices[0][0].percent.at(60, 50), unknown_count);
  EXPECT_EQ(slices[0][0].percent.at(61, 50), 100);
  EXPECT_EQ(slices[0][0].percent.at(99, 50), 0);
  EXPECT_EQ(slices[0][0].unknown_m2, 200.0 * 200 / 2);  // in two samples of four
}

TEST(SampledCoverage, AboveUnknownGroundIsUnknownAtHeightsAboveIt) {
  World world;
  world.plane.ground.heights.at(60, 50) = not_covered;
  world.plane.ground.has_unknown = true;
  const auto slices = world.slices();
  EXPECT_EQ(slices[0][0].percent.at(60, 50), unknown_count);
  EXPECT_EQ(slices[0][1].percent.at(60, 50), 100);
  EXPECT_EQ(slices[0][0].unknown_m2, 200.0 * 200);
}

}  // namespace
}  // namespace skyshed
