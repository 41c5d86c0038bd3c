// The sightlines that a report shows: the strongest radar of the first phase towards where it sees lowest, where it sees
// least, and one between.
//
// Errors     as sight_profile; places that the terrain does not hold are passed over.
// Threading  one thread (calls the terrain's projection).
// Cost       16 lines of sight and three pictures: some 0.5 s.
#pragma once

#include "cli/scenario.h"
#include "cli/study_terrain.h"
#include "products/report/report.h"

namespace skyshed {

// Fills profiles and profiles_note; leaves them empty where no radar stands in the first phase.
void add_profiles(Report& report, const Scenario& scenario, const StudyTerrain& study);

}  // namespace skyshed
