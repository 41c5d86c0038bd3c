#include "cli/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "cli/commands/commands.h"
#include "cli/forecast.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"
#include "dem/source_word.h"

namespace skyshed {
namespace {

// A missing file is only remarked, since a scenario may be written where its terrain is not; and the network is left
// to `run`.
bool terrain_is_at_hand(const Scenario& scenario) {
  return std::ranges::all_of(scenario.terrain.sources, [](const std::string& source) {
    std::error_code problem;
    const std::filesystem::path path = path_of_source(source);
    return source.starts_with("copernicus-") || (!path.empty() && std::filesystem::exists(path, problem));
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
    std::optional<Forecast> needs;
    if (terrain_is_at_hand(scenario)) {
      const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
      needs = forecast(scenario, context.threads > 0 ? context.threads : processors);
    }
    if (!context.quiet) {
      fmt::print("{}", context.json ? check_json(scenario, needs) : check_report(scenario, needs));
    }
    if (!needs) return;
    const std::string refusal = why_it_cannot_fit(*needs, scenario, this_machine());
    if (!refusal.empty()) throw Error(ErrorKind::scenario, scenario.path.string() + ": " + refusal);
  });
}

}  // namespace skyshed
