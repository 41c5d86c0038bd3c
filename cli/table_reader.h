// One table of a file, key by key: whoever reads it asks for the keys that it knows; the rest are mistakes.
//
// Errors     none thrown: mistakes go to the list, and reading goes on to find the next.
// Threading  one reader a table, one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/toml_document.h"

namespace skyshed {

class TableReader {
 public:
  // table: of kind table. what: for messages, "an asset".
  TableReader(const TomlNode& table, std::string what, MistakeList& mistakes)
      : table_(&table), what_(std::move(what)), mistakes_(&mistakes) {}

  // The value of a key that may be left out; nullptr if it is.
  [[nodiscard]] const TomlNode* find(std::string_view key);
  // The same for a key that must be there: a mistake if it is not.
  [[nodiscard]] const TomlNode* require(std::string_view key);
  // Every key that nobody asked for is a mistake. Call last.
  void finish();

  [[nodiscard]] TextSpan place() const { return table_->key_span; }

 private:
  const TomlNode* table_;
  std::string what_;
  MistakeList* mistakes_;
  std::vector<std::string> known_;
};

// Lawful numbers of one key.
struct NumberRange {
  double low;
  double high;
  const char* words;  // "a positive number"
};
inline constexpr double largest_number = 1e9;
inline constexpr double smallest_positive = 1e-9;
inline constexpr NumberRange positive{smallest_positive, largest_number, "a positive number"};
inline constexpr NumberRange not_negative{0, largest_number, "a number not below 0"};

// Each takes nullptr as "left out" and gives nothing back for it; a wrong value is a mistake and gives nothing too.
[[nodiscard]] std::optional<std::string> read_string(const TomlNode* node, MistakeList& mistakes);
[[nodiscard]] std::optional<bool> read_boolean(const TomlNode* node, MistakeList& mistakes);
[[nodiscard]] std::optional<double> read_number(const TomlNode* node, NumberRange range, MistakeList& mistakes);
// "2024-12-06"; empty if the text is no such day.
[[nodiscard]] std::optional<Day> day_in(const std::string& text);
// A TOML date or a string of the form "2024-12-06".
[[nodiscard]] std::optional<Day> read_day(const TomlNode* node, MistakeList& mistakes);
// The same, or { earliest = …, latest = … }.
[[nodiscard]] std::optional<DayInterval> read_day_interval(const TomlNode* node, MistakeList& mistakes);
// An array of strings without repetition; may be empty.
[[nodiscard]] std::optional<std::vector<std::string>> read_strings(const TomlNode* node, MistakeList& mistakes);
// The node itself if it is a table (or an array), nullptr with a mistake otherwise.
[[nodiscard]] const TomlNode* read_table(const TomlNode* node, MistakeList& mistakes);
[[nodiscard]] const TomlNode* read_array(const TomlNode* node, MistakeList& mistakes);
// One of the words given, by its index.
[[nodiscard]] std::optional<std::size_t> read_choice(const TomlNode* node, const std::vector<std::string>& choices,
                                                     MistakeList& mistakes);
// Whether a name is safe as a part of a file name on every system: letters, digits, '-', '_' and '.', at most 64.
bool check_name(const std::string& name, TextSpan at, MistakeList& mistakes);

}  // namespace skyshed
