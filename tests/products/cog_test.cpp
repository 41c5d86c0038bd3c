#include "products/cog.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/parallel_for.h>

#include <cmath>
#include <limits>
#include <memory>
#include <random>

#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using testing::StrEq;

// GDAL itself is the reader here: read_raster has its own test.
std::unique_ptr<GDALDataset> opened(const std::filesystem::path& path) {
  GDALAllRegister();
  return std::unique_ptr<GDALDataset>(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_VERBOSE_ERROR));
}

float value_at(GDALRasterBand& band, int column, int row) {
  float value = 0;
  EXPECT_EQ(band.RasterIO(GF_Read, column, row, 1, 1, &value, 1, 1, GDT_Float32, 0, 0, nullptr), CE_None);
  return value;
}

Raster<std::uint8_t> noise(int width, int height) {
  std::mt19937 random(7);
  return raster_of<std::uint8_t>(width, height, [&](int, int) { return random() % 255; });
}

TEST(Cog, SaysWhatEveryBandIs) {
  const ScratchFolder scratch;
  const Raster<float> msl(3, 2, 1200.5F);
  const Raster<float> agl(3, 2, std::numeric_limits<float>::quiet_NaN());
  write_cog(scratch / "floor.tif", degrees(3, 2), FloatBands{{&msl, "floor", "m MSL"}, {&agl, "floor", "m AGL"}},
            {"Floor of detection", {{"SKYSHED_VERSION", "1.2.3"}, {"K", "4/3 < \"k\" & more"}}});

  const auto dataset = opened(scratch / "floor.tif");
  ASSERT_NE(dataset, nullptr);
  ASSERT_EQ(dataset->GetRasterCount(), 2);
  EXPECT_THAT(dataset->GetRasterBand(1)->GetDescription(), StrEq("floor"));
  EXPECT_THAT(dataset->GetRasterBand(1)->GetUnitType(), StrEq("m MSL"));
  EXPECT_THAT(dataset->GetRasterBand(2)->GetUnitType(), StrEq("m AGL"));
  EXPECT_EQ(dataset->GetRasterBand(1)->GetRasterDataType(), GDT_Float32);
  EXPECT_TRUE(std::isnan(dataset->GetRasterBand(1)->GetNoDataValue()));
  EXPECT_EQ(value_at(*dataset->GetRasterBand(1), 2, 1), 1200.5F);
  EXPECT_TRUE(std::isnan(value_at(*dataset->GetRasterBand(2), 2, 1)));
  EXPECT_THAT(dataset->GetMetadataItem("SKYSHED_VERSION"), StrEq("1.2.3"));
  EXPECT_THAT(dataset->GetMetadataItem("K"), StrEq("4/3 < \"k\" & more"));
  EXPECT_THAT(dataset->GetMetadataItem("TIFFTAG_IMAGEDESCRIPTION"), StrEq("Floor of detection"));
}

TEST(Cog, HasNodata255InBytes) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 2, 4);
  write_cog(scratch / "counts.tif", degrees(3, 2), ByteBands{{&counts, "detected at 100 m AGL", ""}}, {});

  const auto dataset = opened(scratch / "counts.tif");
  ASSERT_NE(dataset, nullptr);
  EXPECT_EQ(dataset->GetRasterBand(1)->GetRasterDataType(), GDT_Byte);
  EXPECT_EQ(dataset->GetRasterBand(1)->GetNoDataValue(), 255);
}

TEST(Cog, HasItsPostsAtPixelCentres) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 2, 4);
  write_cog(scratch / "counts.tif", degrees(3, 2), ByteBands{{&counts, "", ""}}, {});

  const auto dataset = opened(scratch / "counts.tif");
  ASSERT_NE(dataset, nullptr);
  double corner[6] = {};
  ASSERT_EQ(dataset->GetGeoTransform(corner), CE_None);
  EXPECT_THAT(corner, testing::ElementsAre(34.875, 0.25, 0, 36.125, 0, -0.25));
  EXPECT_THAT(dataset->GetMetadataItem(GDALMD_AREA_OR_POINT), StrEq(GDALMD_AOP_POINT));
  ASSERT_NE(dataset->GetSpatialRef(), nullptr);
  EXPECT_THAT(dataset->GetSpatialRef()->GetAuthorityCode(nullptr), StrEq("4326"));
}

TEST(Cog, OfMoreThanATileHasOverviewsOfPosts) {
  const ScratchFolder scratch;
  const int width = 1500;
  const int height = 700;
  const auto value = [](int column, int row) { return column + 10000 * row; };
  const auto values = raster_of<float>(width, height, value);
  write_cog(scratch / "large.tif", degrees(width, height), FloatBands{{&values, "", ""}, {&values, "", ""}}, {});

  const auto dataset = opened(scratch / "large.tif");
  ASSERT_NE(dataset, nullptr);
  EXPECT_THAT(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), StrEq("COG"));
  for (GDALRasterBand* band : dataset->GetBands()) {
    EXPECT_EQ(value_at(*band, 1499, 699), value(1499, 699));
    ASSERT_EQ(band->GetOverviewCount(), 2);  // 1500 → 750 → 375
    EXPECT_EQ(band->GetOverview(0)->GetXSize(), 750);
    EXPECT_EQ(band->GetOverview(0)->GetYSize(), 350);
    EXPECT_EQ(band->GetOverview(1)->GetXSize(), 375);
    EXPECT_EQ(value_at(*band->GetOverview(0), 700, 300), value(1400, 600));
    EXPECT_EQ(value_at(*band->GetOverview(1), 374, 174), value(1496, 696));
  }
}

TEST(Cog, OfOneTileHasNoOverviews) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(512, 512, 1);
  write_cog(scratch / "small.tif", degrees(512, 512), ByteBands{{&counts, "", ""}}, {});

  const auto dataset = opened(scratch / "small.tif");
  ASSERT_NE(dataset, nullptr);
  EXPECT_THAT(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), StrEq("COG"));
  EXPECT_EQ(dataset->GetRasterBand(1)->GetOverviewCount(), 0);
}

TEST(Cog, IsTheSameBytesForAnyNumberOfThreads) {
  const ScratchFolder scratch;
  const auto values = noise(1300, 900);
  const auto write = [&](const std::string& name, int threads) {
    write_cog(scratch / name, degrees(1300, 900), ByteBands{{&values, "noise", ""}, {&values, "again", ""}},
              {"Noise", {{"K", "1.3333"}}}, {.threads = threads});
    return content_of(scratch / name);
  };
  const std::string once = write("once.tif", 1);
  EXPECT_GT(once.size(), 1000U);
  EXPECT_TRUE(write("twice.tif", 1) == once);
  EXPECT_TRUE(write("threads.tif", 4) == once);
}

TEST(Cog, LeavesNoFileBesideItself) {
  const ScratchFolder scratch;
  const auto values = noise(1300, 900);
  write_cog(scratch / "noise.tif", degrees(1300, 900), ByteBands{{&values, "noise", "unit"}}, {"Noise", {{"K", "1"}}});
  EXPECT_THAT(scratch.names(), testing::ElementsAre("noise.tif"));
}

TEST(Cog, FilesCanBeWrittenAtTheSameTime) {
  const ScratchFolder scratch;
  const auto path = [&](int i) { return scratch / (std::to_string(i) + ".tif"); };
  tbb::parallel_for(0, 16, [&](int i) {
    const Raster<float> values(600, 600, static_cast<float>(i));
    write_cog(path(i), degrees(600, 600), FloatBands{{&values, "", ""}}, {});
  });
  for (int i = 0; i < 16; ++i) {
    const auto dataset = opened(path(i));
    ASSERT_NE(dataset, nullptr);
    EXPECT_EQ(value_at(*dataset->GetRasterBand(1), 599, 599), static_cast<float>(i));
  }
}

TEST(Cog, OfBandsThatDoNotFitTheGridIsRefused) {
  const ScratchFolder scratch;
  const Raster<std::uint8_t> counts(3, 3, 1);
  const Error error = error_of([&] {
    write_cog(scratch / "x.tif", degrees(3, 2), ByteBands{{&counts, "odd band", ""}}, {});
  });
  EXPECT_EQ(error.kind(), ErrorKind::internal);
  EXPECT_THAT(error.what(), testing::HasSubstr("odd band"));
}

TEST(Cog, StopsWhenTheUserAsks) {
  struct Stop final : Progress {
    [[nodiscard]] bool cancelled() const override { return true; }
  };
  const ScratchFolder scratch;
  const Stop stop;
  const auto values = noise(1300, 900);
  const Error error = error_of([&] {
    write_cog(scratch / "x.tif", degrees(1300, 900), ByteBands{{&values, "", ""}}, {}, {.progress = &stop});
  });
  EXPECT_EQ(error.kind(), ErrorKind::interrupted);
}

}  // namespace
}  // namespace skyshed
