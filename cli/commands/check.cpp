#include "cli/check_report.h"

#include <fmt/format.h>

#include <memory>

#include "cli/commands/commands.h"
#include "cli/scenario_reader.h"

namespace skyshed {

void add_check(CLI::App& app, CommandContext& context) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check", "Find every mistake in a scenario, and say what it describes");
  command->add_option("SCENARIO", *path, "Scenario file")->required();
  command->callback([path, &context] {
    const Scenario scenario = read_scenario(*path, read_catalogue(context.configs()));
    if (context.quiet) return;
    fmt::print("{}", context.json ? check_json(scenario) : check_report(scenario));
  });
}

}  // namespace skyshed
