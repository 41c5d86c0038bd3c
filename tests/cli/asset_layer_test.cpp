#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/scenario_reader.h"
#include "cli/scenario_writer.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string study = R"(
title = "Towers on a map"
from = 2024-12-01
until = 2024-12-11
targets = ["ball"]
terrain = { sources = ["levant.tif"] }
assets.layer = "orbat.geojson"
[target.ball]
radar_cross_section_m2 = 1
[system.Tower]
name = "a tower"
[system.Tower.mast.tall]
height_m = 40
[system.Tower.radar.search]
instrumented_range_km = 30
antenna_agl_m = 12
)";

std::string feature(int id, const std::string& fields, const std::string& geometry = "[36.2, 35.1]") {
  return R"({"type": "Feature", "id": )" + std::to_string(id) + R"(, "properties": {)" + fields + R"(}, "geometry": )" +
         (geometry == "null" ? "null" : R"({"type": "Point", "coordinates": )" + geometry + "}") + "}";
}

class AssetLayer : public ::testing::Test {
 protected:
  Scenario read(const std::string& features, const std::string& own = "") {
    std::ofstream(scratch_ / "orbat.geojson") << R"({"type": "FeatureCollection", "features": [)" << features << "]}";
    return parse_scenario(study + own, scratch_ / "study.toml", {});
  }
  std::string mistakes_of(const std::string& features, const std::string& own = "") {
    try {
      static_cast<void>(read(features, own));
    } catch (const Error& mistakes) {
      return mistakes.what();
    }
    return "";
  }

  ScratchFolder scratch_;
};

TEST_F(AssetLayer, IsReadLikeTheTablesThatSayTheSame) {
  const Scenario from_layer = read(
      feature(7, R"("id": "north", "system": "Tower", "until": "2024-12-06/2024-12-08", "confidence": "seen <twice>",
            "sources": "one paper\nanother", "component": "search.mast = \"tall\"", "colour": "red")"));
  std::string own = study;
  own.erase(own.find("assets.layer"), std::string("assets.layer = \"orbat.geojson\"").size());
  const Scenario from_tables = parse_scenario(own + R"(
[[asset]]
id = "north"
system = "Tower"
position = { latitude = 35.1, longitude = 36.2 }
until = { earliest = 2024-12-06, latest = 2024-12-08 }
confidence = "seen <twice>"
sources = ["one paper", "another"]
component.search.mast = "tall"
)",
                                              "study.toml", {});
  EXPECT_EQ(from_layer.assets, from_tables.assets);
}

TEST_F(AssetLayer, StandsBesideTablesAndIsWrittenOutAsTables) {
  const Scenario scenario =
      read(feature(1, R"("id": "north", "system": "Tower")"),
           "[[asset]]\nid = \"south\"\nsystem = \"Tower\"\nposition = { latitude = 35, longitude = 36 }\n"
           "[[variant]]\nid = \"tall\"\n[[variant.asset]]\nid = \"north\"\ncomponent.search.mast = \"tall\"\n");
  ASSERT_EQ(scenario.assets.size(), 2U);
  EXPECT_EQ(scenario.assets[1].id, "north");
  EXPECT_EQ(scenario.variants.at(0).assets.at(0).position, scenario.assets[1].position);
  const std::string written = scenario_text(scenario, scratch_.path());
  EXPECT_THAT(written, Not(HasSubstr("orbat")));
  EXPECT_EQ(parse_scenario(written, scratch_ / "scenario.toml", {}).assets, scenario.assets);
}

TEST_F(AssetLayer, TellsEveryMistakeWithItsFeatureAndField) {
  const std::string mistakes =
      mistakes_of(feature(3, R"("id": "a", "system": "Towr")") + "," +
                  feature(4, R"("id": "b", "system": "Tower", "from": "6 December")") + "," +
                  feature(5, R"("id": "A", "system": "Tower")") + "," +
                  feature(6, R"("id": "c", "system": "Tower")", "null") + "," + feature(8, R"("system": "Tower")"));
  EXPECT_THAT(mistakes, HasSubstr("feature 3, field \"system\": unknown system \"Towr\"; did you mean \"Tower\"?"));
  EXPECT_THAT(mistakes, HasSubstr("feature 4, field \"from\": "));
  EXPECT_THAT(mistakes, HasSubstr("feature 5, field \"id\": another asset has the id \"A\"; the first is feature 3"));
  EXPECT_THAT(mistakes, HasSubstr("feature 6, geometry: no geometry"));
  EXPECT_THAT(mistakes, HasSubstr("feature 8: an asset needs 'id'"));
  EXPECT_THAT(mistakes, HasSubstr("5 mistakes; nothing was written."));
}

TEST_F(AssetLayer, WithoutItsFieldsOrFeaturesIsRefused) {
  EXPECT_THAT(mistakes_of(feature(3, R"("id": "a", "type": "Tower")")),
              HasSubstr("has no field \"system\"; its fields are id, type"));
  EXPECT_THAT(mistakes_of(""), HasSubstr("orbat.geojson"));
  EXPECT_THAT(mistakes_of(feature(3, R"("id": "a", "system": "Tower", "component": "search = ")")),
              HasSubstr("feature 3, field \"component\""));
}

}  // namespace
}  // namespace skyshed
