// `skyshed run` from end to end: the shipped scenarios, the same bytes again, and what bad input leaves behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

#include "program.h"
#include "study.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::StartsWith;
namespace fs = std::filesystem;

// Coarse, so that the tests stay quick: the rays still cross every post.
constexpr int coarse_m = 8000;

void expect_same_results(const fs::path& a, const fs::path& b) {
  const auto of_a = results_in(a);
  const auto of_b = results_in(b);
  EXPECT_GT(of_a.size(), 4U);
  EXPECT_EQ(of_a.size(), of_b.size());
  for (const auto& [name, bytes] : of_a) {
    const auto other = of_b.find(name);
    ASSERT_NE(other, of_b.end()) << name;
    EXPECT_TRUE(other->second == bytes) << name << " differs";
  }
}

TEST(Run, OfTheTutorialWritesAWholeFolder) {
  const ScratchFolder scratch;
  const Outcome outcome =
      run_program({"run", SKYSHED_SOURCE_DIR "/configs/scenarios/one-radar.toml", "-o", scratch / "out"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Results: " + (scratch / "out").string()));
  EXPECT_THAT(scratch.names(), ElementsAre("out"));
  const auto files = files_in(scratch / "out");
  for (const char* name : {"manifest.json", "scenario.toml", "statistics.csv", "summary.json", "ground.tif",
                           "phases/2024-11-30/detect_fighter_coverage.tif",
                           "phases/2024-11-30/engage_fighter_floor.tif", "assets/pantsir/57E6_floor.tif"}) {
    EXPECT_THAT(files, Contains(Key(name)));
  }
}

TEST(Run, OfEveryShippedScenarioWritesEveryPhase) {
  int scenarios = 0;
  for (const auto& entry : fs::directory_iterator(SKYSHED_SOURCE_DIR "/configs/scenarios")) {
    const std::string name = entry.path().filename();
    const ScratchFolder scratch;
    put(scratch / name, shipped_scenario(name, coarse_m));
    const nlohmann::json check = run_program({"check", scratch / name, "--json"}).json();
    const Outcome outcome = run_program({"run", scratch / name, "-o", scratch / "out", "--json", "--progress", "none"});
    ASSERT_EQ(outcome.code, 0) << name << ": " << outcome.err;
    EXPECT_EQ(outcome.json()["phases"].size(), check["phases"].size()) << name;
    ++scenarios;
  }
  EXPECT_GE(scenarios, 2);
}

TEST(Run, OfTheWinterOf2024GivesTheSameBytesFromOneThreadAndTwoAndFromItsOwnScenario) {
  const ScratchFolder scratch;
  // Its first phase.
  put(scratch / "khmeimim.toml",
      with(shipped_scenario("khmeimim-2024.toml", coarse_m), "until = 2025-01-26", "until = 2024-12-03"));
  for (const char* threads : {"1", "2"}) {
    const Outcome outcome = run_program(
        {"run", scratch / "khmeimim.toml", "-o", scratch / threads, "--threads", threads, "--progress", "none"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
  }
  expect_same_results(scratch / "1", scratch / "2");
  const Outcome again =
      run_program({"run", scratch / "1/scenario.toml", "-o", scratch / "again", "--json", "--progress", "none"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.json()["phases"].size(), 1U);
  expect_same_results(scratch / "1", scratch / "again");
}

TEST(Run, WhoseBoxNoAssetReachesCoversNothing) {
  const ScratchFolder scratch;
  Study far;
  far.resolution_m = "4000\ngrid.bbox = [38.9, 35.2, 39.3, 35.6]";  // 180 km east of the tower
  put(scratch / "s.toml", far.text());
  const Outcome outcome = run_program({"run", scratch / "s.toml", "-o", scratch / "out", "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const nlohmann::json summary = outcome.json();
  EXPECT_EQ(summary["phases"]["2024-12-01"]["detect"]["fighter"]["100 m AGL"]["possible"]["area_km2"], 0);
}

// ---- what is refused

// Runs and expects a refusal that leaves nothing behind; returns what was said.
std::string refusal(const Study& study, int code) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", study.text());
  const Outcome outcome = run_program({"run", scratch / "s.toml", "-o", scratch / "out", "--progress", "none"});
  EXPECT_EQ(outcome.code, code) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(scratch.names(), ElementsAre("s.toml"));
  return outcome.err;
}

TEST(Refusal, IsNotCalledForByTheStudyThatTheOthersChange) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  EXPECT_EQ(run_program({"run", scratch / "s.toml", "-o", scratch / "out"}).code, 0);
}

TEST(Refusal, OfMistakesInTheScenarioExits2) {
  EXPECT_THAT(refusal({.range = "-30"}, 2), HasSubstr("instrumented_range_km"));
  EXPECT_THAT(refusal({.asset_lines = "from = 2024-12-20\nuntil = 2024-12-10\n"}, 2),
              HasSubstr("'until' (2024-12-10) is before 'from' (2024-12-20)"));
  EXPECT_THAT(refusal({.position = "{ latitude = 135.4, longitude = 36.9 }"}, 2),
              HasSubstr("latitude and longitude look swapped"));
  const ScratchFolder scratch;
  EXPECT_EQ(run_program({"run", scratch / "none.toml", "-o", scratch / "out"}).code, 2);
  EXPECT_THAT(scratch.names(), IsEmpty());
}

TEST(Refusal, OfAHugeFileExits2) {
  EXPECT_THAT(refusal({.asset_lines = "#" + std::string(5'000'000, 'x') + "\n"}, 2), HasSubstr("larger than 4 MB"));
}

TEST(Refusal, OfMissingTerrainExits3) {
  EXPECT_THAT(refusal({.terrain = "/nowhere/dem.tif"}, 3), HasSubstr("/nowhere/dem.tif"));
}

TEST(Refusal, OfTruncatedTerrainExits3) {
  const ScratchFolder scratch;
  const std::string whole = content_of(levant());
  put(scratch / "half.tif", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(refusal({.terrain = scratch / "half.tif"}, 3), HasSubstr("half.tif"));
}

TEST(Refusal, OfAnAssetOutsideTheTerrainNamesItAndTheTerrainEvenWhereOutsideIsSea) {
  for (const char* rule : {"sea", "unknown", "error"}) {
    const std::string said = refusal({.outside = rule, .position = "{ latitude = 35.4, longitude = 63 }"}, 3);
    EXPECT_THAT(said, AllOf(HasSubstr("asset \"tower\" at latitude 35.4, longitude 63"),
                            HasSubstr("latitude 29 to 42, longitude 28 to 44")));
  }
}

TEST(Refusal, OfASwappedPositionSaysSo) {
  const Study swapped{.outside = "sea", .position = "{ latitude = 43.5, longitude = 35.4 }"};
  EXPECT_THAT(refusal(swapped, 3), HasSubstr("latitude and longitude look swapped"));
  const ScratchFolder scratch;
  put(scratch / "s.toml", swapped.text());
  const Outcome check = run_program({"check", scratch / "s.toml"});
  EXPECT_EQ(check.code, 3);
  EXPECT_THAT(check.err, HasSubstr("latitude and longitude look swapped"));
}

TEST(Run, OfAShipOffTheEdgeOfTheTerrainTakesTheSeaThatTheScenarioPromises) {
  const ScratchFolder scratch;
  const Study ship{.outside = "sea",
                   .position = "{ latitude = 33.5, longitude = 27.9 }",
                   .asset_lines = "[asset.component.search]\nantenna_msl_m = 20\n"};
  put(scratch / "s.toml", ship.text());
  EXPECT_EQ(run_program({"run", scratch / "s.toml", "-o", scratch / "out"}).code, 0);
}

TEST(Refusal, OfAnExistingFolderExits4AndLeavesItAlone) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  fs::create_directory(scratch / "out");
  put(scratch / "out/precious.txt", "mine");
  const std::vector<std::string> words{"run", scratch / "s.toml", "-o", scratch / "out"};
  const Outcome plain = run_program(words);
  EXPECT_EQ(plain.code, 4);
  EXPECT_THAT(plain.err, HasSubstr("--overwrite"));
  // A folder that is no run is not replaced even when asked to.
  std::vector<std::string> insisting = words;
  insisting.emplace_back("--overwrite");
  EXPECT_EQ(run_program(insisting).code, 4);
  EXPECT_EQ(content_of(scratch / "out/precious.txt"), "mine");
  EXPECT_THAT(scratch.names(), ElementsAre("out", "s.toml"));
}

TEST(Run, ReplacesAnEarlierRunWhenAskedTo) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  ASSERT_EQ(run_program({"run", scratch / "s.toml", "-o", scratch / "out"}).code, 0);
  put(scratch / "out/stale.txt", "old");
  EXPECT_EQ(run_program({"run", scratch / "s.toml", "-o", scratch / "out", "--overwrite"}).code, 0);
  EXPECT_FALSE(fs::exists(scratch / "out/stale.txt"));
  EXPECT_THAT(scratch.names(), ElementsAre("out", "s.toml"));
}

TEST(Refusal, OfAnUnwritableFolderExits4) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  // No one may make folders in /proc, not even root.
  EXPECT_EQ(run_program({"run", scratch / "s.toml", "-o", "/proc/skyshed-out"}).code, 4);
}

// ---- what may happen on the way

TEST(FullDisk, Exits4AndLeavesNothing) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", shipped_scenario("one-radar.toml", coarse_m));
  fs::create_directory(scratch / "small");
  const fs::path small = scratch / "small";
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=64k") != 0) GTEST_SKIP() << "may not mount a small disk";
  const std::vector<std::vector<std::string>> commands = {
      {"run", scratch / "s.toml", "-o", small / "out", "--progress", "none"},
      {"viewshed", levant(), small / "view.tif", "--at", "35.95,35.41", "--antenna-agl", "8", "--progress", "none"}};
  for (const std::vector<std::string>& command : commands) {
    const Outcome outcome = run_program(command);
    EXPECT_EQ(outcome.code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("skyshed: cannot "), HasSubstr("No space left on device")));
    EXPECT_TRUE(fs::is_empty(small)) << command.front();
  }
  ::umount2(small.c_str(), MNT_DETACH);
}

// The limit on a file's size fails writes as a full disk does, for users who may not mount one.
TEST(FullDisk, MayBeALimitOnTheSizeOfFiles) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", shipped_scenario("one-radar.toml", coarse_m));
  const std::string command = "ulimit -f 20; " SKYSHED_PROGRAM " run " + (scratch / "s.toml").string() + " -o " +
                              (scratch / "out").string() + " 2> " + (scratch / "said").string();
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 4);
  EXPECT_THAT(content_of(scratch / "said"), HasSubstr("File too large"));
  EXPECT_THAT(scratch.names(), ElementsAre("s.toml", "said"));
}

// The terminal has gone, or `head` has read enough: the work goes on to its end.
TEST(Run, OutlivesTheReaderOfItsProgress) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  const std::string command = SKYSHED_PROGRAM " run " + (scratch / "s.toml").string() + " -o " +
                              (scratch / "out").string() + " --progress json 2>&1 >/dev/null | true";
  EXPECT_EQ(std::system(command.c_str()), 0);
  // The pipe's last process ended at once, the program later.
  for (int i = 0; i < 300 && !fs::exists(scratch / "out"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_THAT(scratch.names(), ElementsAre("out", "s.toml"));
}

// Begins, is asked to stop when the stage begins, and must leave the folder as it was.
void expect_interruptible(const std::vector<std::string>& words, const std::string& stage, int signal,
                          const ScratchFolder& scratch) {
  const std::set<std::string> before = scratch.names();
  const Outcome outcome = interrupt_program(words, stage, signal);
  EXPECT_EQ(outcome.code, 130) << stage << ": " << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("\nskyshed: interrupted; nothing was written\n"));
  EXPECT_EQ(scratch.names(), before) << stage;
}

TEST(Interrupt, OfARunBeforeItsFirstFileExits130AndLeavesNothing) {
  const ScratchFolder scratch;
  put(scratch / "s.toml",
      with(shipped_scenario("khmeimim-2024.toml", coarse_m), "until = 2025-01-26", "until = 2024-12-03"));
  const std::vector<std::string> words{"run", scratch / "s.toml", "-o", scratch / "out"};
  expect_interruptible(words, "reading terrain", SIGTERM, scratch);
  expect_interruptible(words, "lines of sight", SIGINT, scratch);
}

TEST(Interrupt, PoisonsNoCache) {
  const ScratchFolder scratch;
  put(scratch / "s.toml",
      with(shipped_scenario("khmeimim-2024.toml", coarse_m), "until = 2025-01-26", "until = 2024-12-03"));
  const auto words = [&](const std::string& out) {
    return std::vector<std::string>{"run", scratch / "s.toml", "-o", scratch / out};
  };
  ::setenv("SKYSHED_CACHE", (scratch / "cache").c_str(), 1);
  for (int round = 0; round < 6; ++round) {
    EXPECT_EQ(interrupt_program(words("interrupted"), "lines of sight", SIGINT).code, 130);
  }
  EXPECT_EQ(run_program(words("with_cache")).code, 0);
  ::setenv("SKYSHED_CACHE", "", 1);
  EXPECT_EQ(run_program(words("without")).code, 0);
  ::unsetenv("SKYSHED_CACHE");
  EXPECT_TRUE(results_in(scratch / "with_cache") == results_in(scratch / "without"));
}

TEST(Interrupt, OfARunThatHasFinishedFilesExits130AndSaysWhereTheyAre) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  const Outcome outcome =
      interrupt_program({"run", scratch / "s.toml", "-o", scratch / "out"}, "outlines and report", SIGHUP);
  EXPECT_EQ(outcome.code, 130);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("\nskyshed: interrupted; " + (scratch / "out").string() + " is as it was, and "));
  EXPECT_THAT(scratch.names(), ElementsAre(".out.skyshed-partial", "s.toml"));
}

TEST(Interrupt, OfAViewshedExits130AndLeavesNothing) {
  const ScratchFolder scratch;
  const std::vector<std::string> words{"viewshed",      levant(), scratch / "view.tif", "--at", "35.95,35.41",
                                       "--antenna-agl", "8",      "--radius-km",        "600"};
  for (const char* stage : {"reading terrain", "line of sight", "writing"}) {
    expect_interruptible(words, stage, SIGINT, scratch);
  }
}

TEST(Interrupt, OfAViewshedInQuartersExits130AndLeavesNothing) {
  const ScratchFolder scratch;
  const std::vector<std::string> words{"viewshed",      levant(), scratch / "view.tif", "--at", "35.95,35.41",
                                       "--antenna-agl", "8",      "--radius-km",        "600",  "--memory",
                                       "0.41"};
  for (const char* stage : {"reading terrain, 1 of 4", "line of sight, 1 of 4", "line of sight, 4 of 4"}) {
    expect_interruptible(words, stage, SIGINT, scratch);
  }
}

TEST(Interrupt, OfATerrainPackExits130AndLeavesTheEarlierFileOrNone) {
  const ScratchFolder scratch;
  const std::string packed = scratch / "packed.tif";
  const std::vector<std::string> words{"terrain",     "pack",   levant(), packed,       "--bbox",
                                       "28,29,44,42", "--cell", "0.0101", "--overwrite"};
  expect_interruptible(words, "packing terrain", SIGINT, scratch);
  put(packed, "the earlier file");
  expect_interruptible(words, "packing terrain", SIGTERM, scratch);
  EXPECT_EQ(content_of(packed), "the earlier file");
}

TEST(Interrupt, OfAComparisonExits130AndLeavesNothing) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  ASSERT_EQ(run_program({"run", scratch / "s.toml", "-o", scratch / "run", "--progress", "none"}).code, 0);
  const std::string phase = scratch / "run/phases/2024-12-01";
  expect_interruptible({"compare", phase, phase, "-o", scratch / "change"}, "comparing", SIGINT, scratch);
}

}  // namespace
}  // namespace skyshed::test
