#include "engine/lift/sorties.h"

#include <gtest/gtest.h>

namespace skyshed {
namespace {

TEST(Sorties, OfNothingAreNone) { EXPECT_EQ(sorties_for({}, 50), 0); }

TEST(Sorties, CarryWholePieces) {
  EXPECT_EQ(sorties_for({42, 42, 42}, 120), 2);  // 84 t, then 42 t: a third launcher is not sawn apart
  EXPECT_EQ(sorties_for({42, 42, 42}, 126), 1);
}

TEST(Sorties, FillFlightsWithLighterPieces) {
  EXPECT_EQ(sorties_for({30, 70, 30, 70}, 100), 2);
  EXPECT_EQ(sorties_for({60, 50, 40, 30, 20}, 100), 2);  // 60 + 40 and 50 + 30 + 20
}

TEST(Sorties, TakeAPieceAsHeavyAsThePayload) { EXPECT_EQ(sorties_for({50}, 50), 1); }

TEST(CargoSize, FitsAHoldOfItsOwnSizeAndNotALowerOne) {
  const CargoSize launcher{13.1, 3.15, 3.8};
  EXPECT_TRUE(is_within(launcher, {13.1, 3.15, 3.8}));
  EXPECT_FALSE(is_within(launcher, {.length_m = {}, .width_m = {}, .height_m = 3.4}));
  EXPECT_FALSE(is_within(launcher, {.length_m = 13, .width_m = {}, .height_m = {}}));
}

TEST(CargoSize, ThatIsNotKnownLimitsNothing) {
  EXPECT_TRUE(is_within({}, {10, 3, 3}));
  EXPECT_TRUE(is_within({20, 4, 5}, {}));
}

}  // namespace
}  // namespace skyshed
