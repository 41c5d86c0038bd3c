#include "cli/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace skyshed {
namespace {

int characters(const std::string& text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string spaces(int count) { return fmt::format("{:{}}", "", std::max(count, 0)); }

}  // namespace

std::string filled(const std::string& text, int indent, int width) {
  std::istringstream words(text);
  std::string result;
  int column = indent;
  for (std::string word; words >> word;) {
    const int length = characters(word);
    if (!result.empty()) {
      const bool fits = column + 1 + length <= width;
      result += fits ? ' ' : '\n';
      if (!fits) result += spaces(indent);
      column = fits ? column + 1 : indent;
    }
    result += word;
    column += length;
  }
  return result;
}

std::string text_table(const std::vector<TextColumn>& columns, const std::vector<std::vector<std::string>>& rows,
                       int indent, int width) {
  std::vector<std::string> titles;
  for (const TextColumn& column : columns) titles.push_back(column.title);
  std::vector<std::vector<std::string>> all = rows;
  if (std::any_of(titles.begin(), titles.end(), [](const std::string& title) { return !title.empty(); })) {
    all.insert(all.begin(), titles);
  }
  std::vector<int> widths(columns.size(), 0);
  for (const auto& row : all) {
    for (std::size_t c = 0; c < columns.size(); ++c) widths[c] = std::max(widths[c], characters(row[c]));
  }
  std::string text;
  for (const auto& row : all) {
    std::string line = spaces(indent);
    int column = indent;
    for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
      const std::string padding = spaces(widths[c] - characters(row[c]));
      line += (columns[c].align == Align::right ? padding + row[c] : row[c] + padding) + "  ";
      column += widths[c] + 2;
    }
    line += filled(row.back(), column, width);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    text += line + "\n";
  }
  return text;
}

}  // namespace skyshed
