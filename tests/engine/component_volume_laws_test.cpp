// Laws that hold for every component in every world, on worlds and equipment at random.
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <random>

#include "engine/coverage/component_volume.h"
#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

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
