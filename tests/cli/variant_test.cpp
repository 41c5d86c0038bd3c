#include "cli/variant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/scenario_reader.h"
#include "cli/scenario_writer.h"

namespace skyshed {
namespace {

using ::testing::HasSubstr;

const std::string study = R"(
title = "Two towers"
from = 2024-12-01
until = 2024-12-11
targets = ["ball"]
terrain = { sources = ["levant.tif"] }
[target.ball]
radar_cross_section_m2 = 1
[system.Tower]
name = "a tower"
[system.Tower.mast.tall]
height_m = 40
[system.Tower.radar.search]
instrumented_range_km = 30
antenna_agl_m = 12
[system.Tower.radar.spare]
instrumented_range_km = 50
antenna_agl_m = 6
enabled = false
[[asset]]
id = "north"
system = "Tower"
position = { latitude = 36, longitude = 36 }
until = 2024-12-06
component.search.antenna_agl_m = 20
[[asset]]
id = "south"
system = "Tower"
position = { latitude = 35, longitude = 36 }
)";

Scenario read(const std::string& variants) { return parse_scenario(study + variants, "towers.toml", {}); }

std::string mistakes_of(const std::string& variants) {
  try {
    static_cast<void>(read(variants));
  } catch (const ScenarioMistakes& mistakes) {
    return mistakes.what();
  }
  return "";
}

const Radar& radar(const Asset& asset, std::size_t component) {
  return std::get<Radar>(asset.components[component].component.kind);
}

TEST(Variant, MovesAndChangesAnAssetAndKeepsTheRest) {
  const Scenario scenario = read(R"(
[[variant]]
id = "mast"
without = ["south"]
[[variant.asset]]
id = "north"
position = { latitude = 36.5, longitude = 36 }
component.search.mast = "tall"
component.spare.enabled = true
)");
  const Scenario changed = varied(scenario, scenario.variants.at(0));
  ASSERT_EQ(changed.assets.size(), 1U);
  const Asset& north = changed.assets[0];
  EXPECT_EQ(north.position.latitude_deg, 36.5);
  EXPECT_EQ(radar(north, 0).mounting.height_m.nominal, 40);
  EXPECT_TRUE(north.components[1].component.enabled);
  EXPECT_EQ(iso_date(north.components[1].presence.until.latest), "2024-12-06");
  EXPECT_EQ(radar(scenario.assets[0], 0).mounting.height_m.nominal, 20);
}

TEST(Variant, IsWrittenSoThatItReadsBackTheSame) {
  const Scenario scenario = read(R"(
[[variant]]
id = "mast"
title = "On a mast"
at = 2024-12-03
[[variant.asset]]
id = "north"
component.search.mast = "tall"
[[variant]]
id = "alone"
without = ["north"]
)");
  const Scenario again = parse_scenario(scenario_text(scenario, "."), "again.toml", {});
  EXPECT_EQ(again.variants, scenario.variants);
}

TEST(Variant, IsOneOfThePhasesItIsAbout) {
  const Scenario scenario = read("[[variant]]\nid = \"alone\"\nat = 2024-12-07\nwithout = [\"north\"]\n");
  const std::vector<Phase> phases = scenario.phases();
  ASSERT_EQ(phases.size(), 2U);
  EXPECT_FALSE(is_about(scenario.variants[0], phases[0]));
  EXPECT_TRUE(is_about(scenario.variants[0], phases[1]));
  const Phase phase = phase_of_variant(phases[1], scenario.variants[0], varied(scenario, scenario.variants[0]));
  EXPECT_EQ(phase.id, "alone@2024-12-06");
  EXPECT_EQ(phase.states.size(), 1U);
}

TEST(VariantMistakes, NameTheAssetThatWasMeant) {
  EXPECT_THAT(mistakes_of("[[variant]]\nid = \"a\"\nwithout = [\"nort\"]\n"),
              HasSubstr("no asset has the id \"nort\""));
  EXPECT_THAT(mistakes_of("[[variant]]\nid = \"a\"\n[[variant.asset]]\nid = \"sout\"\n"),
              HasSubstr("did you mean \"south\"?"));
}

TEST(VariantMistakes, IncludeWhatWouldNotBeComparable) {
  const std::string head = "[[variant]]\nid = \"a\"\n";
  EXPECT_THAT(mistakes_of(head), HasSubstr("changes nothing"));
  EXPECT_THAT(mistakes_of(head + "at = 2025-12-07\nwithout = [\"north\"]\n"), HasSubstr("lies outside the study"));
  EXPECT_THAT(mistakes_of(head + "without = [\"north\", \"south\"]\n"), HasSubstr("leaves no asset"));
  EXPECT_THAT(mistakes_of(head + "[[variant.asset]]\nid = \"north\"\nuntil = 2024-12-08\n"),
              HasSubstr("does not change 'until'"));
  EXPECT_THAT(mistakes_of(head + "[[variant.asset]]\nid = \"north\"\n"), HasSubstr("is as it is without the variant"));
  EXPECT_THAT(mistakes_of(head + "without = [\"north\"]\n[[variant]]\nid = \"a\"\nwithout = [\"south\"]\n"),
              HasSubstr("another variant has the id \"a\""));
}

TEST(Narrowed, KeepsWhatWasAskedForAndTheNameOfThePhase) {
  const Scenario scenario = read("");
  const Scenario later = narrowed(scenario, {.at = scenario.until - std::chrono::days(1)});
  ASSERT_EQ(later.phases().size(), 1U);
  EXPECT_EQ(later.phases()[0].id, "2024-12-06");
  EXPECT_EQ(narrowed(scenario, {.without = {"north"}}).assets[0].id, "south");
  EXPECT_EQ(narrowed(scenario, {.only = {"north"}}).assets.size(), 1U);
  EXPECT_THROW(static_cast<void>(narrowed(scenario, {.without = {"north"}, .only = {"north"}})), Error);
  EXPECT_THROW(static_cast<void>(narrowed(scenario, {.without = {"east"}})), Error);
  EXPECT_THROW(static_cast<void>(narrowed(scenario, {.at = scenario.until})), Error);
}

TEST(Narrowed, LeavesOutWhoIsGoneByThatDay) {
  const Scenario scenario =
      read("[[variant]]\nid = \"a\"\n[[variant.asset]]\nid = \"north\"\ncomponent.search.antenna_agl_m = 30\n");
  const Scenario first = narrowed(scenario, {.at = scenario.from});
  EXPECT_EQ(first.assets.size(), 2U);
  EXPECT_EQ(first.variants.size(), 1U);
  const Scenario last = narrowed(scenario, {.at = scenario.until - std::chrono::days(1)});
  ASSERT_EQ(last.assets.size(), 1U);
  EXPECT_EQ(last.assets[0].id, "south");
  EXPECT_TRUE(last.variants.empty());
}

TEST(Narrowed, IsWrittenAsAStudyOfWhoIsLeft) {
  const Scenario scenario = parse_scenario(study + R"(
[system.Post]
name = "a post"
[system.Post.radar.search]
instrumented_range_km = 3
antenna_agl_m = 2
[[asset]]
id = "east"
system = "Post"
position = { latitude = 35, longitude = 37 }
[[asset]]
id = "west"
system = "Tower"
position = { latitude = 35, longitude = 35 }
)",
                                           "towers.toml", {});
  for (const WhatIf& what_if : {WhatIf{.without = {"east"}}, WhatIf{.without = {"north", "south"}}}) {
    const std::string text = scenario_text(narrowed(scenario, what_if), ".");
    EXPECT_EQ(scenario_text(parse_scenario(text, "towers.toml", {}), "."), text);
  }
}

TEST(Narrowed, ToADayOnWhichNobodyStandsCoversNothing) {
  const Scenario scenario = read("");
  const Scenario empty = narrowed(scenario, {.only = {"north"}, .at = scenario.until - std::chrono::days(1)});
  ASSERT_EQ(empty.assets.size(), 1U);
  EXPECT_EQ(empty.phases().at(0).states.at(0).at(0), PresenceState::absent);
}

}  // namespace
}  // namespace skyshed
