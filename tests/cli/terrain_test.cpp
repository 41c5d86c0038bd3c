// Terrain of one's own from end to end: fetched, missing, with holes.
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <set>

#include "cli/scenario_reader.h"
#include "cli/study_terrain.h"
#include "program.h"
#include "study.h"
#include "tests/dem/copernicus_worlds.h"
#include "tests/dem/made_raster.h"
#include "tests/dem/terrain_server.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MissingTerrain, IsNamedOnceWithTheLineThatAsksForIt) {
  const ScratchFolder scratch;
  const std::string file = scratch / "s.toml";
  put(file, Study{.terrain = "nothere.tif"}.text());
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run", file, "-o", scratch / "out"},
                                                {"check", file, "--quiet"},
                                                {"lift", file},
                                                {"profile", file, "--asset", "tower", "--to", "37,35.4"},
                                                {"terrain", "fetch", file}}) {
    const Outcome outcome = run_program(words);
    EXPECT_EQ(outcome.code, 3);
    EXPECT_EQ(outcome.err, "skyshed: " + file + ":6:24: there is no terrain " + (scratch / "nothere.tif").string() +
                               "; a path counts from the scenario's folder\n")
        << words[0];
  }
}

TEST(UnknownTerrain, IsStatedWithItsShareAndLeavesCoverageOpen) {
  const ScratchFolder scratch;
  // 10 km from the eastern rim of the built-in terrain, looking 30 km around.
  put(scratch / "study.toml",
      Study{.outside = "unknown", .position = "{ latitude = 35.4, longitude = 43.89 }", .resolution_m = "1000"}.text());
  const Outcome outcome = run_program({"run", scratch / "study.toml", "-o", scratch / "out"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  // Of the box of 60 km, 20 km lie beyond the rim.
  std::smatch share;
  ASSERT_TRUE(std::regex_search(outcome.out, share, std::regex("Terrain is missing on ([0-9.]+) % of the area")));
  EXPECT_NEAR(std::stod(share[1]), 100.0 / 3, 1);
  EXPECT_THAT(outcome.out, HasSubstr("* at least: unknown terrain leaves more undecided"));
  const nlohmann::json summary = nlohmann::json::parse(content_of(scratch / "out/summary.json"));
  const auto& likely = summary["phases"]["2024-12-01"]["detect"]["fighter"]["100 m AGL"]["likely"];
  // Where the ground is unknown, so is what lies 100 m above it. Posts of 0.01 degrees at 35.4 N, on a sphere to 1 %.
  GDALAllRegister();
  const GDALDatasetUniquePtr ground(GDALDataset::Open((scratch / "out/ground.tif").c_str()));
  ASSERT_NE(ground, nullptr);
  const int width = ground->GetRasterXSize();
  const int height = ground->GetRasterYSize();
  std::vector<float> heights(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  ASSERT_EQ(ground->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, width, height, heights.data(), width, height, GDT_Float32,
                                               0, 0, nullptr),
            CE_None);
  const auto missing = std::ranges::count_if(heights, [](float metres) { return std::isnan(metres); });
  const double post_km2 = 1.112 * 1.112 * std::cos(35.4 * 3.14159 / 180);
  const double expected_km2 = static_cast<double>(missing) * post_km2;
  EXPECT_NEAR(likely["unknown_area_km2"].get<double>(), expected_km2, 0.01 * expected_km2);
  const GDALDatasetUniquePtr confidence(
      GDALDataset::Open((scratch / "out/phases/2024-12-01/detect_fighter_confidence.tif").c_str()));
  ASSERT_NE(confidence, nullptr);
  unsigned char value = 0;
  ASSERT_EQ(confidence->GetRasterBand(1)->RasterIO(GF_Read, confidence->GetRasterXSize() - 8,
                                                   confidence->GetRasterYSize() / 2, 1, 1, &value, 1, 1, GDT_Byte, 0, 0,
                                                   nullptr),
            CE_None);
  EXPECT_EQ(value, 255);
}

class FineOverCoarse : public ::testing::Test {
 protected:
  // Posts of 0.002 degrees on 0.2 by 0.2 degrees around the radar, at one height, before the built-in terrain.
  Outcome outcome_of(const std::string& command, double height, const std::string& more = "") {
    const std::string fine =
        make_posts(scratch_ / "fine.tif", 36.8, 35.5, 0.002, 101, 101, [&](int, int) { return height; });
    std::string text = Study{.terrain = fine + "\", \"" + levant()}.text();
    text.replace(text.find("outside"), 0, more);
    put(scratch_ / "study.toml", text);
    std::vector<std::string> arguments{command, scratch_ / "study.toml"};
    if (command == "run") arguments.insert(arguments.end(), {"-o", scratch_ / "out"});
    return run_program(arguments);
  }
  ScratchFolder scratch_;
};

TEST_F(FineOverCoarse, ThatStandsFarHigherIsWarnedOfBeforeAndAfterTheRun) {
  const Outcome check = outcome_of("check", 2000);
  EXPECT_EQ(check.code, 0) << check.err;
  const std::regex words("fine.tif and\\s+levant.tif\\s+meet\\s+along[^;]* lower\\s+in\\s+the\\s+mean[^?]*surface");
  EXPECT_TRUE(std::regex_search(check.out, words)) << check.out;
  const Outcome run = outcome_of("run", 2000);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_TRUE(std::regex_search(run.err, words)) << run.err;
  EXPECT_THAT(content_of(scratch_ / "out/manifest.json"), HasSubstr("fine.tif and levant.tif meet along"));
}

TEST_F(FineOverCoarse, PassesOverTheWidthThatTheScenarioSays) {
  EXPECT_THAT(outcome_of("check", 300).out, HasSubstr("feathered over"));
  const Outcome check = outcome_of("check", 300, "feather_m = 250, ");
  EXPECT_THAT(check.out, HasSubstr("250 m"));
  EXPECT_THAT(outcome_of("run", 300, "feather_m = 250, ").code, 0);
  EXPECT_THAT(content_of(scratch_ / "out/scenario.toml"), HasSubstr("feather_m = 250\n"));
  EXPECT_THAT(outcome_of("check", 300, "feather_m = 0, ").out, HasSubstr("not feathered"));
}

class FetchedTerrain : public ::testing::Test {
 protected:
  FetchedTerrain() : server_(served_.path()) {
    make_list(served_.path(), copernicus_90, {{20, 79}});
    make_tile(served_.path(), copernicus_90, {20, 79}, [](double, double) { return 100; });
    setenv("XDG_CACHE_HOME", (scratch_ / "cache").c_str(), 1);
    put(scratch_ / "study.toml", Study{.terrain = "copernicus-90",
                                       .position = "{ latitude = 79.5, longitude = 20.5 }",
                                       .range = "5",
                                       .resolution_m = "500"}
                                     .text());
  }
  ~FetchedTerrain() override {
    unsetenv("XDG_CACHE_HOME");
    unsetenv("SKYSHED_TERRAIN_URL");
  }
  void mirror(const std::string& fault) { setenv("SKYSHED_TERRAIN_URL", server_.url(fault).c_str(), 1); }

  ScratchFolder served_;
  ScratchFolder scratch_;
  TerrainServer server_;
};

TEST_F(FetchedTerrain, IsFetchedOnceAndThenRunsWithoutNetwork) {
  mirror("ok");
  const Outcome early = run_program({"run", scratch_ / "study.toml", "-o", scratch_ / "out"});
  EXPECT_EQ(early.code, 3);
  EXPECT_THAT(early.err, HasSubstr("skyshed terrain fetch"));
  const Outcome fetched = run_program({"terrain", "fetch", scratch_ / "study.toml"});
  EXPECT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_THAT(fetched.out, HasSubstr("1 fetched"));
  mirror("500");
  EXPECT_EQ(run_program({"terrain", "fetch", scratch_ / "study.toml", "--json"}).json()["already_here"], 1);
  const Outcome run = run_program({"run", scratch_ / "study.toml", "-o", scratch_ / "out"});
  EXPECT_EQ(run.code, 0) << run.err;
  // What the run has written down of itself finds the same tiles again.
  EXPECT_THAT(content_of(scratch_ / "out/scenario.toml"), HasSubstr("sources = [\"copernicus-90\"]"));
  EXPECT_THAT(run.out, Not(HasSubstr("missing")));
}

TEST_F(FetchedTerrain, ThatDoesNotComeEndsWithOneSentenceAndTheTerrainsExitCode) {
  mirror("404-tiles");
  const Outcome outcome = run_program({"terrain", "fetch", scratch_ / "study.toml", "--progress", "none"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("Copernicus_DSM_COG_30_N79_00_E020_00_DEM.tif"),
                                 HasSubstr("the server does not have it")));
}

TEST_F(FetchedTerrain, ThatCannotBeKeptEndsWithTheOutputsExitCode) {
  mirror("ok");
  put(scratch_ / "cache", "a file where the folder should be");
  const Outcome outcome = run_program({"terrain", "fetch", scratch_ / "study.toml", "--progress", "none"});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("XDG_CACHE_HOME"));
}

// Far tiles as far as the radar reaches, near ones around the radar alone: and also those that the near box, some posts of
// the far terrain larger than the radius, touches with its rim.
class FetchedNearTerrain : public FetchedTerrain {
 protected:
  static constexpr int far_tiles[] = {18, 19, 20, 21, 22};
  static constexpr int near_tiles[] = {19, 20, 21};

  FetchedNearTerrain() {
    const std::vector<DegreeTile> published{{17, 79}, {18, 79}, {19, 79}, {20, 79}, {21, 79},
                                            {22, 79}, {23, 79}, {20, 78}, {20, 80}};
    for (const CopernicusProduct& product : {copernicus_90, copernicus_30})
      make_list(served_.path(), product, published);
    const auto rough = [](double longitude, double latitude) {
      return 300 + 100 * std::sin(5000 * longitude) + 50 * std::sin(4000 * latitude + longitude);
    };
    for (const int longitude : far_tiles) make_tile(served_.path(), copernicus_90, {longitude, 79}, rough);
    for (const int longitude : near_tiles) {
      make_tile(served_.path(), copernicus_30, {longitude, 79}, [&](double x, double y) { return 20 + rough(x, y); });
    }
    put(scratch_ / "study.toml", study("copernicus-90", "copernicus-30"));
    put(scratch_ / "disk.toml", study(served_ / copernicus_90.bucket, served_ / copernicus_30.bucket));
  }

  // A degree of longitude is 20.4 km long there: 9.85 km end 0.017 degrees before the next tile, and the rim of the box
  // reaches into the hundredth of a degree before it from which on tiles count as touched.
  static std::string study(const std::string& far, const std::string& near) {
    return with(
        Study{
            .terrain = far, .position = "{ latitude = 79.5, longitude = 20.5 }", .range = "35", .resolution_m = "2000"}
            .text(),
        "outside", "near = { sources = [\"" + near + "\"], radius_km = 9.85 }, outside");
  }
  [[nodiscard]] StudyTerrain terrain_of(const std::string& scenario) const {
    return load_study_terrain(read_scenario(scratch_ / scenario, read_catalogue(SKYSHED_SOURCE_DIR "/configs")));
  }
};

// Near tiles are asked for where they are fetched: around the radar, not as far as it reaches.
TEST_F(FetchedNearTerrain, IsAskedForByCheckUntilItIsFetched) {
  mirror("ok");
  const auto check = [&] { return run_program({"check", scratch_ / "study.toml", "--json"}); };
  EXPECT_THAT(check().json()["remarks"].dump(), HasSubstr("skyshed terrain fetch"));
  ASSERT_EQ(run_program({"terrain", "fetch", scratch_ / "study.toml", "--progress", "none"}).code, 0);
  const Outcome fetched = check();
  EXPECT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_THAT(fetched.json()["remarks"].dump(), Not(HasSubstr("terrain fetch")));
}

TEST_F(FetchedNearTerrain, IsBothTerrainsAndNoTileMoreAndThenIsThatOfTheTilesOnDisk) {
  mirror("ok");
  const Outcome fetched = run_program({"terrain", "fetch", scratch_ / "study.toml", "--json", "--progress", "none"});
  ASSERT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_EQ(fetched.json()["fetched"], 8);
  std::set<std::string> expected;
  for (const int longitude : far_tiles) expected.insert(copernicus_tile_path(copernicus_90, {longitude, 79}));
  for (const int longitude : near_tiles) expected.insert(copernicus_tile_path(copernicus_30, {longitude, 79}));
  std::set<std::string> here;
  for (const auto& [name, bytes] : files_in(scratch_ / "cache/skyshed/terrain")) {
    if (name.ends_with(".tif")) here.insert(name);
  }
  EXPECT_EQ(here, expected);

  mirror("500");
  (void)server_.requests();
  const Outcome run = run_program({"run", scratch_ / "study.toml", "-o", scratch_ / "out", "--no-cache"});
  EXPECT_EQ(run.code, 0) << run.err;
  const StudyTerrain from_cache = terrain_of("study.toml");
  EXPECT_THAT(server_.requests(), ::testing::IsEmpty());
  const StudyTerrain on_disk = terrain_of("disk.toml");
  EXPECT_EQ(from_cache.terrain.heights, on_disk.terrain.heights);
  constexpr GeodeticPoint site{20.5, 79.5};
  ASSERT_NE(from_cache.near.around(site), nullptr);
  EXPECT_EQ(from_cache.near.around(site)->ground.heights, on_disk.near.around(site)->ground.heights);
  EXPECT_EQ(from_cache.near.around(site)->factor, 3);
}

}  // namespace
}  // namespace skyshed::test
