// A published figure as a file states it: the interval, the grade of its evidence and where it was read.
//
// Units      those of the key: reference_range_km is in kilometres.
// Threading  plain values.
#pragma once

#include <optional>
#include <string>

#include "cli/table_reader.h"

namespace skyshed {

struct Figure {
  std::string key;  // "reference_range_km"
  Estimate value;   // in the key's unit
  // A: read in the named text. B: second-hand. K: general knowledge, not checked. E: planning estimate. Several where
  // the ends of the interval have several ("A, K"). Empty where the file gives a plain number.
  std::string grade;
  std::string source;
  std::string note;
  friend bool operator==(const Figure&, const Figure&) = default;
};

// { low = 300, nominal = 390, high = 430, grade = "A", source = "…", note = "…" }, or { exactly = 600, grade, source },
// or a plain number. In the catalogue a table must name grade and source; nothing is there without its origin.
enum class Origin { required, optional };
[[nodiscard]] std::optional<Figure> read_figure(const TomlNode* node, NumberRange range, Origin origin,
                                                MistakeList& mistakes);

// As read_figure reads it back: "{ low = 300, … }".
[[nodiscard]] std::string figure_text(const Figure& figure);
// The interval alone, for scenario files: "7" or "{ low = 5, nominal = 7, high = 9 }".
[[nodiscard]] std::string estimate_text(const Estimate& value);
// A TOML basic string.
[[nodiscard]] std::string toml_string(const std::string& text);
// A TOML key: bare where it may be.
[[nodiscard]] std::string toml_key(const std::string& key);

}  // namespace skyshed
