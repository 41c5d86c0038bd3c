// What if an asset were gone, or moved: from end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "products/read_raster.h"
#include "program.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Two radars of which the second leaves, and a view with one role, so that the tests are quick.
const std::string towers = R"(title = "Two towers"
from = 2024-12-01
until = 2024-12-11
targets = ["ball"]
altitudes_agl_m = [100]
altitudes_msl_m = [3000]
grid.resolution_m = 2000
[terrain]
sources = [")" + levant() + R"("]
outside = "sea"
[target.ball]
radar_cross_section_m2 = 1
[system.Tower]
name = "a tower"
[system.Tower.radar.search]
instrumented_range_km = { low = 50, nominal = 60, high = 70, grade = "E", source = "made up" }
antenna_agl_m = { low = 8, nominal = 12, high = 20, grade = "E", source = "made up" }
[[asset]]
id = "north"
system = "Tower"
position = { latitude = 36, longitude = 36.1 }
[[asset]]
id = "south"
system = "Tower"
position = { latitude = 35.3, longitude = 36.3 }
until = { earliest = 2024-12-05, latest = 2024-12-08 }
)";

template <class T>
void expect_same_values(const fs::path& a, const fs::path& b) {
  const auto of_a = read_raster<T>(a);
  const auto of_b = read_raster<T>(b);
  ASSERT_EQ(of_a.bands.size(), of_b.bands.size());
  for (std::size_t i = 0; i < of_a.bands.size(); ++i) {
    const auto bytes = [](const Raster<T>& raster) { return std::as_bytes(raster.values()); };
    EXPECT_TRUE(std::ranges::equal(bytes(of_a.bands[i].values), bytes(of_b.bands[i].values))) << a << " band " << i;
  }
}

Outcome run(const std::vector<std::string>& more) {
  std::vector<std::string> words{"run"};
  words.insert(words.end(), more.begin(), more.end());
  return run_program(words);
}

TEST(WhatIf, AVariantIsWhatARunWithoutTheAssetGives) {
  const ScratchFolder scratch;
  put(scratch / "base.toml", towers);
  put(scratch / "varied.toml", towers + "\n[[variant]]\nid = \"bare\"\nat = 2024-12-01\nwithout = [\"south\"]\n");
  const Outcome varied = run({scratch / "varied.toml", "-o", scratch / "varied", "--at", "2024-12-01"});
  ASSERT_EQ(varied.code, 0) << varied.err;
  const Outcome without =
      run({scratch / "base.toml", "-o", scratch / "without", "--at", "2024-12-01", "--without", "south"});
  ASSERT_EQ(without.code, 0) << without.err;
  const fs::path a = scratch / "varied/phases/bare@2024-12-01";
  const fs::path b = scratch / "without/phases/2024-12-01";
  expect_same_values<std::uint8_t>(a / "detect_ball_confidence.tif", b / "detect_ball_confidence.tif");
  expect_same_values<float>(a / "detect_ball_depth.tif", b / "detect_ball_depth.tif");
  EXPECT_THAT(content_of(scratch / "varied/changes.csv"), HasSubstr("2024-12-01,bare@2024-12-01,detect,ball"));
}

TEST(WhatIf, ARunTellsTheChangesThatCompareTells) {
  const ScratchFolder scratch;
  put(scratch / "base.toml", towers);
  ASSERT_EQ(run({scratch / "base.toml", "-o", scratch / "out"}).code, 0);
  const Outcome compared = run_program(
      {"compare", scratch / "out/phases/2024-12-01", scratch / "out/phases/2024-12-05", "-o", scratch / "compared"});
  ASSERT_EQ(compared.code, 0) << compared.err;
  const std::string change = "changes/2024-12-01--2024-12-05/detect_ball";
  expect_same_values<std::uint8_t>(scratch / ("out/" + change + "_change.tif"),
                                   scratch / ("compared/" + change + "_change.tif"));
  expect_same_values<float>(scratch / ("out/" + change + "_floor_rise.tif"),
                            scratch / ("compared/" + change + "_floor_rise.tif"));
  // Every line that compare writes stands among those of the run.
  const std::string of_run = content_of(scratch / "out/changes.csv");
  std::ifstream lines(scratch / "compared/statistics.csv");
  int found = 0;
  for (std::string line; std::getline(lines, line); ++found) EXPECT_THAT(of_run, HasSubstr(line + "\n"));
  EXPECT_EQ(found, 1 + 3 * 3);  // a head, and two altitudes and the volume at three confidences
}

TEST(WhatIf, FromTheCacheGivesTheSameBytes) {
  const ScratchFolder scratch;
  put(scratch / "base.toml", towers);
  const std::vector<std::string> base{scratch / "base.toml", "--at", "2024-12-01", "--without", "south", "-o"};
  const auto with_output = [&](const std::string& folder, std::vector<std::string> more) {
    std::vector<std::string> words = base;
    words.push_back(scratch / folder);
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  };
  ASSERT_EQ(with_output("none", {"--no-cache"}).code, 0);
  ::setenv("SKYSHED_CACHE", (scratch / "cache").c_str(), 1);
  const Outcome first = with_output("first", {});
  const Outcome second = with_output("second", {});
  const Outcome info = run_program({"cache", "info", "--json"});
  for (const auto& entry : fs::directory_iterator(scratch / "cache")) fs::resize_file(entry.path(), 200);
  const Outcome damaged = with_output("damaged", {});
  const Outcome clear = run_program({"cache", "clear"});
  ::unsetenv("SKYSHED_CACHE");
  ASSERT_EQ(first.code, 0) << first.err;
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_GT(info.json()["entries"], 0);
  EXPECT_THAT(damaged.err, HasSubstr("damaged and was computed again"));
  EXPECT_EQ(clear.code, 0);
  EXPECT_TRUE(fs::is_empty(scratch / "cache"));
  const auto expected = results_in(scratch / "none");
  for (const char* folder : {"first", "second", "damaged"}) EXPECT_TRUE(results_in(scratch / folder) == expected);
}

TEST(WhatIf, TakesWhatItSharesWithTheWholeStudyFromTheCache) {
  const ScratchFolder scratch;
  put(scratch / "base.toml", towers);
  const std::vector<std::string> narrowed{"--at", "2024-12-01", "--without", "south"};
  const auto run_into = [&](const std::string& folder, std::vector<std::string> words) {
    words.insert(words.begin(), {scratch / "base.toml", "-o", scratch / folder});
    return run(words).code;
  };
  ASSERT_EQ(run_into("alone", {"--no-cache", "--at", "2024-12-01", "--without", "south"}), 0);
  ::setenv("SKYSHED_CACHE", (scratch / "cache").c_str(), 1);
  EXPECT_EQ(run_into("whole", {}), 0);
  const auto before = run_program({"cache", "info", "--json"}).json();
  EXPECT_EQ(run_into("what-if", narrowed), 0);
  const auto after = run_program({"cache", "info", "--json"}).json();
  ::unsetenv("SKYSHED_CACHE");
  EXPECT_EQ(after["entries"], before["entries"]);  // nothing new had to be made of the ground and of those who stayed
  EXPECT_TRUE(results_in(scratch / "what-if") == results_in(scratch / "alone"));
}

TEST(WhatIf, TellsFinerGroundNearTheSitesFromTheTerrainAloneInTheCache) {
  const ScratchFolder scratch;
  ASSERT_EQ(
      run_program({"terrain", "pack", levant(), scratch / "coarse.tif", "--bbox", "35,34,38,37", "--cell", "0.05"})
          .code,
      0);
  std::string far = towers;
  far.replace(far.find(levant()), levant().size(), (scratch / "coarse.tif").string());
  put(scratch / "far.toml", far);
  put(scratch / "near.toml", far + "[terrain.near]\nsources = [\"" + levant() + "\"]\nradius_km = 15\n");
  const auto run_into = [&](const std::string& folder, const std::string& scenario, std::vector<std::string> more) {
    more.insert(more.begin(), {scratch / scenario, "--at", "2024-12-01", "-o", scratch / folder});
    return run(more).code;
  };
  ASSERT_EQ(run_into("alone", "near.toml", {"--no-cache"}), 0);
  ::setenv("SKYSHED_CACHE", (scratch / "cache").c_str(), 1);
  EXPECT_EQ(run_into("far", "far.toml", {}), 0);
  EXPECT_EQ(run_into("first", "near.toml", {}), 0);
  EXPECT_EQ(run_into("second", "near.toml", {}), 0);
  ::unsetenv("SKYSHED_CACHE");
  const fs::path floor = "phases/2024-12-01/detect_ball_floor.tif";
  EXPECT_NE(content_of(scratch / "far" / floor), content_of(scratch / "alone" / floor));
  for (const char* folder : {"first", "second"})
    EXPECT_TRUE(results_in(scratch / folder) == results_in(scratch / "alone"));
}

TEST(WhatIf, OfNoSuchAssetOrDaySaysSo) {
  const ScratchFolder scratch;
  const std::string scenario = SKYSHED_SOURCE_DIR "/configs/scenarios/khmeimim-2024.toml";
  const Outcome no_asset = run({scenario, "-o", scratch / "out", "--only", "khmeimim-s300"});
  EXPECT_EQ(no_asset.code, 2);
  EXPECT_THAT(no_asset.err, HasSubstr("did you mean \"khmeimim-s400\"?"));
  const Outcome no_day = run({scenario, "-o", scratch / "out", "--at", "2025-12-01"});
  EXPECT_EQ(no_day.code, 2);
  EXPECT_THAT(no_day.err, HasSubstr("lies outside the study"));
  EXPECT_FALSE(fs::exists(scratch / "out"));
}

}  // namespace
}  // namespace skyshed::test
