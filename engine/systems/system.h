// What the catalogue says of a type of equipment: its radars, weapons and jammers, each figure with its interval.
//
// Units      metres, square metres, degrees as named. Every figure is low / nominal / high as published.
// Threading  plain values.
// Source     configs/systems/*.toml, each figure with source and grade of evidence.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/quantity.h"

namespace skyshed {

// What is looked for.
struct Target {
  std::string id;    // "cruise-missile"
  std::string name;  // "cruise missile"
  Estimate radar_cross_section_m2;
  // Multiplies detection ranges: very small targets are seen at less than the fourth root says. 1 for others.
  Estimate small_target_factor = Estimate::exactly(1);
  friend bool operator==(const Target&, const Target&) = default;
};

// How high an antenna stands.
struct Mounting {
  enum class Reference { above_ground, above_sea };  // above_sea: ships and aircraft on patrol
  Estimate height_m;
  Reference reference = Reference::above_ground;
  friend bool operator==(const Mounting&, const Mounting&) = default;
};

struct Sector {
  double width_deg = 360;  // 360: all round
  double centre_deg = 0;   // azimuth of the middle, clockwise from north; set by the scenario
  friend bool operator==(const Sector&, const Sector&) = default;
};

struct Radar {
  Mounting mounting;
  Estimate reference_range_m;  // against reference_cross_section_m2; infinite: the cap alone is known
  double reference_cross_section_m2 = 1;
  std::optional<Estimate> instrumented_range_m;  // cap, whatever the target
  Estimate minimum_range_m = Estimate::exactly(0);
  double elevation_min_deg = -90;
  double elevation_max_deg = 90;  // above it: the cone of silence
  Sector sector;
  std::optional<Estimate> ceiling_msl_m;  // instrumented ceiling
  friend bool operator==(const Radar&, const Radar&) = default;
};

struct Weapon {
  Mounting mounting;  // of the launcher
  Estimate maximum_range_m;
  Estimate minimum_range_m = Estimate::exactly(0);
  Estimate minimum_altitude_agl_m = Estimate::exactly(0);
  Estimate maximum_altitude_msl_m;  // infinite where no ceiling was published
  // Published points of the outer edge of the envelope, range (m) against altitude (m MSL), by falling range:
  // within the maximum range and altitude nothing outside this polyline is reached. Empty: none published.
  struct EnvelopePoint {
    double range_m;
    double altitude_m;
    friend bool operator==(const EnvelopePoint&, const EnvelopePoint&) = default;
  };
  std::vector<EnvelopePoint> envelope;
  std::vector<std::string> guided_by;  // names of radar components of the same asset
  friend bool operator==(const Weapon&, const Weapon&) = default;
};

struct Jammer {
  Mounting mounting;
  Estimate range_m;  // against airborne radars in line of sight
  Sector sector;
  friend bool operator==(const Jammer&, const Jammer&) = default;
};

enum class Role { detect, engage, deny };
inline constexpr Role all_roles[] = {Role::detect, Role::engage, Role::deny};

struct Component {
  std::string name;  // "92N6E"
  std::variant<Radar, Weapon, Jammer> kind;
  bool enabled = true;  // false: in the catalogue, but only covers where a scenario turns it on

  [[nodiscard]] Role role() const {
    return kind.index() == 0 ? Role::detect : kind.index() == 1 ? Role::engage : Role::deny;
  }
  friend bool operator==(const Component&, const Component&) = default;
};

struct System {
  std::string id;    // "S-400"
  std::string name;  // "S-400 Triumf"
  std::vector<Component> components;
  friend bool operator==(const System&, const System&) = default;
};

// Detection range of a radar against a target (m): fourth root of the cross-section, small-target factor, cap.
[[nodiscard]] double detection_range_m(const Radar& radar, const Target& target, Confidence confidence);

}  // namespace skyshed
