// `skyshed compare` from end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "program.h"
#include "study.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;
using Json = nlohmann::json;

// Two towers out of each other's sight; the one leaves on 10 December, the other comes on that day. So there are two
// phases, one loses and gains, and what the first lost the second keeps not.
Study changing() {
  return {.asset_lines =
              "until = 2024-12-10\n[[asset]]\nid = \"other\"\nsystem = \"Watchtower\"\n"
              "position = { latitude = 35.4, longitude = 37.3 }\nfrom = 2024-12-10\n"};
}

class Compare : public ::testing::Test {
 protected:
  void SetUp() override {
    put(scratch_ / "s.toml", changing().text());
    ASSERT_EQ(run_program({"run", scratch_ / "s.toml", "-o", scratch_ / "run", "--progress", "none"}).code, 0);
  }
  // Compares two folders of the scratch folder.
  [[nodiscard]] Outcome compare(const std::string& before, const std::string& after) const {
    return run_program({"compare", scratch_ / before, scratch_ / after, "-o", scratch_ / "change", "--json",
                        "--overwrite", "--progress", "none"});
  }
  // The figures of one pair, at 100 m above ground, likely.
  static Json figures(const Outcome& outcome) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.json()["changes"].front()["detect"]["fighter"]["100 m AGL"]["likely"];
  }

  ScratchFolder scratch_;
  std::string first_ = "run/phases/2024-12-01";
  std::string second_ = "run/phases/2024-12-10";
};

TEST_F(Compare, BackwardsMirrorsForwardsAndOfAPhaseWithItselfIsEmpty) {
  const Json forwards = figures(compare(first_, second_));
  const Json backwards = figures(compare(second_, first_));
  EXPECT_GT(forwards["lost_km2"], 100);
  EXPECT_GT(forwards["gained_km2"], 100);
  EXPECT_NE(forwards["lost_km2"], forwards["gained_km2"]);
  EXPECT_EQ(forwards["lost_km2"], backwards["gained_km2"]);
  EXPECT_EQ(forwards["gained_km2"], backwards["lost_km2"]);
  EXPECT_EQ(forwards["kept_km2"], backwards["kept_km2"]);
  EXPECT_EQ(forwards["never_km2"], backwards["never_km2"]);

  const Json same = figures(compare(first_, first_));
  EXPECT_EQ(same["lost_km2"], 0);
  EXPECT_EQ(same["gained_km2"], 0);
  EXPECT_GT(same["kept_km2"], 100);
}

TEST_F(Compare, OfTwoRunsTakesThePhasesOfTheSameNameAndWritesAWholeFolder) {
  fs::copy(scratch_ / "run", scratch_ / "copy", fs::copy_options::recursive);
  const Outcome outcome = compare("run", "copy");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json summary = outcome.json();
  EXPECT_EQ(summary["changes"].size(), 2U);
  for (const Json& change : summary["changes"]) {
    EXPECT_EQ(change["detect"]["fighter"]["100 m AGL"]["likely"]["lost_km2"], 0);
  }
  const auto files = files_in(scratch_ / "change");
  const std::string pair = "changes/run@2024-12-01--copy@2024-12-01/detect_fighter";
  for (const std::string& name : {pair + "_change.tif", pair + "_floor_rise.tif", std::string("statistics.csv"),
                                  std::string("summary.json"), std::string("manifest.json")}) {
    EXPECT_EQ(files.count(name), 1U) << name;
  }
}

TEST_F(Compare, RefusesWhatCannotBeComparedAndLeavesNothing) {
  const Outcome existing =
      run_program({"compare", scratch_ / first_, scratch_ / second_, "-o", scratch_ / "run", "--progress", "none"});
  EXPECT_EQ(existing.code, 4);
  EXPECT_THAT(existing.err, HasSubstr("--overwrite"));

  const Outcome itself = run_program(
      {"compare", scratch_ / first_, scratch_ / second_, "-o", scratch_ / "run", "--overwrite", "--progress", "none"});
  EXPECT_EQ(itself.code, 4);
  EXPECT_THAT(itself.err, HasSubstr("would be made of"));

  const Outcome same = compare("run", "run");
  EXPECT_EQ(same.code, 2);
  EXPECT_THAT(same.err, AllOf(HasSubstr("same run"), HasSubstr("2024-12-01, 2024-12-10")));

  Study coarser = changing();
  coarser.resolution_m = "8000";
  put(scratch_ / "coarser.toml", coarser.text());
  ASSERT_EQ(run_program({"run", scratch_ / "coarser.toml", "-o", scratch_ / "coarser"}).code, 0);
  const Outcome grids = compare("run", "coarser");
  EXPECT_EQ(grids.code, 2);
  EXPECT_THAT(grids.err, HasSubstr("different grids"));

  fs::create_directory(scratch_ / "empty");
  for (const char* folder : {"empty", "missing", "run/phases/2024-12-24"}) {
    const Outcome outcome = compare("run", folder);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(folder), HasSubstr("RUN/phases/PHASE")));
  }
  EXPECT_THAT(scratch_.names(), ElementsAre("coarser", "coarser.toml", "empty", "run", "s.toml"));
}

}  // namespace
}  // namespace skyshed::test
