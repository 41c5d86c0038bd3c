// The lines of sight of a study: one field for each place and height that any radar or jammer looks from.
//
// Frame      fields lie on the kept grid (study_grid.h).
// Errors     terrain if an asset stands outside the terrain or on unknown ground, naming it; interrupted.
// Threading  the constructor runs on the calling thread's oneTBB arena; then immutable.
// Cost       one sweep (horizon_sweep.h) for each place and antenna height, low, nominal and high; none for what the
//            cache holds.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "cli/study_grid.h"
#include "engine/base/progress.h"
#include "engine/earth/local_frame.h"
#include "engine/sight/horizon_sweep.h"

namespace skyshed {

class DiskCache;

class SightFields {
 public:
  struct Field {
    Antenna antenna;
    const NearPatch* near = nullptr;
    double radius_m = 0;  // 0: nothing looks from here; sight is empty
    SightField sight;
  };

  // Of all assets of the scenario and its variants. Reports every post swept as progress. cache: null, or where fields
  // are looked for first and kept.
  SightFields(const Scenario& scenario, const StudyGrid& grid, DiskCache* cache, Progress& progress);

  [[nodiscard]] const Field& of(const Asset& asset, const Component& component, Confidence confidence) const;

 private:
  // One field serves all components of all assets that look from the same place and height.
  using Key = std::tuple<double, double, double, Mounting::Reference>;
  static Key key_of(const Asset& asset, const Mounting& mounting, Confidence confidence);

  std::map<Key, Field> fields_;
};

// Steps of progress that SightFields will report, in posts of the terrain swept (a little too many at its rims).
[[nodiscard]] std::int64_t sweep_steps(const Scenario& scenario, const StudyGrid& grid);
// The same before the terrain is read; near_posts: in the near ground of a site, 0 where there is none.
[[nodiscard]] std::int64_t sweep_steps(const Scenario& scenario, const GridFrame& frame,
                                       const std::function<std::int64_t(GeodeticPoint)>& near_posts);

}  // namespace skyshed
