// What every component of a study covers, computed once; every phase, slice and comparison follows from it.
//
// Frame      the product grid: the terrain's own grid thinned by a whole factor and cut to the scenario's box.
// Threading  cover() runs on the calling thread's oneTBB arena; the result is immutable.
// Cost       one sweep for each place and antenna height (low, nominal and high), one volume for each component, target
//            and confidence.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cli/scenario.h"
#include "engine/coverage/area_and_volume.h"

namespace skyshed {

// The terrain as the study uses it.
struct StudyGrid {
  const ElevationModel& terrain;  // every post: what rays cross
  int thinning = 1;
  ElevationModel kept;    // every thinning-th post
  GridWindow area;        // of the kept posts, those of the products: in the scenario's box, or all
  ElevationModel ground;  // the product grid: kept, cut to the area
};
// Errors     terrain if the scenario's box holds no post.
[[nodiscard]] StudyGrid study_grid(const Scenario& scenario, const ElevationModel& terrain);

class StudyVolumes {
 public:
  struct Entry {
    std::size_t asset = 0;
    std::size_t component = 0;
    std::optional<std::size_t> guidance;  // of a weapon: the component of the same asset that guides it
    std::size_t target = 0;
    Confidence confidence = Confidence::likely;
    ComponentVolume volume;
  };

  explicit StudyVolumes(const Scenario& scenario) : scenario_(&scenario) {}
  void add(Entry entry) { entries_.push_back(std::move(entry)); }
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

// Steps of progress that cover() will report, in posts swept (a little too many at the terrain's rims).
[[nodiscard]] std::int64_t sweep_steps(const Scenario& scenario, const StudyGrid& grid);

// Errors     terrain if an asset stands outside the terrain or on unknown ground, naming it.
[[nodiscard]] StudyVolumes cover(const Scenario& scenario, const StudyGrid& grid, Progress& progress);

// The nominal ring of each asset present in the phase: the disc of its farthest range in the role, terrain and horizon
// ignored. What ring maps draw; for comparison.
struct NominalRing {
  std::size_t asset = 0;
  std::size_t component = 0;
  double radius_m = 0;
  friend bool operator==(const NominalRing&, const NominalRing&) = default;
};
[[nodiscard]] std::vector<NominalRing> nominal_rings(const Scenario& scenario, const Phase& phase, Role role,
                                                     const Target& target);
// Area of the union of rings on the product grid.
[[nodiscard]] double area_of_rings(const Scenario& scenario, const StudyGrid& grid, const CellAreas& areas,
                                   const std::vector<NominalRing>& rings);

}  // namespace skyshed
