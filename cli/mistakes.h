// What is wrong in the user's files: every mistake with its place, its line and what to do, told all at once.
//
// Units      lines and columns count from 1; columns count characters (Unicode code points), not bytes.
// Errors     ScenarioMistakes is an Error of kind scenario whose what() is the whole text for the terminal.
// Threading  plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace skyshed {

// A stretch of one line of a file. Line 0: the file is no text, and its name says the place.
struct TextSpan {
  int line = 1;
  int column = 1;
  int length = 1;
};

struct Mistake {
  std::string file;
  TextSpan at;
  std::string message;           // "unknown system \"S-4000\""
  std::string hint;              // "did you mean \"S-400\"?", or empty
  std::string source_line;       // the whole line, for the picture with the caret
  bool about_catalogue = false;  // the catalogue's names would help
};

// One file's text, for pointing into it.
struct SourceText {
  std::string file;  // as the user wrote the path
  std::vector<std::string> lines;
  std::vector<std::string> places;  // instead of lines, of what is no text: "feature 3, field \"system\""
};

// Collects the mistakes of one file while it is read.
class MistakeList {
 public:
  explicit MistakeList(const SourceText& source) : source_(&source) {}

  void add(TextSpan at, std::string message, std::string hint = {}, bool about_catalogue = false);

  [[nodiscard]] bool empty() const { return mistakes_.empty(); }
  // In the order of the file.
  [[nodiscard]] std::vector<Mistake> sorted() const;

 private:
  const SourceText* source_;
  std::vector<Mistake> mistakes_;
};

// "file:41:12: message", the line, the caret with the hint; the count in the last line. At most 50 are shown.
[[nodiscard]] std::string describe(const std::vector<Mistake>& mistakes);

class ScenarioMistakes : public Error {
 public:
  explicit ScenarioMistakes(std::vector<Mistake> mistakes)
      : Error(ErrorKind::scenario, describe(mistakes)), mistakes_(std::move(mistakes)) {}
  [[nodiscard]] const std::vector<Mistake>& mistakes() const { return mistakes_; }

 private:
  std::vector<Mistake> mistakes_;
};

// "; did you mean" material: the candidate nearest to the word by edit distance, quoted in a question; empty if none
// is near enough to be a slip of the pen.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

// a "b" c: in double quotes, shortened if long, control characters made harmless.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace skyshed
