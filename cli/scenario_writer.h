// Writes the study as it was resolved: a scenario file that needs no catalogue and leaves nothing to a default.
//
// What is in it: all keys of the scenario; each asset with its dates and with what differs from the system's figures
// (mast, sector, patrol altitude); the systems and targets that are used, every figure with its grade and source.
// Terrain is named, not copied: a path is written relative to the folder of the file, so that a checkout with its
// results may be moved or cloned as a whole, and no user's folder names are published; names that GDAL opens itself
// ("/vsicurl/…") stay as they are. The terrain's own identity is the manifest's matter.
//
// Laws       same_study(parse_scenario(scenario_text(s, folder), folder / any, {}), s).
// Errors     none.
// Threading  re-entrant.
#pragma once

#include <filesystem>
#include <string>

#include "cli/scenario.h"

namespace skyshed {

[[nodiscard]] std::string scenario_text(const Scenario& scenario, const std::filesystem::path& folder);

}  // namespace skyshed
