// The one error of the project: what went wrong, told once, with the trail of what was being done.
//
// Errors     none of its own.
// Threading  a value; copy freely.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace skyshed {

// Each kind has one exit code of the command line (cli/main.cpp).
enum class ErrorKind {
  scenario,     // the user's words or scenario file are wrong: exit 2
  terrain,      // elevation data are missing, unreadable or do not fit: exit 3
  output,       // results cannot be written: exit 4
  internal,     // a broken promise of our own: exit 5
  interrupted,  // the user asked to stop: exit 130
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

  // What was being done, outermost last: {"reading tile N36E036", "covering khmeimim-s400/92N6E"}.
  [[nodiscard]] const std::vector<std::string>& trail() const noexcept { return trail_; }

  // Adds one step to the trail on the way up: catch (Error& e) { throw std::move(e).during("..."); }
  [[nodiscard]] Error during(std::string step) && {
    trail_.push_back(std::move(step));
    return std::move(*this);
  }

 private:
  ErrorKind kind_;
  std::vector<std::string> trail_;
};

}  // namespace skyshed
