// What maps of a folder of results speak of: which phases, of which scenarios, and in which words.
//
// Threading  plain values.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario.h"
#include "engine/terrain/elevation_model.h"
#include "products/project/qgis_project.h"

namespace skyshed {

struct MappedPhase {
  std::string label;         // as paths name it: "2024-12-06", or "before@2024-12-06" where two runs are compared
  const Scenario* scenario;  // borrowed
  Phase phase;
  [[nodiscard]] DaySpan days() const { return {phase.from, phase.until}; }
};

struct MapStudy {
  std::string title;
  std::vector<MappedPhase> phases;  // in the order of time
  bool in_time = true;              // the phases follow one another; of comparisons they are before and after
  const ElevationModel& ground;     // of the results; borrowed

  [[nodiscard]] const MappedPhase* phase(const std::string& label) const;  // nullptr if there is none
};

[[nodiscard]] std::string days_in_words(const DaySpan& days);        // "7–11 Dec 2024"
[[nodiscard]] std::string phase_in_words(const MappedPhase& phase);  // the same, with the run's name if it has one
[[nodiscard]] std::string change_in_words(const MapStudy& study, const std::string& place);
[[nodiscard]] std::string target_in_words(const MapStudy& study, Role role, const std::string& target);  // "fighter"
// "Fighter detected", to be followed by the altitude.
[[nodiscard]] std::string subject_in_words(const MapStudy& study, Role role, const std::string& target);

// What a map shows first: missiles if there are any, else radars, else jammers; the first target of the study.
struct Subject {
  Role role = Role::detect;
  std::string target;
  friend bool operator==(const Subject&, const Subject&) = default;
};
[[nodiscard]] Subject first_subject(const MapStudy& study);

}  // namespace skyshed
