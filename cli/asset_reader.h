// Reads one [[asset]] of a scenario: the catalogue's system, put at a place and into time.
//
// Errors     none thrown: mistakes go to the list.
#pragma once

#include "cli/scenario.h"
#include "cli/table_reader.h"

namespace skyshed {

// span: presence where the asset names no dates. The asset may be incomplete if there were mistakes.
[[nodiscard]] Asset read_asset(const TomlNode& node, const Catalogue& catalogue, const Presence& span,
                               MistakeList& mistakes);

}  // namespace skyshed
