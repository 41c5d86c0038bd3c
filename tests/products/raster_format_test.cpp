#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "products/cog.h"
#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StrEq;

TEST(RasterFormat, WritesAGeoTiffWithTheUsersOptions) {
  const ScratchFolder scratch;
  const auto floor = raster_of<float>(4, 3, [](int column, int row) { return column + 10 * row; });
  write_raster(scratch / "x.tif", degrees(4, 3), FloatBands{{&floor, "floor", "m MSL"}}, {},
               {"GTiff", {"COMPRESS=LZW", "TILED=YES"}});

  const std::unique_ptr<GDALDataset> dataset(GDALDataset::Open((scratch / "x.tif").c_str()));
  ASSERT_NE(dataset, nullptr);
  EXPECT_THAT(dataset->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), StrEq("LZW"));
  EXPECT_EQ(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), nullptr);
  float last = 0;
  ASSERT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Read, 3, 2, 1, 1, &last, 1, 1, GDT_Float32, 0, 0, nullptr), CE_None);
  EXPECT_EQ(last, 23);
}

TEST(RasterFormat, LetsTheUserChooseTheCompressionOfACog) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(4, 3, 1);
  write_raster(scratch / "x.tif", degrees(4, 3), ByteBands{{&counts, "", ""}}, {}, {"cog", {"compress=lzw"}});

  const std::unique_ptr<GDALDataset> dataset(GDALDataset::Open((scratch / "x.tif").c_str()));
  ASSERT_NE(dataset, nullptr);
  EXPECT_THAT(dataset->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), StrEq("LZW"));
  EXPECT_THAT(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), StrEq("COG"));
}

TEST(RasterFormat, MayGive255AMeaning) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> visible(4, 3, 255);
  write_raster(scratch / "other.tif", degrees(4, 3), ByteBands{{&visible, "", ""}}, {.byte_nodata = 1}, {"GTiff", {}});
  write_raster(scratch / "none.tif", degrees(4, 3), ByteBands{{&visible, "", ""}}, {.byte_nodata = {}}, {"GTiff", {}});

  const auto nodata_of = [&](const std::string& name, int* is_set) {
    const std::unique_ptr<GDALDataset> dataset(GDALDataset::Open((scratch / name).c_str()));
    return dataset->GetRasterBand(1)->GetNoDataValue(is_set);
  };
  int is_set = FALSE;
  EXPECT_EQ(nodata_of("other.tif", &is_set), 1);
  EXPECT_TRUE(is_set);
  (void)nodata_of("none.tif", &is_set);
  EXPECT_FALSE(is_set);
}

TEST(RasterFormat, RefusesAnUnknownDriver) {
  const Error error = error_of([] { check_raster_format({"GeoTiffany", {}}); });
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_THAT(error.what(), HasSubstr("GeoTiffany"));
}

TEST(RasterFormat, RefusesAVectorDriver) {
  EXPECT_EQ(error_of([] { check_raster_format({"GeoJSON", {}}); }).kind(), ErrorKind::scenario);
}

TEST(RasterFormat, RefusesAnUnknownCreationOption) {
  const Error error = error_of([] { check_raster_format({"GTiff", {"COMPRES=LZW"}}); });
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_THAT(error.what(), HasSubstr("COMPRES"));
}

TEST(RasterFormat, RefusesAnImpossibleValueOfACreationOption) {
  const Error error = error_of([] { check_raster_format({"GTiff", {"COMPRESS=SQUEEZE"}}); });
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_THAT(error.what(), HasSubstr("SQUEEZE"));
}

TEST(RasterFormat, RefusesACreationOptionWithoutAValue) {
  const Error error = error_of([] { check_raster_format({"GTiff", {"TILED"}}); });
  EXPECT_EQ(error.kind(), ErrorKind::scenario);
  EXPECT_THAT(error.what(), HasSubstr("\"TILED\" is not of the form NAME=VALUE"));
}

TEST(RasterFormat, NeverWritesOtherValuesThanOurs) {
  const ScratchFolder scratch;
  const Raster<float> floor(4, 3, 1234.5F);
  const Error error = error_of([&] {
    write_raster(scratch / "x.png", degrees(4, 3), FloatBands{{&floor, "", ""}}, {}, {"PNG", {}});
  });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_THAT(error.what(), EndsWith("supported."));  // GDAL's own sentence goes on with a blank and a new line
}

TEST(RasterFormat, KnowsWhatHoldsFloats) {
  EXPECT_TRUE(holds_floats({}));
  EXPECT_TRUE(holds_floats({"GTiff", {}}));
  EXPECT_FALSE(holds_floats({"PNG", {}}));
}

}  // namespace
}  // namespace skyshed
