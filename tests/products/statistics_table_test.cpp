#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "products/table.h"
#include "tests/products/records.h"

namespace skyshed {
namespace {

TEST(CoverageTable, HasPhasesAsRowsAndAltitudesAsColumns) {
  const std::vector records{
      coverage("2024-12-01", day(12, 1), day(12, 6), at_100_m, CoveredArea{12345e6, 0}),
      coverage("2024-12-01", day(12, 1), day(12, 6), to_20_km, CoveredVolume{1234567e9, 0}),
      coverage("2024-12-06", day(12, 6), day(12, 16), at_100_m, CoveredArea{678e6, 1e6}),
  };
  EXPECT_EQ(coverage_table(records),
            "detect · fighter · likely · km² covered\n"
            "phase       days    100 m     km³ to\n"
            "                      AGL   20,000 m\n"
            "2024-12-01     5   12,345  1,234,567\n"
            "2024-12-06    10      678*         –\n"
            "\n"
            "* at least: unknown terrain leaves more undecided\n");
}

TEST(CoverageTable, ShowsTheShareOfTheNominalRingBelow) {
  std::vector records{coverage("2024-12-01", day(12, 1), day(12, 6), at_100_m, CoveredArea{12345e6, 0})};
  records[0].share_of_nominal_ring = 0.231;
  EXPECT_EQ(coverage_table(records),
            "detect · fighter · likely · km² covered\n"
            "phase       days       100 m\n"
            "                         AGL\n"
            "2024-12-01     5      12,345\n"
            "            of ring     23 %\n");
}

TEST(CoverageTable, HasABlockForEachRoleAndTarget) {
  std::vector records{coverage("a", day(12, 1), day(12, 6), at_100_m, CoveredArea{1e6, 0}),
                      coverage("a", day(12, 1), day(12, 6), at_100_m, CoveredArea{2e6, 0})};
  records[1].role = Role::engage;
  const std::string table = coverage_table(records);
  EXPECT_THAT(table, testing::HasSubstr("detect · fighter"));
  EXPECT_THAT(table, testing::HasSubstr("\n\nengage · fighter"));
}

TEST(CoverageTable, ShowsOneConfidence) {
  std::vector records{coverage("a", day(12, 1), day(12, 6), at_100_m, CoveredArea{111e6, 0}),
                      coverage("a", day(12, 1), day(12, 6), at_100_m, CoveredArea{222e6, 0})};
  records[1].confidence = Confidence::possible;
  EXPECT_THAT(coverage_table(records), testing::Not(testing::HasSubstr("222")));
  EXPECT_THAT(coverage_table(records, Confidence::possible), testing::HasSubstr("222"));
}

TEST(CoverageTable, OfAWholeStudyFitsOneHundredColumns) {
  std::vector<CoverageRecord> records;
  for (const double metres : {100.0, 300.0, 1000.0, 3000.0, 10000.0, 12000.0}) {
    records.push_back(coverage("2024-12-01", day(12, 1), day(12, 6), {metres, SliceAltitude::Reference::msl},
                               CoveredArea{1134000e6, 1e6}));
  }
  records.push_back(coverage("2024-12-01", day(12, 1), day(12, 6), to_20_km, CoveredVolume{22000000e9, 1e9}));
  std::istringstream lines(coverage_table(records));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 104U) << line;  // "·" is 2 bytes
  EXPECT_EQ(count,
            6);  // title, two lines of heading, the phase, an empty line, what the mark means: nothing was folded
}

TEST(ChangeTable, ShowsWhatWasLostGainedAndKept) {
  const std::vector records{change(at_100_m, ChangeAreas{1e6, 2000e6, 3e6, 0, 0}),
                            change(to_20_km, ChangedVolume{6e9, 0.1e9})};
  EXPECT_EQ(change_table(records),
            "engage · fighter · likely · km² changed\n"
            "before      after                100 m    km³ to\n"
            "                                   AGL  20,000 m\n"
            "2024-12-01  2024-12-06  lost         3         6\n"
            "                        gained       0        <1\n"
            "                        kept     2,000\n");
}

TEST(TextTable, PutsColumnsThatDoNotFitBelow) {
  const TextTable table{"title", {"name"}, {{"aaaa", ""}, {"bbbb", ""}}, {{{"row"}, {"1", "2"}}}};
  EXPECT_EQ(printed(table, 16), "title\nname   aaaa bbbb\n\nrow       1    2\n");
  EXPECT_EQ(printed(table, 15), "title\nname   aaaa\n\nrow       1\nname   bbbb\n\nrow       2\n");
}

TEST(Thousands, AreSeparatedByCommas) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999.4), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567.8), "1,234,568");
  EXPECT_EQ(with_thousands(-123456), "-123,456");
}

TEST(Thousands, NeverShowSomethingAsNothing) {
  EXPECT_EQ(with_thousands(0.4), "<1");
  EXPECT_EQ(with_thousands(0.5), "1");
}

// As Math.round does of what is not negative: the page of a report shows the same figures.
TEST(Thousands, RoundHalvesAwayFromZero) {
  EXPECT_EQ(with_thousands(1234.5), "1,235");
  EXPECT_EQ(with_thousands(-0.4), "0");
}

}  // namespace
}  // namespace skyshed
