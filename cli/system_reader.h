// Reads one system or one target from its table: the same form in the catalogue and inside a scenario.
//
// Errors     none thrown: mistakes go to the list.
#pragma once

#include "cli/catalogue.h"

namespace skyshed {

// In a catalogue file the id is a key of the table; inside a scenario it is the table's own name.
[[nodiscard]] CatalogueSystem read_system(const TomlNode& node, std::optional<std::string> id, MistakeList& mistakes);
[[nodiscard]] CatalogueTarget read_target(const TomlNode& node, MistakeList& mistakes);

// Heights of antennas: { antenna_agl_m } or { antenna_msl_m }, both optional, not both.
struct AntennaHeight {
  Mounting mounting;
  Figure figure;
};
[[nodiscard]] std::optional<AntennaHeight> read_antenna_height(TableReader& table, Origin origin,
                                                               MistakeList& mistakes);

}  // namespace skyshed
