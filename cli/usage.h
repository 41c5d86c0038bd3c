// How the command line explains itself: help pages that fit a terminal, and one sentence for a slip.
//
// Threading  pure functions.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace skyshed {

// The look of the help pages of an app and of all commands that are added to it afterwards. Give each option that takes
// a value a word for it: option_text("FOLDER"). Footers are wrapped, line by line.
void set_help_style(CLI::App& app);

// "skyshed run: SCENARIO is required; see skyshed run --help", from what the parser threw.
[[nodiscard]] std::string usage_mistake(const CLI::App& app, const CLI::Error& error);

}  // namespace skyshed
