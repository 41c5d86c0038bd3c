// What every component of a study covers, computed once; every phase, slice and comparison follows from it.
//
// Frame      the product grid (study_grid.h).
// Threading  cover() runs on the calling thread's oneTBB arena; the result is immutable.
// Cost       one volume for each component, target and confidence; none for what a variant shares with its study.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cli/sight_fields.h"
#include "cli/study_grid.h"
#include "engine/coverage/slice.h"

namespace skyshed {

class StudyVolumes {
 public:
  struct Entry {
    std::size_t asset = 0;
    std::size_t component = 0;
    std::optional<std::size_t> guidance;  // of a weapon: the component of the same asset that guides it
    std::size_t target = 0;
    Confidence confidence = Confidence::likely;
    std::shared_ptr<const ComponentVolume> shared_volume;

    [[nodiscard]] const ComponentVolume& volume() const { return *shared_volume; }
  };

  explicit StudyVolumes(const Scenario& scenario) : scenario_(&scenario) {}
  void add(Entry entry) { entries_.push_back(std::move(entry)); }
  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

  // The entries that count in a phase. Certain and likely coverage needs the component (and a weapon's guidance) surely
  // present; possible coverage counts what may be present too.
  [[nodiscard]] std::vector<const Entry*> entries_in(const Phase& phase, Role role, std::size_t target,
                                                     Confidence confidence) const;
  // What each asset present in the phase covers in a role: the same entries, by asset.
  [[nodiscard]] std::vector<AssetVolumes> in_phase(const Phase& phase, Role role, std::size_t target,
                                                   Confidence confidence) const;

 private:
  const Scenario* scenario_;
  std::vector<Entry> entries_;
};

// The scenario is borrowed and outlives the result. base: null, or the study that the scenario varies: the volumes of
// assets that are alike in both are shared, not computed again.
[[nodiscard]] StudyVolumes cover(const Scenario& scenario, const StudyGrid& grid, const SightFields& fields,
                                 const StudyVolumes* base, Progress& progress);

}  // namespace skyshed
