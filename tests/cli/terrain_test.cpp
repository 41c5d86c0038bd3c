// Terrain of one's own from end to end: fetched, missing, with holes.
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>

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

}  // namespace
}  // namespace skyshed::test
