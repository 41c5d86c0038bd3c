#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/systems/asset.h"

namespace skyshed {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using ::testing::ElementsAre;

Day december(unsigned d) { return Day{year{2024} / month{12} / day{d}}; }
DayInterval on(unsigned d) { return {december(d), december(d)}; }

Radar radar_of(double range_m, double cross_section_m2) {
  return {.reference_range_m = Estimate::exactly(range_m), .reference_cross_section_m2 = cross_section_m2};
}
Target target_of(double cross_section_m2) {
  return {.id = "t", .name = "t", .radar_cross_section_m2 = Estimate::exactly(cross_section_m2)};
}

TEST(DetectionRange, IsTheReferenceRangeAtTheReferenceCrossSection) {
  EXPECT_DOUBLE_EQ(detection_range_m(radar_of(390e3, 4), target_of(4), Confidence::likely), 390e3);
}

TEST(DetectionRange, DoublesForSixteenTimesTheCrossSection) {
  EXPECT_DOUBLE_EQ(detection_range_m(radar_of(100e3, 1), target_of(16), Confidence::likely), 200e3);
}

// The published pair of the 50N6A: 145 km at 13 m² and 45 km at 0.1 m²; the fourth root says 145 · (0.1/13)^¼ = 42.94.
TEST(DetectionRange, FollowsTheFourthRootOfAPublishedPair) {
  EXPECT_NEAR(detection_range_m(radar_of(145e3, 13), target_of(0.1), Confidence::likely), 42.94e3, 10);
}

TEST(DetectionRange, TakesTheWorstFiguresWhenCertainAndTheBestWhenPossible) {
  Radar radar = radar_of(0, 1);
  radar.reference_range_m = {100e3, 200e3, 300e3};
  Target target = target_of(0);
  target.radar_cross_section_m2 = {1, 16, 81};
  target.small_target_factor = {0.5, 1, 1.5};
  EXPECT_DOUBLE_EQ(detection_range_m(radar, target, Confidence::certain), 50e3);
  EXPECT_DOUBLE_EQ(detection_range_m(radar, target, Confidence::likely), 400e3);
  EXPECT_DOUBLE_EQ(detection_range_m(radar, target, Confidence::possible), 1350e3);
}

TEST(DetectionRange, IsCappedByTheInstrumentedRange) {
  Radar radar = radar_of(390e3, 4);
  radar.instrumented_range_m = Estimate::exactly(600e3);
  EXPECT_DOUBLE_EQ(detection_range_m(radar, target_of(100), Confidence::likely), 600e3);
}

TEST(DetectionRange, IsTheCapForEveryTargetWhereNoReferenceRangeIsKnown) {
  Radar radar = radar_of(std::numeric_limits<double>::infinity(), 1);
  radar.instrumented_range_m = Estimate::exactly(32e3);
  EXPECT_DOUBLE_EQ(detection_range_m(radar, target_of(0.01), Confidence::likely), 32e3);
}

TEST(Presence, BeginsOnItsFirstDayAndEndsBeforeItsLast) {
  const Presence presence{on(3), on(6)};
  EXPECT_EQ(presence_on(presence, december(2)), PresenceState::absent);
  EXPECT_EQ(presence_on(presence, december(3)), PresenceState::present);
  EXPECT_EQ(presence_on(presence, december(5)), PresenceState::present);
  EXPECT_EQ(presence_on(presence, december(6)), PresenceState::absent);
}

TEST(Presence, IsOnlyPossibleBetweenEarliestAndLatest) {
  const Presence presence{{december(1), december(3)}, {december(6), december(9)}};
  EXPECT_EQ(presence_on(presence, december(1)), PresenceState::possible);
  EXPECT_EQ(presence_on(presence, december(2)), PresenceState::possible);
  EXPECT_EQ(presence_on(presence, december(3)), PresenceState::present);
  EXPECT_EQ(presence_on(presence, december(6)), PresenceState::possible);
  EXPECT_EQ(presence_on(presence, december(8)), PresenceState::possible);
  EXPECT_EQ(presence_on(presence, december(9)), PresenceState::absent);
}

TEST(Presence, IsNeverCertainWhereItsOpenEndsOverlap) {
  const Presence presence{{december(1), december(9)}, {december(2), december(9)}};
  for (unsigned d = 1; d < 9; ++d) EXPECT_EQ(presence_on(presence, december(d)), PresenceState::possible) << d;
}

Asset asset_of(std::vector<Presence> presences) {
  Asset asset{.id = "a"};
  for (const Presence& presence : presences) asset.components.push_back({{.name = "r", .kind = Radar{}}, presence});
  return asset;
}

std::vector<std::string> ids(const std::vector<Phase>& phases) {
  std::vector<std::string> names;
  for (const Phase& phase : phases) names.push_back(phase.id);
  return names;
}

TEST(Phases, AreCutWhereAComponentLeavesAndTileTheSpan) {
  const std::vector<Asset> assets{asset_of({{on(1), on(12)}, {on(1), {december(13), december(18)}}})};
  const std::vector<Phase> phases = phases_of(assets, december(1), december(31));
  EXPECT_THAT(ids(phases), ElementsAre("2024-12-01", "2024-12-12", "2024-12-13", "2024-12-18"));
  EXPECT_EQ(phases.front().from, december(1));
  EXPECT_EQ(phases.back().until, december(31));
  for (std::size_t i = 1; i < phases.size(); ++i) EXPECT_EQ(phases[i - 1].until, phases[i].from);
  EXPECT_THAT(phases[1].states[0], ElementsAre(PresenceState::absent, PresenceState::present));
  EXPECT_THAT(phases[2].states[0], ElementsAre(PresenceState::absent, PresenceState::possible));
  EXPECT_THAT(phases[3].states[0], ElementsAre(PresenceState::absent, PresenceState::absent));
}

TEST(Phases, AreOneWhereNothingChangesInsideTheSpan) {
  const std::vector<Asset> assets{asset_of({{on(1), on(30)}})};
  EXPECT_THAT(ids(phases_of(assets, december(5), december(10))), ElementsAre("2024-12-05"));
}

TEST(Phases, AreNotCutByAComponentThatIsNotEnabled) {
  std::vector<Asset> assets{asset_of({{on(1), on(7)}})};
  assets[0].components[0].component.enabled = false;
  const std::vector<Phase> phases = phases_of(assets, december(1), december(10));
  EXPECT_THAT(ids(phases), ElementsAre("2024-12-01"));
  EXPECT_THAT(phases[0].states[0], ElementsAre(PresenceState::absent));
}

TEST(Phases, OfAnEmptySpanAreNone) { EXPECT_TRUE(phases_of({}, december(5), december(5)).empty()); }

}  // namespace
}  // namespace skyshed
