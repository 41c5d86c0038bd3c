// `skyshed lift`, driven as a user does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "study.h"

namespace skyshed::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

// Two watchtowers side by side: the north one of two vehicles of 30 and 60 t, the south one of no known weight.
class Lift : public ::testing::Test {
 protected:
  Lift() {
    const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("skyshed_lift_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Lift() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string scenario(const std::string& loads = north_loads) const {
    const std::string radar = "radar.search = { instrumented_range_km = 30, antenna_agl_m = 12 }\n";
    const std::string path = folder_ / "scenario.toml";
    std::ofstream(path) << "title = \"Towers\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = [\"fighter\"]\n"
                           "altitudes_agl_m = [100]\nterrain.sources = [\"" +
                               levant() +
                               "\"]\ngrid.resolution_m = 4000\n"
                               "[[asset]]\nid = \"north\"\nsystem = \"North\"\nuntil = 2024-12-20\n"
                               "position = { latitude = 35.5, longitude = 36.9 }\n"
                               "[[asset]]\nid = \"south\"\nsystem = \"South\"\nuntil = 2024-12-10\n"
                               "position = { latitude = 35.4, longitude = 36.9 }\n"
                               "[system.South]\nname = \"South\"\n" +
                               radar + "[system.North]\nname = \"North\"\n" + radar + loads;
    return path;
  }
  static constexpr const char* north_loads =
      "[system.North.load.light]\nweight_t = { low = 20, nominal = 30, high = 30, grade = \"E\", source = \"s\" }\n"
      "[system.North.load.heavy]\nweight_t = { exactly = 60, grade = \"E\", source = \"s\" }\n";
  fs::path folder_;
};

TEST_F(Lift, SendsEachPieceByTheSmallestAircraftThatTakesIt) {
  const Outcome outcome = run_program({"lift", scenario(), "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const json north = outcome.json()["assets"][0];
  EXPECT_EQ(north["together"]["nominal"]["by"], (json{{"Il-76", 1}, {"An-124", 1}}));
  EXPECT_EQ(north["alone"]["An-124"]["nominal"]["sorties"], 1);            // 90 of 120 t
  EXPECT_EQ(north["alone"]["Il-76"]["nominal"]["pieces_left_behind"], 1);  // 60 t in a payload of 50
  EXPECT_EQ(north["weight_t"], (json{{"low", 80.0}, {"nominal", 90.0}, {"high", 90.0}}));
}

TEST_F(Lift, NamesAnAssetWithoutAWeightAndCountsTheOthers) {
  const Outcome outcome = run_program({"lift", scenario()});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("south: no weight on record"));
  EXPECT_THAT(outcome.out, HasSubstr("north"));
  EXPECT_THAT(outcome.out, HasSubstr("2 at least"));
}

TEST_F(Lift, DrawsTheCurveInTheOrderOfTheDaysOfAbsenceOrAsAsked) {
  const json by_days = run_program({"lift", scenario(), "--json"}).json()["curve"];
  EXPECT_EQ(by_days["steps"][0]["asset"], "south");
  EXPECT_EQ(by_days["steps"][0]["sorties"]["nominal"], 0);
  EXPECT_EQ(by_days["steps"][0]["all_weights_known"], false);
  EXPECT_EQ(by_days["steps"][1]["sorties"]["nominal"], 2);
  const json asked = run_program({"lift", scenario(), "--json", "--order", "north,south"}).json()["curve"];
  EXPECT_EQ(asked["steps"][0]["asset"], "north");
  EXPECT_EQ(asked["steps"][0]["all_weights_known"], true);

  // The first and the last point do not depend on the order; a run says what covers with one of the two gone.
  const json area = asked["left"][0]["area_km2"];
  EXPECT_EQ(area[0], by_days["left"][0]["area_km2"][0]);
  EXPECT_GT(area[0], area[1]);
  EXPECT_EQ(area[2], 0.0);
  const Outcome run = run_program({"run", scenario(), "-o", folder_ / "run", "--only", "south", "--json"});
  const double south = run.json()["phases"]["2024-12-01"]["detect"]["fighter"]["100 m AGL"]["likely"]["area_km2"];
  EXPECT_NEAR(area[1].get<double>(), south, 1e-6);
}

TEST_F(Lift, WritesTheCurveAsCsv) {
  const Outcome outcome = run_program({"lift", scenario(), "--csv", folder_ / "curve.csv"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  std::ifstream file(folder_ / "curve.csv");
  std::string header, before;
  std::getline(file, header);
  std::getline(file, before);
  EXPECT_EQ(header,
            "step,asset,sorties_low,sorties_nominal,sorties_high,all_weights_known,role,target,altitude_m,"
            "altitude_reference,left_km2,lost_km2");
  EXPECT_THAT(before, ::testing::StartsWith("0,,0,0,0,yes,detect,fighter,100,AGL,"));
  EXPECT_THAT(before, ::testing::EndsWith(",0.000"));
}

TEST_F(Lift, RefusesAnOrderThatMakesNoSense) {
  EXPECT_THAT(run_program({"lift", scenario(), "--order", "nort"}).err, HasSubstr("did you mean \"north\"?"));
  EXPECT_THAT(run_program({"lift", scenario(), "--order", "north,north"}).err, HasSubstr("leaves twice"));
  EXPECT_THAT(run_program({"lift", scenario(), "--order", "south", "--at", "2024-12-15"}).err,
              HasSubstr("not surely there on 2024-12-10"));
  EXPECT_THAT(run_program({"lift", scenario(), "--at", "2025-02-01"}).err,
              HasSubstr("--at 2025-02-01 lies outside the study, which is told from 2024-12-01 to 2024-12-"));
  const Outcome outcome = run_program({"lift", scenario(), "--aircraft", "An-125"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean \"An-124\"?"));
}

TEST_F(Lift, RefusesAWeightOutOfOrder) {
  const Outcome outcome = run_program(
      {"lift", scenario("[system.North.load.light]\nweight_t = { low = 40, nominal = 30, high = 50, grade = \"E\", "
                        "source = \"s\" }\n")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'weight_t' must have low <= nominal <= high, not 40 / 30 / 50"));
}

// The catalogue's S-400, by hand: 8 launchers of 42 t, and 50 + 45 + 45 t. An An-124 of 120 t takes two launchers;
// four flights of those, one of 95 t and one of 45 t. The launcher is taller than the Il-76's hold.
TEST_F(Lift, FliesTheS400OutOfTheCatalogue) {
  const std::string path = folder_ / "scenario.toml";
  std::ofstream(path) << with(shipped_scenario("khmeimim-2024.toml", 20000), "altitudes_agl_m = [50, 100, 300]",
                              "altitudes_agl_m = [100]");
  const Outcome outcome = run_program({"lift", path, "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const json lift = outcome.json();
  const json s400 = lift["assets"][0];
  EXPECT_EQ(s400["alone"]["An-124"]["nominal"]["sorties"], 6);
  EXPECT_EQ(s400["alone"]["Il-76"]["nominal"]["pieces_left_behind"], 8);
  EXPECT_EQ(s400["without_weight"], json{"command post 55K6E"});
  EXPECT_EQ(lift["fits"][0],
            (json{{"system", "S-400"}, {"load", "launcher"}, {"carrier", "Il-76"}, {"fit", "too large"}}));
}

}  // namespace
}  // namespace skyshed::test
