#include <fmt/format.h>

#include <memory>

#include "cli/command_pages.h"
#include "cli/commands/commands.h"
#include "cli/version.h"

namespace skyshed {

void add_shell(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  CLI::App* completion = app.add_subcommand("completion", "Print a script by which a shell completes skyshed's words");
  completion->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->footer("Example: source <(skyshed completion bash)");
  completion->callback([shell, &app] { fmt::print("{}", completion_script(app, *shell)); });

  CLI::App* manual = app.add_subcommand("manual", "Print the manual page, for man");
  manual->footer("Example: skyshed manual | man -l -");
  manual->callback([&app] { fmt::print("{}", manual_page(app, version)); });
}

}  // namespace skyshed
