#include "products/contributions.h"

#include <gtest/gtest.h>

namespace skyshed {
namespace {

constexpr SliceAltitude low{100, SliceAltitude::Reference::agl};

ContributionRecord record(std::string asset, std::string radar, double lost_m2) {
  return {.phase = "2024-12-06",
          .role = Role::detect,
          .target = "fighter",
          .altitude = low,
          .asset = std::move(asset),
          .radar = std::move(radar),
          .covered_m2 = 5e6,
          .sole_m2 = 1e6,
          .lost_m2 = lost_m2,
          .rank = 1};
}

TEST(ContributionCsv, LeavesTheOrderOfWithdrawalsToAssets) {
  ContributionRecord asset = record("khmeimim, north", "", 2e6);
  asset.withdrawal = {.place = 1, .left_m2 = 3e6};
  const ContributionRecord records[] = {asset, record("khmeimim, north", "91N6E", 0)};
  EXPECT_EQ(contribution_csv(records),
            "phase,role,target,altitude_m,altitude_reference,asset,radar,covered_km2,sole_km2,lost_km2,rank,"
            "withdrawal_order,left_km2\n"
            "2024-12-06,detect,fighter,100,AGL,\"khmeimim, north\",,5.000,1.000,2.000,1,1,3.000\n"
            "2024-12-06,detect,fighter,100,AGL,\"khmeimim, north\",91N6E,5.000,1.000,0.000,1,,\n");
}

TEST(ContributionTable, NamesTheCostliestAssetFirstAndOnlyRadarsThatCost) {
  const ContributionRecord records[] = {record("small", "", 2e6), record("large", "", 9e6), record("large", "far", 7e6),
                                        record("large", "near", 0)};
  const std::string table = contribution_table(records, 100);
  EXPECT_LT(table.find("large"), table.find("far"));
  EXPECT_LT(table.find("far"), table.find("small"));
  EXPECT_EQ(table.find("near"), std::string::npos) << table;
}

// Not 10,895, which 10,894.5 would be.
TEST(ContributionTable, RoundsOnceWhatTheFileHasWithThreePlaces) {
  const ContributionRecord records[] = {record("large", "", 10894473000)};
  EXPECT_NE(contribution_table(records, 100).find(" 10,894\n"), std::string::npos) << contribution_table(records, 100);
  EXPECT_NE(contribution_csv(records).find(",10894.473,"), std::string::npos);
}

}  // namespace
}  // namespace skyshed
