#include "products/table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

std::size_t letters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string left(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, letters(text)), ' ');
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, letters(text)), ' ') + text;
}

void add_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + '\n';
}

constexpr std::size_t name_gap = 2;
constexpr std::size_t figure_gap = 1;  // figures end with a mark or a space

}  // namespace

std::string printed(const TextTable& table, int width) {
  std::vector<std::size_t> name_widths;
  std::size_t names_width = 0;
  for (std::size_t i = 0; i < table.name_headings.size(); ++i) {
    std::size_t widest = letters(table.name_headings[i]);
    for (const TextTable::Row& row : table.rows) widest = std::max(widest, letters(row.names[i]));
    name_widths.push_back(widest);
    names_width += widest + name_gap;
  }
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t widest = std::max(letters(table.columns[i].upper), letters(table.columns[i].lower));
    for (const TextTable::Row& row : table.rows) widest = std::max(widest, letters(row.cells[i]));
    widths.push_back(widest + figure_gap);
  }
  const auto names = [&](const std::vector<std::string>& texts) {
    std::string line;
    for (std::size_t i = 0; i < texts.size(); ++i) line += left(texts[i], name_widths[i] + name_gap);
    return line;
  };

  std::string text;
  add_line(text, table.title);
  for (std::size_t first = 0, last = 0; first < table.columns.size(); first = last) {
    std::size_t used = names_width;
    do used += widths[last++];
    while (last < table.columns.size() && used + widths[last] <= static_cast<std::size_t>(width));
    std::string upper = names(table.name_headings);
    std::string lower(names_width, ' ');
    for (std::size_t i = first; i < last; ++i) {
      upper += right(table.columns[i].upper, widths[i]);
      lower += right(table.columns[i].lower, widths[i]);
    }
    add_line(text, upper);
    add_line(text, lower);
    for (const TextTable::Row& row : table.rows) {
      std::string line = names(row.names);
      for (std::size_t i = first; i < last; ++i) line += right(row.cells[i], widths[i]);
      add_line(text, line);
    }
  }
  return text;
}

std::string with_thousands(double value) {
  if (value > 0 && value < 0.5) return "<1";
  // Halves away from zero, as the report's page does; never "-0".
  std::string digits = fmt::format("{:.0f}", std::round(value) + 0.0);
  const std::ptrdiff_t sign = digits.front() == '-' ? 1 : 0;
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > sign; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), 1, ',');
  }
  return digits;
}

}  // namespace skyshed
