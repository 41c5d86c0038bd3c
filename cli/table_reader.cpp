#include "cli/table_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace skyshed {
namespace {

const char* words_of(TomlNode::Kind kind) {
  switch (kind) {
    case TomlNode::Kind::string:
      return "a string";
    case TomlNode::Kind::integer:
    case TomlNode::Kind::number:
      return "a number";
    case TomlNode::Kind::boolean:
      return "true or false";
    case TomlNode::Kind::date:
      return "a date";
    case TomlNode::Kind::time:
      return "a time";
    case TomlNode::Kind::array:
      return "a list";
    case TomlNode::Kind::table:
      return "a table";
  }
  return "a value";
}

// "'until'" or, inside a list, "this".
std::string subject(const TomlNode& node) { return node.key.empty() ? "this" : fmt::format("'{}'", node.key); }

void wrong_kind(const TomlNode& node, const char* expected, MistakeList& mistakes) {
  mistakes.add(node.span, fmt::format("{} must be {}, not {}", subject(node), expected, words_of(node.kind)));
}

// Names that some system keeps for its devices, with or without an extension.
bool is_device_name(std::string name) {
  name.resize(std::min(name.find('.'), name.size()));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name == "con" || name == "prn" || name == "aux" || name == "nul") return true;
  return name.size() == 4 && (name.starts_with("com") || name.starts_with("lpt")) && name[3] >= '1' && name[3] <= '9';
}

}  // namespace

std::optional<Day> day_in(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  const std::size_t begins[3] = {0, 5, 8};
  const std::size_t lengths[3] = {4, 2, 2};
  for (int part = 0; part < 3; ++part) {
    for (std::size_t i = begins[part]; i < begins[part] + lengths[part]; ++i) {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{parts[0]},
                                         std::chrono::month{static_cast<unsigned>(parts[1])},
                                         std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

const TomlNode* TableReader::find(std::string_view key) {
  known_.emplace_back(key);
  return table_->child(key);
}

const TomlNode* TableReader::require(std::string_view key) {
  const TomlNode* node = find(key);
  if (node == nullptr) mistakes_->add(table_->key_span, fmt::format("{} needs '{}'", what_, key));
  return node;
}

void TableReader::finish() {
  for (const TomlNode& child : table_->children) {
    if (std::find(known_.begin(), known_.end(), child.key) != known_.end()) continue;
    std::string hint = did_you_mean(child.key, known_);
    if (hint.empty() && !known_.empty()) hint = fmt::format("known here: {}", fmt::join(known_, ", "));
    mistakes_->add(child.key_span, fmt::format("{} has no key {}", what_, in_quotes(child.key)), std::move(hint));
  }
}

std::optional<std::string> read_string(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != TomlNode::Kind::string) {
    wrong_kind(*node, "a string", mistakes);
    return std::nullopt;
  }
  if (node->string.empty()) {
    mistakes.add(node->span, fmt::format("{} must not be empty", subject(*node)));
    return std::nullopt;
  }
  // Terminals obey them, XML has no way to write them, and a NUL ends a text for half of the libraries.
  const auto is_control = [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\n' && c != '\r' && c != '\t') || code == 0x7F;
  };
  if (std::ranges::any_of(node->string, is_control)) {
    mistakes.add(node->span, fmt::format("{} must not hold control characters", subject(*node)));
    return std::nullopt;
  }
  return node->string;
}

std::optional<bool> read_boolean(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != TomlNode::Kind::boolean) {
    wrong_kind(*node, "true or false", mistakes);
    return std::nullopt;
  }
  return node->boolean;
}

std::optional<double> read_number(const TomlNode* node, NumberRange range, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != TomlNode::Kind::integer && node->kind != TomlNode::Kind::number) {
    wrong_kind(*node, range.words, mistakes);
    return std::nullopt;
  }
  // Written so that nan fails too.
  if (!(node->number >= range.low && node->number <= range.high)) {
    mistakes.add(node->span, fmt::format("{} must be {}, not {}", subject(*node), range.words, node->number));
    return std::nullopt;
  }
  return node->number;
}

std::optional<Day> read_day(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  if (node->kind == TomlNode::Kind::date) return node->date;
  if (node->kind == TomlNode::Kind::string) {
    if (const std::optional<Day> day = day_in(node->string)) return day;
    mistakes.add(node->span, fmt::format("{} must be a date, not {}", subject(*node), in_quotes(node->string)),
                 "year-month-day, as 2024-12-06");
    return std::nullopt;
  }
  mistakes.add(node->span, fmt::format("{} must be a date, not {}", subject(*node), words_of(node->kind)),
               "a day without a time, as 2024-12-06");
  return std::nullopt;
}

std::optional<DayInterval> read_day_interval(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != TomlNode::Kind::table) {
    const std::optional<Day> day = read_day(node, mistakes);
    if (!day) return std::nullopt;
    return DayInterval{*day, *day};
  }
  TableReader table(*node, fmt::format("{} with open ends", subject(*node)), mistakes);
  const std::optional<Day> earliest = read_day(table.require("earliest"), mistakes);
  const std::optional<Day> latest = read_day(table.require("latest"), mistakes);
  table.finish();
  if (!earliest || !latest) return std::nullopt;
  if (*earliest > *latest) {
    mistakes.add(node->span,
                 fmt::format("'earliest' ({}) is after 'latest' ({})", iso_date(*earliest), iso_date(*latest)));
    return std::nullopt;
  }
  return DayInterval{*earliest, *latest};
}

std::optional<std::vector<std::string>> read_strings(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr) return std::nullopt;
  const TomlNode* array = read_array(node, mistakes);
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> strings;
  for (const TomlNode& item : array->children) {
    std::optional<std::string> text = read_string(&item, mistakes);
    if (!text) continue;
    if (std::find(strings.begin(), strings.end(), *text) != strings.end()) {
      mistakes.add(item.span, fmt::format("{} is listed twice", in_quotes(*text)));
      continue;
    }
    strings.push_back(std::move(*text));
  }
  return strings;
}

const TomlNode* read_table(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr || node->kind == TomlNode::Kind::table) return node;
  wrong_kind(*node, "a table", mistakes);
  return nullptr;
}

const TomlNode* read_array(const TomlNode* node, MistakeList& mistakes) {
  if (node == nullptr || node->kind == TomlNode::Kind::array) return node;
  wrong_kind(*node, "a list", mistakes);
  return nullptr;
}

std::optional<std::size_t> read_choice(const TomlNode* node, const std::vector<std::string>& choices,
                                       MistakeList& mistakes) {
  const std::optional<std::string> word = read_string(node, mistakes);
  if (!word) return std::nullopt;
  const auto found = std::find(choices.begin(), choices.end(), *word);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  mistakes.add(node->span,
               fmt::format("{} must be one of {}, not {}", subject(*node), fmt::join(choices, ", "), in_quotes(*word)),
               did_you_mean(*word, choices));
  return std::nullopt;
}

bool check_name(const std::string& name, TextSpan at, MistakeList& mistakes) {
  const bool lawful = !name.empty() && name.size() <= 64 && name.front() != '.' && name.front() != '-' &&
                      name.back() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
                        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
                      });
  if (lawful && !is_device_name(name)) return true;
  mistakes.add(at, fmt::format("{} cannot name a file", in_quotes(name)),
               "letters, digits, '-', '_' and '.', at most 64, beginning with a letter or digit");
  return false;
}

}  // namespace skyshed
