// One map for each phase and role: the first target, near 100 m above ground. All maps of a role show the same place, so
// that they can be laid side by side.
//
// Threading  made on one thread; then several maps may be drawn at once.
// Errors     output.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "cli/coverage_view.h"
#include "cli/study_products.h"
#include "products/map/places.h"
#include "products/output_folder.h"
#include "products/quicklook.h"

namespace skyshed {

// What one phase covers in one view at one altitude.
struct PhaseSlice {
  const Phase& phase;
  StudyView view;
  SliceAltitude altitude;
  const Raster<std::uint8_t>& classes;  // coverage_slices.h, on the grid of the ground
  double covered_m2 = 0;                // likely
  double ring_m2 = 0;                   // of the nominal rings; 0: none
};

// As a map of its own place: its rings, sites and covered cells. `ground`, `slice`: borrowed. terrain: its name.
[[nodiscard]] QuicklookMap phase_map(const Scenario& scenario, const ElevationModel& ground, const std::string& terrain,
                                     const PhaseSlice& slice);

class PhasePictures {
 public:
  // What stands and reaches in any phase of any of the scenarios is on the maps. Domain: the first is that of the views.
  // The ground is borrowed.
  PhasePictures(const std::vector<Scenario>& scenarios, const ElevationModel& ground, std::vector<MapPlace> places);

  // Whether this view is drawn.
  [[nodiscard]] static bool show(const StudyView& view) { return view.target == 0; }

  // phases/PHASE/ROLE_TARGET_ALTITUDE.png; its path below the folder. ring_m2: the area of the nominal rings.
  std::filesystem::path draw(const Study& study, const Phase& phase, const StudyView& view,
                             const CoverageView& coverage, double ring_m2, const OutputFolder& folder) const;

  [[nodiscard]] const std::vector<MapPlace>& places() const { return places_; }
  [[nodiscard]] const MapGround& ground(Role role) const { return grounds_.at(role); }

 private:
  std::vector<MapPlace> places_;
  std::map<Role, MapGround> grounds_;
};

}  // namespace skyshed
