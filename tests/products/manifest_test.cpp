#include "products/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "products/sha256.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

const Manifest example{
    .skyshed_version = "1.2.3",
    .command_line = {"skyshed", "run", "a \"b\".toml"},
    .threads = 2,
    .inputs = {{"scenario", "a.toml", sha256_of_text("scenario"), ""}, {"terrain", "t.tif", "", "id"}},
    .timings = {{"sweep", 1.25}}};

nlohmann::json manifest_in(const std::filesystem::path& folder) {
  return nlohmann::json::parse(content_of(folder / "manifest.json"));
}

TEST(Manifest, ListsEveryFileWithSizeAndHash) {
  const ScratchFolder scratch;
  std::filesystem::create_directories(scratch / "phases/one");
  put(scratch / "statistics.csv", "abc");
  put(scratch / "phases/one/x.tif", "");
  write_manifest(scratch.path(), example);

  const auto files = manifest_in(scratch.path())["files"];
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0]["path"], "phases/one/x.tif");
  EXPECT_EQ(files[0]["bytes"], 0);
  EXPECT_EQ(files[1]["path"], "statistics.csv");
  EXPECT_EQ(files[1]["bytes"], 3);
  EXPECT_EQ(files[1]["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // of "abc"
}

TEST(Manifest, SaysFromWhatAndWithWhat) {
  const ScratchFolder scratch;
  write_manifest(scratch.path(), example);

  const auto manifest = manifest_in(scratch.path());
  EXPECT_EQ(manifest["inputs"][0]["name"], "a.toml");
  EXPECT_EQ(manifest["inputs"][0]["sha256"], sha256_of_text("scenario"));
  EXPECT_EQ(manifest["inputs"][1]["identity"], "id");
  EXPECT_FALSE(manifest["inputs"][1].contains("sha256"));
  EXPECT_EQ(manifest["command_line"][2], "a \"b\".toml");
  EXPECT_EQ(manifest["threads"], 2);
  EXPECT_EQ(manifest["timings"][0]["stage"], "sweep");
  EXPECT_EQ(manifest["timings"][0]["seconds"], 1.25);
  EXPECT_EQ(manifest["versions"]["skyshed"], "1.2.3");
  for (const char* library : {"GDAL", "PROJ", "GeographicLib", "oneTBB"}) {
    EXPECT_NE(manifest["versions"][library], "") << library;
  }
}

TEST(Manifest, DiffersBetweenRunsInItsTimingsAlone) {
  const ScratchFolder scratch;
  write_manifest(scratch.path(), example);
  auto first = manifest_in(scratch.path());
  Manifest later = example;
  later.timings[0].seconds = 2;
  write_manifest(scratch.path(), later);
  auto second = manifest_in(scratch.path());
  EXPECT_NE(first, second);
  first.erase("timings");
  second.erase("timings");
  EXPECT_EQ(first, second);
}

TEST(Manifest, IsWrittenEvenIfTheCommandLineIsNotUtf8) {
  const ScratchFolder scratch;
  Manifest odd = example;
  odd.command_line = {"caf\xE9.toml"};
  write_manifest(scratch.path(), odd);
  EXPECT_TRUE(is_run_folder(scratch.path()));
}

TEST(RunFolder, IsKnownByItsManifest) {
  const ScratchFolder scratch;
  EXPECT_FALSE(is_run_folder(scratch.path()));
  EXPECT_FALSE(is_run_folder(scratch / "none"));
  put(scratch / "manifest.json", "not JSON");
  EXPECT_FALSE(is_run_folder(scratch.path()));
  put(scratch / "manifest.json", R"({"name": "another program's"})");
  EXPECT_FALSE(is_run_folder(scratch.path()));
  write_manifest(scratch.path(), example);
  EXPECT_TRUE(is_run_folder(scratch.path()));
}

}  // namespace
}  // namespace skyshed
