#include "products/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/products/records.h"

namespace skyshed {
namespace {

TEST(CoverageCsv, HasALineForEachRecordWithUnitsInTheHeader) {
  CoverageRecord area = coverage("2024-12-01", day(12, 1), day(12, 6), at_100_m,
                                 CoveredArea{.covered_m2 = 1234567890, .unknown_m2 = 1e6});
  area.confidence = Confidence::certain;
  area.share_of_nominal_ring = 0.25;
  const CoverageRecord volume =
      coverage("2024-12-01", day(12, 1), day(12, 6), to_20_km, CoveredVolume{.covered_m3 = 2.5e12, .unknown_m3 = 0});
  EXPECT_EQ(coverage_csv(std::vector{area, volume}),
            "phase,from,until,role,target,confidence,measure,altitude_m,altitude_reference,area_km2,unknown_area_km2,"
            "share_of_nominal_ring,volume_km3,unknown_volume_km3\n"
            "2024-12-01,2024-12-01,2024-12-06,detect,fighter,certain,area,100,AGL,1234.568,1.000,0.250000,,\n"
            "2024-12-01,2024-12-01,2024-12-06,detect,fighter,likely,volume,20000,MSL,,,,2500.000,0.000\n");
}

// RFC 4180, 2.6 and 2.7.
TEST(CoverageCsv, QuotesWhatHoldsCommasQuotesOrLineBreaks) {
  CoverageRecord record = coverage("a, \"b\"\nc", day(12, 1), day(12, 6), at_100_m, CoveredArea{});
  record.target = "plain";
  const std::string csv = coverage_csv(std::vector{record});
  EXPECT_THAT(csv, testing::HasSubstr("\n\"a, \"\"b\"\"\nc\",2024-12-01,2024-12-06,detect,plain,"));
}

TEST(CoverageCsv, KeepsTheColumnOfAnEmptyName) {
  const CoverageRecord record = coverage("", day(12, 1), day(12, 6), at_100_m, CoveredArea{});
  EXPECT_THAT(coverage_csv(std::vector{record}), testing::HasSubstr("\n,2024-12-01,2024-12-06,"));
}

TEST(ChangeCsv, HasALineForEachRecord) {
  const std::vector records{change(at_100_m, ChangeAreas{1e6, 2e6, 3e6, 4e6, 5e6}),
                            change(to_20_km, ChangedVolume{.lost_m3 = 6e9, .gained_m3 = 7e9})};
  EXPECT_EQ(change_csv(records),
            "before,after,role,target,confidence,measure,altitude_m,altitude_reference,never_km2,kept_km2,lost_km2,"
            "gained_km2,unknown_km2,lost_km3,gained_km3\n"
            "2024-12-01,2024-12-06,engage,fighter,likely,area,100,AGL,1.000,2.000,3.000,4.000,5.000,,\n"
            "2024-12-01,2024-12-06,engage,fighter,likely,volume,20000,MSL,,,,,,6.000,7.000\n");
}

TEST(SummaryJson, IsNestedByPhaseRoleTargetAltitudeAndConfidence) {
  CoverageRecord certain = coverage("2024-12-01", day(12, 1), day(12, 6), at_100_m, CoveredArea{1234567890, 1e6});
  certain.confidence = Confidence::certain;
  CoverageRecord likely = coverage("2024-12-01", day(12, 1), day(12, 6), at_100_m, CoveredArea{2e9, 0});
  likely.share_of_nominal_ring = 0.5;
  const CoverageRecord volume = coverage("2024-12-01", day(12, 1), day(12, 6), to_20_km, CoveredVolume{2.5e12, 1e9});
  const auto summary = nlohmann::json::parse(summary_json(
      std::vector{certain, likely, volume},
      std::vector{change(at_100_m, ChangeAreas{1e6, 2e6, 3e6, 4e6, 5e6}), change(to_20_km, ChangedVolume{6e9, 7e9})}));

  const auto& phase = summary["phases"]["2024-12-01"];
  EXPECT_EQ(phase["until"], "2024-12-06");
  const auto& slice = phase["detect"]["fighter"]["100 m AGL"];
  EXPECT_EQ(slice["certain"]["area_km2"], 1234.56789);
  EXPECT_EQ(slice["certain"]["unknown_area_km2"], 1);
  EXPECT_FALSE(slice["certain"].contains("share_of_nominal_ring"));
  EXPECT_EQ(slice["likely"]["share_of_nominal_ring"], 0.5);
  EXPECT_EQ(phase["detect"]["fighter"]["volume to 20000 m MSL"]["likely"]["volume_km3"], 2500);

  const auto& transition = summary["changes"]["2024-12-01--2024-12-06"];
  EXPECT_EQ(transition["before"], "2024-12-01");
  EXPECT_EQ(transition["engage"]["fighter"]["100 m AGL"]["likely"]["lost_km2"], 3);
  EXPECT_EQ(transition["engage"]["fighter"]["volume to 20000 m MSL"]["likely"]["gained_km3"], 7);
}

// 95.4489 % to one place is 95.4 %, but of 0.9545 it is 95.5 %.
TEST(SummaryJson, KeepsTheDigitsOfWhatIsRoundedWhereItIsShown) {
  CoverageRecord record = coverage("2024-12-01", day(12, 1), day(12, 6), at_100_m, CoveredArea{1234499999, 0});
  record.share_of_nominal_ring = 0.954489;
  const auto summary = nlohmann::json::parse(summary_json(std::vector{record}, {}));
  const auto& figures = summary["phases"]["2024-12-01"]["detect"]["fighter"]["100 m AGL"]["likely"];
  EXPECT_EQ(figures["area_km2"], 1234.499999);
  EXPECT_EQ(figures["share_of_nominal_ring"], 0.954489);
}

TEST(SummaryJson, OfNothingIsStillValid) {
  const auto summary = nlohmann::json::parse(summary_json({}, {}));
  EXPECT_TRUE(summary["phases"].empty());
  EXPECT_TRUE(summary["changes"].empty());
}

}  // namespace
}  // namespace skyshed
