#include "cli/sight_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/earth/ellipsoid.h"
#include "tests/cli/profile_worlds.h"

namespace skyshed {
namespace {

using testing::agl;
using ::testing::HasSubstr;
using testing::msl;
using testing::RidgeWorld;

constexpr GeodeticPoint behind{36.6, 35.0};

std::string refusal_of(const RidgeWorld& world, const ProfileQuestion& question, ErrorKind kind) {
  try {
    const SightProfile profile = sight_profile(world.scenario, world.terrain, question);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    return error.what();
  }
  return "no error";
}

TEST(SightProfile, FindsTheRidgeAndTheRayOverIt) {
  const RidgeWorld world;
  const SightProfile profile = world.profile("search", behind, agl(100));
  const SensorSight& sight = *profile.verdicts.at(0).sight;
  ASSERT_TRUE(sight.line.obstacle);
  EXPECT_NEAR(sight.line.obstacle->altitude.metres, RidgeWorld::ridge_m, 1e-3);
  const double to_ridge = geodesic_between({36.02, 35.0}, {36.2, 35.0}).distance_m;
  EXPECT_NEAR(sight.line.obstacle->distance_m, to_ridge, 10);

  // A straight ray, from which the parabola of an earth of 4/3 the radius of curvature falls away: 6385 km from east to
  // west at 35 N.
  const double twice_radius = 2 * 4.0 / 3.0 * 6385e3;
  const double distance = geodesic_between({36.02, 35.0}, behind).distance_m;
  const double slope = (RidgeWorld::ridge_m - 20 - to_ridge * to_ridge / twice_radius) / to_ridge;
  EXPECT_NEAR(sight.line.floor.metres, 20 + slope * distance + distance * distance / twice_radius, 2);
  EXPECT_EQ(profile.verdicts[0].reason, Reason::terrain);
  EXPECT_EQ(profile.verdicts[0].interval.floor, sight.line.floor.metres);
}

TEST(SightProfile, CoversAboveTheFloorAndNotBelow) {
  const RidgeWorld world;
  const double floor = world.profile("search", behind, agl(100)).verdicts.at(0).interval.floor;
  EXPECT_EQ(world.profile("search", behind, msl(floor + 1)).verdicts.at(0).reason, Reason::covered);
  EXPECT_EQ(world.profile("search", behind, msl(floor - 1)).verdicts.at(0).reason, Reason::terrain);
}

TEST(SightProfile, TellsEachLimit) {
  const RidgeWorld world;
  const auto reason = [&](const std::string& component, GeodeticPoint to, SliceAltitude altitude,
                          const std::string& target = "fighter") {
    const SightProfile profile = world.profile(component, to, altitude, target);
    return profile.verdicts[profile.answers.at(0)].reason;
  };
  EXPECT_EQ(reason("search", {36.03, 35.0}, agl(100)), Reason::minimum_range);      // 0.9 km
  EXPECT_EQ(reason("search", {36.05, 35.0}, agl(8000)), Reason::elevation_limits);  // 2.7 km away: 71 degrees
  EXPECT_EQ(reason("search", behind, msl(31e3)), Reason::envelope);                 // above its ceiling
  EXPECT_EQ(reason("search", behind, agl(5000), "drone"), Reason::range);     // 30 km against a tenth of the range
  EXPECT_EQ(reason("search", {36.2, 35.0}, msl(500)), Reason::below_ground);  // in the ridge
  EXPECT_EQ(reason("missile", behind, msl(26e3)), Reason::envelope);
  EXPECT_EQ(reason("missile", behind, agl(100)), Reason::terrain);   // its radar's
  EXPECT_EQ(reason("missile", behind, agl(5)), Reason::envelope);    // below its lowest altitude
  EXPECT_EQ(reason("dart", behind, msl(5000)), Reason::guidance);    // 53 km: its radar reaches 30
  EXPECT_EQ(reason("orphan", behind, msl(5000)), Reason::guidance);  // its radar is switched off
}

TEST(SightProfile, AnswersForEveryComponentThatIsSwitchedOnOrForTheOneAskedFor) {
  const RidgeWorld world;
  const auto names = [&](const std::optional<std::string>& component) {
    const SightProfile profile = sight_profile(
        world.scenario, world.terrain, {.asset = "battery", .component = component, .to = behind, .target = {}});
    std::vector<std::string> found;
    for (const std::size_t answer : profile.answers) {
      found.push_back(profile.component_of(profile.verdicts[answer]).name);
    }
    return found;
  };
  EXPECT_THAT(names(std::nullopt), ::testing::UnorderedElementsAre("search", "tracking", "missile", "dart", "orphan"));
  EXPECT_THAT(names("missile"), ::testing::ElementsAre("missile"));
}

TEST(SightProfile, SamplesTheGroundWithTheObstacleItself) {
  const RidgeWorld world;
  const SightProfile profile = world.profile("search", behind, agl(100));
  const std::vector<ProfileSample>& samples = profile.ground_profile;
  EXPECT_EQ(samples.front().distance_m, 0);
  EXPECT_EQ(samples.back().distance_m, profile.distance_m);
  double highest = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i > 0) {
      EXPECT_GT(samples[i].distance_m, samples[i - 1].distance_m);
    }
    highest = std::max(highest, samples[i].ground_m);
  }
  EXPECT_NEAR(highest, RidgeWorld::ridge_m, 1e-3);
}

TEST(SightProfile, SaysThatUnknownTerrainIsUnknown) {
  RidgeWorld world;
  for (int row = 0; row < 41; ++row) world.terrain.heights.at(30, row) = std::nanf("");
  world.terrain.has_unknown = true;
  EXPECT_EQ(world.profile("search", behind, msl(10e3)).verdicts.at(0).reason, Reason::no_terrain_data);
  // What the known ridge hides is hidden.
  EXPECT_EQ(world.profile("search", behind, msl(500)).verdicts.at(0).reason, Reason::terrain);
  EXPECT_EQ(world.profile("search", {36.3, 35.0}, agl(100)).verdicts.at(0).reason, Reason::no_terrain_data);
}

TEST(SightProfile, RefusesUnknownNamesWithTheNearestOnes) {
  const RidgeWorld world;
  ProfileQuestion question{.asset = "batery", .component = {}, .to = behind, .target = {}};
  EXPECT_THAT(refusal_of(world, question, ErrorKind::scenario),
              ::testing::AllOf(HasSubstr("unknown asset \"batery\""), HasSubstr("did you mean \"battery\"?")));
  question.asset = "battery";
  question.component = "serch";
  EXPECT_THAT(refusal_of(world, question, ErrorKind::scenario), HasSubstr("did you mean \"search\"?"));
  question.component = "spare";
  EXPECT_THAT(refusal_of(world, question, ErrorKind::scenario), HasSubstr("switched off"));
  question.component.reset();
  question.target = "bomber";
  EXPECT_THAT(refusal_of(world, question, ErrorKind::scenario), HasSubstr("there are: fighter, drone"));
}

TEST(SightProfile, RefusesAnAssetWithNothingSwitchedOn) {
  RidgeWorld world;
  for (AssetComponent& part : world.scenario.assets[0].components) part.component.enabled = false;
  const ProfileQuestion question{.asset = "battery", .component = {}, .to = behind, .target = {}};
  EXPECT_THAT(refusal_of(world, question, ErrorKind::scenario),
              HasSubstr("asset \"battery\" has no radar, weapon or jammer that is switched on"));
}

TEST(SightProfile, RefusesAPlaceItCannotAnswerFor) {
  const RidgeWorld world;
  ProfileQuestion question{.asset = "battery", .component = {}, .to = {60, 35}, .target = {}};
  EXPECT_THAT(refusal_of(world, question, ErrorKind::terrain), HasSubstr("beyond the terrain"));
  question.to = {35.0, 36.6};  // swapped: within reach, but not of this terrain
  EXPECT_THAT(refusal_of(world, question, ErrorKind::terrain), HasSubstr("beyond the terrain"));
  question.to = {36.02, 35.0};
  EXPECT_THAT(refusal_of(world, question, ErrorKind::scenario), HasSubstr("the asset's own"));
}

TEST(SightProfile, SuspectsASwapWhereOnlyTheSwappedPlaceFits) {
  RidgeWorld world;
  world.scenario.grid.bbox = GeodeticExtent{36.0, 34.8, 37.0, 35.2};
  const ProfileQuestion question{.asset = "battery", .component = {}, .to = {35.0, 36.6}, .target = {}};
  EXPECT_THAT(refusal_of(world, question, ErrorKind::terrain), HasSubstr("latitude and longitude look swapped"));
}

}  // namespace
}  // namespace skyshed
