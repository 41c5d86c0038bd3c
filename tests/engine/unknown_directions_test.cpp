#include "engine/sight/unknown_directions.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>
#include <vector>

#include "sight_worlds.h"

namespace skyshed {
namespace {

using testing::Random;
using testing::uniform;

TEST(UnknownDirections, AreNoneAtFirst) {
  const UnknownDirections directions;
  EXPECT_TRUE(directions.empty());
  EXPECT_FALSE(directions.contains(0));
}

TEST(UnknownDirections, HoldWhatLiesStrictlyBetween) {
  UnknownDirections directions;
  directions.add(0.5, 0.25);
  EXPECT_FALSE(directions.contains(0.25));
  EXPECT_TRUE(directions.contains(0.375));
  EXPECT_FALSE(directions.contains(0.5));
}

TEST(UnknownDirections, JoinWhereTheyTouch) {
  UnknownDirections directions;
  directions.add(0, 1);
  directions.add(1, 2);
  EXPECT_TRUE(directions.contains(1));
}

TEST(UnknownDirections, TakeNothingFromEmptyIntervalsAndNaN) {
  UnknownDirections directions;
  directions.add(0.5, 0.5);
  directions.add(std::numeric_limits<double>::quiet_NaN(), 1);
  directions.add(-1, std::numeric_limits<double>::quiet_NaN());
  EXPECT_TRUE(directions.empty());
}

TEST(UnknownDirections, HoldTheUnionOfAllThatWasAdded) {
  Random random(3);
  for (int world = 0; world < 200; ++world) {
    UnknownDirections directions;
    std::vector<std::pair<double, double>> added;
    for (int i = 0; i < 20; ++i) {
      const double begin = uniform(random, -1, 1);
      added.emplace_back(begin, begin + uniform(random, 0, 0.2));
      directions.add(added.back().first, added.back().second);
      const double t = uniform(random, -1.2, 1.2);
      bool inside = false;
      for (const auto& [from, to] : added) inside = inside || (from < t && t < to);
      ASSERT_EQ(directions.contains(t), inside) << "world " << world << ", t " << t;
    }
  }
}

}  // namespace
}  // namespace skyshed
