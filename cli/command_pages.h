// The program's words written for shells and for man, from the definitions of its commands: never out of step with them.
//
// Threading  pure functions.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace skyshed {

// The manual page skyshed(1), in roff.
[[nodiscard]] std::string manual_page(const CLI::App& app, const std::string& version);

// A script by which a shell completes commands, options and their words; file names elsewhere.
// Domain     bash, zsh or fish.
[[nodiscard]] std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace skyshed
