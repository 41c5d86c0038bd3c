// What the program says of itself, and of slips on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/catalogue.h"
#include "cli/version.h"
#include "program.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Help, IsPrintedWithoutArgumentsAndWhenAskedFor) {
  const Outcome alone = run_program({});
  EXPECT_EQ(alone.code, 0);
  EXPECT_EQ(alone.out, run_program({"--help"}).out);
  EXPECT_THAT(alone.out, AllOf(HasSubstr("Usage: skyshed COMMAND [options]"), HasSubstr("Exit codes: 0 done")));
}

TEST(Help, OfEveryCommandFitsTheTerminalAndNamesItsWords) {
  const std::vector<std::vector<std::string>> commands = {
      {},        {"run"},     {"compare"}, {"figure"},          {"profile"},         {"viewshed"},        {"lift"},
      {"check"}, {"systems"}, {"terrain"}, {"terrain", "info"}, {"terrain", "pack"}, {"terrain", "fetch"}};
  for (std::vector<std::string> words : commands) {
    words.emplace_back("--help");
    const Outcome help = run_program(words);
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("Usage: skyshed"));
    EXPECT_THAT(help.out, Not(HasSubstr("TEXT"))) << "an option's value has no word";
    std::istringstream lines(help.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Help, ShowsFlagsAndDefaultsAsTheyAreTyped) {
  const std::string run = run_program({"run", "--help"}).out;
  EXPECT_THAT(run, AllOf(HasSubstr("  --no-cache  "), HasSubstr("  --without ID[,ID]  "), HasSubstr("  --at DAY  ")));
  EXPECT_THAT(run_program({"lift", "--help"}).out, HasSubstr("[Il-76,An-124]\n"));
}

TEST(Manual, NamesShortOptionsTooAndAWordForEveryValue) {
  const std::string manual = run_program({"manual"}).out;
  EXPECT_THAT(manual, HasSubstr("\n.B \\-o, \\-\\-output \\fIFOLDER\\fR\n"));
  EXPECT_THAT(manual, Not(HasSubstr("\\fIVALUE\\fR")));
  const auto count_of = [&](const std::string& text) {
    int count = 0;
    for (std::size_t at = manual.find(text); at != std::string::npos; at = manual.find(text, at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(count_of("\\-\\-help\n"), 1);  // of the program, not of each command again
}

TEST(Version, IsTheProjects) {
  const Outcome outcome = run_program({"--version"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, std::string("skyshed ") + version + "\n");
}

TEST(GeneralOptions, MayStandBeforeOrAfterTheCommand) {
  const Outcome before = run_program({"--json", "--threads", "1", "--progress", "none", "systems", "S-400"});
  const Outcome after = run_program({"systems", "S-400", "--json", "--threads", "1", "--progress", "none"});
  EXPECT_EQ(before.code, 0);
  EXPECT_EQ(before.out, after.out);
  EXPECT_EQ(before.json()["id"], "S-400");
  EXPECT_EQ(run_program({"--quiet", "check", SKYSHED_SOURCE_DIR "/configs/scenarios/one-radar.toml"}).out, "");
  EXPECT_EQ(run_program({"check", SKYSHED_SOURCE_DIR "/configs/scenarios/one-radar.toml", "--quiet"}).out, "");
}

void expect_slip(const std::vector<std::string>& words, const std::string& sentence) {
  const Outcome outcome = run_program(words);
  EXPECT_EQ(outcome.code, 2) << sentence;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, sentence + "\n");
}

TEST(Slip, OnTheCommandLineIsAnsweredInOneSentence) {
  expect_slip({"rnu", "x.toml"}, "skyshed: unknown command \"rnu\" (did you mean \"run\"?); see skyshed --help");
  expect_slip({"terrain", "inof"},
              "skyshed terrain: unknown command \"inof\" (did you mean \"info\"?); see skyshed terrain --help");
  expect_slip({"terrain"}, "skyshed terrain: say what to do: info, pack, fetch; see skyshed terrain --help");
  expect_slip({"run", "x.toml", "-o", "y", "--overwite"},
              "skyshed run: unknown option \"--overwite\" (did you mean \"--overwrite\"?); see skyshed run --help");
  expect_slip({"run", "-o", "y"}, "skyshed run: SCENARIO is required; see skyshed run --help");
  expect_slip({"run", "x.toml", "-o"}, "skyshed run: --output needs a value; see skyshed run --help");
  expect_slip({"check", "a", "b"}, "skyshed check: unexpected argument \"b\"; see skyshed check --help");
  for (const char* number : {"nan", "inf", "-1"}) {
    expect_slip({"viewshed", "a.tif", "b.tif", "--at", "36,35", "--antenna-agl", number},
                std::string("skyshed viewshed: --antenna-agl: ") + number +
                    " is not a number from 0 to 10000000; see skyshed viewshed --help");
    expect_slip({"terrain", "pack", "a.tif", "b.tif", "--bbox", "36,35,37,36", "--cell", number},
                std::string("skyshed terrain pack: --cell: ") + number +
                    " is not a positive number; see skyshed terrain pack --help");
  }
  EXPECT_EQ(run_program({"--quiet"}).code, 2);
  EXPECT_THAT(run_program({"--threads", "many", "systems"}).err, HasSubstr("--threads"));
}

TEST(Systems, ListsTheWholeCatalogueAndEverySourceOfOne) {
  const Catalogue catalogue = read_catalogue(SKYSHED_SOURCE_DIR "/configs");
  const Outcome all = run_program({"systems"});
  EXPECT_EQ(all.code, 0);
  for (const std::string& id : catalogue.system_ids()) {
    EXPECT_THAT(all.out, HasSubstr(id));
    const Outcome one = run_program({"systems", id, "--json"});
    EXPECT_EQ(one.code, 0) << id;
    for (const CatalogueComponent& component : catalogue.system(id)->components) {
      EXPECT_THAT(one.out, HasSubstr("\"" + component.component.name + "\""));
      for (const Figure& figure : component.figures) {
        EXPECT_THAT(one.out, HasSubstr(figure.source));
      }
    }
  }
}

TEST(Systems, OfAnUnknownNameIsAMistakeWithAHint) {
  const Outcome outcome = run_program({"systems", "S-4000"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean \"S-400\"?"));
}

TEST(Results, ThatCannotBePrintedAreAnOutputError) {
  const ScratchFolder scratch;
  for (const char* words : {" systems", " systems S-400"}) {  // less than a buffer, and more
    const std::string command = SKYSHED_PROGRAM + std::string(words) + " > /dev/full 2> " + (scratch / "said").string();
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 4) << words;
    EXPECT_EQ(content_of(scratch / "said"), "skyshed: the results cannot be printed: No space left on device\n");
  }
}

TEST(Results, ThatNobodyReadsToTheEndAreNoFault) {
  const ScratchFolder scratch;
  const std::string command =
      SKYSHED_PROGRAM " systems S-400 2> " + (scratch / "said").string() + " | head -n 1 > /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(content_of(scratch / "said"), "");
}

TEST(Check, TellsWhatAScenarioDescribes) {
  const Outcome outcome = run_program({"check", SKYSHED_SOURCE_DIR "/configs/scenarios/khmeimim-2024.toml", "--json"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.json()["phases"].size(), 9U);
}

TEST(Check, TellsAllMistakesAtOnceAsCompilersDo) {
  const ScratchFolder scratch;
  std::string text = shipped_scenario("one-radar.toml", 1000);
  text.replace(text.find("Pantsir-S1\"\nposition"), 10, "Pantsir-S2");
  put(scratch / "bad.toml", "colour = \"red\"\n" + text);
  const Outcome outcome = run_program({"check", scratch / "bad.toml"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, AllOf(StartsWith((scratch / "bad.toml").string() + ":1:1: "), HasSubstr("\"colour\""),
                                 HasSubstr("did you mean \"Pantsir-S1\"?"), HasSubstr("2 mistakes")));
}

}  // namespace
}  // namespace skyshed::test
