// Terrain whose file fails while it is read: whole and right, or one sentence that names it; never a wrong height.
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <string>
#include <vector>

#include "dem/load_terrain.h"
#include "tests/dem/made_raster.h"
#include "tests/dem/scratch.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make_posts;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

// "/vsifault/NAME" is "/vsimem/NAME", whose n-th read fails, and all that follow.
struct Disk {
  int fails_from = 0;
  int reads = 0;
  bool gives_rubbish = false;  // instead of nothing
};
Disk disk;

void install_faulty_disk() {
  static const bool installed = [] {
    VSIFilesystemPluginCallbacksStruct* calls = VSIAllocFilesystemPluginCallbacksStruct();
    calls->stat = [](void*, const char* name, VSIStatBufL* status, int flags) {
      return VSIStatExL((std::string("/vsimem/") + name).c_str(), status, flags);
    };
    calls->open = [](void*, const char* name, const char*) -> void* {
      return VSIFOpenL((std::string("/vsimem/") + name).c_str(), "rb");
    };
    calls->tell = [](void* file) { return VSIFTellL(static_cast<VSILFILE*>(file)); };
    calls->seek = [](void* file, vsi_l_offset to, int whence) {
      return VSIFSeekL(static_cast<VSILFILE*>(file), to, whence);
    };
    calls->read = [](void* file, void* into, size_t size, size_t count) -> size_t {
      if (++disk.reads >= disk.fails_from) {
        if (!disk.gives_rubbish) return 0;
        std::memset(into, 0xA5, size * count);
        return count;
      }
      return VSIFReadL(into, size, count, static_cast<VSILFILE*>(file));
    };
    calls->eof = [](void* file) { return VSIFEofL(static_cast<VSILFILE*>(file)); };
    calls->close = [](void* file) { return VSIFCloseL(static_cast<VSILFILE*>(file)); };
    const int failed = VSIInstallPluginHandler("/vsifault/", calls);
    VSIFreeFilesystemPluginCallbacksStruct(calls);
    return failed == 0;
  }();
  ASSERT_TRUE(installed);
}

TEST(ReadFault, AtAnyReadEndsTheLoadOrLeavesItWhole) {
  install_faulty_disk();
  const std::string file =
      make_posts("/vsimem/disk.tif", 36, 35, 0.01, 200, 150, [](int c, int r) { return 3 * c + r; });
  const std::string identity = load_terrain({.sources = {file}}).identity;
  int failures = 0;
  bool whole = false;
  for (int n = 1; n < 2000 && !whole; ++n) {
    disk = {.fails_from = n};
    const std::string message = error_of([&] {
      EXPECT_EQ(load_terrain({.sources = {"/vsifault/disk.tif"}}).identity, identity) << n;
      whole = disk.reads < n;
    });
    if (message.empty()) continue;
    EXPECT_THAT(message, AllOf(HasSubstr("/vsifault/disk.tif"), Not(HasSubstr("\n")))) << n;
    ++failures;
  }
  EXPECT_TRUE(whole);
  EXPECT_GT(failures, 3);
}

TEST(ReadFault, ThatGivesRubbishInsteadOfACompressedFileIsAnError) {
  install_faulty_disk();
  const std::string plain =
      make_posts("/vsimem/plain.tif", 36, 35, 0.01, 200, 150, [](int c, int r) { return 3 * c + r; });
  {
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(plain.c_str()));
    const char* const options[] = {"COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", nullptr};
    const GDALDatasetUniquePtr packed(GetGDALDriverManager()->GetDriverByName("GTiff")->CreateCopy(
        "/vsimem/packed.tif", dataset.get(), FALSE, const_cast<char**>(options), nullptr, nullptr));
    ASSERT_NE(packed, nullptr);
  }
  const std::string identity = load_terrain({.sources = {"/vsimem/packed.tif"}}).identity;
  for (int n = 1; n < 30; ++n) {
    disk = {.fails_from = n, .gives_rubbish = true};
    const std::string message =
        error_of([&] { EXPECT_EQ(load_terrain({.sources = {"/vsifault/packed.tif"}}).identity, identity) << n; });
    if (!message.empty()) {
      EXPECT_THAT(message, HasSubstr("packed.tif"));
    }
  }
}

TEST(Truncated, AtAnyLengthIsAnErrorOrWhole) {
  const std::string file = make_posts("/vsimem/cut.tif", 36, 35, 0.01, 40, 30, [](int c, int r) { return 3 * c + r; });
  const std::string identity = load_terrain({.sources = {file}}).identity;
  const std::vector<unsigned char> bytes = test::read_bytes(file);
  for (std::size_t length = 0; length < bytes.size(); length += 211) {
    test::write_bytes(file, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)});
    const std::string message = error_of([&] { EXPECT_EQ(load_terrain({.sources = {file}}).identity, identity); });
    EXPECT_THAT(message, AnyOf(testing::IsEmpty(), HasSubstr("cut.tif"))) << length;
  }
}

std::string vrt(int width, int height, const std::string& source) {
  return "<VRTDataset rasterXSize=\"" + std::to_string(width) + "\" rasterYSize=\"" + std::to_string(height) +
         "\"><SRS>EPSG:4326</SRS><GeoTransform>36, 0.001, 0, 35, 0, -0.001</GeoTransform>"
         "<VRTRasterBand dataType=\"Float32\" band=\"1\">" +
         (source.empty() ? ""
                         : "<SimpleSource><SourceFilename relativeToVRT=\"0\">" + source +
                               "</SourceFilename><SourceBand>1</SourceBand></SimpleSource>") +
         "</VRTRasterBand></VRTDataset>";
}

TEST(Mosaics, ThatPointAtWhatIsNotThereOrNoRasterAreRefused) {
  const test::Scratch folder;
  for (const char* source : {"/no/such/file.tif", "/etc/passwd", "/vsimem/nothing.tif"}) {
    test::put(folder / "mosaic.vrt", vrt(10, 10, source));
    EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {folder / "mosaic.vrt"}}); }), HasSubstr("mosaic.vrt"))
        << source;
  }
}

TEST(Mosaics, ThatPointAtThemselvesAreRefused) {
  const test::Scratch folder;
  test::put(folder / "mosaic.vrt", vrt(10, 10, folder / "mosaic.vrt"));
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {folder / "mosaic.vrt"}}); }), HasSubstr("mosaic.vrt"));
}

TEST(AbsurdSizes, AreRefusedAtOnce) {
  const test::Scratch folder;
  test::put(folder / "huge.vrt", vrt(200'000, 100'000, ""));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {folder / "huge.vrt"}}); }),
              AllOf(HasSubstr("huge.vrt"), HasSubstr("ask for a smaller extent")));
  test::put(folder / "wide.vrt", vrt(2'000'000'000, 2'000'000'000, ""));
  EXPECT_THAT(error_of([&] { (void)load_terrain({.sources = {folder / "wide.vrt"}}); }), HasSubstr("wide.vrt"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace skyshed
