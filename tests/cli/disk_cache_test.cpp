#include "cli/disk_cache.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/task_group.h>

#include <fstream>

#include "cli/kept_files.h"
#include "cli/sight_cache.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uintmax_t no_limit = 1'000'000'000;

SightField field_of(float floor) {
  return {.window = {3, 4, 20, 10}, .floor = Raster<float>(20, 10, floor), .unknown = Raster<std::uint8_t>(20, 10, 1)};
}

SightRequest request_of(double altitude_m) {
  return {.terrain_identity = "ground", .antenna = {{10, 10}, {altitude_m}}, .options = {.radius_m = 1000}};
}

struct Made {
  int times = 0;
  SightField operator()() {
    ++times;
    return field_of(7);
  }
};

fs::path only_file(const fs::path& folder) { return fs::directory_iterator(folder)->path(); }

TEST(SightCache, GivesBackWhatWasMadeOnce) {
  const ScratchFolder scratch;
  Made made;
  for (int run = 0; run < 3; ++run) {
    DiskCache cache(scratch / "sight", no_limit, "program");
    const SightField field = find_or_make(cache, request_of(1), std::ref(made));
    EXPECT_EQ(field.window, field_of(7).window);
    EXPECT_EQ(field.floor, field_of(7).floor);
    EXPECT_EQ(field.unknown, field_of(7).unknown);
    EXPECT_THAT(cache.notices(), IsEmpty());
  }
  EXPECT_EQ(made.times, 1);
}

TEST(SightCache, TellsApartEverythingThatTheResultDependsOn) {
  const ScratchFolder scratch;
  Made made;
  const SightRequest base = request_of(1);
  SightRequest others[] = {base, base, base, base, base, base, base};
  others[0].terrain_identity = "other ground";
  others[1].antenna.altitude.metres = std::nextafter(1.0, 2.0);
  others[2].antenna.at.column += 0.5;
  others[3].refraction.effective_radius_factor = 1.2;
  others[4].refraction.model = Refraction::Model::exponential;
  others[5].options.radius_m = 1001;
  others[6].options.keep_every = 2;
  DiskCache cache(scratch / "sight", no_limit, "program");
  static_cast<void>(find_or_make(cache, base, std::ref(made)));
  for (const SightRequest& other : others) static_cast<void>(find_or_make(cache, other, std::ref(made)));
  DiskCache of_another_program(scratch / "sight", no_limit, "newer program");
  static_cast<void>(find_or_make(of_another_program, base, std::ref(made)));
  EXPECT_EQ(made.times, 9);
  EXPECT_EQ(cache_contents(scratch / "sight").entries, 9U);
}

// One of two computations side by side fails while the other is at work: what that one has may not be whole.
TEST(DiskCache, KeepsNothingOfWorkThatIsGivenUp) {
  const ScratchFolder scratch;
  DiskCache cache(scratch / "kept", no_limit, "program");
  tbb::task_group tasks;
  tasks.run_and_wait([&] {
    cache.keep("before", "whole");
    tasks.cancel();
    cache.keep("after", "perhaps not whole");
  });
  EXPECT_TRUE(cache.find("before"));
  EXPECT_FALSE(cache.find("after"));
}

TEST(DiskCache, ComputesADamagedEntryAgainAndSaysItOnce) {
  for (const std::uintmax_t at : {0U, 100U, 600U}) {  // in the header, in the values, cut short
    const ScratchFolder scratch;
    Made made;
    DiskCache first(scratch / "sight", no_limit, "program");
    static_cast<void>(find_or_make(first, request_of(1), std::ref(made)));
    const fs::path file = only_file(scratch / "sight");
    if (at == 600U) {
      fs::resize_file(file, at);
    } else {
      std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekp(static_cast<std::streamoff>(at));
      stream.put('?');
    }
    DiskCache second(scratch / "sight", no_limit, "program");
    EXPECT_EQ(find_or_make(second, request_of(1), std::ref(made)).floor, field_of(7).floor);
    EXPECT_EQ(find_or_make(second, request_of(1), std::ref(made)).floor, field_of(7).floor);
    EXPECT_EQ(made.times, 2);
    EXPECT_THAT(second.notices(), ElementsAre(HasSubstr("damaged and was computed again")));
  }
}

TEST(DiskCache, StaysBelowItsLimitAndForgetsTheOldestFirst) {
  const ScratchFolder scratch;
  Made made;
  DiskCache cache(scratch / "sight", 5000, "program");  // each some 1,200 bytes
  for (int i = 0; i < 8; ++i) {
    static_cast<void>(find_or_make(cache, request_of(i), std::ref(made)));
    // As if time had passed.
    for (const auto& entry : fs::directory_iterator(scratch / "sight")) {
      fs::last_write_time(entry.path(), fs::last_write_time(entry.path()) - std::chrono::seconds(10));
    }
  }
  cache.trim();
  EXPECT_LE(cache_contents(scratch / "sight").bytes, 5000U);
  made.times = 0;
  static_cast<void>(find_or_make(cache, request_of(7), std::ref(made)));
  EXPECT_EQ(made.times, 0);
  static_cast<void>(find_or_make(cache, request_of(0), std::ref(made)));
  EXPECT_EQ(made.times, 1);
}

TEST(DiskCache, ThatCannotBeWrittenCostsOnlyTime) {
  const ScratchFolder scratch;
  put(scratch / "file", "in the way");
  Made made;
  DiskCache cache(scratch / "file", no_limit, "program");
  EXPECT_EQ(find_or_make(cache, request_of(1), std::ref(made)).floor, field_of(7).floor);
  EXPECT_EQ(find_or_make(cache, request_of(2), std::ref(made)).floor, field_of(7).floor);
  EXPECT_THAT(cache.notices(), ElementsAre(HasSubstr("nothing can be kept")));
}

TEST(DiskCache, KeepsNothingThatWouldDriveOutAllTheRest) {
  const ScratchFolder scratch;
  DiskCache cache(scratch / "kept", 1000, "program");
  cache.keep("small", std::string(250, 's'));
  cache.keep("large", std::string(251, 'l'));
  EXPECT_EQ(cache.find("small"), std::string(250, 's'));
  EXPECT_EQ(cache.find("large"), std::nullopt);
}

// A file that has the scenario's hash so many times, made anew each time that it is not taken from the cache.
class KeptFile : public ::testing::Test {
 protected:
  // Writes it in another run, of a scenario whose hash is 64 times the letter, and gives what then stands in the
  // folder.
  std::string written(char letter, int times, const std::string& made_from) {
    const std::string hash(64, letter);
    OutputFolder folder(scratch_ / fmt::format("run{}", ++runs_), false);
    const KeptFiles files(folder, &cache_, hash);
    files.write("a/b.txt", made_from, [&](const fs::path& file) {
      ++made_;
      std::string text = "head ";
      for (int i = 0; i < times; ++i) text += hash + " tail ";
      put(file, text);
    });
    return content_of(folder.path() / "a/b.txt");
  }

  ScratchFolder scratch_;
  DiskCache cache_{scratch_ / "kept", no_limit, "program"};
  int runs_ = 0;
  int made_ = 0;
};

TEST_F(KeptFile, IsMadeOnceAndBearsTheHashOfEachScenario) {
  for (const char letter : {'a', 'b', 'c'}) {
    EXPECT_EQ(written(letter, 1, "towers"), "head " + std::string(64, letter) + " tail ");
  }
  EXPECT_EQ(made_, 1);
  EXPECT_EQ(written('a', 1, "other towers"), "head " + std::string(64, 'a') + " tail ");
  EXPECT_EQ(made_, 2);
}

TEST_F(KeptFile, IsNotKeptWithoutThePlaceOfTheHash) {
  EXPECT_EQ(written('a', 0, "none"), "head ");
  EXPECT_EQ(written('b', 0, "none"), "head ");
  EXPECT_EQ(written('a', 2, "two"), "head " + std::string(64, 'a') + " tail " + std::string(64, 'a') + " tail ");
  EXPECT_EQ(written('b', 2, "two"), "head " + std::string(64, 'b') + " tail " + std::string(64, 'b') + " tail ");
  EXPECT_EQ(made_, 4);
}

TEST(ClearCache, RemovesNothingButItsOwn) {
  const ScratchFolder scratch;
  Made made;
  DiskCache cache(scratch / "sight", no_limit, "program");
  static_cast<void>(find_or_make(cache, request_of(1), std::ref(made)));
  put(scratch / "sight/notes.txt", "mine");
  EXPECT_EQ(clear_cache(scratch / "sight").entries, 1U);
  EXPECT_EQ(cache_contents(scratch / "sight").entries, 0U);
  EXPECT_TRUE(fs::exists(scratch / "sight/notes.txt"));
}

}  // namespace
}  // namespace skyshed::test
