#include "cli/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"

namespace skyshed {
namespace {

// A missing file is only remarked, since a scenario may be written where its terrain is not; and the network is left
// to `run`.
bool terrain_is_at_hand(const Scenario& scenario) {
  return std::ranges::all_of(scenario.terrain.sources, [](const std::string& source) {
    std::error_code problem;
    return std::filesystem::exists(source, problem);
  });
}

}  // namespace

void add_check(CLI::App& app, CommandContext& context) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check", "Find every mistake in a scenario, and say what it describes");
  command->add_option("SCENARIO", *path, "Scenario file; docs/config.md explains every key")->required();
  command->footer("Mistakes are told all at once, each with its line and what was probably meant; exit code 2.");
  command->callback([path, &context] {
    const Scenario scenario = read_scenario(*path, read_catalogue(context.configs()));
    if (terrain_is_at_hand(scenario)) check_sites(scenario);
    if (context.quiet) return;
    fmt::print("{}", context.json ? check_json(scenario) : check_report(scenario));
  });
}

}  // namespace skyshed
