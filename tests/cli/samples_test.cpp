// Samples of what is not known exactly, driven as a user does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

#include "products/read_raster.h"
#include "study.h"

namespace skyshed::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* all_off =
    "figures = false\nantennas = false\nrefraction = false\nterrain = false\npositions = false\npresence = false\n";

class Samples : public ::testing::Test {
 protected:
  Samples() {
    const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("skyshed_samples_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Samples() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string file(const std::string& text) const {
    std::ofstream(folder_ / "scenario.toml") << text;
    return folder_ / "scenario.toml";
  }
  // The winter of 2024/25 on a coarse grid.
  [[nodiscard]] std::string winter(const std::string& uncertainty) const {
    std::string text = shipped_scenario("khmeimim-2024.toml", 20000);
    text = with(text, "[\"fighter\", \"cruise-missile\"]", "[\"fighter\"]");
    text = with(text, "altitudes_agl_m = [50, 100, 300]", "altitudes_agl_m = [100]");
    text = with(text, "altitudes_msl_m = [1000, 3000, 10000]", "altitudes_msl_m = [10000]");
    return file(text + "\n[uncertainty]\n" + uncertainty);
  }
  // One phase alone, since maps take long to draw.
  [[nodiscard]] json run(const std::string& scenario, const std::string& day, const std::string& name = "run") const {
    const Outcome outcome = run_program({"run", scenario, "-o", folder_ / name, "--no-cache", "--at", day});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(std::ifstream(folder_ / name / "uncertainty.json"));
  }
  // Calls with the probability and the other raster's value of every cell, altitude, phase, role and target.
  template <class Action>
  void for_each_cell(const std::string& other, const Action& action) const {
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "run" / "phases")) {
      std::string path = entry.path();
      if (!path.ends_with("_probability.tif")) continue;
      const auto probability = read_raster<std::uint8_t>(path);
      path.replace(path.size() - 15, std::string::npos, other);
      const auto raster = read_raster<std::uint8_t>(path);
      ASSERT_EQ(raster.bands.size(), probability.bands.size());
      for (std::size_t b = 0; b < raster.bands.size(); ++b) {
        ASSERT_EQ(raster.bands[b].description, probability.bands[b].description);
        const auto values = raster.bands[b].values.values();
        const auto percents = probability.bands[b].values.values();
        for (std::size_t i = 0; i < values.size(); ++i) action(int{percents[i]}, int{values[i]});
      }
    }
  }
  fs::path folder_;
};

TEST_F(Samples, OfNoSpreadAreTheNominalCoverage) {
  const json result = run(winter(std::string("samples = 3\n") + all_off), "2024-12-09");
  int covered = 0;
  for_each_cell("coverage.tif", [&](int percent, int count) {
    ASSERT_EQ(percent, count > 0 ? 100 : 0);
    covered += count > 0;
  });
  EXPECT_GT(covered, 100);
  const json area = result["phases"]["2024-12-09"]["engage"]["fighter"]["100 m AGL"];
  EXPECT_NEAR(area["mean_km2"].get<double>(), area["likely_km2"].get<double>(), 1e-6);
  EXPECT_EQ(area["p05_km2"], area["p95_km2"]);
  EXPECT_TRUE(area["moved_by"].empty());
}

TEST_F(Samples, NeverLeaveWhatIsPossibleAndAlwaysHoldWhatIsCertain) {
  (void)run(winter("samples = 60\nantennas = false\nrefraction = false\nterrain = false\npositions = false\n"),
            "2024-12-13");
  int between = 0;
  for_each_cell("confidence.tif", [&](int percent, int confidence) {
    ASSERT_TRUE(confidence != 0 || percent == 0);
    ASSERT_TRUE(confidence != 3 || percent == 100);
    between += percent > 0 && percent < 100;
  });
  EXPECT_GT(between, 100);
}

TEST_F(Samples, GiveTheSameBytesFromOneThreadAndTwo) {
  const std::string scenario = winter("samples = 40\nsightlines = 1\n");
  for (const char* threads : {"1", "2"}) {
    const Outcome outcome = run_program(
        {"run", scenario, "-o", folder_ / threads, "--no-cache", "--threads", threads, "--at", "2024-12-13"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("What 40 samples of the uncertain figures say"));
  }
  EXPECT_EQ(results_in(folder_ / "1"), results_in(folder_ / "2"));
  // And again from its own resolved scenario.
  const Outcome again = run_program({"run", folder_ / "1" / "scenario.toml", "-o", folder_ / "3", "--no-cache"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(results_in(folder_ / "1"), results_in(folder_ / "3"));
}

TEST_F(Samples, AgreeWithOtherSamplesWithinTheirError) {
  const std::string settings = "samples = 200\nrefraction = false\nterrain = false\npositions = false\nseed = ";
  const json one = run(winter(settings + "1\n"), "2024-12-13", "one");
  const json two = run(winter(settings + "2\n"), "2024-12-13", "two");
  for (const char* role : {"detect", "engage"}) {
    for (const char* altitude : {"100 m AGL", "10000 m MSL"}) {
      const json& a = one.at("phases").at("2024-12-13").at(role).at("fighter").at(altitude);
      const json& b = two.at("phases").at("2024-12-13").at(role).at("fighter").at(altitude);
      const double error =
          std::hypot(a["standard_deviation_km2"].get<double>(), b["standard_deviation_km2"].get<double>()) /
          std::sqrt(200.0);
      EXPECT_NEAR(a["mean_km2"].get<double>(), b["mean_km2"].get<double>(), 4 * error) << role << altitude;
      EXPECT_NE(a["mean_km2"], b["mean_km2"]);
    }
  }
}

// A radar at sea of 20, 30 or 40 km: the mean area is π E[R²] = π (30² + 20²/24), and the range alone moves it.
TEST_F(Samples, OfOneRangeHaveItsMeanAreaAndItsName) {
  const std::string text =
      "title = \"A ship\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = [\"fighter\"]\naltitudes_msl_m = [500]\n"
      "[terrain]\nsources = [\"" +
      levant() +
      "\"]\noutside = \"sea\"\n[uncertainty]\nsamples = 1000\n"
      "[[asset]]\nid = \"ship\"\nsystem = \"Ship\"\nposition = { latitude = 34.0, longitude = 33.5 }\n"
      "[system.Ship]\nname = \"a ship\"\n[system.Ship.radar.search]\n"
      "instrumented_range_km = { low = 20, nominal = 30, high = 40, grade = \"E\", source = \"s\" }\nantenna_msl_m = "
      "30\n";
  const json area = run(file(text), "2024-12-01")["phases"]["2024-12-01"]["detect"]["fighter"]["500 m MSL"];
  EXPECT_NEAR(area["mean_km2"].get<double>(), std::numbers::pi * (900 + 400.0 / 24), 60);  // of 1000 samples: ±16
  EXPECT_NEAR(area["p50_km2"].get<double>(), std::numbers::pi * 900, 60);
  const json first = area["moved_by"][0];
  EXPECT_EQ(first["of"], "Ship search");
  EXPECT_EQ(first["name"], "instrumented range");
  EXPECT_GT(first["variance_share"].get<double>(), 0.9);
  EXPECT_LT(first["lowest_km2"].get<double>(), first["highest_km2"].get<double>());
}

TEST_F(Samples, NameThePresenceThatDecides) {
  const std::string scenario = winter(
      "samples = 200\nfigures = false\nantennas = false\nrefraction = false\n"
      "terrain = false\npositions = false\n");
  const auto moved_on = [&](const std::string& day) {
    return run(scenario, day, day)["phases"][day]["engage"]["fighter"]["10000 m MSL"]["moved_by"];
  };
  const json first = moved_on("2024-12-13")[0];
  EXPECT_EQ(first["of"], "khmeimim-s400");
  EXPECT_EQ(first["name"], "presence");
  // Nobody's presence is open on the first days.
  EXPECT_TRUE(moved_on("2024-11-30").empty());
}

TEST_F(Samples, KnowTheirSightlinesByWhatMovesThem) {
  const std::string scenario = winter(
      "samples = 200\nfigures = false\nantennas = false\nrefraction = false\n"
      "terrain = false\npresence = false\n");
  const json moved = run(scenario, "2024-11-30")["phases"]["2024-11-30"]["detect"]["fighter"]["100 m AGL"]["moved_by"];
  ASSERT_FALSE(moved.empty());
  EXPECT_EQ(moved[0]["of"], "masyaf-s400");
  EXPECT_EQ(moved[0]["name"], "place");
}

TEST_F(Samples, OfNoSensibleNumberAreRefused) {
  const std::string good = shipped_scenario("khmeimim-2024.toml", 15000);
  for (const char* number : {"0", "-5", "10001", "ten"}) {
    const Outcome outcome = run_program({"run", file(good), "-o", folder_ / "run", "--samples", number});
    EXPECT_EQ(outcome.code, 2) << number;
    EXPECT_THAT(outcome.err, HasSubstr("--samples"));
  }
  const auto told = [&](const std::string& lines) {
    return run_program({"check", file(good + "\n[uncertainty]\n" + lines)}).err;
  };
  EXPECT_THAT(told("samples = 0"), HasSubstr("'samples' must be a number of 1 to 10000, not 0"));
  EXPECT_THAT(told("samples = 1.5"), HasSubstr("'samples' must be a whole number, not 1.5"));
  EXPECT_THAT(told("sightlines = 17"), HasSubstr("'sightlines' must be a number of 1 to 16, not 17"));
  EXPECT_THAT(told("k = { low = 2, nominal = 1.3, high = 1.5 }"), HasSubstr("must have low <= nominal <= high"));
  EXPECT_THAT(told("presence_probability = 2"), HasSubstr("'presence_probability' must be a probability of 0 to 1"));
  EXPECT_THAT(told("sample = 5"), HasSubstr("did you mean \"samples\"?"));
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

}  // namespace
}  // namespace skyshed::test
