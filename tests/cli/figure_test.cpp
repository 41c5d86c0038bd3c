// `skyshed figure` from end to end.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
#include <sstream>

#include "program.h"
#include "study.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Figure : public ::testing::Test {
 protected:
  void SetUp() override {
    // Two phases, of which the second has no radar.
    put(scratch_ / "s.toml", Study{.asset_lines = "until = 2024-12-10\n"}.text());
    ASSERT_EQ(run_program({"run", scratch_ / "s.toml", "-o", scratch_ / "run", "--progress", "none"}).code, 0);
  }
  [[nodiscard]] Outcome figure(std::vector<std::string> options, const std::string& file = "f.png") const {
    options.insert(options.begin(), {"figure", scratch_ / "run", "-o", scratch_ / file, "--overwrite"});
    return run_program(options);
  }
  [[nodiscard]] std::string bytes(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream(scratch_ / file, std::ios::binary).rdbuf();
    return text.str();
  }
  ScratchFolder scratch_;
};

TEST_F(Figure, IsAPictureWhoseTitleHasTheAreaOfTheStatistics) {
  const Outcome outcome = figure({"--phase", "2024-12-01"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(bytes("f.png"), StartsWith("\x89PNG"));
  const auto summary = nlohmann::json::parse(bytes("run/summary.json"));
  const double area_km2 =
      summary["phases"]["2024-12-01"]["detect"]["fighter"]["100 m AGL"]["likely"]["area_km2"].get<double>();
  ASSERT_GT(area_km2, 1000);
  const long whole = std::lround(area_km2);
  const std::string rounded = fmt::format("{},{:03}", whole / 1000, whole % 1000);
  EXPECT_THAT(outcome.out, StartsWith("Radar sees a fighter at 100 m above ground over " + rounded + " km²"));
}

TEST_F(Figure, SaysThatAreasAreThoseOfTheBoxWhereItCutsARing) {
  const auto title = [&](const std::string& box) {
    put(scratch_ / "s.toml", Study{.resolution_m = "4000\ngrid.bbox = " + box}.text());
    const Outcome run = run_program({"run", scratch_ / "s.toml", "-o", scratch_ / "run", "--overwrite"});
    EXPECT_EQ(run.code, 0) << run.err;
    return figure({}).out;
  };
  EXPECT_THAT(title("[36.5, 35, 37.3, 35.8]"), AllOf(HasSubstr("% of the nominal ring\n"), Not(HasSubstr("box"))));
  EXPECT_THAT(title("[36.9, 35, 37.3, 35.8]"),
              AllOf(HasSubstr("km² of the study's box, "), HasSubstr("% of the nominal ring in it\n")));
  EXPECT_THAT(title("[36.5, 38, 37.3, 38.8]"),
              StartsWith("Radar sees no fighter at 100 m above ground in the study's box\n"));
}

// The fields of a line of a table, by the names in its head.
std::vector<std::map<std::string, std::string>> lines_of(const std::string& csv) {
  const auto fields_of = [](const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, ',');) fields.push_back(field);
    return fields;
  };
  std::istringstream text(csv);
  std::string line;
  std::getline(text, line);
  const std::vector<std::string> heads = fields_of(line);
  std::vector<std::map<std::string, std::string>> lines;
  while (std::getline(text, line)) {
    const std::vector<std::string> fields = fields_of(line);
    for (lines.emplace_back(); lines.back().size() < fields.size();) {
      lines.back()[heads.at(lines.back().size())] = fields[lines.back().size()];
    }
  }
  return lines;
}

// Title by altitude of a scene of report.html.
std::vector<std::string> titles_in(const std::string& page, std::size_t scene) {
  const std::string begin = "<script type=\"application/json\" id=\"data\">";
  const std::size_t from = page.find(begin) + begin.size();
  const auto data = nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
  std::vector<std::string> titles;
  for (const auto& map : data["maps"][scene][0]) titles.push_back(map[1]);
  return titles;
}

std::string percent(double share) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << 100 * share << " % of the nominal ring";
  return text.str();
}

// At some of the altitudes the share in four digits, rounded once more, is another one: there they would differ.
TEST_F(Figure, SaysTheSameShareAsTheTableTheReportAndTheComparison) {
  std::string altitudes;
  for (int metres = 10; metres <= 400; metres += 10) altitudes += std::to_string(metres) + ",";
  const Study study{.asset_lines = "until = 2024-12-10\n", .resolution_m = "2000"};
  put(scratch_ / "many.toml", with(study.text(), "altitudes_agl_m = [100]", "altitudes_agl_m = [" + altitudes + "]"));
  ASSERT_EQ(run_program({"run", scratch_ / "many.toml", "-o", scratch_ / "many", "--progress", "none"}).code, 0);
  ASSERT_EQ(run_program({"compare", scratch_ / "many/phases/2024-12-01", scratch_ / "many/phases/2024-12-10", "-o",
                         scratch_ / "change", "--progress", "none"})
                .code,
            0);
  const std::vector<std::string> in_report = titles_in(bytes("many/report.html"), 0);
  const std::vector<std::string> in_comparison = titles_in(bytes("change/report.html"), 0);
  std::size_t altitude = 0;
  int told_apart = 0;
  for (auto& line : lines_of(bytes("many/statistics.csv"))) {
    if (line["phase"] != "2024-12-01" || line["confidence"] != "likely" || line["measure"] != "area") continue;
    const double share = std::stod(line["share_of_nominal_ring"]);
    const std::string words = percent(share);
    SCOPED_TRACE(line["altitude_m"] + " m: " + line["share_of_nominal_ring"]);
    EXPECT_THAT(in_report.at(altitude), HasSubstr(words));
    EXPECT_THAT(in_comparison.at(altitude), HasSubstr(words));
    const bool tells_apart = percent(std::round(share * 1e4) / 1e4) != words;
    told_apart += tells_apart ? 1 : 0;
    if (tells_apart) {
      const Outcome outcome = run_program({"figure", scratch_ / "many", "-o", scratch_ / "f.svg", "--overwrite",
                                           "--phase", "2024-12-01", "--altitude", line["altitude_m"] + " m AGL"});
      EXPECT_THAT(outcome.out, HasSubstr(words));
    }
    ++altitude;
  }
  EXPECT_EQ(altitude, in_report.size());
  EXPECT_GT(told_apart, 0);
}

TEST_F(Figure, IsAnSvgWhereTheNameOfTheFileSaysSo) {
  ASSERT_EQ(figure({"--phase", "2024-12-10"}, "f.svg").code, 0);
  EXPECT_THAT(bytes("f.svg"), StartsWith("<?xml"));
}

TEST_F(Figure, OfAnyDayOfAPhaseIsThatOfItsFirst) {
  ASSERT_EQ(figure({"--phase", "2024-12-01"}, "first.png").code, 0);
  ASSERT_EQ(figure({"--phase", "2024-12-09"}, "last.png").code, 0);
  EXPECT_TRUE(bytes("first.png") == bytes("last.png"));
}

TEST_F(Figure, TellsInJsonWhatTheTextTells) {
  const std::vector<std::string> options{"--phase", "2024-12-01", "--width", "700"};
  const Outcome text = figure(options);
  std::vector<std::string> in_json = options;
  in_json.emplace_back("--json");
  const Outcome outcome = figure(in_json);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const nlohmann::json json = outcome.json();
  EXPECT_EQ(text.out, json["title"].get<std::string>() + "\n" + json["subtitle"].get<std::string>() + "\n" +
                          json["file"].get<std::string>() + "\n");
  // The size stands in a PNG's first chunk.
  const std::string png = bytes("f.png");
  const auto number_at = [&](std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<int>(static_cast<unsigned char>(png.at(at + i))); };
    return byte(2) * 256 + byte(3);
  };
  EXPECT_EQ(json["width"], number_at(16));
  EXPECT_EQ(json["height"], number_at(20));
  EXPECT_EQ(json["width"], 700);
  EXPECT_EQ(json["phase"], "2024-12-01");
  EXPECT_EQ(json["altitude"], "100 m AGL");
  EXPECT_EQ(json["role"], "detect");
  EXPECT_EQ(json["target"], "fighter");
  const auto summary = nlohmann::json::parse(bytes("run/summary.json"));
  const auto area_km2 = summary["phases"]["2024-12-01"]["detect"]["fighter"]["100 m AGL"]["likely"]["area_km2"];
  EXPECT_NEAR(json["covered_km2"].get<double>(), area_km2.get<double>(), 1e-3);
}

TEST_F(Figure, IsRefusedForWhatTheRunDoesNotHoldWithWhatItHolds) {
  const auto refusal = [&](const std::vector<std::string>& options, const std::string& file = "f.png") {
    const Outcome outcome = figure(options, file);
    EXPECT_EQ(outcome.code, 2);
    return outcome.err;
  };
  const std::string day = "2024-12-01";
  EXPECT_THAT(refusal({}), AllOf(HasSubstr("2 phases"), HasSubstr("2024-12-10")));
  EXPECT_THAT(refusal({"--phase", "first"}), HasSubstr("it has: 2024-12-01, 2024-12-10"));
  for (const char* outside : {"2024-11-30", "2024-12-31"}) {
    EXPECT_EQ(refusal({"--phase", outside}),
              std::string("skyshed: --phase ") + outside +
                  " lies outside the study, which is told from 2024-12-01 to 2024-12-30\n");
  }
  EXPECT_THAT(refusal({"--phase", day, "--altitude", "300 m AGL"}), HasSubstr("it has: 100 m AGL"));
  EXPECT_THAT(refusal({"--phase", day, "--altitude", "low"}), HasSubstr("is not an altitude"));
  EXPECT_THAT(refusal({"--phase", day, "--role", "engage"}), HasSubstr("it has: detect"));
  EXPECT_THAT(refusal({"--phase", day, "--target", "figther"}), HasSubstr("did you mean \"fighter\"?"));
  EXPECT_THAT(refusal({"--phase", day}, "f.jpg"), HasSubstr(".png or .svg"));
  const Outcome no_run = run_program({"figure", scratch_.path(), "-o", scratch_ / "f.png"});
  EXPECT_EQ(no_run.code, 2);
  EXPECT_THAT(no_run.err, HasSubstr("is not a run of skyshed"));
}

}  // namespace
}  // namespace skyshed::test
