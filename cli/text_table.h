// Columns of text for a terminal: aligned by characters, the last column wrapped.
#pragma once

#include <string>
#include <vector>

namespace skyshed {

enum class Align { left, right };

struct TextColumn {
  std::string title;
  Align align = Align::left;
};

inline constexpr int report_width = 100;

// Each row has one text a column. Every line ends with '\n' and fits the width where the last column can wrap;
// a title row comes first unless all titles are empty.
[[nodiscard]] std::string text_table(const std::vector<TextColumn>& columns,
                                     const std::vector<std::vector<std::string>>& rows, int indent,
                                     int width = report_width);

// Words filled into lines of at most `width` characters (longer words stand alone), the lines after the first
// indented too. Without a trailing newline.
[[nodiscard]] std::string filled(const std::string& text, int indent, int width = report_width);

}  // namespace skyshed
