// Reads what has to be carried when a system leaves, [load."NAME"], and the aircraft and ships that carry it.
//
// Units      tonnes, metres.
// Errors     read_loads: none thrown, mistakes go to the list. read_carriers: ScenarioMistakes with those of all files.
// Threading  plain values.
// Source     docs/lift.md.
#pragma once

#include <filesystem>

#include "cli/catalogue.h"

namespace skyshed {

// node: the table of all loads, or nullptr.
[[nodiscard]] std::vector<SystemLoad> read_loads(const TomlNode* node, MistakeList& mistakes);

// The figures that are on record.
[[nodiscard]] std::vector<Figure> figures_of(const SystemLoad& load);

// As read_loads reads it back, in a scenario.
[[nodiscard]] std::string load_text(const SystemLoad& load, const std::string& system_key);

// configs/lift/NAME.toml
struct Carrier {
  std::string id;    // "Il-76"
  std::string name;  // "Il-76"
  enum class Kind { aircraft, ship } kind = Kind::aircraft;
  std::optional<Figure> payload_t;  // empty: none is on record; it carries nothing here
  std::optional<Figure> hold_length_m;
  std::optional<Figure> hold_width_m;
  std::optional<Figure> hold_height_m;
  std::string note;
};

// The smallest payload first, those of no payload last. folder: configs/lift.
[[nodiscard]] std::vector<Carrier> read_carriers(const std::filesystem::path& folder);

}  // namespace skyshed
