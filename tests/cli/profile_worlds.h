// A world made for the tests of profiles: the sea with one ridge from north to south, and an asset west of it.
#pragma once

#include <cmath>

#include "cli/sight_profile.h"

namespace skyshed::testing {

// 36 to 37 E, 34.8 to 35.2 N, posts of 0.01 degrees; the ridge stands on 36.20 E.
struct RidgeWorld {
  static constexpr double ridge_m = 1000;
  ElevationModel terrain;
  Scenario scenario;

  RidgeWorld() {
    terrain.frame = {.kind = GridFrame::Kind::geographic,
                     .width = 101,
                     .height = 41,
                     .origin_x = 36,
                     .origin_y = 35.2,
                     .step_x = 0.01,
                     .step_y = -0.01,
                     .projection = nullptr,
                     .crs_wkt = {}};
    terrain.heights = Raster<float>(101, 41, 0);
    for (int row = 0; row < 41; ++row) terrain.heights.at(20, row) = static_cast<float>(ridge_m);
    terrain.name = "ridge.tif";

    Radar radar{.mounting = {.height_m = Estimate::exactly(20)},
                .reference_range_m = Estimate::exactly(300e3),
                .reference_cross_section_m2 = 1};
    radar.minimum_range_m = Estimate::exactly(2e3);
    radar.elevation_max_deg = 60;
    radar.ceiling_msl_m = Estimate::exactly(30e3);
    Radar short_sighted = radar;
    short_sighted.reference_range_m = Estimate::exactly(30e3);
    const Weapon missile{.mounting = {.height_m = Estimate::exactly(2)},
                         .maximum_range_m = Estimate::exactly(80e3),
                         .minimum_range_m = Estimate::exactly(3e3),
                         .minimum_altitude_agl_m = Estimate::exactly(10),
                         .maximum_altitude_msl_m = Estimate::exactly(25e3),
                         .envelope = {},
                         .guided_by = {"search"}};
    Weapon dart = missile;
    dart.guided_by = {"tracking"};
    Weapon orphan = missile;
    orphan.guided_by = {"spare"};
    const auto part = [](const char* name, const auto& kind, bool enabled = true) {
      return AssetComponent{.component = {.name = name, .kind = kind, .enabled = enabled}, .presence = {}};
    };
    scenario.path = "ridge.toml";
    scenario.title = "A ridge";
    scenario.targets = {{.id = "fighter", .name = "fighter", .radar_cross_section_m2 = Estimate::exactly(1)},
                        {.id = "drone", .name = "drone", .radar_cross_section_m2 = Estimate::exactly(1e-4)}};
    scenario.assets = {{.id = "battery",
                        .name = "The battery",
                        .system = "made",
                        .position = {36.02, 35.0},
                        .components = {part("search", radar), part("missile", missile), part("tracking", short_sighted),
                                       part("dart", dart), part("spare", radar, false), part("orphan", orphan)},
                        .confidence = {},
                        .sources = {}}};
  }

  [[nodiscard]] SightProfile profile(const std::string& component, GeodeticPoint to, SliceAltitude altitude,
                                     const std::string& target = "fighter") const {
    return sight_profile(
        scenario, terrain,
        {.asset = "battery", .component = component, .to = to, .altitude = altitude, .target = target});
  }
};

inline constexpr SliceAltitude agl(double metres) { return {metres, SliceAltitude::Reference::agl}; }
inline constexpr SliceAltitude msl(double metres) { return {metres, SliceAltitude::Reference::msl}; }

}  // namespace skyshed::testing
