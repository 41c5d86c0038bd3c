// `skyshed check` on what a run would stumble over beside the scenario's text: terrain, box and resolution.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "program.h"
#include "study.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

Outcome outcome_of(const std::string& command, const Study& study, const std::vector<std::string>& more = {}) {
  const ScratchFolder scratch;
  put(scratch / "study.toml", study.text());
  std::vector<std::string> words{command, scratch / "study.toml", "--progress", "none"};
  if (command == "run") words.insert(words.end(), {"-o", scratch / "out"});
  words.insert(words.end(), more.begin(), more.end());
  return run_program(words);
}

// What run refuses check refuses, in the same words, after it has said what it understood.
void expect_both_refuse(const Study& study, const std::string& reason) {
  const Outcome check = outcome_of("check", study);
  EXPECT_EQ(check.code, 3);
  EXPECT_THAT(check.err, HasSubstr(reason));
  EXPECT_THAT(check.out, AllOf(HasSubstr("1 asset, 1 phase"), Not(HasSubstr("in order"))));
  EXPECT_THAT(outcome_of("check", study, {"--json"}).json()["problems"].dump(), HasSubstr(reason));
  const Outcome run = outcome_of("run", study);
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr(reason));
}

TEST(Check, EndsWithMissingTerrain) {
  const Outcome check = outcome_of("check", {.terrain = "/no/levante.tif\", \"/no/other.tif"});
  EXPECT_EQ(check.code, 3);
  EXPECT_THAT(check.err, AllOf(HasSubstr("there is no terrain /no/levante.tif"), HasSubstr("/no/other.tif")));
  EXPECT_THAT(check.out, Not(HasSubstr("in order")));
}

TEST(Check, EndsWithTerrainThatDoesNotCoverTheReach) {
  expect_both_refuse({.position = "{ latitude = 41.9, longitude = 43.9 }"}, "does not cover all that is asked for");
}

TEST(Check, EndsWithResultsSoCoarseThatTheBoxHoldsNone) {
  expect_both_refuse({.resolution_m = "100000\ngrid.bbox = [36.6, 35.1, 36.9, 35.4]"},
                     "resolution_m = 100000 keeps no");
}

TEST(Check, RemarksAsARunDoesOnResultsThatStandFartherApartThanAskedFor) {
  const Study fine{.resolution_m = "10\ngrid.bbox = [36.8, 35.3, 37, 35.5]"};
  const std::string remark = "where resolution_m asks for 10: ";
  const Outcome check = outcome_of("check", fine, {"--json"});
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.json()["remarks"].dump(), HasSubstr(remark));
  EXPECT_THAT(outcome_of("run", fine).err, HasSubstr(remark));
  EXPECT_THAT(outcome_of("check", {.resolution_m = "1000"}, {"--json"}).json()["remarks"].dump(),
              Not(HasSubstr("resolution_m")));
}

TEST(Check, RemarksOnDistancesInWholeMetres) {
  EXPECT_THAT(outcome_of("check", {.resolution_m = "1400"}, {"--json"}).json()["remarks"].dump(),
              ContainsRegex("results stand [12][0-9][0-9][0-9] m apart where resolution_m asks for 1400: "));
}

TEST(Check, RemarksAsARunDoesOnAnAssetThatReachesNothingOfTheBox) {
  const Study off{.resolution_m = "4000\ngrid.bbox = [36.5, 38, 37.3, 38.8]"};
  const std::string remark = "tower at latitude 35.4, longitude 36.9 reaches 30 km at most and so nothing in bbox";
  const Outcome check = outcome_of("check", off, {"--json"});
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.json()["remarks"].dump(), HasSubstr(remark));
  EXPECT_THAT(outcome_of("run", off).err, HasSubstr(remark));
}

TEST(Check, RemarksOnTerrainThatIsStillToBeFetched) {
  const ScratchFolder empty;
  setenv("XDG_CACHE_HOME", empty.path().c_str(), 1);
  const Outcome check = outcome_of("check", {.terrain = "copernicus-30"}, {"--json"});
  unsetenv("XDG_CACHE_HOME");
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.json()["remarks"].dump(), HasSubstr("skyshed terrain fetch"));
}

}  // namespace
}  // namespace skyshed::test
