#include "engine/change/compare.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "engine/base/error.h"

namespace skyshed {
namespace {

using Counts = Raster<std::uint8_t>;
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float none = std::numeric_limits<float>::quiet_NaN();

std::uint8_t value(Change change) { return static_cast<std::uint8_t>(change); }

Counts random_counts(unsigned seed) {
  std::mt19937 random(seed);
  Counts counts(37, 23);
  for (std::uint8_t& count : counts.values()) {
    const auto draw = random() % 5;
    count = draw == 4 ? unknown_count : static_cast<std::uint8_t>(draw % 3);
  }
  return counts;
}

TEST(CompareCounts, SaysWhatBecameOfEachCell) {
  const Counts before(6, 1, {0, 1, 2, 0, unknown_count, 1});
  const Counts after(6, 1, {0, 3, 0, 1, 0, unknown_count});
  EXPECT_EQ(compare_counts(before, after),
            Counts(6, 1,
                   {value(Change::never), value(Change::kept), value(Change::lost), value(Change::gained),
                    value(Change::unknown), value(Change::unknown)}));
}

TEST(CompareCounts, OfTheSamePhaseIsNeverLostNorGained) {
  const Counts counts = random_counts(1);
  const Counts changes = compare_counts(counts, counts);
  for (const std::uint8_t change : changes.values()) {
    EXPECT_NE(change, value(Change::lost));
    EXPECT_NE(change, value(Change::gained));
  }
}

TEST(CompareCounts, BackwardsSwapsLostAndGained) {
  const Counts forward = compare_counts(random_counts(1), random_counts(2));
  Counts mirrored = compare_counts(random_counts(2), random_counts(1));
  for (std::uint8_t& change : mirrored.values()) {
    if (change == value(Change::lost)) {
      change = value(Change::gained);
    } else if (change == value(Change::gained)) {
      change = value(Change::lost);
    }
  }
  EXPECT_EQ(forward, mirrored);
}

TEST(CompareCounts, RefusesRastersOfDifferentShape) {
  EXPECT_THROW(static_cast<void>(compare_counts(Counts(2, 3), Counts(3, 2))), Error);
}

TEST(FloorRise, IsPositiveWhereTheFloorRoseAndInfiniteWhereItWasLost) {
  const Raster<float> before(5, 1, {100, 900, 100, none, none});
  const Raster<float> after(5, 1, {400, 200, none, 100, none});
  const Raster<float> rise = floor_rise(before, after);
  EXPECT_EQ(rise.at(0, 0), 300);
  EXPECT_EQ(rise.at(1, 0), -700);
  EXPECT_EQ(rise.at(2, 0), infinity);
  EXPECT_EQ(rise.at(3, 0), -infinity);
  EXPECT_TRUE(std::isnan(rise.at(4, 0)));
}

TEST(CompareCounts, CallsCoveredWhatHasAtLeastSoMuch) {
  const Counts before(5, 1, {0, 1, 2, 3, 3});
  const Counts after(5, 1, {3, 2, 1, 2, unknown_count});
  EXPECT_EQ(compare_counts(before, after, 2), Counts(5, 1,
                                                     {value(Change::gained), value(Change::gained), value(Change::lost),
                                                      value(Change::kept), value(Change::unknown)}));
}

TEST(ValuePairAreas, AreThoseOfTheComparedRaster) {
  const GridFrame frame{.kind = GridFrame::Kind::geographic,
                        .width = 37,
                        .height = 23,
                        .origin_x = 30,
                        .origin_y = 40,
                        .step_x = 0.1,
                        .step_y = -0.2};
  const CellAreas areas(frame);
  const Counts before = random_counts(3);
  const Counts after = random_counts(4);
  for (const std::uint8_t least : {std::uint8_t{1}, std::uint8_t{2}}) {
    const ChangeAreas quick = ValuePairAreas(areas, before, after).changes(least);
    const ChangeAreas plain = change_areas(areas, compare_counts(before, after, least));
    EXPECT_NEAR(quick.never_m2, plain.never_m2, 1e-9 * plain.never_m2);
    EXPECT_NEAR(quick.kept_m2, plain.kept_m2, 1e-9 * plain.kept_m2);
    EXPECT_NEAR(quick.lost_m2, plain.lost_m2, 1e-9 * plain.lost_m2);
    EXPECT_NEAR(quick.gained_m2, plain.gained_m2, 1e-9 * plain.gained_m2);
    EXPECT_NEAR(quick.unknown_m2, plain.unknown_m2, 1e-9 * plain.unknown_m2);
  }
}

TEST(ChangeAreas, TogetherAreTheAreaOfTheGrid) {
  const GridFrame frame{.kind = GridFrame::Kind::planar, .width = 37, .height = 23, .step_x = 10, .step_y = -20};
  const Counts change = compare_counts(random_counts(1), random_counts(2));
  const ChangeAreas areas = change_areas(CellAreas(frame), change);
  EXPECT_DOUBLE_EQ(areas.never_m2 + areas.kept_m2 + areas.lost_m2 + areas.gained_m2 + areas.unknown_m2,
                   37 * 23 * 200.0);
  EXPECT_DOUBLE_EQ(areas.lost_m2,
                   200.0 * static_cast<double>(std::ranges::count(change.values(), value(Change::lost))));
  EXPECT_DOUBLE_EQ(areas.unknown_m2,
                   200.0 * static_cast<double>(std::ranges::count(change.values(), value(Change::unknown))));
}

}  // namespace
}  // namespace skyshed
