// Killed at any moment, a run leaves what was there before or the whole new run, and the next one needs no cleaning.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "products/sha256.h"
#include "program.h"
#include "study.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

// Every file that the manifest names is there as it was written, and no other.
void expect_whole(const fs::path& run) {
  const nlohmann::json manifest = nlohmann::json::parse(content_of(run / "manifest.json"));
  for (const nlohmann::json& file : manifest["files"]) {
    const fs::path path = run / file["path"].get<std::string>();
    ASSERT_TRUE(fs::exists(path)) << path;
    EXPECT_EQ(sha256_of_file(path), file["sha256"]) << path;
  }
  EXPECT_EQ(files_in(run).size(), manifest["files"].size() + 1);
}

class Killed : public ::testing::Test {
 protected:
  Killed() { put(scratch_ / "s.toml", Study().text()); }

  // Starts a run and kills it so long after its first stage has begun.
  void kill_after(std::chrono::milliseconds delay) const {
    (void)run_program_and(words_, "reading terrain", [&](pid_t process) {
      std::this_thread::sleep_for(delay);
      ::kill(process, SIGKILL);
    });
  }

  ScratchFolder scratch_;
  std::vector<std::string> words_{"run", scratch_ / "s.toml", "-o", scratch_ / "out", "--overwrite"};
};

TEST_F(Killed, AtRandomMomentsARunLeavesNothingOrAllOfItselfAndTheNextOneSucceeds) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> moment(0, 900);
  for (int i = 0; i < 8; ++i) {
    const int delay = moment(random);
    kill_after(std::chrono::milliseconds(delay));
    if (fs::exists(scratch_ / "out")) expect_whole(scratch_ / "out");
    for (const std::string& name : scratch_.names()) {
      EXPECT_THAT(name, ::testing::AnyOf("s.toml", "out", ".out.skyshed-partial")) << delay << " ms";
    }
  }
  EXPECT_EQ(run_program(words_).code, 0);
  expect_whole(scratch_ / "out");
  EXPECT_THAT(scratch_.names(), ElementsAre("out", "s.toml"));
}

TEST_F(Killed, InTheMiddleARunLeavesTheEarlierOneWhole) {
  ASSERT_EQ(run_program(words_).code, 0);
  const auto before = files_in(scratch_ / "out");
  EXPECT_EQ(interrupt_program(words_, "phases and assets", SIGKILL).code, -1);
  EXPECT_TRUE(files_in(scratch_ / "out") == before);
}

class Resumed : public Killed {
 protected:
  Resumed() {
    // Two phases, so that there are changes to write as well.
    put(scratch_ / "s.toml", Study{.asset_lines = "until = 2024-12-10\n" + second_}.text());
    words_ = {"run", scratch_ / "s.toml", "-o", scratch_ / "out"};
  }

  [[nodiscard]] std::vector<std::string> resuming() const {
    std::vector<std::string> words = words_;
    words.emplace_back("--resume");
    return words;
  }
  // That out/ holds the bytes of a run that nobody disturbed.
  void expect_undisturbed() const {
    const std::vector<std::string> twin{"run", scratch_ / "s.toml", "-o", scratch_ / "twin"};
    EXPECT_EQ(run_program(twin).code, 0);
    EXPECT_TRUE(results_in(scratch_ / "out") == results_in(scratch_ / "twin"));
    expect_whole(scratch_ / "out");
    EXPECT_THAT(scratch_.names(), ElementsAre("out", "s.toml", "twin"));
  }
  [[nodiscard]] std::size_t files_left() const {
    std::ifstream journal(scratch_ / ".out.skyshed-partial/.skyshed-journal");
    std::size_t files = 0;
    for (std::string line; std::getline(journal, line);) files += line.starts_with("file ") ? 1 : 0;
    return files;
  }

  std::string second_ =
      "[[asset]]\nid = \"far-tower\"\nsystem = \"Watchtower\"\nposition = { latitude = 35.3, longitude = 37 }\n";
};

TEST_F(Resumed, AfterKillsAtRandomMomentsTheRunGivesTheBytesOfAnUninterruptedOne) {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> moment(0, 400);
  std::size_t left = 0;
  for (int i = 0; i < 6; ++i) {
    const std::chrono::milliseconds delay(moment(random));
    words_ = resuming();
    (void)run_program_and(words_, "phases and assets", [&](pid_t process) {
      std::this_thread::sleep_for(delay);
      ::kill(process, SIGKILL);
    });
    if (fs::exists(scratch_ / "out")) break;
    EXPECT_GE(files_left(), left);  // nothing that was finished is lost
    left = files_left();
    words_.pop_back();
  }
  if (!fs::exists(scratch_ / "out")) {
    EXPECT_EQ(run_program(resuming()).code, 0);
  }
  expect_undisturbed();
}

TEST_F(Resumed, AfterCtrlCTheRunTakesOverWhatIsFinishedAndWritesNoneOfItAgain) {
  const Outcome interrupted = interrupt_program(words_, "outlines and report", SIGINT);
  EXPECT_EQ(interrupted.code, 130);
  EXPECT_THAT(interrupted.err, HasSubstr("finished files wait in " + (scratch_ / ".out.skyshed-partial").string()));
  const std::size_t left = files_left();
  EXPECT_GT(left, 10U);
  const fs::path floor = "phases/2024-12-01/detect_fighter_floor.tif";
  const auto written = fs::last_write_time(scratch_ / ".out.skyshed-partial" / floor);
  const Outcome resumed = run_program(resuming());
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("resumed: " + std::to_string(left) + " files were finished already"));
  EXPECT_EQ(fs::last_write_time(scratch_ / "out" / floor), written);
}

TEST_F(Resumed, ADamagedOrHalfFileIsWrittenAgain) {
  ASSERT_EQ(interrupt_program(words_, "outlines and report", SIGINT).code, 130);
  const fs::path partial = scratch_ / ".out.skyshed-partial";
  put(partial / "phases/2024-12-01/detect_fighter_floor.tif", "damaged");
  put(partial / "half.tif", "never finished");
  EXPECT_EQ(run_program(resuming()).code, 0);
  expect_undisturbed();
}

TEST_F(Resumed, AChangedScenarioIsRefusedAndWhatIsFinishedStays) {
  ASSERT_EQ(interrupt_program(words_, "outlines and report", SIGINT).code, 130);
  const std::size_t left = files_left();
  put(scratch_ / "s.toml", with(content_of(scratch_ / "s.toml"), "[100]", "[200]"));
  const Outcome refused = run_program(resuming());
  EXPECT_EQ(refused.code, 4);
  EXPECT_THAT(refused.err, HasSubstr("scenario changed since"));
  EXPECT_EQ(files_left(), left);
  EXPECT_EQ(run_program(words_).code, 0);  // without --resume: anew
  EXPECT_THAT(scratch_.names(), ElementsAre("out", "s.toml"));
}

TEST_F(Resumed, ARunWithNothingToTakeOverIsAnOrdinaryRun) {
  EXPECT_EQ(run_program(resuming()).code, 0);
  EXPECT_THAT(scratch_.names(), ElementsAre("out", "s.toml"));
}

TEST_F(Resumed, AFailureKeepsWhatWasFinished) {
  ASSERT_EQ(interrupt_program(words_, "outlines and report", SIGINT).code, 130);
  const std::size_t left = files_left();
  const std::string text = content_of(scratch_ / "s.toml");
  put(scratch_ / "s.toml", with(text, levant(), scratch_ / "gone.tif"));
  EXPECT_EQ(run_program(resuming()).code, 3);
  EXPECT_EQ(files_left(), left);
}

TEST(SecondRun, IntoTheSameFolderIsRefusedWhileTheFirstWrites) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  const std::vector<std::string> words{"run", scratch / "s.toml", "-o", scratch / "out"};
  Outcome second;
  const Outcome first = run_program_and(words, "phases and assets", [&](pid_t process) {
    ::kill(process, SIGSTOP);  // it waits for the second to be refused
    second = run_program(words);
    ::kill(process, SIGCONT);
  });
  EXPECT_EQ(second.code, 4);
  EXPECT_THAT(second.err, HasSubstr("skyshed: another skyshed is writing " + (scratch / "out").string()));
  EXPECT_EQ(first.code, 0) << first.err;
  expect_whole(scratch / "out");
}

}  // namespace
}  // namespace skyshed::test
