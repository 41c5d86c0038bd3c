#include "cli/mistakes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/toml_document.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Mistakes, ArePicturedWithLineAndCaret) {
  const SourceText source{"khmeimim-2024.toml", {"# one", "system = \"S-4000\"", "until = 2024-12-01"}};
  MistakeList mistakes(source);
  mistakes.add({3, 1, 5}, "'until' (2024-12-01) is before 'from' (2024-12-09)");
  mistakes.add({2, 10, 8}, "unknown system \"S-4000\"", "did you mean \"S-400\"?", true);
  EXPECT_EQ(describe(mistakes.sorted()),
            "khmeimim-2024.toml:2:10: unknown system \"S-4000\"\n"
            "    2 | system = \"S-4000\"\n"
            "      |          ^^^^^^^^ did you mean \"S-400\"?\n"
            "khmeimim-2024.toml:3:1: 'until' (2024-12-01) is before 'from' (2024-12-09)\n"
            "    3 | until = 2024-12-01\n"
            "      | ^^^^^\n"
            "2 mistakes; nothing was written. All systems: skyshed systems");
}

TEST(Mistakes, KeepTheCaretUnderLettersOfSeveralBytesAndTabs) {
  const SourceText source{"a.toml", {"\ttitle = \"Хмеймим\", 5"}};
  MistakeList mistakes(source);
  mistakes.add({1, 21, 1}, "wrong");
  EXPECT_THAT(describe(mistakes.sorted()), HasSubstr("      | \t                   ^\n"));
}

TEST(Mistakes, ShowOnlyTheStretchAroundTheCaretOfAVeryLongLine) {
  const SourceText source{"a.toml", {std::string(1'000'000, 'x')}};
  MistakeList mistakes(source);
  mistakes.add({1, 500'000, 400'000}, "wrong");
  EXPECT_LT(describe(mistakes.sorted()).size(), 500U);
}

TEST(Mistakes, NeverPassControlCharactersToTheTerminal) {
  const SourceText source{"a.toml", {"a = \"\x1B[2J\""}};
  MistakeList mistakes(source);
  mistakes.add({1, 1, 1}, "unknown " + in_quotes("\x1B[2J"));
  EXPECT_THAT(describe(mistakes.sorted()), ::testing::Not(HasSubstr("\x1B")));
}

TEST(Mistakes, AreCountedInFullWhereNotAllAreShown) {
  const SourceText source{"a.toml", {"x"}};
  MistakeList mistakes(source);
  for (int i = 0; i < 60; ++i) mistakes.add({1, 1, 1}, "wrong");
  EXPECT_THAT(describe(mistakes.sorted()), EndsWith("… and 10 more\n60 mistakes; nothing was written."));
}

TEST(DidYouMean, FindsASlipAndLeavesAStrangerAlone) {
  const std::vector<std::string> names = {"S-400", "Pantsir-S1", "Tor-M2"};
  EXPECT_EQ(did_you_mean("S-4000", names), "did you mean \"S-400\"?");
  EXPECT_EQ(did_you_mean("pantsir_s1", names), "did you mean \"Pantsir-S1\"?");
  EXPECT_EQ(did_you_mean("Patriot", names), "");
}

std::string message_of(const std::string& text) {
  try {
    (void)parse_toml(text, "a.toml");
  } catch (const ScenarioMistakes& error) {
    return error.what();
  }
  return "";
}

TEST(TomlDocument, KnowsThePlacesOfKeysAndValues) {
  const TomlDocument document = parse_toml("a = 1\n[b.\"c d\"]\nuntil = 2024-12-06 # why\n", "a.toml");
  const TomlNode* until = document.root.child("b")->child("c d")->child("until");
  ASSERT_NE(until, nullptr);
  EXPECT_EQ(until->key_span.line, 3);
  EXPECT_EQ(until->key_span.column, 1);
  EXPECT_EQ(until->span.column, 9);
  EXPECT_EQ(until->span.length, 10);
  EXPECT_EQ(iso_date(until->date), "2024-12-06");
}

TEST(TomlDocument, KeepsTheOrderOfTheFile) {
  const TomlDocument document = parse_toml("zebra = 1\nant = 2\n", "a.toml");
  EXPECT_EQ(document.root.children[0].key, "zebra");
}

TEST(TomlDocument, SaysWhereTheTextIsNotToml) {
  EXPECT_THAT(message_of("a = 1\nb = = 2\n"), StartsWith("a.toml:2:5: this is not TOML: "));
  EXPECT_THAT(message_of("d = 2024-02-31\n"), HasSubstr("day"));
}

TEST(TomlDocument, SaysOfAnOpenQuoteThatItIsNotClosed) {
  for (const char* text : {"a = 1\ntitle = \"unclosed\nb = 2\n", "a = 1\ntitle = 'unclosed\nb = 2\n",
                           "a = 1\ntitle = \"unclosed\r\n", "a = 1\ntitle = \"ünclösed"}) {
    EXPECT_THAT(message_of(text), StartsWith("a.toml:2:18: this is not TOML: the quote is not closed\n")) << text;
  }
  EXPECT_THAT(message_of("title = \"\"\"unclosed\nto the end"), HasSubstr("the quote is not closed"));
  EXPECT_THAT(message_of("title = \"a\x07 bell\"\n"), Not(HasSubstr("not closed")));
}

TEST(TomlDocument, SaysHowADayIsWrittenWhereOneStandsTheOtherWayRound) {
  for (const char* day : {"30.11.2024", "3.1.2024", "30/11/2024", "30-11-2024"}) {
    EXPECT_THAT(message_of(std::string("from = ") + day + "\n"),
                HasSubstr("^ a day is year-month-day, as 2024-12-06\n"));
  }
  EXPECT_THAT(message_of("until = { earliest = 2024-12-13, latest = 14.12.2024 }"), HasSubstr("year-month-day"));
  for (const char* other :
       {"k = 1.2.3\n", "k = 1.12345.2024\n", "k = 30.11.24\n", "k = 30..2024\n", "k =", "k = 30.", "k = 30.11."}) {
    EXPECT_THAT(message_of(other), Not(HasSubstr("year-month-day"))) << other;
  }
}

TEST(TomlDocument, RefusesWhatIsNoTextWithoutShowingIt) {
  const ScratchFolder scratch;
  put(scratch / "x.tif", std::string("II*\0\x08 [[[[\n", 11));
  put(scratch / "x.toml", std::string("\xFF\xFEt\0i\0", 6));
  const auto refusal = [](const std::filesystem::path& file) -> std::string {
    try {
      (void)read_toml(file);
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(refusal(scratch / "x.tif"), (scratch / "x.tif").string() + " is not text; give a .toml file");
  EXPECT_EQ(refusal(scratch / "x.toml"), (scratch / "x.toml").string() + " is text in UTF-16; save it as UTF-8");
  EXPECT_EQ(refusal(""), "the name of the scenario is empty; give a .toml file");
}

TEST(TomlDocument, RefusesNestingThatWouldOverflowTheStack) {
  std::string dotted = "a";
  for (int i = 0; i < 500'000; ++i) dotted += ".a";
  EXPECT_THAT(message_of("[" + dotted + "]\n"), HasSubstr("a.toml:1:68: nested deeper than 32 levels"));
  EXPECT_THAT(message_of("x = { b = \"\"\"\n # '\"\"\", " + dotted + " = 1 }\n"), HasSubstr("nested deeper"));
  EXPECT_THAT(message_of("x = " + std::string(100'000, '[')), HasSubstr("nested deeper"));
}

TEST(TomlDocument, TakesDotsInStringsAndCommentsForText) {
  std::string prose = "a.b";
  for (int i = 0; i < 50; ++i) prose += ".c";
  EXPECT_EQ(message_of("# " + prose + "\nx = \"" + prose + "\"\ny = '''\n" + prose + "'''\nz = 1.5\n"), "");
}

TEST(TomlDocument, RefusesAFolderAndAFileThatIsNotThere) {
  EXPECT_THROW((void)read_toml("/"), Error);
  EXPECT_THROW((void)read_toml("/nowhere/scenario.toml"), Error);
}

}  // namespace
}  // namespace skyshed
