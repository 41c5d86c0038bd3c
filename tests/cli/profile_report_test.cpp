#include "cli/profile_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/profile_picture.h"
#include "cli/words_of_options.h"
#include "tests/cli/profile_worlds.h"

namespace skyshed {
namespace {

using testing::agl;
using ::testing::HasSubstr;
using testing::msl;
using testing::RidgeWorld;
using ::testing::StartsWith;

constexpr GeodeticPoint behind{36.6, 35.0};

std::string sentence(const RidgeWorld& world, const std::string& component, GeodeticPoint to, SliceAltitude altitude) {
  const SightProfile profile = world.profile(component, to, altitude);
  return sentence_of(profile, profile.verdicts[profile.answers.at(0)], world.terrain);
}

TEST(ProfileSentence, NamesTheRidgeItsPlaceAndWhatIsVisible) {
  const RidgeWorld world;
  const double floor = world.profile("search", behind, agl(100)).verdicts.at(0).interval.floor;
  EXPECT_EQ(sentence(world, "search", behind, agl(100)),
            "hidden by terrain: ridge of 1,000 m at 35.00 N 36.20 E, 16 km out; visible from " + metres_text(floor) +
                " MSL up");
}

TEST(ProfileSentence, TellsEveryOtherReason) {
  const RidgeWorld world;
  EXPECT_THAT(sentence(world, "search", behind, msl(9000)), StartsWith("covered at 9,000 m MSL, 5"));
  EXPECT_EQ(sentence(world, "search", {36.03, 35.0}, agl(100)),
            "too near: 0.9 km away, below its minimum range of 2.0 km");
  EXPECT_THAT(sentence(world, "search", {36.05, 35.0}, agl(8000)),
              StartsWith("outside the elevation limits: it appears at 7"));
  EXPECT_EQ(sentence(world, "missile", behind, msl(26e3)),
            "outside the envelope: 26,000 m MSL is above its highest altitude here, 25,000 m MSL");
  EXPECT_EQ(sentence(world, "missile", behind, agl(5)),
            "outside the envelope: 5 m MSL is below its lowest altitude here, 10 m MSL");
  EXPECT_EQ(sentence(world, "dart", behind, msl(5000)),
            "no guidance: tracking is out of range: 53 km away, it reaches 30 km");
  EXPECT_EQ(sentence(world, "orphan", behind, msl(5000)), "no guidance: no radar that guides it is switched on");
  EXPECT_EQ(sentence(world, "search", {36.2, 35.0}, msl(500)), "inside the ground, which stands at 1,000 m MSL there");
}

TEST(ProfileSentence, CallsTheSeasHorizonTheEarthsCurve) {
  RidgeWorld world;
  for (float& height : world.terrain.heights.values()) height = 0;
  // 85 km from 20 m: a bare earth hides what is below 260 m.
  EXPECT_THAT(sentence(world, "search", {36.95, 35.0}, agl(10)),
              StartsWith("below the horizon: the earth's curve at sea level hides it at 35.0"));
}

TEST(ProfileText, HasTheCutAndOneParagraphForEachComponent) {
  const RidgeWorld world;
  const SightProfile profile =
      sight_profile(world.scenario, world.terrain, {.asset = "battery", .component = {}, .to = behind, .target = {}});
  const std::string text = profile_text(profile, world.scenario, world.terrain);
  EXPECT_THAT(text,
              StartsWith("The battery (battery) at 35.00 N 36.02 E, ground 0 m MSL\nto 35.00 N 36.60 E: 52.9 km"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "asked for a fighter at 100 m above ground (100 m MSL); terrain ridge.tif, effective radius, k = 1.333"));
  EXPECT_THAT(text, HasSubstr("\nsearch (radar, antenna 20 m MSL)\n  hidden by terrain"));
  EXPECT_THAT(text, HasSubstr("\nmissile (weapon, guided by search)\n"));
  EXPECT_THAT(text, HasSubstr("\ntracking (radar, antenna 20 m MSL)\n  out of range: 53 km away, it reaches 30 km\n"
                              "  covers nothing above this place\n"));
}

TEST(ProfileText, SaysFirstWhatTheAssetDoesThere) {
  const RidgeWorld world;
  const auto text = [&](const std::optional<std::string>& component, double altitude_m) {
    const SightProfile profile = sight_profile(
        world.scenario, world.terrain,
        {.asset = "battery", .component = component, .to = behind, .altitude = msl(altitude_m), .target = {}});
    return profile_text(profile, world.scenario, world.terrain);
  };
  EXPECT_THAT(text(std::nullopt, 100),
              HasSubstr("\nThe battery does not see a fighter there, and does not reach it.\n"));
  EXPECT_THAT(text(std::nullopt, 9000),
              HasSubstr("\nThe battery sees a fighter there (search), and reaches it (missile).\n"));
  EXPECT_THAT(text("tracking", 9000), HasSubstr("\ntracking of The battery does not see a fighter there.\n"));
}

TEST(ProfileText, SaysThatTheAssetMaySeeWhereTerrainIsUnknown) {
  RidgeWorld world;
  for (int row = 0; row < 41; ++row) world.terrain.heights.at(30, row) = std::nanf("");
  world.terrain.has_unknown = true;
  const SightProfile profile = world.profile("search", behind, msl(10e3));
  EXPECT_THAT(profile_text(profile, world.scenario, world.terrain), HasSubstr("may see a fighter there."));
}

TEST(ProfileJson, HoldsTheVerdictAndTheCut) {
  const RidgeWorld world;
  const SightProfile profile = world.profile("missile", behind, agl(100));
  const auto json = nlohmann::json::parse(profile_json(profile, world.scenario, world.terrain));
  EXPECT_EQ(json["altitude"], "100 m AGL");
  const auto& answer = json["components"].at(0);
  EXPECT_EQ(answer["component"], "missile");
  EXPECT_EQ(answer["guided_by"], "search");
  EXPECT_EQ(answer["covered"], false);
  EXPECT_EQ(answer["reason"], "terrain");
  EXPECT_EQ(answer["reason_number"], 2);
  EXPECT_NEAR(answer["line_of_sight"]["obstacle"]["longitude"].get<double>(), 36.2, 1e-6);

  // The ray touches the ridge, and ends at the floor; the sea bulges between its two ends alone.
  const auto& samples = json["profile"]["samples"];
  double least_gap = 1e9;
  double bulge = 0;
  for (const auto& sample : samples) {
    least_gap = std::min(least_gap, sample["ray_msl_m"].get<double>() - sample["ground_msl_m"].get<double>());
    bulge = std::max(bulge, sample["bulge_m"].get<double>());
  }
  EXPECT_NEAR(least_gap, 0, 1e-3);
  EXPECT_NEAR(samples.back()["ray_msl_m"].get<double>(), answer["line_of_sight"]["floor_msl_m"].get<double>(), 1e-3);
  EXPECT_NEAR(samples.front()["bulge_m"].get<double>(), 0, 1e-9);
  EXPECT_NEAR(samples.back()["bulge_m"].get<double>(), 0, 1e-9);
  const double distance = json["distance_m"];
  EXPECT_NEAR(bulge, distance * distance / 8 / (4.0 / 3.0 * 6385e3), 0.2);
}

TEST(ProfileJson, WritesNoNumberThatJsonHasNot) {
  RidgeWorld world;
  for (int row = 0; row < 41; ++row) world.terrain.heights.at(60, row) = std::nanf("");
  world.terrain.has_unknown = true;
  const SightProfile profile = world.profile("search", behind, agl(100));
  const auto json = nlohmann::json::parse(profile_json(profile, world.scenario, world.terrain));
  EXPECT_TRUE(json["altitude_msl_m"].is_null());
  EXPECT_EQ(json["components"].at(0)["reason"], "no terrain data");
}

TEST(ProfilePicture, IsAboutTheWeaponAskedForAndItsGuidesLineOfSight) {
  const RidgeWorld world;
  const SightProfile profile = world.profile("dart", behind, msl(5000));
  const ProfileChart chart = chart_of(profile, world.scenario, world.terrain);
  EXPECT_THAT(chart.title, StartsWith("No guidance: tracking is out of range"));
  EXPECT_THAT(chart.antenna_label, StartsWith("tracking, antenna at 20 m"));
  ASSERT_TRUE(chart.obstacle);
  EXPECT_NEAR(chart.obstacle->altitude_m, RidgeWorld::ridge_m, 1e-3);
  EXPECT_TRUE(chart.target_in_sight);
}

TEST(ProfilePicture, IsRefusedWhereThereIsNoLineOfSight) {
  const RidgeWorld world;
  const SightProfile profile = world.profile("orphan", behind, msl(5000));
  EXPECT_THROW((void)chart_of(profile, world.scenario, world.terrain), Error);
}

// ---- the words of --altitude

TEST(AltitudeOption, IsReadWithOrWithoutBlanksAndInAnyCase) {
  for (const char* text : {"100 m AGL", "100m agl", "100 AGL", " 0.1 km  AGL "})
    EXPECT_EQ(altitude_of(text), agl(100)) << text;
  for (const char* text : {"3000 m MSL", "3km msl", "3e3 m MSL"}) EXPECT_EQ(altitude_of(text), msl(3000)) << text;
  EXPECT_EQ(altitude_of("-400 m MSL"), msl(-400));
}

TEST(AltitudeOption, IsRefusedWithWhatWasExpected) {
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      (void)altitude_of(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::scenario);
      return error.what();
    }
    return "no error";
  };
  for (const char* text : {"100", "100 m", "3 km"})
    EXPECT_THAT(refusal(text), HasSubstr("does not say above what")) << text;
  for (const char* text : {"", "AGL", "low", "100 ft AGL", "100 m above", "100 m AGL now", "nan AGL", "1,000 m MSL"}) {
    EXPECT_THAT(refusal(text), HasSubstr("is not an altitude such as \"100 m AGL\"")) << text;
  }
  for (const char* text : {"-1 m AGL", "101 km MSL", "-501 m MSL"})
    EXPECT_THAT(refusal(text), HasSubstr("lies outside")) << text;
}

}  // namespace
}  // namespace skyshed
