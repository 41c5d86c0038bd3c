// One system at one place, present for a time; and the phases in which what is present does not change.
//
// Units      days are calendar days (UTC), counted as std::chrono::sys_days.
// Threading  plain values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/systems/system.h"

namespace skyshed {

using Day = std::chrono::sys_days;

// "2024-12-06". Domain: years 0 to 9999.
[[nodiscard]] std::string iso_date(Day day);

// A date that the sources leave open between two days; equal days are a known date.
struct DayInterval {
  Day earliest;
  Day latest;
  friend bool operator==(const DayInterval&, const DayInterval&) = default;
};

// Presence of one component during [from, until). Between earliest and latest of either end it is only possible.
struct Presence {
  DayInterval from;
  DayInterval until;
  friend bool operator==(const Presence&, const Presence&) = default;
};

enum class PresenceState { absent, possible, present };
[[nodiscard]] PresenceState presence_on(const Presence& presence, Day day);

struct AssetComponent {
  Component component;  // the catalogue's, with the scenario's changes (mast, sector centre, patrol altitude) applied
  Presence presence;
  friend bool operator==(const AssetComponent&, const AssetComponent&) = default;
};

struct Asset {
  std::string id;      // "khmeimim-s400"
  std::string name;    // "S-400 at Khmeimim"
  std::string system;  // catalogue id
  GeodeticPoint position;
  double position_error_m = 0;                 // it stands within this distance of the position
  std::optional<double> presence_probability;  // where its presence is only possible; empty: the study's
  std::vector<AssetComponent> components;
  std::string confidence;  // free text of the scenario: "confirmed", "disputed"
  std::vector<std::string> sources;
  friend bool operator==(const Asset&, const Asset&) = default;
};

struct Phase {
  std::string id;  // "2024-12-06", its first day
  Day from;
  Day until;  // exclusive
  // states[a][c]: of component c of asset a; the same throughout the phase.
  std::vector<std::vector<PresenceState>> states;
};

// The scenario's span cut wherever any component's state changes. A component that is not enabled covers nothing, so
// its state is absent throughout. Domain: from < until; empty otherwise.
[[nodiscard]] std::vector<Phase> phases_of(const std::vector<Asset>& assets, Day from, Day until);

}  // namespace skyshed
