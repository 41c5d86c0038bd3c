// Killed at any moment, a run leaves what was there before or the whole new run, and the next one needs no cleaning.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
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
  EXPECT_EQ(interrupt_program(words_, "phases", SIGKILL).code, -1);
  EXPECT_TRUE(files_in(scratch_ / "out") == before);
}

TEST(SecondRun, IntoTheSameFolderIsRefusedWhileTheFirstWrites) {
  const ScratchFolder scratch;
  put(scratch / "s.toml", Study().text());
  const std::vector<std::string> words{"run", scratch / "s.toml", "-o", scratch / "out"};
  Outcome second;
  const Outcome first = run_program_and(words, "phases", [&](pid_t process) {
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
