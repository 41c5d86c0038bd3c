// What `skyshed systems` prints: the catalogue, and one system or target with the origin of every figure.
//
// Units      as the catalogue's keys say.
// Threading  pure functions.
#pragma once

#include <string>

#include "cli/catalogue.h"

namespace skyshed {

// All systems with the reach of their components, and all targets. Lines of at most 100 characters.
[[nodiscard]] std::string systems_report(const Catalogue& catalogue);
// One system: every figure with low, nominal and high, grade and source.
[[nodiscard]] std::string system_report(const CatalogueSystem& system);

// The same, whole, as JSON text: { "systems": […], "targets": […] }, and one element of "systems".
[[nodiscard]] std::string systems_json(const Catalogue& catalogue);
[[nodiscard]] std::string system_json(const CatalogueSystem& system);

// For `skyshed systems NAME`; capitals do not matter.
// Errors     Error(scenario) with the name meant, if one is near.
[[nodiscard]] const CatalogueSystem& system_called(const Catalogue& catalogue, const std::string& name);

}  // namespace skyshed
