#include "cli/mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace skyshed {
namespace {

constexpr std::size_t most_shown = 50;
constexpr std::size_t picture_width = 100;  // characters of a source line that a terminal shows well

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// A terminal obeys control characters; a quoted line must not.
std::string harmless(std::string_view text) {
  std::string safe(text);
  for (char& c : safe) {
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 && c != '\t') || code == 0x7F) c = '?';
  }
  return safe;
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> parts;
  for (const char c : text) {
    if (parts.empty() || !continues_character(c)) parts.emplace_back();
    parts.back() += c;
  }
  return parts;
}

// The line and below it the caret; of a very long line the stretch around the caret.
std::string picture(const Mistake& mistake) {
  const std::vector<std::string> line = characters(harmless(mistake.source_line));
  const std::size_t caret = static_cast<std::size_t>(std::max(mistake.at.column, 1)) - 1;
  const std::size_t first = caret > picture_width / 2 && line.size() > picture_width ? caret - picture_width / 2 : 0;
  const std::size_t last = std::min(line.size(), first + picture_width);

  std::string shown = first > 0 ? "…" : "";
  std::string below = first > 0 ? " " : "";
  for (std::size_t i = first; i < last; ++i) shown += line[i];
  if (last < line.size()) shown += "…";
  // Tabs are repeated below, so that the caret stands right whatever a tab's width.
  for (std::size_t i = first; i < caret; ++i) below += i < line.size() && line[i] == "\t" ? "\t" : " ";
  const std::size_t room = std::max<std::size_t>(last > caret ? last - caret : 1, 1);
  below += std::string(std::clamp<std::size_t>(static_cast<std::size_t>(std::max(mistake.at.length, 1)), 1, room), '^');
  if (!mistake.hint.empty()) below += " " + mistake.hint;
  return fmt::format("{:>5} | {}\n      | {}\n", mistake.at.line, shown, below);
}

// Letters inserted, left out, replaced, or two neighbours exchanged.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string plain_letters(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != '-' && c != '_' && c != ' ') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

}  // namespace

void MistakeList::add(TextSpan at, std::string message, std::string hint, bool about_catalogue) {
  const auto index = static_cast<std::size_t>(std::max(at.line, 1)) - 1;
  if (index < source_->places.size()) {
    mistakes_.push_back({fmt::format("{}: {}", source_->file, source_->places[index]), TextSpan{0, 0, 0},
                         std::move(message), std::move(hint), "", about_catalogue});
    return;
  }
  mistakes_.push_back({source_->file, at, std::move(message), std::move(hint),
                       index < source_->lines.size() ? source_->lines[index] : std::string(), about_catalogue});
}

std::vector<Mistake> MistakeList::sorted() const {
  std::vector<Mistake> sorted = mistakes_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Mistake& a, const Mistake& b) {
    return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
  });
  return sorted;
}

std::string describe(const std::vector<Mistake>& mistakes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(mistakes.size(), most_shown); ++i) {
    const Mistake& mistake = mistakes[i];
    if (mistake.at.line == 0) {
      const std::string hint = mistake.hint.empty() ? "" : "; " + mistake.hint;
      text += fmt::format("{}: {}{}\n", mistake.file, mistake.message, hint);
      continue;
    }
    text += fmt::format("{}:{}:{}: {}\n", mistake.file, mistake.at.line, mistake.at.column, mistake.message);
    text += picture(mistake);
  }
  if (mistakes.size() > most_shown) text += fmt::format("… and {} more\n", mistakes.size() - most_shown);
  text += fmt::format("{} mistake{}; nothing was written.", mistakes.size(), mistakes.size() == 1 ? "" : "s");
  const bool about_catalogue =
      std::any_of(mistakes.begin(), mistakes.end(), [](const Mistake& mistake) { return mistake.about_catalogue; });
  if (about_catalogue) text += " All systems: skyshed systems";
  return text;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 64;  // longer words are no slips, and the distance costs their product
  if (word.empty() || word.size() > longest) return {};
  const std::string plain_word = plain_letters(word);
  const std::string* nearest = nullptr;
  std::size_t nearest_distance = longest;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest) continue;
    const std::size_t distance = edit_distance(plain_word, plain_letters(candidate));
    if (distance < nearest_distance) {
      nearest = &candidate;
      nearest_distance = distance;
    }
  }
  const std::size_t allowed = std::max<std::size_t>(1, plain_word.size() / 3);
  if (nearest == nullptr || nearest_distance > allowed) return {};
  return fmt::format("did you mean \"{}\"?", *nearest);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  const std::vector<std::string> parts = characters(harmless(text));
  std::string shown;
  for (std::size_t i = 0; i < std::min(parts.size(), longest); ++i) shown += parts[i];
  return fmt::format("\"{}{}\"", shown, parts.size() > longest ? "…" : "");
}

}  // namespace skyshed
