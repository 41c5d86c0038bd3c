// Circle geometry against closed forms and published figures.
#include "engine/earth/effective_earth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace skyshed {
namespace {

constexpr double four_thirds_m = 4.0 / 3 * 6'371'000;

// Length along the surface to where a tangent from this altitude touches it.
double horizon_m(double altitude_m) { return four_thirds_m * std::acos(four_thirds_m / (four_thirds_m + altitude_m)); }

// Altitude at a distance of the ray that leaves the antenna and grazes the sea.
double over_the_sea_m(double antenna_m, double distance_m) {
  const double grazing = EffectiveEarth(four_thirds_m, antenna_m, horizon_m(antenna_m)).tangent_to(0);
  return EffectiveEarth(four_thirds_m, antenna_m, distance_m).altitude_of(grazing);
}

TEST(EffectiveEarth, SeesTargetsOverASmoothSeaAtTheDistancesOfTheCircle) {
  struct Case {
    double target_m, distance_km;
  };
  // Two tangents from the antenna at 30 m and from the target to one circle of radius 4/3·6371 km.
  for (const auto& [target_m, distance_km] :
       {Case{30, 45.15}, {100, 63.79}, {300, 93.97}, {1000, 152.91}, {3000, 248.30}, {10'000, 434.56}}) {
    EXPECT_LT(over_the_sea_m(30, (distance_km - 0.01) * 1e3), target_m) << target_m;
    EXPECT_GT(over_the_sea_m(30, (distance_km + 0.01) * 1e3), target_m) << target_m;
  }
}

TEST(EffectiveEarth, PutsATargetAt25MetresOnTheHorizonOfA24MetreMastAt41Kilometres) {
  EXPECT_LT(over_the_sea_m(24, 40.5e3), 25);
  EXPECT_GT(over_the_sea_m(24, 41.5e3), 25);
}

TEST(EffectiveEarth, AgreesWithThePublishedTargetHeightOfRange2height) {
  // MathWorks, range2height: slant range 300 km, antenna 10 m, elevation 0.5°, effective radius 8,477,377 m.
  constexpr double radius_m = 8'477'377;
  constexpr double slant_m = 300e3;
  const double elevation = 0.5 * M_PI / 180;
  const double distance_m =
      radius_m * std::atan2(slant_m * std::cos(elevation), radius_m + 10 + slant_m * std::sin(elevation));
  const EffectiveEarth earth(radius_m, 10, distance_m);
  const double target_m = earth.altitude_of(std::tan(elevation));
  EXPECT_NEAR(target_m, 7932.5, 0.05);
  EXPECT_NEAR(earth.slant_range_to(target_m), slant_m, 1e-6);
}

TEST(EffectiveEarth, FindsTheAltitudeBackFromItsTangent) {
  for (const double distance_m : {1.0, 30.0, 1e3, 40e3, 400e3, 600e3, 1000e3}) {
    const EffectiveEarth earth(four_thirds_m, 25, distance_m);
    for (const double altitude_m : {-430.0, 0.0, 25.0, 3000.0, 50e3}) {
      EXPECT_NEAR(earth.altitude_of(earth.tangent_to(altitude_m)), altitude_m, 1e-7) << distance_m;
    }
  }
}

TEST(EffectiveEarth, KeepsItsDigitsCloseToTheAntenna) {
  // At 30 m the earth falls by d²/2a = 53 µm; taken as a difference of radii it would drown in rounding.
  const EffectiveEarth earth(four_thirds_m, 0, 30);
  EXPECT_NEAR(-earth.tangent_to(0) * 30, 30.0 * 30 / (2 * four_thirds_m), 1e-12);
}

TEST(EffectiveEarth, SeesHigherWhereItLooksHigher) {
  const EffectiveEarth earth(four_thirds_m, 25, 400e3);
  double before = -std::numeric_limits<double>::infinity();
  for (double altitude_m = -500; altitude_m < 100e3; altitude_m += 500) {
    EXPECT_GT(earth.tangent_to(altitude_m), before);
    before = earth.tangent_to(altitude_m);
  }
}

TEST(EffectiveEarth, IsFlatWhenItsRadiusIsInfinite) {
  const EffectiveEarth plane(std::numeric_limits<double>::infinity(), 10, 3000);
  EXPECT_DOUBLE_EQ(plane.tangent_to(310), 0.1);
  EXPECT_DOUBLE_EQ(plane.altitude_of(0.1), 310);
  EXPECT_DOUBLE_EQ(plane.slant_range_to(4010), 5000);
}

TEST(EffectiveEarth, LosesARayThatClimbsAwayBeforeTheDistance) {
  const EffectiveEarth earth(four_thirds_m, 0, 1000e3);
  EXPECT_EQ(earth.altitude_of(1e6), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace skyshed
