#include "cli/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "cli/systems_report.h"

namespace skyshed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
namespace fs = std::filesystem;

const Catalogue& shipped() {
  static const Catalogue catalogue = read_catalogue(fs::path(SKYSHED_SOURCE_DIR) / "configs");
  return catalogue;
}

const Component& component(const std::string& system, const std::string& name) {
  for (const CatalogueComponent& entry : shipped().system(system)->components) {
    if (entry.component.name == name) return entry.component;
  }
  throw std::out_of_range(name);
}
const Radar& radar(const std::string& system, const std::string& name) {
  return std::get<Radar>(component(system, name).kind);
}
const Weapon& weapon(const std::string& system, const std::string& name) {
  return std::get<Weapon>(component(system, name).kind);
}

TEST(ShippedCatalogue, HasEverySystemOfTheStudyAndTheTargets) {
  EXPECT_THAT(shipped().system_ids(), IsSupersetOf({"S-400", "Pantsir-S1", "Admiral-Gorshkov", "Admiral-Grigorovich",
                                                    "Su-35S", "Podlet-K1", "Krasukha-4", "Tor-M2"}));
  EXPECT_THAT(shipped().target_ids(), ElementsAre("bomber", "fighter", "cruise-missile", "small-drone"));
}

TEST(ShippedCatalogue, NamesGradeAndSourceOfEveryFigureButPlainCrossSections) {
  for (const CatalogueSystem& system : shipped().systems) {
    for (const CatalogueComponent& entry : system.components) {
      for (const Figure& figure : entry.figures) {
        if (figure.key == "reference_cross_section_m2") continue;
        EXPECT_FALSE(figure.grade.empty()) << system.id << " " << entry.component.name << " " << figure.key;
        EXPECT_FALSE(figure.source.empty()) << system.id << " " << entry.component.name << " " << figure.key;
      }
    }
  }
}

TEST(ShippedCatalogue, CarriesThePublishedFiguresOfTheS400) {
  EXPECT_EQ(radar("S-400", "91N6E").reference_range_m, (Estimate{300e3, 390e3, 430e3}));
  EXPECT_EQ(radar("S-400", "91N6E").instrumented_range_m, Estimate::exactly(600e3));
  EXPECT_EQ(radar("S-400", "91N6E").reference_cross_section_m2, 4);
  EXPECT_EQ(radar("S-400", "92N6E").mounting.height_m, (Estimate{5, 7, 9}));
  EXPECT_EQ(weapon("S-400", "48N6E3").maximum_range_m, (Estimate{200e3, 240e3, 250e3}));
  EXPECT_EQ(weapon("S-400", "48N6E3").minimum_altitude_agl_m, (Estimate{10, 10, 25}));
  EXPECT_EQ(weapon("S-400", "48N6E3").maximum_altitude_msl_m, (Estimate{27e3, 27e3, 30e3}));
  EXPECT_THAT(weapon("S-400", "48N6E3").guided_by, ElementsAre("92N6E"));
  EXPECT_FALSE(component("S-400", "40N6E").enabled);
}

TEST(ShippedCatalogue, TrainsAnEngagementRadarAnywhere) {
  EXPECT_EQ(radar("S-400", "92N6E").sector, (Sector{360, 0}));
  EXPECT_EQ(radar("Pantsir-S1", "tracking").elevation_max_deg, 82);
}

TEST(ShippedCatalogue, StandsShipsAntennasAboveTheSea) {
  EXPECT_EQ(radar("Admiral-Gorshkov", "Poliment").mounting, (Mounting{{16, 20, 24}, Mounting::Reference::above_sea}));
}

// 390 km at 4 m², fourth root: fighter 390·(3/4)^¼ = 362.94 km; cruise missile 390·(0.1/4)^¼ = 155.08 km.
TEST(ShippedCatalogue, ScalesTheRangeByTheFourthRootOfTheTarget) {
  const Radar& acquisition = radar("S-400", "91N6E");
  EXPECT_NEAR(detection_range_m(acquisition, shipped().target("fighter")->target, Confidence::likely), 362.94e3, 10);
  const Target& missile = shipped().target("cruise-missile")->target;
  EXPECT_NEAR(detection_range_m(acquisition, missile, Confidence::likely), 155.08e3, 10);
  // Certain: 300·(0.03/4)^¼·0.4 = 35.31 km.
  EXPECT_NEAR(detection_range_m(acquisition, missile, Confidence::certain), 35.31e3, 10);
}

TEST(SystemsReport, ShowsEveryFigureWithItsOriginInLinesThatFit) {
  const std::string report = system_report(*shipped().system("S-400"));
  EXPECT_THAT(report, HasSubstr("reference_range_km"));
  EXPECT_THAT(report, HasSubstr("Sputnik 2017"));
  std::istringstream lines(report + systems_report(shipped()));
  for (std::string line; std::getline(lines, line);) {
    const auto length = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
    EXPECT_LE(length, 100) << line;
  }
}

TEST(SystemsReport, FindsASystemWhateverItsCapitalsAndSaysWhatWasMeant) {
  EXPECT_EQ(system_called(shipped(), "pantsir-s1").id, "Pantsir-S1");
  try {
    (void)system_called(shipped(), "S-4000");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    EXPECT_STREQ(error.what(), "unknown system \"S-4000\"; did you mean \"S-400\"?");
  }
}

class CatalogueFolder : public ::testing::Test {
 protected:
  CatalogueFolder() {
    const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("skyshed_catalogue_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "systems");
    write("targets.toml", "[target.t]\nradar_cross_section_m2 = { exactly = 1, grade = \"E\", source = \"s\" }\n");
  }
  ~CatalogueFolder() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  std::string mistakes() {
    try {
      (void)read_catalogue(folder_);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  fs::path folder_;
};

constexpr const char* good_radar =
    "[radar.r]\ninstrumented_range_km = { exactly = 30, grade = \"A\", source = \"s\" }\n";

TEST_F(CatalogueFolder, ShowsTheMistakesOfAllFiles) {
  write("systems/a.toml", std::string("id = \"A\"\nname = \"A\"\nnaem = 1\n") + good_radar);
  write("systems/b.toml", std::string("id = \"B\"\n") + good_radar);
  EXPECT_THAT(mistakes(), HasSubstr("a.toml:3:1: a system has no key \"naem\""));
  EXPECT_THAT(mistakes(), HasSubstr("did you mean \"name\"?"));
  EXPECT_THAT(mistakes(), HasSubstr("b.toml:1:1: a system needs 'name'"));
  EXPECT_THAT(mistakes(), HasSubstr("2 mistakes"));
}

TEST_F(CatalogueFolder, RefusesAFigureWithoutItsOrigin) {
  write("systems/a.toml", "id = \"A\"\nname = \"A\"\n[radar.r]\ninstrumented_range_km = { exactly = 30 }\n");
  EXPECT_THAT(mistakes(), HasSubstr("a.toml:4:1: 'instrumented_range_km' needs 'grade'"));
  EXPECT_THAT(mistakes(), HasSubstr("'instrumented_range_km' needs 'source'"));
}

TEST_F(CatalogueFolder, RefusesAnIntervalOutOfOrder) {
  write("systems/a.toml",
        "id = \"A\"\nname = \"A\"\n[radar.r]\n"
        "instrumented_range_km = { low = 30, nominal = 20, high = 40, grade = \"A\", source = \"s\" }\n");
  EXPECT_THAT(mistakes(),
              HasSubstr("a.toml:4:25: 'instrumented_range_km' must have low <= nominal <= high, not 30 / 20 / 40"));
}

TEST_F(CatalogueFolder, RefusesANegativeRangeAndAnUnknownGrade) {
  write("systems/a.toml",
        "id = \"A\"\nname = \"A\"\n[radar.r]\n"
        "instrumented_range_km = { exactly = -30, grade = \"Z\", source = \"s\" }\n");
  EXPECT_THAT(mistakes(), HasSubstr("'exactly' must be a positive number, not -30"));
  EXPECT_THAT(mistakes(), HasSubstr("unknown grade \"Z\""));
}

TEST_F(CatalogueFolder, RefusesAWeaponGuidedByARadarThatIsNotThere) {
  write("systems/a.toml", std::string("id = \"A\"\nname = \"A\"\n") + good_radar +
                              "[weapon.w]\nguided_by = [\"q\"]\nmaximum_range_km = 5\n");
  EXPECT_THAT(mistakes(), HasSubstr("a.toml:6:14: unknown radar \"q\""));
}

TEST_F(CatalogueFolder, RefusesARadarOfWhichNoRangeIsKnown) {
  write("systems/a.toml", "id = \"A\"\nname = \"A\"\n[radar.r]\nantenna_agl_m = 5\n");
  EXPECT_THAT(mistakes(), HasSubstr("a radar needs 'reference_range_km' or at least 'instrumented_range_km'"));
}

TEST_F(CatalogueFolder, RefusesTwoFilesOfOneSystem) {
  write("systems/a.toml", std::string("id = \"A\"\nname = \"A\"\n") + good_radar);
  write("systems/b.toml", std::string("id = \"A\"\nname = \"A\"\n") + good_radar);
  EXPECT_THAT(mistakes(), HasSubstr("b.toml:1:6: another file of the catalogue describes \"A\" too"));
}

TEST_F(CatalogueFolder, IsNamedWhereItIsMissing) {
  fs::remove_all(folder_);
  EXPECT_THAT(mistakes(), HasSubstr("no catalogue in"));
}

TEST(FindConfigs, PrefersTheEnvironmentThenTheInstalledPlaceThenTheSourceTree) {
  const fs::path root = fs::path(::testing::TempDir()) / "skyshed_find_configs";
  fs::remove_all(root);
  unsetenv("SKYSHED_CONFIGS");
  EXPECT_EQ(find_configs(root / "bin" / "skyshed"), fs::path(SKYSHED_SOURCE_DIR) / "configs");
  fs::create_directories(root / "share/skyshed/configs/systems");
  EXPECT_EQ(find_configs(root / "bin" / "skyshed"), fs::weakly_canonical(root) / "share/skyshed/configs");
  setenv("SKYSHED_CONFIGS", "/elsewhere", 1);
  EXPECT_EQ(find_configs(root / "bin" / "skyshed"), "/elsewhere");
  unsetenv("SKYSHED_CONFIGS");
  fs::remove_all(root);
}

}  // namespace
}  // namespace skyshed
