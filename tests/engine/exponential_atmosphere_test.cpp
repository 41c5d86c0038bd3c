#include "engine/earth/exponential_atmosphere.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/earth/effective_earth.h"
#include "tests/engine/sight_worlds.h"

namespace skyshed {
namespace {

using namespace skyshed::testing;

constexpr double earth_m = 6'371'000;
const Refraction itu{.model = Refraction::Model::exponential};

// Bouguer's law as an integral over the radius, an independent way to the same ray: the central angle at which a ray
// that leaves upward has climbed to an altitude. The substitution r = r0 + u² takes the root out of the start.
double distance_to_altitude(double elevation_deg, double antenna_m, double altitude_m) {
  const auto index = [](double h) { return 1 + 315e-6 * std::exp(-h / 7350); };
  const double r0 = earth_m + antenna_m;
  const double invariant = index(antenna_m) * r0 * std::cos(to_radians(elevation_deg));
  const auto integrand = [&](double u) {
    const double h = antenna_m + u * u;
    const double r = earth_m + h;
    return 2 * u * invariant / (r * std::sqrt(std::pow(index(h) * r, 2) - invariant * invariant));
  };
  constexpr int steps = 20'000;  // Simpson's rule
  const double step = std::sqrt(altitude_m - antenna_m) / steps;
  double sum = integrand(1e-9) + integrand(steps * step);
  for (int i = 1; i < steps; ++i) sum += (i % 2 == 1 ? 4 : 2) * integrand(i * step);
  return earth_m * sum * step / 3;
}

TEST(ExponentialAtmosphere, BendsRaysByBouguersLaw) {
  const ExponentialAtmosphere air(itu);
  for (const double elevation_deg : {0.3, 1.0, 3.0, 10.0}) {
    for (const double altitude_m : {1000.0, 9000.0, 30'000.0}) {
      const double distance = distance_to_altitude(elevation_deg, 30, altitude_m);
      const double tangent = std::tan(to_radians(elevation_deg));
      EXPECT_NEAR(air.altitude_of(tangent, 30, earth_m, distance), altitude_m, 0.01) << elevation_deg;
      EXPECT_NEAR(air.tangent_to(altitude_m, 30, earth_m, distance), tangent, 1e-8) << elevation_deg;
    }
  }
}

TEST(ExponentialAtmosphere, WithoutAirIsAStraightRay) {
  const ExponentialAtmosphere vacuum({.model = Refraction::Model::exponential, .surface_refractivity = 0});
  for (const double distance : {10e3, 100e3, 600e3}) {
    EXPECT_NEAR(vacuum.altitude_of(0.02, 100, earth_m, distance),
                EffectiveEarth(earth_m, 100, distance).altitude_of(0.02), 0.002);
  }
}

TEST(ExponentialAtmosphere, BendsLessThanFourThirdsFarOut) {
  const ExponentialAtmosphere air(itu);
  const auto excess = [&](double distance) {
    return air.altitude_of(0, 30, earth_m, distance) - EffectiveEarth(earth_m * 4 / 3, 30, distance).altitude_of(0);
  };
  EXPECT_LT(excess(100e3), 0);  // near the ground the air bends more than four thirds
  EXPECT_GT(excess(400e3), 250);
  EXPECT_GT(excess(600e3), 1500);
}

// Coarse posts over long ranges: what is judged here is the fitted bend, forward and back, in every azimuth.
class ExponentialSweep : public ::testing::TestWithParam<double> {};

TEST_P(ExponentialSweep, EqualsRaysTracedOneByOne) {
  Random random(77);
  const ElevationModel terrain = ground_on(degrees_around({36, 35}, 161, 131, 0.05, 0.05), Ground::hills, 2500, random);
  const Antenna antenna = antenna_above_ground(terrain, {80.3, 64.6}, {GetParam()});
  Progress progress;
  const SightField field = horizon_sweep(terrain, antenna, itu, {.radius_m = 350e3}, progress);
  const Agreement truth = agreement(terrain, antenna, field, 1.0, 61, itu);
  EXPECT_GT(truth.posts, 150);
  EXPECT_LE(truth.worst_m, 0.2) << truth.worst;
  EXPECT_EQ(truth.wrong_decisions, 0) << truth.wrong;
}

INSTANTIATE_TEST_SUITE_P(, ExponentialSweep, ::testing::Values(7.0, 1000.0));

TEST(ExponentialRays, AreRefusedWhereTheyWouldFollowTheEarth) {
  Random random(1);
  const ElevationModel sea = ground_on(degrees_around({36, 35}, 61, 51, 0.05, 0.05), Ground::plateau, 0, random);
  Progress progress;
  const Antenna antenna = antenna_above_ground(sea, {30, 25}, {30});
  const Refraction duct{.model = Refraction::Model::exponential, .surface_refractivity = 1200};
  EXPECT_THROW((void)horizon_sweep(sea, antenna, duct, {.radius_m = 300e3}, progress), Error);
}

}  // namespace
}  // namespace skyshed
