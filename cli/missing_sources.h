// Refuses terrain that is not where the scenario says, before anything opens it.
//
// Errors     terrain, with every source that is not there and the line that names it.
// Threading  re-entrant.
// Cost       looks each path up; reads the scenario's file again where one is missing.
#pragma once

#include "cli/scenario.h"

namespace skyshed {

// Words that hold no path are passed over: whether a provider has them shows when they are opened.
void check_sources_are_there(const Scenario& scenario);

}  // namespace skyshed
