#include "products/read_raster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using testing::HasSubstr;
using testing::Pair;

TEST(ReadRaster, GivesBackEveryBitOfFloats) {
  const ScratchFolder scratch;
  const float infinity = std::numeric_limits<float>::infinity();
  const float unknown = std::numeric_limits<float>::quiet_NaN();
  const Raster<float> written(3, 2, std::vector<float>{1.1F, -0.0F, infinity, -infinity, unknown, 8848.86F});
  write_cog(scratch / "rise.tif", degrees(3, 2), FloatBands{{&written, "floor rise", "m"}},
            {"Rise", {{"K", "1.3333"}, {"A", "b=c"}}});

  const auto read = read_raster<float>(scratch / "rise.tif");
  ASSERT_EQ(read.bands.size(), 1U);
  ASSERT_EQ(read.bands[0].values.size(), written.size());
  EXPECT_EQ(std::memcmp(read.bands[0].values.values().data(), written.values().data(), sizeof(float) * written.size()),
            0);
  EXPECT_EQ(read.bands[0].description, "floor rise");
  EXPECT_EQ(read.bands[0].unit, "m");
  EXPECT_EQ(read.description.title, "Rise");
  EXPECT_THAT(read.description.metadata, testing::ElementsAre(Pair("A", "b=c"), Pair("K", "1.3333")));
}

TEST(ReadRaster, GivesBackCountsBandByBand) {
  const ScratchFolder scratch;
  const auto low = raster_of<std::uint8_t>(700, 600, [](int column, int) { return column % 256; });
  const auto high = raster_of<std::uint8_t>(700, 600, [](int, int row) { return row % 256; });
  write_cog(scratch / "counts.tif", degrees(700, 600), ByteBands{{&low, "100 m AGL", ""}, {&high, "1000 m MSL", ""}},
            {});

  const auto read = read_raster<std::uint8_t>(scratch / "counts.tif");
  ASSERT_EQ(read.bands.size(), 2U);
  EXPECT_TRUE(read.bands[0].values == low);
  EXPECT_TRUE(read.bands[1].values == high);
  EXPECT_EQ(read.bands[1].description, "1000 m MSL");
}

TEST(ReadRaster, GivesBackTheGrid) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 2, 4);
  write_cog(scratch / "counts.tif", degrees(3, 2), ByteBands{{&counts, "", ""}}, {});

  const GridFrame frame = read_raster<std::uint8_t>(scratch / "counts.tif").frame;
  EXPECT_EQ(frame.kind, GridFrame::Kind::geographic);
  EXPECT_EQ(frame.width, 3);
  EXPECT_EQ(frame.height, 2);
  EXPECT_EQ(frame.origin_x, 35);
  EXPECT_EQ(frame.origin_y, 36);
  EXPECT_EQ(frame.step_x, 0.25);
  EXPECT_EQ(frame.step_y, -0.25);
  EXPECT_THAT(frame.crs_wkt, HasSubstr("WGS 84"));
}

TEST(ReadRaster, GivesBackAPlanarGrid) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 2, 4);
  GridFrame planar;
  planar.kind = GridFrame::Kind::planar;
  planar.width = 3;
  planar.height = 2;
  planar.step_x = 30;
  planar.step_y = 30;  // rows go north: planar grids may
  write_cog(scratch / "counts.tif", planar, ByteBands{{&counts, "", ""}}, {});

  const GridFrame frame = read_raster<std::uint8_t>(scratch / "counts.tif").frame;
  EXPECT_EQ(frame.kind, GridFrame::Kind::planar);
  EXPECT_EQ(frame.origin_x, 0);
  EXPECT_EQ(frame.origin_y, 0);
  EXPECT_EQ(frame.step_x, 30);
  EXPECT_EQ(frame.step_y, 30);
}

TEST(ReadRaster, RefusesAMissingFile) {
  const ScratchFolder scratch;
  const Error error = error_of([&] { (void)read_raster<float>(scratch / "none.tif"); });
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_THAT(error.what(), HasSubstr("none.tif: there is no such file"));
}

TEST(ReadRaster, RefusesAFileThatIsNoTiff) {
  const ScratchFolder scratch;
  put(scratch / "text.tif", "elevation");
  EXPECT_EQ(error_of([&] { (void)read_raster<float>(scratch / "text.tif"); }).kind(), ErrorKind::scenario);
}

TEST(ReadRaster, RefusesATruncatedFile) {
  const ScratchFolder scratch;
  const auto values = raster_of<float>(900, 900, [](int column, int row) { return column * row % 977; });
  write_cog(scratch / "whole.tif", degrees(900, 900), FloatBands{{&values, "", ""}}, {});
  const std::string whole = content_of(scratch / "whole.tif");
  put(scratch / "half.tif", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(error_of([&] { (void)read_raster<float>(scratch / "half.tif"); }).kind(), ErrorKind::scenario);
}

TEST(ReadRaster, RefusesValuesOfAnotherKind) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 2, 4);
  write_cog(scratch / "counts.tif", degrees(3, 2), ByteBands{{&counts, "", ""}}, {});
  const Error error = error_of([&] { (void)read_raster<float>(scratch / "counts.tif"); });
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_THAT(error.what(), HasSubstr("its values are Byte, not Float32"));
}

}  // namespace
}  // namespace skyshed
