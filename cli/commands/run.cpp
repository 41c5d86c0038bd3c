#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/run_scenario.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"

namespace skyshed {
namespace {

// The changes of the last pair: from the first phase to the last.
std::span<const ChangeRecord> whole_story(std::span<const ChangeRecord> changes) {
  if (changes.empty()) return {};
  const auto first = std::ranges::find_if(changes, [&](const ChangeRecord& record) {
    return record.before == changes.back().before && record.after == changes.back().after;
  });
  return changes.subspan(static_cast<std::size_t>(first - changes.begin()));
}

// Of the first phase and the first target: a part for each role.
std::vector<std::span<const ContributionRecord>> first_views(std::span<const ContributionRecord> records) {
  std::vector<std::span<const ContributionRecord>> parts;
  while (!records.empty()) {
    const ContributionRecord& first = records.front();
    const auto end = std::ranges::find_if(records, [&](const ContributionRecord& record) {
      return record.phase != first.phase || record.role != first.role || record.target != first.target;
    });
    const auto size = static_cast<std::size_t>(end - records.begin());
    const bool shown = std::ranges::none_of(parts, [&](const auto& part) { return part.front().role == first.role; });
    if (shown) parts.push_back(records.first(size));
    records = records.subspan(size);
    if (!records.empty() && records.front().phase != first.phase) break;
  }
  return parts;
}

}  // namespace

void add_run(CLI::App& app, CommandContext& context) {
  struct Options {
    std::string scenario;
    RunRequest request;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "Compute the coverage of a scenario, phase by phase");
  command->add_option("SCENARIO", options->scenario, "Scenario file; docs/config.md explains every key")->required();
  command->add_option("-o,--output", options->request.output, "Folder of the results; must not exist")
      ->option_text("FOLDER")
      ->required();
  command->add_flag("--overwrite", options->request.overwrite, "Replace an earlier run in that folder");
  command->footer(
      "Example: skyshed run configs/scenarios/khmeimim-2024.toml -o out/khmeimim\n"
      "The folder appears whole or not at all; what it holds: docs/outputs.md");
  command->callback([options, &context] {
    TerminalProgress progress(context.progress_style());
    options->request.configs = context.configs();
    options->request.command_line = context.command_line;
    const Scenario scenario = read_scenario(options->scenario, read_catalogue(options->request.configs));
    check_sites(scenario);
    const RunSummary summary = run_scenario(scenario, options->request, progress);
    if (context.json) {
      fmt::print("{}\n", summary_json(summary.results.coverage, summary.results.changes));
      return;
    }
    if (context.quiet) return;
    fmt::print("{}\n", coverage_table(summary.results.coverage));
    const auto whole = whole_story(summary.results.changes);
    if (!whole.empty()) fmt::print("From the first phase to the last:\n\n{}\n", change_table(whole));
    fmt::print("Who holds the bubble up: what is lost if only this goes.\n\n");
    for (const auto& part : first_views(summary.results.contributions)) {
      fmt::print("{}\n", contribution_table(part, table_width));
    }
    fmt::print("Results: {}\n", summary.folder.string());
    for (const auto& picture : summary.results.pictures) fmt::print("  {}\n", picture.string());
    fmt::print("  statistics.csv  changes.csv  contributions.csv  summary.json  manifest.json  scenario.toml\n");
    fmt::print("  skyshed.qgz opens all of it in QGIS (docs/outputs.md says what each file holds)\n");
  });
}

}  // namespace skyshed
