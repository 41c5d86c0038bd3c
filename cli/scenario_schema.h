// What a scenario file may hold, as JSON Schema: editors complete keys and mark mistakes by it.
//
// Domain     draft 7, which the editors' TOML extensions read; TOML dates as strings, as they hand them over. What needs
//            more than the file's shape (dates in order, ids that meet) only skyshed check finds.
// Threading  pure function.
// Source     docs/config.md; https://json-schema.org/draft-07/schema.
#pragma once

#include <string>

#include "cli/catalogue.h"

namespace skyshed {

// The catalogue's systems and targets are offered; a scenario may name its own as well.
[[nodiscard]] std::string scenario_schema(const Catalogue& catalogue);

}  // namespace skyshed
