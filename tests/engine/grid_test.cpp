#include "engine/base/grid.h"

#include <gtest/gtest.h>

namespace skyshed {
namespace {

TEST(GridFrame, FindsAPostAcrossTheAntimeridian) {
  const GridFrame frame{.width = 11, .height = 11, .origin_x = 175, .origin_y = 5, .step_x = 1, .step_y = -1};
  EXPECT_DOUBLE_EQ(frame.to_grid({-179, 0}).column, 6);
  EXPECT_DOUBLE_EQ(frame.to_grid({181, 0}).column, 6);
}

TEST(GridFrame, ThinningKeepsTheFirstPostAndEveryFactorThAfterIt) {
  const GridFrame frame{.width = 10, .height = 7, .origin_x = 30, .origin_y = 40, .step_x = 0.5, .step_y = -0.5};
  const GridFrame kept = frame.thinned(3);
  EXPECT_EQ(kept.width, 4);
  EXPECT_EQ(kept.height, 3);
  EXPECT_DOUBLE_EQ(kept.x_of(3), frame.x_of(9));
  EXPECT_DOUBLE_EQ(kept.y_of(2), frame.y_of(6));
}

TEST(GridWindow, OfWhatTwoWindowsShareIsTheEmptyWindowWhereTheyAreApart) {
  EXPECT_EQ(intersection({0, 0, 10, 10}, {4, 6, 10, 10}), (GridWindow{4, 6, 6, 4}));
  EXPECT_EQ(intersection({0, 0, 10, 10}, {50, 0, 10, 10}), GridWindow{});  // beside it
  EXPECT_EQ(intersection({0, 0, 10, 10}, {0, 10, 10, 10}), GridWindow{});  // below, touching
}

}  // namespace
}  // namespace skyshed
