#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/check_report.h"
#include "cli/scenario_reader.h"
#include "cli/scenario_writer.h"

namespace skyshed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace fs = std::filesystem;

const fs::path configs = fs::path(SKYSHED_SOURCE_DIR) / "configs";

const Catalogue& shipped() {
  static const Catalogue catalogue = read_catalogue(configs);
  return catalogue;
}
Scenario khmeimim() { return read_scenario(configs / "scenarios/khmeimim-2024.toml", shipped()); }

const Asset& asset_of(const Scenario& scenario, const std::string& id) {
  for (const Asset& asset : scenario.assets) {
    if (asset.id == id) return asset;
  }
  throw std::out_of_range(id);
}

// "91N6E" of "khmeimim-s400" on a day.
PresenceState state_on(const Scenario& scenario, const std::string& id, const std::string& component,
                       const std::string& day) {
  const std::vector<Phase> phases = scenario.phases();
  for (const Phase& phase : phases) {
    if (day < iso_date(phase.from) || day >= iso_date(phase.until)) continue;
    for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
      for (std::size_t c = 0; c < scenario.assets[a].components.size(); ++c) {
        if (scenario.assets[a].id == id && scenario.assets[a].components[c].component.name == component) {
          return phase.states[a][c];
        }
      }
    }
  }
  throw std::out_of_range(id + "/" + component + " " + day);
}

TEST(KhmeimimScenario, IsCutIntoThePhasesOfTheTimeline) {
  std::vector<std::string> ids;
  for (const Phase& phase : khmeimim().phases()) ids.push_back(phase.id);
  EXPECT_THAT(ids, ElementsAre("2024-11-30",    // all there
                               "2024-12-03",    // the frigates have left the port
                               "2024-12-05",    // some return
                               "2024-12-06",    // S-400 and Tor-M2 have left Masyaf
                               "2024-12-09",    // ships seen off Tartus
                               "2024-12-10",    // not seen any more
                               "2024-12-12",    // the 91N6E packed
                               "2024-12-13",    // the rest of the S-400 preparing to depart
                               "2024-12-18"));  // gone
}

TEST(KhmeimimScenario, TakesAwayTheAcquisitionRadarBeforeTheBattery) {
  const Scenario scenario = khmeimim();
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "91N6E", "2024-12-11"), PresenceState::present);
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "91N6E", "2024-12-12"), PresenceState::absent);
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "92N6E", "2024-12-12"), PresenceState::present);
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "92N6E", "2024-12-13"), PresenceState::possible);
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "48N6E3", "2024-12-17"), PresenceState::possible);
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "48N6E3", "2024-12-18"), PresenceState::absent);
  EXPECT_EQ(state_on(scenario, "khmeimim-s400", "40N6E", "2024-12-01"), PresenceState::absent);
}

TEST(KhmeimimScenario, KeepsThePantsirAndLosesMasyaf) {
  const Scenario scenario = khmeimim();
  EXPECT_EQ(state_on(scenario, "khmeimim-pantsir", "57E6", "2025-01-25"), PresenceState::present);
  EXPECT_EQ(state_on(scenario, "masyaf-s400", "92N6E", "2024-12-05"), PresenceState::present);
  EXPECT_EQ(state_on(scenario, "masyaf-s400", "92N6E", "2024-12-06"), PresenceState::absent);
  EXPECT_EQ(state_on(scenario, "masyaf-tor", "missile", "2024-12-06"), PresenceState::absent);
}

TEST(KhmeimimScenario, HoldsTheGorshkovClassForPossibleAtMostAfterItLeftThePort) {
  const Scenario scenario = khmeimim();
  EXPECT_EQ(state_on(scenario, "tartus-golovko", "Poliment", "2024-12-02"), PresenceState::present);
  EXPECT_EQ(state_on(scenario, "tartus-golovko", "Poliment", "2024-12-03"), PresenceState::absent);
  EXPECT_EQ(state_on(scenario, "offshore-golovko", "Poliment", "2024-12-09"), PresenceState::possible);
  EXPECT_EQ(state_on(scenario, "offshore-grigorovich", "Fregat-M2M", "2024-12-09"), PresenceState::present);
  EXPECT_EQ(state_on(scenario, "offshore-grigorovich", "Fregat-M2M", "2025-01-25"), PresenceState::possible);
}

TEST(KhmeimimScenario, AsksForTheAltitudesAndTargetsOfTheStudy) {
  const Scenario scenario = khmeimim();
  using Reference = SliceAltitude::Reference;
  EXPECT_THAT(scenario.altitudes,
              ElementsAre(SliceAltitude{50, Reference::agl}, SliceAltitude{100, Reference::agl},
                          SliceAltitude{300, Reference::agl}, SliceAltitude{1000, Reference::msl},
                          SliceAltitude{3000, Reference::msl}, SliceAltitude{10000, Reference::msl}));
  ASSERT_EQ(scenario.targets.size(), 2U);
  EXPECT_EQ(scenario.targets[1].radar_cross_section_m2, (Estimate{0.03, 0.1, 0.5}));
  EXPECT_EQ(scenario.terrain.sources.front(), (fs::weakly_canonical(configs) / "terrain/levant.tif").generic_string());
}

TEST(OneRadarScenario, IsOneAssetInOnePhaseInABox) {
  const Scenario scenario = read_scenario(configs / "scenarios/one-radar.toml", shipped());
  EXPECT_EQ(scenario.assets.size(), 1U);
  EXPECT_EQ(scenario.phases().size(), 1U);
  EXPECT_TRUE(scenario.grid.bbox.has_value());
}

// A scenario that changes everything that a scenario may change.
const std::string rich = R"(
title = "Rich \"quotes\" and ünïcode"
from = "2024-12-01"
until = 2024-12-31
targets = ["balloon", "fighter"]
altitudes_msl_m = [1234.5]
terrain = { sources = ["a/b.tif", "/vsicurl/https://example.org/c.tif"], outside = "unknown" }
refraction = { model = "exponential", surface_refractivity = 320 }
grid = { resolution_m = 30, bbox = [34, 34, 37.5, 36] }

[[asset]]
id = "one"
system = "S-400"
position = { latitude = 35.4, longitude = 35.9 }
until = { earliest = 2024-12-10, latest = 2024-12-20 }
[asset.component."91N6E"]
mast = "40V6MD"
until = 2024-12-05
[asset.component."92N6E"]
sector_centre_deg = 225
[asset.component."40N6E"]
enabled = true

[[asset]]
id = "two"
system = "Su-35S"
position = { latitude = 34.4, longitude = 35.1 }
[asset.component."Irbis-E"]
antenna_msl_m = 9000
sector_centre_deg = 180

[[asset]]
id = "three"
system = "X-1"
position = { latitude = -34.4, longitude = 35.1 }

[system."X-1"]
name = "An own system"
[system."X-1".radar.eye]
reference_range_km = 12.3
reference_cross_section_m2 = 0.7
antenna_agl_m = 3
[system."X-1".weapon.arm]
guided_by = ["eye"]
maximum_range_km = 9.9
envelope = [ { range_m = 9900, altitude_msl_m = 1000 }, { range_m = 5000, altitude_msl_m = 4000 } ]

[target.balloon]
radar_cross_section_m2 = 0.2
)";

TEST(ScenarioReader, AppliesWhatTheScenarioChanges) {
  const Scenario scenario = parse_scenario(rich, "/data/studies/rich.toml", shipped());
  const Asset& one = asset_of(scenario, "one");
  const auto& acquisition = std::get<Radar>(one.components[0].component.kind);
  EXPECT_EQ(acquisition.mounting, (Mounting{Estimate::exactly(39), Mounting::Reference::above_ground}));
  EXPECT_EQ(iso_date(one.components[0].presence.until.latest), "2024-12-05");
  EXPECT_EQ(iso_date(one.components[1].presence.until.latest), "2024-12-20");
  // The published nominal width, since the scenario names only the centre.
  EXPECT_EQ(std::get<Radar>(one.components[1].component.kind).sector, (Sector{105, 225}));
  EXPECT_TRUE(one.components.back().component.enabled);
  const auto& patrol = std::get<Radar>(asset_of(scenario, "two").components[0].component.kind);
  EXPECT_EQ(patrol.mounting, (Mounting{Estimate::exactly(9000), Mounting::Reference::above_sea}));
  EXPECT_EQ(patrol.sector, (Sector{120, 180}));
  EXPECT_EQ(scenario.refraction.model, Refraction::Model::exponential);
  EXPECT_EQ(scenario.refraction.surface_refractivity, 320);
  EXPECT_THAT(scenario.terrain.sources, ElementsAre("/data/studies/a/b.tif", "/vsicurl/https://example.org/c.tif"));
  EXPECT_EQ(scenario.targets[0].name, "balloon");
}

TEST(ScenarioReader, LetsAScenarioHideAnEntryOfTheCatalogue) {
  const Scenario scenario = parse_scenario(
      "title = \"t\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = [\"fighter\"]\nterrain.sources = [\"x\"]\n"
      "[[asset]]\nid = \"a\"\nsystem = \"Tor-M2\"\nposition = { latitude = 1, longitude = 1 }\n"
      "[target.fighter]\nradar_cross_section_m2 = 5\n"
      "[system.Tor-M2]\nname = \"mine\"\n[system.Tor-M2.radar.r]\ninstrumented_range_km = 7\nantenna_agl_m = 1\n",
      "s.toml", shipped());
  EXPECT_EQ(scenario.targets[0].radar_cross_section_m2, Estimate::exactly(5));
  EXPECT_EQ(scenario.assets[0].components.size(), 1U);
}

// With no catalogue at all: the written file must bring all that it needs.
void expect_same_when_read_back(const Scenario& scenario, const fs::path& folder) {
  const std::string text = scenario_text(scenario, folder);
  const Scenario again = parse_scenario(text, folder / "scenario.toml", Catalogue{});
  EXPECT_TRUE(same_study(again, scenario)) << text;
  EXPECT_EQ(scenario_text(again, folder), text);
}

TEST(ScenarioWriter, WritesWhatReadsBackTheSameWithoutACatalogue) {
  expect_same_when_read_back(khmeimim(), "/tmp/skyshed_out");
  expect_same_when_read_back(read_scenario(configs / "scenarios/one-radar.toml", shipped()), "/tmp/skyshed_out");
  expect_same_when_read_back(parse_scenario(rich, "/data/studies/rich.toml", shipped()), "/data/out/x");
}

TEST(ScenarioWriter, NamesTerrainRelativeToTheFolderItWritesTo) {
  const Scenario scenario = parse_scenario(rich, "/data/studies/rich.toml", shipped());
  EXPECT_THAT(scenario_text(scenario, "/data/out/x"),
              HasSubstr("sources = [\"../../studies/a/b.tif\", \"/vsicurl/https://example.org/c.tif\"]"));
}

TEST(ScenarioWriter, NoticesWhatDiffers) {
  const Scenario scenario = khmeimim();
  Scenario other = scenario;
  other.grid.resolution_m = 500;
  EXPECT_FALSE(same_study(scenario, other));
}

TEST(CheckReport, TellsPhasesAndWhatChanges) {
  const std::string report = check_report(khmeimim());
  EXPECT_THAT(report, HasSubstr("in order: 10 assets, 9 phases, 2 targets, 6 altitudes"));
  EXPECT_THAT(report, HasSubstr("2024-12-12  2024-12-13  khmeimim-s400/91N6E absent\n"));
  EXPECT_THAT(report, HasSubstr("2024-12-13  2024-12-18  khmeimim-s400 possible\n"));
  EXPECT_THAT(report, HasSubstr("2024-12-18  2025-01-26  khmeimim-s400 absent\n"));
}

TEST(CheckReport, RemarksAWeaponWithoutItsRadarAndAnAssetThatIsNeverThere) {
  const Scenario scenario = parse_scenario(
      "title = \"t\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = [\"fighter\"]\nterrain.sources = "
      "[\"/no/x.tif\"]\n"
      "[[asset]]\nid = \"a\"\nsystem = \"Pantsir-S1\"\nposition = { latitude = 1, longitude = 1 }\n"
      "from = 2025-02-01\nuntil = 2025-03-01\n[asset.component.tracking]\nenabled = false\n",
      "s.toml", shipped());
  EXPECT_THAT(scenario_remarks(scenario), ElementsAre("a is never present between 'from' and 'until'",
                                                      "a/57E6 reaches nothing: tracking is not enabled",
                                                      "a/2A38M reaches nothing: tracking is not enabled"));
}

TEST(CheckReport, IsTheSameInJson) {
  const nlohmann::json json = nlohmann::json::parse(check_json(khmeimim()));
  EXPECT_EQ(json["phases"].size(), 9U);
  EXPECT_EQ(json["phases"][6]["states"]["khmeimim-s400"]["91N6E"], "absent");
  EXPECT_EQ(json["assets"][0]["sources"].size(), 3U);
}

}  // namespace
}  // namespace skyshed
