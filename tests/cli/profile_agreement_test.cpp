// A profile and the rasters of a run tell the same: floors, ceilings and reasons, at places drawn at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "cli/reason_products.h"
#include "cli/scenario_reader.h"
#include "cli/sight_profile.h"
#include "cli/study_terrain.h"
#include "engine/coverage/coverage_slices.h"
#include "products/read_raster.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

const std::filesystem::path configs = std::filesystem::path(SKYSHED_SOURCE_DIR) / "configs";

struct Computed {
  Scenario scenario;
  StudyTerrain ground;
  StudyGrid grid;
  Progress progress;
  SightFields fields;
  StudyVolumes volumes;
  CellAreas areas;

  explicit Computed(Scenario read)
      : scenario(std::move(read)),
        ground(load_study_terrain(scenario)),
        grid(study_grid(scenario, ground)),
        fields(scenario, grid, nullptr, progress),
        volumes(cover(scenario, grid, fields, nullptr, progress)),
        areas(grid.ground.frame) {}

  [[nodiscard]] Study study() const { return {scenario, grid, volumes, areas, {}}; }
};

Scenario shipped(const char* name) { return read_scenario(configs / "scenarios" / name, read_catalogue(configs)); }

// The default scenario on every fifth post: its rays still cross all of them.
Scenario thinned_khmeimim() {
  Scenario scenario = shipped("khmeimim-2024.toml");
  scenario.grid.resolution_m = 5000;
  return scenario;
}

// What the floor and ceiling rasters of a run hold: of several guides the lowest floor and the highest ceiling.
struct Stored {
  float floor = std::numeric_limits<float>::quiet_NaN();
  float ceiling = std::numeric_limits<float>::quiet_NaN();
};
Stored stored_at(const Computed& computed, std::size_t asset, std::size_t component, int column, int row) {
  Stored stored;
  for (const StudyVolumes::Entry& entry : computed.volumes.entries()) {
    if (entry.asset != asset || entry.component != component || entry.target != 0) continue;
    if (entry.confidence != Confidence::likely) continue;
    const int x = column - entry.volume().window.column;
    const int y = row - entry.volume().window.row;
    if (x < 0 || y < 0 || x >= entry.volume().window.width || y >= entry.volume().window.height) continue;
    stored.floor = std::fmin(stored.floor, entry.volume().floor.at(x, y));
    stored.ceiling = std::fmax(stored.ceiling, entry.volume().ceiling.at(x, y));
  }
  return stored;
}

void expect_agreement(Scenario read, int places) {
  const Computed computed(std::move(read));
  const Scenario& scenario = computed.scenario;
  std::mt19937 random(20241130);
  const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
  std::set<Reason> met;
  int known_floors = 0;
  int compared = 0;
  std::map<std::pair<std::size_t, std::size_t>, ComponentReasons> rasters;
  while (compared < places) {
    const std::size_t a = below(scenario.assets.size());
    const std::size_t c = below(scenario.assets[a].components.size());
    if (!scenario.assets[a].components[c].component.enabled) continue;
    const auto made = rasters.find({a, c});
    const ComponentReasons& reasons =
        made != rasters.end()
            ? made->second
            : rasters.emplace(std::pair{a, c}, component_reasons(computed.study(), a, c)).first->second;
    if (reasons.by_altitude.empty()) continue;
    const int x = static_cast<int>(below(static_cast<std::size_t>(reasons.window.width)));
    const int y = static_cast<int>(below(static_cast<std::size_t>(reasons.window.height)));
    const int column = reasons.window.column + x;
    const int row = reasons.window.row + y;
    const std::size_t i = below(scenario.altitudes.size());
    const GridPoint post{static_cast<double>(column), static_cast<double>(row)};
    const GeodeticPoint to = computed.grid.ground.frame.to_geodetic(post);

    const SightProfile profile = sight_profile(scenario, computed.ground.terrain,
                                               {.asset = scenario.assets[a].id,
                                                .component = scenario.assets[a].components[c].component.name,
                                                .to = to,
                                                .altitude = scenario.altitudes[i],
                                                .target = {}},
                                               computed.ground.near);
    const ComponentVerdict& verdict = profile.verdicts[profile.answers.at(0)];
    const Stored stored = stored_at(computed, a, c, column, row);
    const std::string where = scenario.assets[a].id + "/" + scenario.assets[a].components[c].component.name + " to " +
                              std::to_string(to.longitude_deg) + "," + std::to_string(to.latitude_deg);
    ++compared;
    const bool is_thin = std::abs(verdict.interval.ceiling - verdict.interval.floor) < 1;
    if (!is_thin) {
      ASSERT_EQ(verdict.interval.empty(), std::isnan(stored.floor))
          << where << " stored " << stored.floor << " to " << stored.ceiling << " profile " << verdict.interval.floor
          << " to " << verdict.interval.ceiling;
    }
    if (!verdict.interval.empty() && !is_thin) {
      ++known_floors;
      ASSERT_NEAR(verdict.interval.floor, static_cast<double>(stored.floor), 1) << where;
      // Ceilings of a slant range alone may lie in space, where a float32 is coarse.
      ASSERT_NEAR(verdict.interval.ceiling, static_cast<double>(stored.ceiling), 1) << where;
    }
    const auto raster_reason = static_cast<Reason>(reasons.by_altitude[i].at(x, y));
    met.insert(raster_reason);
    const double altitude = profile.altitude.metres;
    const ComponentVerdict* sensor = profile.sensor_of(verdict);
    const bool grazes = std::abs(altitude - verdict.interval.floor) < 1 ||
                        std::abs(altitude - verdict.interval.ceiling) < 1 ||
                        (sensor != nullptr && std::abs(altitude - sensor->sight->line.floor.metres) < 1);
    if (!grazes) {
      ASSERT_EQ(verdict.reason, raster_reason) << where << " altitude " << i;
    }
  }
  // The places are worth something only if they are of all kinds.
  EXPECT_GT(known_floors, places / 4);
  for (const Reason reason : {Reason::covered, Reason::terrain, Reason::horizon, Reason::range, Reason::below_ground}) {
    EXPECT_TRUE(met.contains(reason)) << static_cast<int>(reason);
  }
}

TEST(Profile, AgreesWithTheRastersOfARunAtAThousandPlaces) { expect_agreement(thinned_khmeimim(), 1000); }

// Rough ground around Khmeimim and Tartus that the built-in terrain does not know; the ship stands off it.
TEST(Profile, AgreesWithTheRastersOfARunOverFinerGroundNearTheSites) {
  const std::string file = ::testing::TempDir() + "profile-near.tif";
  std::mt19937 random(20241201);
  test::make_posts(file, 35.8, 35.9, 0.002, 351, 601, [&](int column, int row) {
    const double hills = 300 + 200 * std::sin(column / 7.0) * std::cos(row / 11.0);
    return hills + static_cast<double>(random() % 1000) / 10;
  });
  Scenario scenario = thinned_khmeimim();
  scenario.terrain.near = NearSources{.sources = {file}, .radius_m = 15000};
  expect_agreement(scenario, 600);
}

TEST(ReasonProducts, AreCoveredWhereTheVolumesOfABoxedStudyHaveTheAltitude) {
  const Computed computed(shipped("one-radar.toml"));
  const Scenario& scenario = computed.scenario;
  ASSERT_NE(computed.grid.area, computed.grid.kept.frame.whole());  // so that columns of products and posts differ
  for (std::size_t c = 0; c < scenario.assets[0].components.size(); ++c) {
    const ComponentReasons reasons = component_reasons(computed.study(), 0, c);
    ASSERT_FALSE(reasons.by_altitude.empty());
    AssetVolumes asset;
    for (const StudyVolumes::Entry& entry : computed.volumes.entries()) {
      const bool is_its_own = entry.component == c && entry.target == 0 && entry.confidence == Confidence::likely;
      if (is_its_own) asset.volumes.push_back(&entry.volume());
    }
    const CoverageSlices slices = slice_coverage(CellAreas(computed.grid.ground.frame), computed.grid.ground,
                                                 {{{asset}, {asset}, {asset}}}, scenario.altitudes, Progress());
    for (std::size_t i = 0; i < scenario.altitudes.size(); ++i) {
      const Raster<std::uint8_t>& counts = slices.counts[i];
      for (int y = 0; y < reasons.window.height; ++y) {
        for (int x = 0; x < reasons.window.width; ++x) {
          const bool is_covered = reasons.by_altitude[i].at(x, y) == static_cast<std::uint8_t>(Reason::covered);
          ASSERT_EQ(is_covered, counts.at(reasons.window.column + x, reasons.window.row + y) == 1) << c << ' ' << i;
        }
      }
    }
  }
}

TEST(ReasonProducts, AreWrittenBesideTheFloorsWithTheirNumbersTold) {
  const Computed computed(shipped("one-radar.toml"));
  const std::filesystem::path target = std::filesystem::path(::testing::TempDir()) / "skyshed-reasons";
  const OutputFolder folder(target, false);
  Progress progress;
  write_reasons(computed.study(), KeptFiles(folder, nullptr, ""), progress);
  const auto stored = read_raster<std::uint8_t>(folder.path() / "assets/pantsir/57E6_reason.tif");
  ASSERT_EQ(stored.bands.size(), computed.scenario.altitudes.size());
  EXPECT_EQ(stored.bands[0].description, "reason against fighter at 100 m AGL");
  const auto weapon = std::ranges::find(computed.scenario.assets[0].components, "57E6",
                                        [](const AssetComponent& part) { return part.component.name; });
  const ComponentReasons made = component_reasons(
      computed.study(), 0, static_cast<std::size_t>(weapon - computed.scenario.assets[0].components.begin()));
  EXPECT_EQ(stored.bands[0].values, made.by_altitude[0]);
  EXPECT_NE(stored.description.title.find("2 terrain, 3 horizon"), std::string::npos);
}

}  // namespace
}  // namespace skyshed
