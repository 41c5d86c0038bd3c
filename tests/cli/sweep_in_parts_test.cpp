// A site's field in little memory, quarter by quarter, against the same field at once.
#include "cli/sweep_in_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "tests/dem/made_raster.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

// 512 x 512 posts of 0.0005 degrees around 36.128 E 35 N, with a void west of the antenna.
std::string rough_ground(const ScratchFolder& scratch) {
  MadeRaster raster{.file = scratch / "ground.tif",
                    .width = 512,
                    .height = 512,
                    .corner_x = 36,
                    .corner_y = 35.128,
                    .step_x = 0.0005,
                    .step_y = -0.0005,
                    .nodata = -9999};
  for (int row = 0; row < raster.height; ++row) {
    for (int column = 0; column < raster.width; ++column) {
      const bool empty = column > 150 && column < 160 && row > 240 && row < 244;
      raster.values.push_back(empty ? -9999
                                    : 300 + 60 * std::sin(column / 3.0) * std::cos(row / 4.0) +
                                          40 * std::sin(column * row / 900.0));
    }
  }
  return make(raster);
}

SiteField sweep_with(const std::string& dem, double memory, bool above_ground) {
  TerminalProgress silent(ProgressStyle::none);
  return sweep_site({.terrain = dem,
                     .place = {.longitude_deg = 36.1292, .latitude_deg = 35.0011},
                     .antenna = {20},
                     .radius_m = 11000,
                     .above_ground = above_ground,
                     .memory = static_cast<std::int64_t>(memory)},
                    silent);
}

// Beside the 0.4 GB for all else, 484 x 396 posts need 1.5 MB at once and 1.3 MB in quarters.
constexpr double quarters_only = 0.4e9 + 1.42e6;

void expect_same_field(bool above_ground) {
  const ScratchFolder scratch;
  const std::string dem = rough_ground(scratch);
  const SiteField whole = sweep_with(dem, 6e9, above_ground);
  const SiteField parts = sweep_with(dem, quarters_only, above_ground);
  EXPECT_EQ(whole.terrain_identity.find('+'), std::string::npos);
  EXPECT_NE(parts.terrain_identity.find('+'), std::string::npos) << "not swept in parts";
  EXPECT_NEAR(parts.antenna.altitude.metres, whole.antenna.altitude.metres, 1e-9);
  EXPECT_NEAR(parts.frame.origin_x, whole.frame.origin_x, 1e-12);
  EXPECT_NEAR(parts.frame.origin_y, whole.frame.origin_y, 1e-12);
  ASSERT_EQ(parts.floor.width(), whole.floor.width());
  ASSERT_EQ(parts.floor.height(), whole.floor.height());
  EXPECT_TRUE(parts.unknown == whole.unknown);
  int with_floor = 0;
  for (std::size_t i = 0; i < whole.floor.size(); ++i) {
    const float expected = whole.floor.values()[i];
    ASSERT_EQ(std::isnan(parts.floor.values()[i]), std::isnan(expected)) << i;
    if (std::isnan(expected)) continue;
    ASSERT_NEAR(parts.floor.values()[i], expected, 1e-3) << i;
    ++with_floor;
  }
  EXPECT_GT(with_floor, 100000);
}

TEST(SweepInParts, GivesTheFieldOfTheSweepAtOnceAboveTheSea) { expect_same_field(false); }
TEST(SweepInParts, GivesTheFieldOfTheSweepAtOnceAboveTheGround) { expect_same_field(true); }

// The northern quarters can be read; the southern ones are asked for while a northern one is swept.
TEST(SweepInParts, TellsOfTerrainThatCannotBeReadDuringASweep) {
  const ScratchFolder scratch;
  const std::string dem = rough_ground(scratch);
  std::filesystem::resize_file(dem, std::filesystem::file_size(dem) * 6 / 10);
  try {
    (void)sweep_with(dem, quarters_only, false);
    FAIL() << "half of the terrain was enough";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::terrain);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the file is damaged or incomplete"));
  }
}

TEST(SweepInParts, SaysHowMuchMemoryItNeeds) {
  const ScratchFolder scratch;
  const std::string dem = rough_ground(scratch);
  try {
    (void)sweep_with(dem, 0.3e9, false);
    FAIL() << "0.3 GB were enough";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("--memory 0.5"));
  }
}

}  // namespace
}  // namespace skyshed::test
