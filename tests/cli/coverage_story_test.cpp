// What the tool was made to show, through the whole line on the built-in relief: a ring on a map is wrong near the
// ground, and a battery that loses its engagement radar reaches nothing.
#include <gtest/gtest.h>

#include <fstream>

#include "cli/catalogue.h"
#include "engine/coverage/area_and_volume.h"
#include "engine/earth/ellipsoid.h"
#include "products/read_raster.h"
#include "program.h"
#include "tests/products/scratch_folder.h"

namespace skyshed::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const GeodeticPoint khmeimim{35.95, 35.41};

std::string battery(const std::string& resolution_m, const std::string& altitudes, const std::string& components) {
  return "title = \"S-400 at Khmeimim\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = [\"fighter\"]\n" + altitudes +
         "terrain = { sources = [\"" + levant() + "\"], outside = \"sea\" }\ngrid.resolution_m = " + resolution_m +
         "\n[[asset]]\nid = \"s400\"\nsystem = \"S-400\"\nposition = { latitude = 35.41, longitude = 35.95 }\n" +
         components;
}

Json run(const std::string& scenario, const ScratchFolder& scratch) {
  put(scratch / "s.toml", scenario);
  const Outcome outcome =
      run_program({"run", scratch / "s.toml", "-o", scratch / "out", "--json", "--progress", "none"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return outcome.json();
}

TEST(Withdrawal, OfTheEngagementRadarAloneTakesTheMissilesFootprintToZeroWhileTheAcquisitionRadarsStays) {
  const ScratchFolder scratch;
  const Json summary = run(battery("8000", "altitudes_agl_m = [100]\naltitudes_msl_m = [3000, 10000]\n",
                                   "[asset.component.\"92N6E\"]\nuntil = 2024-12-10\n"),
                           scratch);
  const Json& before = summary["phases"]["2024-12-01"];
  const Json& after = summary["phases"]["2024-12-10"];
  for (const char* altitude : {"100 m AGL", "3000 m MSL", "10000 m MSL"}) {
    for (const char* confidence : {"certain", "likely", "possible"}) {
      EXPECT_GT(before["engage"]["fighter"][altitude][confidence]["area_km2"], 100);
      EXPECT_EQ(after["engage"]["fighter"][altitude][confidence]["area_km2"], 0);
      // The 91N6E stands higher and reaches farther than the 92N6E: nothing of the detection goes with it.
      EXPECT_GT(before["detect"]["fighter"][altitude][confidence]["area_km2"], 100);
      EXPECT_EQ(after["detect"]["fighter"][altitude][confidence], before["detect"]["fighter"][altitude][confidence]);
    }
  }
  EXPECT_GT(before["engage"]["fighter"]["volume to 20000 m MSL"]["likely"]["volume_km3"], 1000);
  EXPECT_EQ(after["engage"]["fighter"]["volume to 20000 m MSL"]["likely"]["volume_km3"], 0);
}

// The share of the ring's sea cells that are covered, by area.
double share_of_the_sea(const fs::path& folder, double ring_m) {
  const auto ground = read_raster<float>(folder / "ground.tif");
  const auto coverage = read_raster<std::uint8_t>(folder / "phases/2024-12-01/detect_fighter_coverage.tif");
  const auto at_10_km = std::ranges::find_if(
      coverage.bands, [](const auto& band) { return band.description.find("10000 m MSL") != std::string::npos; });
  const CellAreas areas(ground.frame);
  double sea_m2 = 0;
  double covered_m2 = 0;
  for (int row = 0; row < ground.frame.height; ++row) {
    for (int column = 0; column < ground.frame.width; ++column) {
      if (ground.bands.at(0).values.at(column, row) != 0) continue;
      const GeodeticPoint place = ground.frame.to_geodetic({static_cast<double>(column), static_cast<double>(row)});
      if (geodesic_between(khmeimim, place).distance_m > ring_m) continue;
      sea_m2 += areas.at(column, row);
      if (at_10_km->values.at(column, row) > 0) covered_m2 += areas.at(column, row);
    }
  }
  EXPECT_GT(sea_m2, 50e9);
  return covered_m2 / sea_m2;
}

// At 100 m over a smooth sea the horizon of an antenna at 49 m stands at 70 km (4/3 of the earth's radius), a twenty-
// fifth of the ring's area; at 10 km it stands beyond the ring.
TEST(FighterFootprint, OfThe91N6EIsASmallPartOfItsRingAt100MetresAndNearlyAllOfTheSeaAtTenKilometres) {
  const ScratchFolder scratch;
  const Json summary = run(battery("2000", "altitudes_agl_m = [100]\naltitudes_msl_m = [10000]\n",
                                   "[asset.component.\"92N6E\"]\nenabled = false\n"
                                   "[asset.component.\"96L6E\"]\nenabled = false\n"),
                           scratch);
  const Json& detect = summary["phases"]["2024-12-01"]["detect"]["fighter"];
  const double low = detect["100 m AGL"]["likely"]["share_of_nominal_ring"];
  const Catalogue catalogue = read_catalogue(SKYSHED_SOURCE_DIR "/configs");
  const auto& radar = std::get<Radar>(catalogue.system("S-400")->components.front().component.kind);
  const double ring_m = detection_range_m(radar, catalogue.target("fighter")->target, Confidence::likely);
  const double sea = share_of_the_sea(scratch / "out", ring_m);
  RecordProperty("share_of_ring_at_100_m_agl", std::to_string(low));
  RecordProperty("share_of_ring_sea_at_10_km_msl", std::to_string(sea));
  EXPECT_GT(low, 0.01);
  EXPECT_LT(low, 0.10);
  EXPECT_GT(sea, 0.90);
  EXPECT_LE(sea, 1.0);
}

}  // namespace
}  // namespace skyshed::test
