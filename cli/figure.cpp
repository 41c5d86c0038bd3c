#include "cli/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace skyshed {
namespace {

void read_origin(TableReader& table, Origin origin, Figure& figure, MistakeList& mistakes) {
  const TomlNode* grade = origin == Origin::required ? table.require("grade") : table.find("grade");
  const TomlNode* source = origin == Origin::required ? table.require("source") : table.find("source");
  figure.source = read_string(source, mistakes).value_or("");
  figure.note = read_string(table.find("note"), mistakes).value_or("");
  figure.grade = read_string(grade, mistakes).value_or("");
  const bool lawful = std::all_of(figure.grade.begin(), figure.grade.end(),
                                  [](char c) { return std::string_view("ABKE, ").find(c) != std::string_view::npos; });
  if (!lawful) {
    mistakes.add(
        grade->span, fmt::format("unknown grade {}", in_quotes(figure.grade)),
        "A: read in the text, B: second-hand, K: general knowledge, E: planning estimate; or several, \"A, K\"");
  }
}

}  // namespace

std::optional<Figure> read_figure(const TomlNode* node, NumberRange range, Origin origin, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  Figure figure{.key = node->key};
  if (node->kind != TomlNode::Kind::table) {
    const std::optional<double> value = read_number(node, range, mistakes);
    if (!value) return std::nullopt;
    figure.value = Estimate::exactly(*value);
    return figure;
  }
  TableReader table(*node, fmt::format("'{}'", node->key), mistakes);
  const TomlNode* exactly = table.find("exactly");
  // One or the other: without 'exactly' all three ends must be there, with it none may be.
  const TomlNode* low = exactly == nullptr ? table.require("low") : nullptr;
  const TomlNode* nominal = exactly == nullptr ? table.require("nominal") : nullptr;
  const TomlNode* high = exactly == nullptr ? table.require("high") : nullptr;
  read_origin(table, origin, figure, mistakes);
  table.finish();
  if (exactly != nullptr) {
    const std::optional<double> value = read_number(exactly, range, mistakes);
    if (!value) return std::nullopt;
    figure.value = Estimate::exactly(*value);
    return figure;
  }
  const std::optional<double> low_value = read_number(low, range, mistakes);
  const std::optional<double> nominal_value = read_number(nominal, range, mistakes);
  const std::optional<double> high_value = read_number(high, range, mistakes);
  if (!low_value || !nominal_value || !high_value) return std::nullopt;
  if (*low_value > *nominal_value || *nominal_value > *high_value) {
    mistakes.add(node->span, fmt::format("'{}' must have low <= nominal <= high, not {} / {} / {}", node->key,
                                         *low_value, *nominal_value, *high_value));
    return std::nullopt;
  }
  figure.value = {*low_value, *nominal_value, *high_value};
  return figure;
}

std::string estimate_text(const Estimate& value) {
  if (value == Estimate::exactly(value.nominal)) return fmt::format("{}", value.nominal);
  return fmt::format("{{ low = {}, nominal = {}, high = {} }}", value.low, value.nominal, value.high);
}

std::string figure_text(const Figure& figure) {
  if (figure.grade.empty() && figure.source.empty() && figure.note.empty()) return estimate_text(figure.value);
  std::string text = figure.value == Estimate::exactly(figure.value.nominal)
                         ? fmt::format("{{ exactly = {}", figure.value.nominal)
                         : fmt::format("{{ low = {}, nominal = {}, high = {}", figure.value.low, figure.value.nominal,
                                       figure.value.high);
  if (!figure.grade.empty()) text += ", grade = " + toml_string(figure.grade);
  if (!figure.source.empty()) text += ", source = " + toml_string(figure.source);
  if (!figure.note.empty()) text += ", note = " + toml_string(figure.note);
  return text + " }";
}

std::string toml_string(const std::string& text) {
  std::string quoted_text = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted_text += '\\';
      quoted_text += c;
    } else if (code < 0x20 || code == 0x7F) {
      quoted_text += fmt::format("\\u{:04X}", code);
    } else {
      quoted_text += c;
    }
  }
  return quoted_text + "\"";
}

std::string toml_key(const std::string& key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  });
  return bare ? key : toml_string(key);
}

}  // namespace skyshed
