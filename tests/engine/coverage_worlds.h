// Small worlds for the tests of coverage: flat or drawn at random, with the line of sight given by hand.
#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/coverage/altitude_interval.h"
#include "engine/coverage/area_and_volume.h"
#include "engine/coverage/component_volume.h"
#include "engine/coverage/coverage_slices.h"

namespace skyshed {

inline constexpr float not_covered = std::numeric_limits<float>::quiet_NaN();

inline GridFrame planar_frame(int width, int height, double step_m) {
  return {.kind = GridFrame::Kind::planar, .width = width, .height = height, .step_x = step_m, .step_y = -step_m};
}

inline ElevationModel ground_at_sea_level(const GridFrame& frame) {
  return {.frame = frame, .heights = Raster<float>(frame.width, frame.height, 0), .has_unknown = false, .name = "flat"};
}

// A volume that covers the same altitudes in every cell of its window.
inline ComponentVolume slab(const GridWindow& window, float floor, float ceiling) {
  return {.window = window,
          .floor = Raster<float>(window.width, window.height, floor),
          .ceiling = Raster<float>(window.width, window.height, ceiling)};
}

inline ComponentVolume unknown_slab(const GridWindow& window, float floor, float ceiling) {
  ComponentVolume volume = slab(window, floor, ceiling);
  volume.unknown = std::make_shared<const Raster<std::uint8_t>>(window.width, window.height, std::uint8_t{1});
  return volume;
}

// An antenna on a plane, with everything above the ground in sight unless a test writes another floor.
struct PlanarSite {
  ElevationModel ground;
  SightField sight;
  Antenna antenna;
  LocalFrame frame;
  Progress progress;

  PlanarSite(int width, int height, double step_m, GridPoint at, double antenna_m)
      : ground(ground_at_sea_level(planar_frame(width, height, step_m))),
        sight{.window = ground.frame.whole(), .floor = Raster<float>(width, height, 0)},
        antenna{at, AltitudeMsl{antenna_m}},
        frame(ground.frame, at, 1e9) {}

  [[nodiscard]] SiteView view() const {
    return {.ground = ground,
            .sight = sight,
            .antenna = antenna,
            .frame = frame,
            .thinning = 1,
            .effective_radius_factor = 4.0 / 3.0};
  }
};

inline Target target_of(double cross_section_m2) {
  return {.id = "target", .name = "target", .radar_cross_section_m2 = Estimate::exactly(cross_section_m2)};
}

// Of one radar or jammer alone.
inline ComponentVolume radar_volume(const SiteView& site, const Radar& radar, const Target& target,
                                    Confidence confidence, const Progress& progress) {
  const SensorLimits limits[] = {limits_of(radar, target, confidence)};
  return sensor_volumes(site, limits, progress).front();
}
inline ComponentVolume jammer_volume(const SiteView& site, const Jammer& jammer, Confidence confidence,
                                     const Progress& progress) {
  const SensorLimits limits[] = {limits_of(jammer, confidence)};
  return sensor_volumes(site, limits, progress).front();
}

// How many of the assets cover each cell at one altitude.
inline Raster<std::uint8_t> count_assets(const ElevationModel& ground, std::span<const AssetVolumes> assets,
                                         SliceAltitude altitude) {
  const std::vector<AssetVolumes> all(assets.begin(), assets.end());
  const CoverageSlices slices =
      slice_coverage(CellAreas(ground.frame), ground, {all, all, all}, std::span(&altitude, 1), Progress());
  return slices.counts.front();
}

inline Radar radar_of_range(double range_m) {
  return {.reference_range_m = Estimate::exactly(range_m), .reference_cross_section_m2 = 1};
}

// The interval of a volume over a cell of the grid.
inline AltitudeInterval interval_over(const ComponentVolume& volume, int column, int row) {
  const int x = column - volume.window.column;
  const int y = row - volume.window.row;
  if (x < 0 || y < 0 || x >= volume.window.width || y >= volume.window.height) return AltitudeInterval::nothing();
  if (std::isnan(volume.floor.at(x, y))) return AltitudeInterval::nothing();
  return {static_cast<double>(volume.floor.at(x, y)), static_cast<double>(volume.ceiling.at(x, y))};
}

// What is within the first is within the second.
inline bool is_within(const AltitudeInterval& inner, const AltitudeInterval& outer) {
  return inner.empty() || (outer.floor <= inner.floor && inner.ceiling <= outer.ceiling);
}

inline double cubic_metres(const PlanarSite& site, const ComponentVolume& volume) {
  const AssetVolumes assets[] = {{{&volume}}};
  return covered_bubble(CellAreas(site.ground.frame), site.ground, assets, AltitudeMsl{1e9}).volume.covered_m3;
}

inline ComponentVolume likely(PlanarSite& site, const Radar& radar) {
  return radar_volume(site.view(), radar, target_of(1), Confidence::likely, site.progress);
}
inline ComponentVolume likely(PlanarSite& site, const Weapon& weapon, const ComponentVolume& guidance) {
  return weapon_volume(site.view(), weapon, guidance, Confidence::likely, site.progress);
}

// A plane of 25 km with an antenna on the ground in its middle, cells of 50 m: for ranges near 10 km sums are
// integrals to 0.1 %.
inline PlanarSite wide_plain() { return {501, 501, 50, {250, 250}, 0}; }

}  // namespace skyshed
