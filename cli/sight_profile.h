// One line of sight cut open: the ground from an asset to a place, and for each component of the asset what it covers
// above that place and why it does not cover the altitude asked for.
//
// Frame      the terrain's own grid; the path is the geodesic from the asset.
// Units      metres above mean sea level, metres along the ellipsoid.
// Accuracy   the line of sight is line_of_sight's, the truth that the sweep of a run is held against; the limits are
//            those of a run's volumes.
// Errors     scenario: unknown asset, component or target, a component that is switched off, a place that is the
//            asset's own or beyond the engine's domain. terrain: a place beyond the terrain of the study.
// Threading  pure function (calls the terrain's projection).
// Cost       a line of sight for each antenna: 1 ms for 100 km of 90 m terrain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/scenario.h"
#include "engine/coverage/reason.h"
#include "engine/sight/line_of_sight.h"

namespace skyshed {

struct ProfileQuestion {
  std::string asset;
  std::optional<std::string> component;  // empty: all that are switched on
  GeodeticPoint to;
  SliceAltitude altitude{.metres = 100, .reference = SliceAltitude::Reference::agl};
  std::optional<std::string> target;  // empty: the scenario's first
};

// What one antenna sees above the end of the path.
struct SensorSight {
  Antenna antenna;
  Sightline line;
  AltitudeMsl bare_earth_floor;
};

struct ComponentVerdict {
  std::size_t component = 0;            // of the asset
  std::optional<SensorSight> sight;     // empty for weapons
  std::optional<std::size_t> guidance;  // of a weapon: its guide that comes nearest to covering the altitude
  LimitedSky sky;                       // its own limits
  AltitudeInterval interval;            // what it covers here; of several guides from the lowest to the highest
  Reason reason = Reason::covered;
  double range_m = 0;
  double minimum_range_m = 0;
  double slant_range_m = 0;  // to the altitude asked for
  double elevation_deg = 0;  // of the altitude asked for, as the component sees it
};

struct ProfileSample {
  double distance_m = 0;
  double ground_m = 0;  // NaN where unknown
};

struct SightProfile {
  const Asset* asset = nullptr;  // borrowed from the scenario
  const Target* target = nullptr;
  GeodeticPoint to;
  double distance_m = 0;
  double azimuth_deg = 0;       // [0, 360)
  AltitudeMsl ground_at_asset;  // NaN where unknown
  AltitudeMsl ground;           // at the end
  SliceAltitude asked;
  AltitudeMsl altitude;  // asked, above mean sea level; NaN above unknown ground
  Refraction refraction;
  double earth_radius_m = 0;               // of curvature along the path
  std::vector<ComponentVerdict> verdicts;  // of the components asked for, and of the radars that guide them
  std::vector<std::size_t> answers;        // those asked for, as indices into verdicts
  std::vector<ProfileSample> ground_profile;

  [[nodiscard]] const Component& component_of(const ComponentVerdict& verdict) const {
    return asset->components[verdict.component].component;
  }
  // The verdict whose line of sight decides: a sensor's own, a weapon's guide's. nullptr: a weapon without guidance.
  [[nodiscard]] const ComponentVerdict* sensor_of(const ComponentVerdict& verdict) const;
  // The ray of a sensor that meets an altitude above the end, at every sample of the ground.
  [[nodiscard]] std::vector<double> ray_of(const ComponentVerdict& sensor, double altitude_m) const;
  // The sensor to draw: of the components asked for, the one that sees lowest. nullptr if there is none.
  [[nodiscard]] const ComponentVerdict* lowest_sensor() const;
};

// near: finer ground around the assets, as load_study_terrain gives it.
[[nodiscard]] SightProfile sight_profile(const Scenario& scenario, const ElevationModel& terrain,
                                         const ProfileQuestion& question, const NearGround& near = {});

}  // namespace skyshed
