#include "cli/sight_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

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

SightCache::Request request_of(double altitude_m) {
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
    SightCache cache(scratch / "sight", no_limit, "program");
    const SightField field = cache.find_or_make(request_of(1), std::ref(made));
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
  const SightCache::Request base = request_of(1);
  SightCache::Request others[] = {base, base, base, base, base, base, base};
  others[0].terrain_identity = "other ground";
  others[1].antenna.altitude.metres = std::nextafter(1.0, 2.0);
  others[2].antenna.at.column += 0.5;
  others[3].refraction.effective_radius_factor = 1.2;
  others[4].refraction.model = Refraction::Model::exponential;
  others[5].options.radius_m = 1001;
  others[6].options.keep_every = 2;
  SightCache cache(scratch / "sight", no_limit, "program");
  static_cast<void>(cache.find_or_make(base, std::ref(made)));
  for (const SightCache::Request& other : others) static_cast<void>(cache.find_or_make(other, std::ref(made)));
  SightCache of_another_program(scratch / "sight", no_limit, "newer program");
  static_cast<void>(of_another_program.find_or_make(base, std::ref(made)));
  EXPECT_EQ(made.times, 9);
  EXPECT_EQ(cache_contents(scratch / "sight").entries, 9U);
}

TEST(SightCache, ComputesADamagedEntryAgainAndSaysItOnce) {
  for (const std::uintmax_t at : {0U, 100U, 600U}) {  // in the header, in the values, cut short
    const ScratchFolder scratch;
    Made made;
    SightCache first(scratch / "sight", no_limit, "program");
    static_cast<void>(first.find_or_make(request_of(1), std::ref(made)));
    const fs::path file = only_file(scratch / "sight");
    if (at == 600U) {
      fs::resize_file(file, at);
    } else {
      std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekp(static_cast<std::streamoff>(at));
      stream.put('?');
    }
    SightCache second(scratch / "sight", no_limit, "program");
    EXPECT_EQ(second.find_or_make(request_of(1), std::ref(made)).floor, field_of(7).floor);
    EXPECT_EQ(second.find_or_make(request_of(1), std::ref(made)).floor, field_of(7).floor);
    EXPECT_EQ(made.times, 2);
    EXPECT_THAT(second.notices(), ElementsAre(HasSubstr("damaged and was computed again")));
  }
}

TEST(SightCache, StaysBelowItsLimitAndForgetsTheOldestFirst) {
  const ScratchFolder scratch;
  Made made;
  SightCache cache(scratch / "sight", 5000, "program");  // each some 1,200 bytes
  for (int i = 0; i < 8; ++i) {
    static_cast<void>(cache.find_or_make(request_of(i), std::ref(made)));
    // As if time had passed.
    for (const auto& entry : fs::directory_iterator(scratch / "sight")) {
      fs::last_write_time(entry.path(), fs::last_write_time(entry.path()) - std::chrono::seconds(10));
    }
  }
  cache.trim();
  EXPECT_LE(cache_contents(scratch / "sight").bytes, 5000U);
  made.times = 0;
  static_cast<void>(cache.find_or_make(request_of(7), std::ref(made)));
  EXPECT_EQ(made.times, 0);
  static_cast<void>(cache.find_or_make(request_of(0), std::ref(made)));
  EXPECT_EQ(made.times, 1);
}

TEST(SightCache, ThatCannotBeWrittenCostsOnlyTime) {
  const ScratchFolder scratch;
  put(scratch / "file", "in the way");
  Made made;
  SightCache cache(scratch / "file", no_limit, "program");
  EXPECT_EQ(cache.find_or_make(request_of(1), std::ref(made)).floor, field_of(7).floor);
  EXPECT_EQ(cache.find_or_make(request_of(2), std::ref(made)).floor, field_of(7).floor);
  EXPECT_THAT(cache.notices(), ElementsAre(HasSubstr("cannot be kept")));
}

TEST(ClearCache, RemovesNothingButItsOwn) {
  const ScratchFolder scratch;
  Made made;
  SightCache cache(scratch / "sight", no_limit, "program");
  static_cast<void>(cache.find_or_make(request_of(1), std::ref(made)));
  put(scratch / "sight/notes.txt", "mine");
  EXPECT_EQ(clear_cache(scratch / "sight").entries, 1U);
  EXPECT_EQ(cache_contents(scratch / "sight").entries, 0U);
  EXPECT_TRUE(fs::exists(scratch / "sight/notes.txt"));
}

}  // namespace
}  // namespace skyshed::test
