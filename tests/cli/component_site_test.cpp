// Where antennas stand, given above the sea.
#include "cli/component_site.h"

#include <gtest/gtest.h>

#include "engine/sight/horizon_sweep.h"
#include "engine/sight/line_of_sight.h"
#include "tests/cli/profile_worlds.h"

namespace skyshed {
namespace {

// On a grid line the sweep and the walk saw different skies from inside the ground.
TEST(AntennaAboveTheSea, IsTakenOnHigherGroundWhereTheSweepIsTheTruth) {
  const testing::RidgeWorld world;
  const ElevationModel& terrain = world.terrain;
  const Mounting mast{Estimate::exactly(20), Mounting::Reference::above_sea};
  for (const GridPoint at : {GridPoint{20, 20}, GridPoint{20, 20.4}, GridPoint{19.5, 20}, GridPoint{19.6, 20.3}}) {
    const Antenna antenna = antenna_of(terrain, world.scenario.assets[0], at, mast, Confidence::likely, nullptr);
    EXPECT_EQ(antenna.altitude.metres, terrain.ground_at(at).metres);
    Progress progress;
    const SightField field = horizon_sweep(terrain, antenna, {}, {.radius_m = 30e3}, progress);
    for (int row = 0; row < field.window.height; ++row) {
      for (int column = 0; column < field.window.width; ++column) {
        const float floor = field.floor.at(column, row);
        if (std::isnan(floor)) continue;
        const GridPoint post{static_cast<double>(field.window.column + column),
                             static_cast<double>(field.window.row + row)};
        EXPECT_NEAR(floor, line_of_sight(terrain, antenna, post, {}).floor.metres, 0.1);
      }
    }
  }
  const Antenna at_sea = antenna_of(terrain, world.scenario.assets[0], {5, 20}, mast, Confidence::likely, nullptr);
  EXPECT_EQ(at_sea.altitude.metres, 20);
}

}  // namespace
}  // namespace skyshed
