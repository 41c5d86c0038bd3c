// What `skyshed check` foretells, against what a run takes.
#include "cli/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>

#include "program.h"
#include "study.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

struct Needs {
  double memory_bytes = 0;
  double disk_bytes = 0;
};

Needs foretold(const fs::path& scenario) {
  const Outcome check = run_program({"check", scenario, "--json"});
  EXPECT_EQ(check.code, 0) << check.err;
  const nlohmann::json forecast = check.json()["forecast"];
  return {forecast["memory_bytes"], forecast["disk_bytes"]};
}

// Domain: the largest program that this process has run so far.
Needs taken(const fs::path& scenario, const fs::path& folder) {
  EXPECT_EQ(run_program({"run", scenario, "-o", folder}).code, 0);
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  Needs needs{.memory_bytes = 1024.0 * static_cast<double>(children.ru_maxrss)};
  for (const auto& [name, bytes] : files_in(folder)) needs.disk_bytes += static_cast<double>(bytes.size());
  return needs;
}

void expect_within_a_factor_of_two(const fs::path& scenario, const fs::path& folder) {
  const Needs told = foretold(scenario);
  const Needs took = taken(scenario, folder);
  EXPECT_LT(std::abs(std::log2(told.memory_bytes / took.memory_bytes)), 1) << told.memory_bytes << took.memory_bytes;
  EXPECT_LT(std::abs(std::log2(told.disk_bytes / took.disk_bytes)), 1) << told.disk_bytes << took.disk_bytes;
}

TEST(Forecast, OfTheSmallestStudyIsWithinAFactorOfTwoInMemoryAndDisk) {
  const ScratchFolder scratch;
  put(scratch / "study.toml", shipped_scenario("one-radar.toml", 1000));
  expect_within_a_factor_of_two(scratch / "study.toml", scratch / "out");
}

TEST(Forecast, OfAMillionCellsIsWithinAFactorOfTwoInMemoryAndDisk) {
  const ScratchFolder scratch;
  put(scratch / "study.toml", Study{.outside = "sea", .range = "500", .resolution_m = "1000"}.text());
  expect_within_a_factor_of_two(scratch / "study.toml", scratch / "out");
}

TEST(Forecast, GrowsWithTheResolutionAsTheCellsDo) {
  const ScratchFolder scratch;
  const auto cells = [&](const std::string& resolution_m) {
    put(scratch / "study.toml", Study{.range = "100", .resolution_m = resolution_m}.text());
    return run_program({"check", scratch / "study.toml", "--json"}).json()["forecast"]["cells"].get<double>();
  };
  EXPECT_NEAR(cells("2000") / cells("4000"), 4, 0.2);
}

TEST(Forecast, CountsWhatVariantsAndSamplesTake) {
  const ScratchFolder scratch;
  const auto foretold_of = [&](const std::string& more) {
    put(scratch / "study.toml", Study{.range = "100", .resolution_m = "1000"}.text() + more);
    const Outcome check = run_program({"check", scratch / "study.toml", "--json"});
    EXPECT_EQ(check.code, 0) << check.err;
    return check.json()["forecast"];
  };
  const nlohmann::json plain = foretold_of("");
  const nlohmann::json varied = foretold_of(
      "[[variant]]\nid = \"mast\"\n[[variant.asset]]\nid = \"tower\"\ncomponent.search.antenna_agl_m = 40\n");
  EXPECT_EQ(varied["results"], 2 * plain["results"].get<int>());
  const nlohmann::json drawn = foretold_of("[uncertainty]\nsamples = 1000\n");
  EXPECT_GT(drawn["seconds"].get<double>(), plain["seconds"].get<double>() + 0.1);
  // 8 bytes for each of the 40 000 cells in reach, one antenna, one altitude.
  EXPECT_NEAR(drawn["memory_bytes"].get<double>() - plain["memory_bytes"].get<double>(), 8 * 40'000, 10'000);
}

TEST(Forecast, IsToldInPlainDigits) {
  const Forecast much{
      .terrain_posts = 1'863'000'000, .cells = 1'000'000, .memory_bytes = 199.6e9, .disk_bytes = 0.0102e9};
  EXPECT_THAT(forecast_text(much), AllOf(HasSubstr("1860 million posts of terrain, 1 million cells"),
                                         HasSubstr("200 GB of memory, 0.01 GB of disk")));
  Scenario scenario;
  EXPECT_THAT(why_it_cannot_fit(much, scenario, {.memory_bytes = 8e9, .disk_bytes = 1e12}),
              HasSubstr("some 200 GB of memory and 8 GB can be had"));
}

TEST(Forecast, OfWhatCannotFitSaysWhatWould) {
  Scenario scenario;
  scenario.grid.resolution_m = 100;
  const Forecast needs{
      .terrain_posts = 250'000'000, .terrain_memory_bytes = 1e9, .memory_bytes = 20e9, .disk_bytes = 5e9};
  EXPECT_THAT(why_it_cannot_fit(needs, scenario, {.memory_bytes = 32e9, .disk_bytes = 50e9}), IsEmpty());
  // 19 GB beside the terrain into 7 GB: cells a good 1.65 times as wide.
  EXPECT_THAT(why_it_cannot_fit(needs, scenario, {.memory_bytes = 8e9, .disk_bytes = 50e9}),
              AllOf(HasSubstr("20 GB of memory"), HasSubstr("resolution_m = 190")));
  EXPECT_THAT(why_it_cannot_fit(needs, scenario, {.memory_bytes = 1e9, .disk_bytes = 50e9}),
              AllOf(HasSubstr("the terrain alone"), HasSubstr("skyshed terrain pack")));
  EXPECT_THAT(why_it_cannot_fit(needs, scenario, {.memory_bytes = 32e9, .disk_bytes = 1e9}), HasSubstr("of disk"));
}

TEST(Check, RefusesARunThatNoMachineCanHold) {
  const ScratchFolder scratch;
  const std::string text = Study{.terrain = "copernicus-30", .range = "600", .resolution_m = "1"}.text();
  put(scratch / "study.toml", with(text, "grid.resolution_m", "grid.bbox = [20, 20, 60, 50]\ngrid.resolution_m"));
  const Outcome outcome = run_program({"check", scratch / "study.toml"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("of memory"), HasSubstr("bbox")));
}

}  // namespace
}  // namespace skyshed::test
