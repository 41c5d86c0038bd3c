// Each kind of mistake in a scenario, with its exact place.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/scenario_reader.h"
#include "cli/swapped_position.h"

namespace skyshed {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const Catalogue& shipped() {
  static const Catalogue catalogue = read_catalogue(std::filesystem::path(SKYSHED_SOURCE_DIR) / "configs");
  return catalogue;
}

// Lines 1 to 6; an asset's own lines begin at 7.
const std::string header =
    "title = \"t\"\n"
    "from = 2024-12-01\n"
    "until = 2024-12-31\n"
    "targets = [\"fighter\"]\n"
    "terrain.sources = [\"x.tif\"]\n"
    "[[asset]]\n";
const std::string site = "id = \"a\"\nsystem = \"S-400\"\nposition = { latitude = 35.4, longitude = 35.9 }\n";

std::string mistakes_in(const std::string& text) {
  try {
    (void)parse_scenario(text, "s.toml", shipped());
  } catch (const ScenarioMistakes& error) {
    return error.what();
  }
  return "none";
}
std::string mistakes_of_asset(const std::string& lines) { return mistakes_in(header + lines); }

TEST(ScenarioMistake, IsNoneInAScenarioThatIsInOrder) { EXPECT_EQ(mistakes_of_asset(site), "none"); }

TEST(ScenarioMistake, IsATextWithControlCharacters) {
  for (const char* character : {"\\u0000", "\\u001b[31m", "\\u0007", "\\u007f"}) {
    EXPECT_THAT(mistakes_of_asset(site + "name = \"red" + character + "\"\n"),
                HasSubstr("s.toml:10:8: 'name' must not hold control characters"));
  }
  EXPECT_EQ(mistakes_of_asset(site + "name = \"two\\nlines\\tand a tab\"\n"), "none");
}

std::string mistakes_of_near(const std::string& lines) {
  std::string text = header + site + "position_error_m = 3000\n";
  text.insert(text.find("[[asset]]"), "[terrain.near]\n" + lines);
  text.replace(text.find("terrain.sources"), std::string("terrain.sources").size(), "[terrain]\nsources");
  return mistakes_in(text);
}

TEST(ScenarioMistake, NearTerrainNeedsItsSourcesAndARadius) {
  EXPECT_EQ(mistakes_of_near("sources = [\"y.tif\"]\nradius_km = 30\n"), "none");
  EXPECT_THAT(mistakes_of_near("sources = [\"y.tif\"]\n"), HasSubstr("'radius_km'"));
  EXPECT_THAT(mistakes_of_near("radius_km = 30\n"), HasSubstr("'sources'"));
  EXPECT_THAT(mistakes_of_near("sources = []\nradius_km = 30\n"), HasSubstr("must name at least one elevation model"));
  EXPECT_THAT(mistakes_of_near("sources = [\"y.tif\"]\nradius_km = 301\n"), HasSubstr("a radius of 0.1 to 300 km"));
  EXPECT_THAT(mistakes_of_near("sources = [\"y.tif\"]\nradius_km = 30\nresolution_m = 30\n"),
              HasSubstr("resolution_m"));
}

TEST(ScenarioMistake, NearTerrainMustReachBeyondWhereAnAssetMayStand) {
  EXPECT_THAT(mistakes_of_near("sources = [\"y.tif\"]\nradius_km = 5\n"),
              HasSubstr("'radius_km' must be at least twice the 'position_error_m' of \"a\", 3000 m"));
}

TEST(ScenarioMistake, UnknownSystemIsShownWithWhatWasMeant) {
  EXPECT_EQ(mistakes_of_asset("id = \"a\"\nsystem = \"S-4000\"\nposition = { latitude = 35.4, longitude = 35.9 }\n"),
            "s.toml:8:10: unknown system \"S-4000\"\n"
            "    8 | system = \"S-4000\"\n"
            "      |          ^^^^^^^^ did you mean \"S-400\"?\n"
            "1 mistake; nothing was written. All systems: skyshed systems");
}

TEST(ScenarioMistake, UntilBeforeFrom) {
  EXPECT_THAT(mistakes_of_asset(site + "from = 2024-12-09\nuntil = 2024-12-01\n"),
              StartsWith("s.toml:11:1: 'until' (2024-12-01) is before 'from' (2024-12-09)\n"
                         "   11 | until = 2024-12-01\n"
                         "      | ^^^^^\n"));
  EXPECT_THAT(mistakes_in("title = \"t\"\nfrom = 2024-12-01\nuntil = 2024-12-01\ntargets = [\"fighter\"]\n"),
              HasSubstr("s.toml:3:1: 'until' (2024-12-01) is the same day as 'from' (2024-12-01)"));
}

TEST(ScenarioMistake, UntilOfAComponentBeforeFromOfItsAsset) {
  EXPECT_THAT(mistakes_of_asset(site + "from = 2024-12-09\n[asset.component.\"91N6E\"]\nuntil = 2024-12-02\n"),
              StartsWith("s.toml:12:1: 'until' (2024-12-02) is before 'from' (2024-12-09)"));
}

TEST(ScenarioMistake, EarliestAfterLatest) {
  EXPECT_THAT(mistakes_of_asset(site + "until = { earliest = 2024-12-09, latest = 2024-12-08 }\n"),
              StartsWith("s.toml:10:9: 'earliest' (2024-12-09) is after 'latest' (2024-12-08)"));
}

TEST(ScenarioMistake, ADateThatIsNone) {
  EXPECT_THAT(mistakes_of_asset(site + "until = \"2024-02-30\"\n"),
              StartsWith("s.toml:10:9: 'until' must be a date, not \"2024-02-30\""));
  EXPECT_THAT(mistakes_of_asset(site + "until = 2024-12-01T10:00:00Z\n"),
              StartsWith("s.toml:10:9: 'until' must be a date, not a time"));
}

TEST(ScenarioMistake, UnknownKeyEverywhere) {
  EXPECT_THAT(mistakes_of_asset(site + "untill = 2024-12-09\n"),
              StartsWith("s.toml:10:1: an asset has no key \"untill\"\n"
                         "   10 | untill = 2024-12-09\n"
                         "      | ^^^^^^ did you mean \"until\"?"));
  EXPECT_THAT(mistakes_in("titel = 1\n" + header + site), HasSubstr("s.toml:1:1: a scenario has no key \"titel\""));
  EXPECT_THAT(mistakes_of_asset(site + "[asset.component.\"91N6E\"]\nmat = \"40V6M\"\n"),
              StartsWith("s.toml:11:1: component \"91N6E\" has no key \"mat\""));
  EXPECT_THAT(mistakes_in(header + site + "[grid]\nresolution = 5\n"),
              StartsWith("s.toml:11:1: [grid] has no key \"resolution\""));
  EXPECT_THAT(mistakes_in(header + site + "[refraction]\nmodel = \"exponential\"\nk = 1.3\n"),
              StartsWith("s.toml:12:1: [refraction] has no key \"k\""));
}

TEST(ScenarioMistake, WrongKindOfValue) {
  EXPECT_THAT(mistakes_in(header + "id = 5\nsystem = \"S-400\"\nposition = [1, 2]\n"),
              AllOf(HasSubstr("s.toml:7:6: 'id' must be a string, not a number"),
                    HasSubstr("s.toml:9:12: 'position' must be a table, not a list"), HasSubstr("2 mistakes")));
}

TEST(ScenarioMistake, SeveralAreShownInTheOrderOfTheFile) {
  const std::string text = mistakes_in("title = 5\nfrom = 1\nuntil = 2024-12-31\ntargets = [\"figter\"]\n");
  EXPECT_THAT(text, HasSubstr("s.toml:1:1: a scenario needs 'terrain'"));
  EXPECT_THAT(text, HasSubstr("s.toml:1:9: 'title' must be a string"));
  EXPECT_THAT(text, HasSubstr("s.toml:2:8: 'from' must be a date"));
  EXPECT_THAT(text, HasSubstr("s.toml:4:12: unknown target \"figter\""));
  EXPECT_THAT(text, HasSubstr("a scenario needs at least one [[asset]]"));
  EXPECT_LT(text.find(":1:9:"), text.find(":4:12:"));
  EXPECT_THAT(text, HasSubstr("5 mistakes"));
}

TEST(ScenarioMistake, LatitudeAndLongitudeSwapped) {
  EXPECT_THAT(mistakes_in(header + "id = \"a\"\nsystem = \"S-400\"\nposition = { latitude = 132, longitude = 43 }\n"),
              StartsWith("s.toml:9:25: a latitude lies between -80 and 80 degrees, not 132\n"
                         "    9 | position = { latitude = 132, longitude = 43 }\n"
                         "      |                         ^^^ latitude and longitude look swapped"));
}

TEST(ScenarioMistake, SwappedPositionFarOutsideTheBox) {
  const std::string box = "[grid]\nbbox = [15, 50, 25, 58]\n";
  const std::string asset = "id = \"a\"\nsystem = \"S-400\"\n";
  EXPECT_THAT(mistakes_of_asset(asset + "position = { latitude = 20.5, longitude = 54.7 }\n" + box),
              AllOf(HasSubstr("s.toml:9:12: \"a\" lies more than 600 km from the 'bbox' of [grid]"),
                    HasSubstr("latitude and longitude look swapped")));
  EXPECT_EQ(mistakes_of_asset(asset + "position = { latitude = 54.7, longitude = 20.5 }\n" + box), "none");
}

std::string asset_at(const std::string& id, double latitude, double longitude) {
  return fmt::format("[[asset]]\nid = \"{}\"\nsystem = \"S-400\"\nposition = {{ latitude = {}, longitude = {} }}\n", id,
                     latitude, longitude);
}

TEST(ScenarioMistake, SwappedPositionFarFromAllOthers) {
  const std::string study = header.substr(0, header.find("[[asset]]"));
  const std::string severomorsk = asset_at("a", 69.1, 33.4);
  const std::string murmansk = asset_at("b", 68.97, 33.08);
  // 4579.9 km: geod -I +ellps=WGS84 of PROJ.
  EXPECT_THAT(mistakes_in(study + severomorsk + asset_at("swapped", 33.08, 68.97)),
              AllOf(HasSubstr("\"swapped\" lies 4579 km from every other asset"), HasSubstr("look swapped"),
                    HasSubstr("1 mistake;")));
  EXPECT_THAT(mistakes_in(study + asset_at("swapped", 33.08, 68.97) + severomorsk + murmansk),
              AllOf(HasSubstr("\"swapped\" lies"), HasSubstr("1 mistake;")));
  EXPECT_EQ(mistakes_in(study + severomorsk + murmansk), "none");
  EXPECT_EQ(mistakes_in(study + severomorsk + asset_at("kaliningrad", 54.7, 20.5)), "none");
}

TEST(SwapHint, SpeaksOnlyWhereTheSwappedPairFits) {
  const GeodeticExtent levant{28, 29, 44, 42};
  EXPECT_EQ(swap_hint({.longitude_deg = 35.9, .latitude_deg = 35.4}, levant), "");
  EXPECT_EQ(swap_hint({.longitude_deg = 31, .latitude_deg = 43}, levant), "latitude and longitude look swapped");
  EXPECT_EQ(swap_hint({.longitude_deg = 20, .latitude_deg = 50}, levant), "");
}

TEST(ScenarioMistake, LongitudeOffTheEarth) {
  EXPECT_THAT(mistakes_in(header + "id = \"a\"\nsystem = \"S-400\"\nposition = { latitude = 35, longitude = 350 }\n"),
              StartsWith("s.toml:9:41: a longitude lies between -180 and 180 degrees, not 350"));
}

TEST(ScenarioMistake, TwoAssetsWithOneIdWhateverTheirCapitals) {
  EXPECT_THAT(mistakes_of_asset(site + "[[asset]]\nid = \"A\"\nsystem = \"S-400\"\n"
                                       "position = { latitude = 35.4, longitude = 35.9 }\n"),
              StartsWith("s.toml:11:6: another asset has the id \"A\"\n"
                         "   11 | id = \"A\"\n"
                         "      |      ^^^ the first is in line 7"));
}

TEST(ScenarioMistake, IdThatWouldLeaveTheFolder) {
  for (const std::string id : {"../../x", "..", "a/b", "a\\\\b", "-a", ".a", "a.", "nul", "COM1.x", "a b"}) {
    EXPECT_THAT(
        mistakes_of_asset("id = \"" + id + "\"\nsystem = \"S-400\"\nposition = { latitude = 1, longitude = 1 }\n"),
        StartsWith("s.toml:7:6: "))
        << id;
  }
}

TEST(ScenarioMistake, UnknownComponentMastAndTarget) {
  EXPECT_THAT(mistakes_of_asset(site + "[asset.component.\"92N6\"]\nenabled = true\n"),
              AllOf(StartsWith("s.toml:10:18: S-400 has no component \"92N6\""), HasSubstr("did you mean \"92N6E\"?")));
  EXPECT_THAT(
      mistakes_of_asset(site + "[asset.component.\"92N6E\"]\nmast = \"40V6\"\n"),
      AllOf(StartsWith("s.toml:11:8: unknown mast \"40V6\" of \"S-400\""), HasSubstr("did you mean \"40V6M\"?")));
}

TEST(ScenarioMistake, MastBesideAHeight) {
  EXPECT_THAT(mistakes_of_asset(site + "[asset.component.\"92N6E\"]\nantenna_agl_m = 5\nmast = \"40V6M\"\n"),
              StartsWith("s.toml:12:1: 'mast' and an antenna's height exclude each other"));
}

TEST(ScenarioMistake, PatrolWithoutAltitudeOrDirection) {
  EXPECT_THAT(mistakes_of_asset("id = \"a\"\nsystem = \"Su-35S\"\nposition = { latitude = 1, longitude = 1 }\n"),
              AllOf(HasSubstr("s.toml:6:1: no antenna height is published for Irbis-E"),
                    HasSubstr("Irbis-E looks into a sector of 120 degrees")));
}

TEST(ScenarioMistake, HalfASector) {
  EXPECT_THAT(mistakes_of_asset(site + "[asset.component.\"91N6E\"]\nsector_width_deg = 90\n"),
              StartsWith("s.toml:11:1: 'sector_width_deg' needs 'sector_centre_deg'"));
  EXPECT_THAT(mistakes_of_asset(site + "[asset.component.\"91N6E\"]\nsector_centre_deg = 90\n"),
              StartsWith("s.toml:11:1: 91N6E sees all round; give 'sector_width_deg' too"));
}

TEST(ScenarioMistake, NumbersOutOfRange) {
  EXPECT_THAT(mistakes_of_asset(site + "[grid]\nresolution_m = 0\n"),
              StartsWith("s.toml:11:16: 'resolution_m' must be a distance of 0.01 to 100000 m, not 0"));
  EXPECT_THAT(mistakes_of_asset(site + "[grid]\nresolution_m = nan\n"), StartsWith("s.toml:11:16: "));
  EXPECT_THAT(mistakes_of_asset(site + "[refraction]\nmodel = \"effective-radius\"\nk = -1\n"),
              StartsWith("s.toml:12:5: 'k' must be"));
  EXPECT_THAT(mistakes_in("altitudes_agl_m = [50, -1]\n" + header + site), StartsWith("s.toml:1:24: this must be"));
  EXPECT_THAT(mistakes_in("altitudes_agl_m = [50, 50]\n" + header + site),
              StartsWith("s.toml:1:24: 50 m is listed twice"));
  EXPECT_THAT(
      mistakes_of_asset(site + "[asset.component.\"91N6E\"]\nantenna_agl_m = { low = 9, nominal = 5, high = 10 }\n"),
      StartsWith("s.toml:11:17: 'antenna_agl_m' must have low <= nominal <= high, not 9 / 5 / 10"));
}

TEST(ScenarioMistake, ABoxInsideOut) {
  EXPECT_THAT(mistakes_of_asset(site + "[grid]\nbbox = [36, 34, 35, 35]\n"),
              StartsWith("s.toml:11:8: 'bbox' must have west < east and south < north"));
  EXPECT_THAT(mistakes_of_asset(site + "[grid]\nbbox = [36, 34]\n"), StartsWith("s.toml:11:8: 'bbox' must have four"));
}

TEST(ScenarioMistake, AWordThatIsNoneOfTheChoices) {
  EXPECT_THAT(mistakes_of_asset(site + "[refraction]\nmodel = \"efective-radius\"\n"),
              AllOf(StartsWith("s.toml:11:9: 'model' must be one of effective-radius, exponential"),
                    HasSubstr("did you mean \"effective-radius\"?")));
}

TEST(ScenarioMistake, EmptyLists) {
  EXPECT_THAT(mistakes_in("title = \"t\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = []\nasset = []\n"
                          "altitudes_agl_m = []\nterrain.sources = []\n"),
              AllOf(HasSubstr("4:11: a scenario needs at least one target"),
                    HasSubstr("5:9: a scenario needs at least one [[asset]]"),
                    HasSubstr("6:19: a scenario needs at least one altitude"),
                    HasSubstr("7:19: 'sources' must name at least one elevation model")));
}

TEST(ScenarioMistake, AnEmptyFile) { EXPECT_THAT(mistakes_in(""), HasSubstr("s.toml:1:1: a scenario needs 'title'")); }

}  // namespace
}  // namespace skyshed
