// A TOML file as a plain tree in which every key and value knows its place.
//
// Domain     files to 4 MB, nested to 32 levels.
// Errors     ScenarioMistakes at the place where the text is not TOML; Error(scenario) if the file cannot be read.
// Threading  plain values.
// Source     TOML 1.0.0; parsed by toml++, which stays behind this door (its header is slow to compile).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/mistakes.h"
#include "engine/systems/asset.h"

namespace skyshed {

struct TomlNode {
  enum class Kind { string, integer, number, boolean, date, time, array, table };
  Kind kind = Kind::table;
  std::string key;    // empty for the root and for elements of arrays
  TextSpan key_span;  // of the key; of the value where there is no key
  TextSpan span;      // of the value; of the header where a table has one

  std::string string;
  double number = 0;  // of integers too
  bool boolean = false;
  Day date{};
  std::vector<TomlNode> children;  // of arrays and tables, in the order of the file

  // nullptr if the table has no such key.
  [[nodiscard]] const TomlNode* child(std::string_view wanted) const;
};

struct TomlDocument {
  SourceText source;
  TomlNode root;
};

[[nodiscard]] TomlDocument read_toml(const std::filesystem::path& path);
// shown_as: the path as messages spell it.
[[nodiscard]] TomlDocument parse_toml(const std::string& text, const std::string& shown_as);

}  // namespace skyshed
