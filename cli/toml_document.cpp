#include "cli/toml_document.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace skyshed {
namespace {

constexpr std::uintmax_t largest_file_bytes = 4U << 20U;
constexpr int deepest_nesting = 32;

SourceText source_of(const std::string& text, const std::string& file) {
  SourceText source{file, {}};
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    source.lines.push_back(std::move(line));
  }
  return source;
}

[[noreturn]] void fail(const SourceText& source, TextSpan at, std::string message, std::string hint = {}) {
  MistakeList mistakes(source);
  mistakes.add(at, std::move(message), std::move(hint));
  throw ScenarioMistakes(mistakes.sorted());
}

// Walks over one string, from its opening quote, and returns the index behind it.
std::size_t skip_string(const std::string& text, std::size_t begin) {
  const char quote = text[begin];
  const bool escapes = quote == '"';
  const std::string triple(3, quote);
  const bool many_lines = text.compare(begin, 3, triple) == 0;
  std::size_t i = begin + (many_lines ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (escapes && text[i] == '\\') {
      ++i;
    } else if (many_lines ? text.compare(i, 3, triple) == 0 : text[i] == quote || text[i] == '\n') {
      return i + (many_lines ? 3 : 1);
    }
  }
  return text.size();
}

// toml++ 3.3 does not limit the length of a dotted key, and each dot is a level of its recursion: a.a.a.… of a
// megabyte overflows the stack. So chains of keys and open brackets are counted before it sees the text.
void refuse_deep_nesting(const std::string& text, const SourceText& source) {
  int brackets = 0;
  int chain = 0;
  bool joined = false;  // by a dot to the key before
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t begin = i;
    const bool is_key = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    if (c == '"' || c == '\'') {
      i = skip_string(text, i);
    } else if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else {
      ++i;
    }
    if (is_key) {
      while (i < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_' || text[i] == '-'))
        ++i;
    }
    if (c == '[' || c == '{') ++brackets;
    if (c == ']' || c == '}') --brackets;
    if (is_key || c == '"' || c == '\'') {
      chain = joined ? chain + 1 : 0;
      joined = false;
    } else if (c == '.') {
      joined = true;
    } else if (c != ' ' && c != '\t') {
      chain = 0;
      joined = false;
    }
    if (chain > deepest_nesting || brackets > deepest_nesting) {
      const auto line =
          static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
      const std::size_t line_begin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;  // npos + 1 is 0
      fail(source, {line + 1, static_cast<int>(begin - line_begin) + 1, 1},
           fmt::format("nested deeper than {} levels", deepest_nesting));
    }
  }
}

TextSpan span_of(const toml::source_region& region) {
  const auto column = static_cast<int>(region.begin.column);
  const bool one_line = region.end.line == region.begin.line && region.end.column > region.begin.column;
  return {static_cast<int>(region.begin.line), column, one_line ? static_cast<int>(region.end.column) - column : 1};
}

TomlNode convert(const toml::node& node, const SourceText& source, int depth) {
  TomlNode result;
  result.span = span_of(node.source());
  result.key_span = result.span;
  if (depth > deepest_nesting) fail(source, result.span, fmt::format("nested deeper than {} levels", deepest_nesting));
  switch (node.type()) {
    case toml::node_type::string:
      result.kind = TomlNode::Kind::string;
      result.string = node.as_string()->get();
      break;
    case toml::node_type::integer:
      result.kind = TomlNode::Kind::integer;
      result.number = static_cast<double>(node.as_integer()->get());
      break;
    case toml::node_type::floating_point:
      result.kind = TomlNode::Kind::number;
      result.number = node.as_floating_point()->get();
      break;
    case toml::node_type::boolean:
      result.kind = TomlNode::Kind::boolean;
      result.boolean = node.as_boolean()->get();
      break;
    case toml::node_type::date: {
      result.kind = TomlNode::Kind::date;
      const toml::date date = node.as_date()->get();
      result.date = Day{std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day}};
      break;
    }
    case toml::node_type::array:
      result.kind = TomlNode::Kind::array;
      for (const toml::node& element : *node.as_array()) result.children.push_back(convert(element, source, depth + 1));
      break;
    case toml::node_type::table:
      result.kind = TomlNode::Kind::table;
      for (const auto& [key, value] : *node.as_table()) {
        TomlNode child = convert(value, source, depth + 1);
        child.key = std::string(key.str());
        child.key_span = span_of(key.source());
        result.children.push_back(std::move(child));
      }
      // toml++ sorts by key; people write in the order that they mean.
      std::stable_sort(result.children.begin(), result.children.end(), [](const TomlNode& a, const TomlNode& b) {
        return std::pair(a.key_span.line, a.key_span.column) < std::pair(b.key_span.line, b.key_span.column);
      });
      break;
    default:
      result.kind = TomlNode::Kind::time;
      break;
  }
  return result;
}

const std::string* line_of(const SourceText& source, TextSpan at) {
  const auto index = static_cast<std::size_t>(std::max(at.line, 1)) - 1;
  return index < source.lines.size() ? &source.lines[index] : nullptr;
}

// Whether a value of the line is written 30.11.2024, with any of . / -
bool holds_a_day_written_backwards(const std::string& line) {
  const auto digits_at = [&](std::size_t at) {
    std::size_t end = at;
    while (end < line.size() && std::isdigit(static_cast<unsigned char>(line[end])) != 0) ++end;
    return end - at;
  };
  const auto is_separator = [&](std::size_t at) {
    return at < line.size() && std::string_view("./-").find(line[at]) != std::string_view::npos;
  };
  for (std::size_t at = line.find('='); at != std::string::npos; at = line.find('=', at + 1)) {
    const std::size_t value = std::min(line.find_first_not_of(" \t", at + 1), line.size());
    const std::size_t month = value + digits_at(value) + 1;
    if (month - value < 2 || month - value > 3 || !is_separator(month - 1)) continue;
    const std::size_t year = month + digits_at(month) + 1;
    if (year - month < 2 || year - month > 3 || !is_separator(year - 1)) continue;
    if (digits_at(year) == 4) return true;
  }
  return false;
}

// What toml++ says of an open quote: of one on a line, and of one to the end of the file.
bool is_unclosed_quote(std::string_view description, const SourceText& source, TextSpan at) {
  if (description.find("string") == std::string_view::npos) return false;
  if (description.find("end-of-file") != std::string_view::npos) return true;
  const std::string* line = line_of(source, at);
  if (line == nullptr || description.find("control characters") == std::string_view::npos) return false;
  // toml++ counts characters: at the end of the line none is left.
  const auto characters =
      std::ranges::count_if(*line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return at.column > characters;
}

[[noreturn]] void fail_at(const SourceText& source, TextSpan at, const std::string& description) {
  if (is_unclosed_quote(description, source, at)) {
    fail(source, at, "this is not TOML: the quote is not closed");
  }
  const std::string* line = line_of(source, at);
  const bool is_day = line != nullptr && holds_a_day_written_backwards(*line);
  fail(source, at, fmt::format("this is not TOML: {}", description),
       is_day ? "a day is year-month-day, as 2024-12-06" : "");
}

// A raster given for a scenario, say. Editors of Windows may write UTF-16, half of whose bytes are 0.
void refuse_what_is_no_text(const std::string& text, const std::string& name) {
  if (text.find('\0') == std::string::npos) return;
  const bool is_utf_16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  throw Error(ErrorKind::scenario, is_utf_16 ? fmt::format("{} is text in UTF-16; save it as UTF-8", name)
                                             : fmt::format("{} is not text; give a .toml file", name));
}

}  // namespace

const TomlNode* TomlNode::child(std::string_view wanted) const {
  if (kind != Kind::table) return nullptr;
  const auto found = std::find_if(children.begin(), children.end(), [&](const TomlNode& c) { return c.key == wanted; });
  return found == children.end() ? nullptr : &*found;
}

TomlDocument parse_toml(const std::string& text, const std::string& shown_as) {
  TomlDocument document{source_of(text, shown_as), {}};
  refuse_deep_nesting(text, document.source);
  try {
    const toml::table table = toml::parse(text, shown_as);
    document.root = convert(table, document.source, 0);
  } catch (const toml::parse_error& error) {
    // toml++ says "Error while parsing date: expected day between 1 and 29 (inclusive), saw 31".
    fail_at(document.source, span_of(error.source()), std::string(error.description()));
  }
  return document;
}

TomlDocument read_toml(const std::filesystem::path& path) {
  const std::string name = path.generic_string();
  if (name.empty()) throw Error(ErrorKind::scenario, "the name of the scenario is empty; give a .toml file");
  std::error_code problem;
  if (std::filesystem::is_directory(path, problem)) {
    throw Error(ErrorKind::scenario, fmt::format("{} is a folder; give a .toml file in it", name));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::scenario, fmt::format("cannot open {}: {}", name, std::generic_category().message(errno)));
  // Read no more than the limit, whatever the file's kind: a pipe has no size to ask for.
  std::string text(largest_file_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) throw Error(ErrorKind::scenario, fmt::format("cannot read {}", name));
  refuse_what_is_no_text(text, name);
  if (text.size() > largest_file_bytes) {
    throw Error(ErrorKind::scenario, fmt::format("{} is larger than 4 MB; a scenario holds names and numbers only, "
                                                 "terrain is named in [terrain] sources",
                                                 name));
  }
  return parse_toml(text, name);
}

}  // namespace skyshed
