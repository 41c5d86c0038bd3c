// The words of a map of what changed.
#include "cli/change_products.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skyshed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

QuicklookMap map_of(const ElevationModel& ground, const RasterDescription& description) {
  return change_map({.before = "2024-11-30", .after = "2024-12-18", .role = Role::engage, .target = "fighter"}, ground,
                    {100, SliceAltitude::Reference::agl},
                    {.never_m2 = 1e12, .kept_m2 = 971.6e6, .lost_m2 = 22519.4e6, .gained_m2 = 0.1e6, .unknown_m2 = 0},
                    description);
}

TEST(ChangeMap, SaysInItsTitleOfWhatItsFiguresAre) {
  const ElevationModel ground;
  const QuicklookMap map = map_of(ground, {});
  EXPECT_EQ(map.title,
            "Fighter engaged at 100 m AGL: 22,519\u00a0km²\u00a0lost, 972\u00a0km²\u00a0kept, <1\u00a0km²\u00a0gained");
  EXPECT_EQ(map.subtitle, "From 2024-11-30 to 2024-12-18");
}

TEST(ChangeMap, TellsRefractionAndTerrainBelowAsOtherMapsDo) {
  const ElevationModel ground;
  const QuicklookMap map = map_of(ground, {.title = "t",
                                           .metadata = {{"SKYSHED_VERSION", "0"},
                                                        {"TERRAIN", "levant.tif"},
                                                        {"TERRAIN_IDENTITY", "abc"},
                                                        {"REFRACTION", "effective radius, k = 1.333"}}});
  EXPECT_THAT(map.caption.front(), HasSubstr("Refraction: effective radius, k = 1.333. Terrain: levant.tif. Coverage"));
  EXPECT_THAT(map_of(ground, {}).caption.front(), Not(HasSubstr("Terrain:")));
}

}  // namespace
}  // namespace skyshed
