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
    fail(document.source, span_of(error.source()), fmt::format("this is not TOML: {}", error.description()));
  }
  return document;
}

TomlDocument read_toml(const std::filesystem::path& path) {
  const std::string name = path.generic_string();
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
  if (text.size() > largest_file_bytes) {
    throw Error(ErrorKind::scenario, fmt::format("{} is larger than 4 MB; a scenario holds names and numbers only, "
                                                 "terrain is named in [terrain] sources",
                                                 name));
  }
  return parse_toml(text, name);
}

}  // namespace skyshed
