// Antennas given above the sea, where the terrain stands higher than they do.
#include "cli/site_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "program.h"
#include "study.h"
#include "tests/dem/made_raster.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* ashore = "{ latitude = 35.41, longitude = 35.95 }";  // built-in terrain: about 48 m
constexpr const char* off_shore = "{ latitude = 35.41, longitude = 35.9 }";

std::string ship(const std::string& position, const std::string& height, const std::string& more = "") {
  return Study{.position = position, .asset_lines = more + "[asset.component.search]\nantenna_msl_m = " + height + "\n"}
      .text();
}

class BuriedAntenna : public ::testing::Test {
 protected:
  Outcome outcome_of(const std::string& command, const std::string& text, std::vector<std::string> more = {}) {
    put(scratch_ / "s.toml", text);
    std::vector<std::string> words{command, scratch_ / "s.toml", "--progress", "none"};
    if (command == "run") words.insert(words.end(), {"-o", scratch_ / "out"});
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
  }
  ScratchFolder scratch_;
};

TEST_F(BuriedAntenna, IsRefusedByEveryCommandWithThePlaceTheGroundAndWhatToDo) {
  const std::string text = ship(ashore, "20");
  for (const Outcome& outcome : {outcome_of("check", text), outcome_of("run", text),
                                 outcome_of("profile", text, {"--asset", "tower", "--to", "35.8,35.41"})}) {
    EXPECT_EQ(outcome.code, 3) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("asset \"tower\" at latitude 35.41, longitude 35.95: the antenna of search "
                                "of 20 m above the sea is inside the terrain, which stands 4"),
                      HasSubstr("give antenna_agl_m")));
  }
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "out"));
}

TEST_F(BuriedAntenna, OfAnyAssetAndVariantIsToldAtOnce) {
  const std::string text =
      with(ship(ashore, "20"), "[system.Watchtower]",
           "[[asset]]\nid = \"second\"\nsystem = \"Watchtower\"\nposition = " + std::string(off_shore) +
               "\n[asset.component.search]\nantenna_msl_m = 30\n[[variant]]\nid = \"inland\"\ntitle "
               "= \"Inland\"\n[[variant.asset]]\nid = \"second\"\nposition = { latitude = 35.5, "
               "longitude = 36.2 }\n[system.Watchtower]");
  for (const char* command : {"check", "run"}) {
    const Outcome outcome = outcome_of(command, text);
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("asset \"tower\""), HasSubstr("asset \"second\" at latitude 35.5, longitude 36.2")));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 2) << outcome.err;
  }
}

TEST_F(BuriedAntenna, AtItsLowHeightAloneIsTakenOnTheGroundAndToldOf) {
  const std::string text = ship(ashore, "{ low = 40, nominal = 60, high = 70 }");
  const Outcome check = outcome_of("check", text, {"--json"});
  ASSERT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.json()["remarks"].dump(),
              AllOf(HasSubstr("the low height of search of 40 m"), HasSubstr("it is taken on the ground")));
  const Outcome run = outcome_of("run", text);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("it is taken on the ground"));
}

TEST_F(BuriedAntenna, ThatFinerGroundLetsStandIsNone) {
  const std::string coarse = make_posts(scratch_ / "coarse.tif", 36, 36, 0.02, 101, 101, [](int, int) { return 54; });
  const std::string fine = make_posts(scratch_ / "fine.tif", 36.8, 35.5, 0.002, 101, 101, [](int, int) { return 1; });
  const std::string text = with(ship("{ latitude = 35.4, longitude = 36.9 }", "20"), levant(), coarse);
  EXPECT_EQ(outcome_of("check", text).code, 3);
  const std::string finer = with(text, "outside", "near = { sources = [\"" + fine + "\"], radius_km = 5 }, outside");
  EXPECT_EQ(outcome_of("check", finer).code, 0);
  EXPECT_EQ(outcome_of("run", finer).code, 0);
}

TEST_F(BuriedAntenna, OfADrawnPlaceDoesNotEndTheRun) {
  // The shore is some 4 km from the ship.
  const std::string text = ship(off_shore, "{ low = 5, nominal = 8, high = 20 }", "position_error_m = 15000\n") +
                           "[uncertainty]\nsamples = 30\n";
  const Outcome outcome = outcome_of("run", text, {"--no-cache"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("inside")));
}

}  // namespace
}  // namespace skyshed::test
