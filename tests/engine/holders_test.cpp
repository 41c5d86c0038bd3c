#include "engine/change/holders.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/change/compare.h"
#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

constexpr SliceAltitude at_500m{500, SliceAltitude::Reference::msl};
constexpr double cell_m2 = 100.0 * 100.0;

// Ten cells in a row; columns from … to of them covered.
ComponentVolume over(int from, int to) { return slab({from, 0, to - from + 1, 1}, 0, 1000); }

HolderSet only(std::size_t holder, std::size_t of) {
  HolderSet set(of);
  set.add(holder);
  return set;
}

struct Row {
  ElevationModel ground = ground_at_sea_level(planar_frame(10, 1, 100));
  CellAreas areas{ground.frame};
  [[nodiscard]] HolderAreas of(std::span<const ComponentVolume* const> volumes) const {
    return {areas, ground, volumes, at_500m};
  }
};

TEST(Holders, ShareWhatTheyCoverTogether) {
  //  0 1 2 3 4 5 6 7 8 9
  //  a a a a a a . . . .
  //  . . . . b b b b . .
  const ComponentVolume a = over(0, 5);
  const ComponentVolume b = over(4, 7);
  const ComponentVolume* volumes[] = {&a, &b};
  const HolderAreas areas = Row().of(volumes);
  EXPECT_EQ(areas.covered(), 8 * cell_m2);
  EXPECT_EQ(areas.covered_by(only(0, 2)), 6 * cell_m2);
  EXPECT_EQ(areas.lost_without(only(0, 2)), 4 * cell_m2);
  EXPECT_EQ(areas.lost_without(only(1, 2)), 2 * cell_m2);
  HolderSet both = only(0, 2);
  both.add(only(1, 2));
  EXPECT_EQ(areas.lost_without(both), 8 * cell_m2);
  EXPECT_EQ(areas.sole(both), 8 * cell_m2);
}

TEST(Holders, LoseNothingWithOneWhollyInsideAnother) {
  const ComponentVolume large = over(0, 9);
  const ComponentVolume small = over(3, 5);
  const ComponentVolume* volumes[] = {&large, &small};
  const HolderAreas areas = Row().of(volumes);
  EXPECT_EQ(areas.covered_by(only(1, 2)), 3 * cell_m2);
  EXPECT_EQ(areas.lost_without(only(1, 2)), 0);
  EXPECT_EQ(areas.sole(only(1, 2)), 0);
}

TEST(Holders, AreNotSoleWhereAnotherMayCover) {
  const ComponentVolume known = over(0, 3);
  const ComponentVolume doubtful = unknown_slab({2, 0, 4, 1}, 0, 1000);
  const ComponentVolume* volumes[] = {&known, &doubtful};
  const HolderAreas areas = Row().of(volumes);
  EXPECT_EQ(areas.covered(), 4 * cell_m2);
  EXPECT_EQ(areas.lost_without(only(0, 2)), 4 * cell_m2);
  EXPECT_EQ(areas.sole(only(0, 2)), 2 * cell_m2);
}

TEST(Holders, AreTakenCostliestFirstByWhatIsLeft) {
  //  0 1 2 3 4 5 6 7 8 9
  //  a a a a a a . . . .   alone: 1 (column 0)
  //  . b b b b b . . . .   alone: 0; after a: 5
  //  . . . . . . c c c .   alone: 3
  const ComponentVolume a = over(0, 5);
  const ComponentVolume b = over(1, 5);
  const ComponentVolume c = over(6, 8);
  const ComponentVolume* volumes[] = {&a, &b, &c};
  const HolderSet units[] = {only(0, 3), only(1, 3), only(2, 3)};
  const auto order = costliest_order(Row().of(volumes), units);
  ASSERT_EQ(order.size(), 3U);
  EXPECT_EQ(order[0].unit, 2U);
  EXPECT_EQ(order[0].left_m2, 6 * cell_m2);
  EXPECT_EQ(order[1].unit, 0U);
  EXPECT_EQ(order[1].left_m2, 5 * cell_m2);
  EXPECT_EQ(order[2].unit, 1U);
  EXPECT_EQ(order[2].left_m2, 0);
}

// Against the slices: take one volume away, count again, compare.
TEST(Holders, LoseWhatTheSlicesLose) {
  std::mt19937 random(7);
  const GridFrame frame{.kind = GridFrame::Kind::geographic,
                        .width = 40,
                        .height = 30,
                        .origin_x = 30,
                        .origin_y = 40,
                        .step_x = 0.1,
                        .step_y = -0.1};
  ElevationModel ground = ground_at_sea_level(frame);
  for (float& height : ground.heights.values()) height = static_cast<float>(random() % 300);
  const CellAreas areas(frame);
  std::vector<ComponentVolume> made;
  for (int i = 0; i < 70; ++i) {  // more than a word has bits
    const GridWindow window{static_cast<int>(random() % 30), static_cast<int>(random() % 20), 10, 10};
    made.push_back(i % 5 == 0 ? unknown_slab(window, 0, 600) : slab(window, static_cast<float>(random() % 700), 800));
  }
  std::vector<const ComponentVolume*> volumes;
  std::vector<AssetVolumes> assets;
  for (const ComponentVolume& volume : made) {
    volumes.push_back(&volume);
    assets.push_back({{&volume}});
  }
  for (const SliceAltitude altitude : {at_500m, SliceAltitude{200, SliceAltitude::Reference::agl}}) {
    const HolderAreas holders(areas, ground, volumes, altitude);
    const double covered = covered_area(areas, count_assets(ground, assets, altitude)).covered_m2;
    EXPECT_NEAR(holders.covered(), covered, 1e-9 * covered);
    for (std::size_t i = 0; i < volumes.size(); ++i) {
      std::vector<AssetVolumes> others = assets;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      const double left = covered_area(areas, count_assets(ground, others, altitude)).covered_m2;
      EXPECT_NEAR(holders.lost_without(only(i, volumes.size())), covered - left, 1e-9 * covered);
    }
  }
}

}  // namespace
}  // namespace skyshed
