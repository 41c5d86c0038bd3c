// Reads a scenario file: checks every word of it, finds its systems and targets, and resolves what it leaves out.
//
// Errors     ScenarioMistakes with all mistakes of the file; Error(scenario) if it cannot be read.
// Threading  re-entrant.
// Source     docs/config.md.
#pragma once

#include <filesystem>

#include "cli/scenario.h"

namespace skyshed {

// A scenario may bring systems and targets of its own; they hide those of the catalogue with the same id.
[[nodiscard]] Scenario read_scenario(const std::filesystem::path& path, const Catalogue& catalogue);

// The same from text; relative terrain paths are taken from folder.
[[nodiscard]] Scenario parse_scenario(const std::string& text, const std::filesystem::path& path,
                                      const Catalogue& catalogue);

}  // namespace skyshed
