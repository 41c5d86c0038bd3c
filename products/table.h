// A table of text for a terminal: row names on the left, figures on the right, no wider than asked.
//
// Units      widths in characters (code points of UTF-8).
#pragma once

#include <string>
#include <vector>

namespace skyshed {

struct TextTable {
  struct Column {
    std::string upper;  // two lines of heading
    std::string lower;
  };
  struct Row {
    std::vector<std::string> names;  // as many as name_headings
    std::vector<std::string> cells;  // as many as columns
  };
  std::string title;
  std::vector<std::string> name_headings;  // of the columns that name a row
  std::vector<Column> columns;
  std::vector<Row> rows;
};

// Columns that do not fit go into further parts below, each with the names of the rows.
[[nodiscard]] std::string printed(const TextTable& table, int width);

// 1234567.8 → "1,234,568"; what is not 0 is never printed as 0 but as "<1".
[[nodiscard]] std::string with_thousands(double value);

}  // namespace skyshed
