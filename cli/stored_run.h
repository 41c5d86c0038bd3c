// A run folder read back, for drawing what it holds.
//
// Errors     scenario: not a run, a phase, role, target or altitude that it does not hold (with what it holds), a file
//            that is missing or damaged.
// Threading  read once; then immutable.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/scenario.h"
#include "cli/study_view.h"
#include "engine/terrain/elevation_model.h"

namespace skyshed {

class StoredRun {
 public:
  explicit StoredRun(const std::filesystem::path& folder);

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const ElevationModel& ground() const { return ground_; }  // of the product grid
  [[nodiscard]] const std::string& terrain() const { return terrain_; }   // name of what the ground was made of

  // By its id, which is its first day, or by any other of its days. Domain of an empty name: the only phase.
  [[nodiscard]] Phase phase(const std::string& name) const;
  // Without a role what missiles reach, if there are any; without a target the scenario's first.
  [[nodiscard]] StudyView view(const std::optional<std::string>& role, const std::optional<std::string>& target) const;

  // One altitude of a phase, at any confidence.
  struct Slice {
    Raster<std::uint8_t> classes;
    double covered_m2 = 0;  // likely, as statistics.csv has it
    double ring_m2 = 0;     // area of the nominal rings; 0: none, or nothing covered
  };
  [[nodiscard]] Slice slice(const Phase& phase, const StudyView& view, SliceAltitude altitude) const;

 private:
  std::filesystem::path folder_;
  Scenario scenario_;
  ElevationModel ground_;
  std::string terrain_;
};

}  // namespace skyshed
