// Reads the [[variant]] tables of a scenario.
//
// Errors     none thrown: mistakes go to the list.
#pragma once

#include "cli/scenario.h"
#include "cli/table_reader.h"

namespace skyshed {

// assets: the [[asset]] tables, from which the scenario's assets were read; catalogue: that of the assets.
[[nodiscard]] std::vector<Variant> read_variants(const TomlNode* node, const TomlNode& assets, const Scenario& scenario,
                                                 const Catalogue& catalogue, MistakeList& mistakes);

}  // namespace skyshed
