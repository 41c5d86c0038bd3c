#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/run_scenario.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"
#include "cli/variant.h"
#include "cli/words_of_options.h"

namespace skyshed {
namespace {

// The changes worth a table: from the first phase to the last, and of variants.
std::vector<ChangeRecord> whole_story(std::span<const CoverageRecord> coverage, std::span<const ChangeRecord> changes) {
  const auto is_variant = [](const std::string& phase) { return phase.find('@') != std::string::npos; };
  std::string last;
  for (const CoverageRecord& record : coverage) {
    if (!is_variant(record.phase)) last = record.phase;
  }
  std::vector<ChangeRecord> told;
  std::ranges::copy_if(changes, std::back_inserter(told), [&](const ChangeRecord& record) {
    return is_variant(record.after) || (record.before == coverage.front().phase && record.after == last);
  });
  return told;
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

// The areas of all phases; what moves them, of the first phase and target near the ground.
void print_samples(const SampleResults& samples) {
  fmt::print("What {} samples of the uncertain figures say:\n\n{}\n", samples.settings.samples,
             sampled_area_table(samples.areas, table_width));
  std::span<const AreaInfluence> rest = samples.influences;
  std::vector<Role> told;
  while (!rest.empty() && rest.front().phase == samples.influences.front().phase) {
    const AreaInfluence& first = rest.front();
    const auto end = std::ranges::find_if(rest, [&](const AreaInfluence& each) {
      return each.phase != first.phase || each.role != first.role || each.target != first.target ||
             each.altitude != first.altitude;
    });
    const auto size = static_cast<std::size_t>(end - rest.begin());
    if (std::ranges::find(told, first.role) == told.end()) {
      fmt::print("{}\n", influence_table(rest.first(size), table_width));
      told.push_back(first.role);
    }
    rest = rest.subspan(size);
  }
}

}  // namespace

void add_run(CLI::App& app, CommandContext& context) {
  struct Options {
    std::string scenario;
    RunRequest request;
    WhatIf what_if;
    std::string at;
    int samples = 0;
    bool no_cache = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "Compute the coverage of a scenario, phase by phase");
  command->add_option("SCENARIO", options->scenario, "Scenario file; docs/config.md explains every key")->required();
  command->add_option("-o,--output", options->request.output, "Folder of the results; must not exist")
      ->option_text("FOLDER")
      ->required();
  command->add_flag("--overwrite", options->request.overwrite, "Replace an earlier run in that folder");
  command->add_flag("--resume", options->request.resume,
                    "Go on with what an interrupted or killed run of the same scenario has finished");
  command->add_flag("--kml", options->request.formats.kml, "Also write outlines.kmz for Google Earth");
  command->add_flag("--geojson", options->request.formats.geojson,
                    "Also write the layers of outlines.gpkg as GeoJSON files");
  command->footer(
      "Example: skyshed run configs/scenarios/khmeimim-2024.toml -o out/khmeimim\n"
      "The folder appears whole or not at all; what it holds: docs/outputs.md");
  command->add_option("--without", options->what_if.without, "Leave out these assets")
      ->option_text("ID[,ID]")
      ->delimiter(',');
  command->add_option("--only", options->what_if.only, "Leave out all assets but these")
      ->option_text("ID[,ID]")
      ->delimiter(',');
  command->add_option("--at", options->at, "Only the phase of this day: 2024-12-12")->option_text("DAY");
  CLI::Option* samples =
      command
          ->add_option("--samples", options->samples,
                       "Draw the uncertain figures so many times, for the probability of coverage: docs/uncertainty.md")
          ->option_text("N")
          ->check(CLI::Range(1, most_samples));
  command->add_flag("--no-cache", options->no_cache, "Neither use nor keep lines of sight of other runs");
  command->callback([options, samples, &context] {
    TerminalProgress progress(context.progress_style());
    options->request.executable = context.executable;
    options->request.configs = context.configs();
    options->request.use_cache = !options->no_cache;
    options->request.command_line = context.command_line;
    if (!options->at.empty()) options->what_if.at = day_of("--at", options->at);
    Scenario scenario =
        narrowed(read_scenario(options->scenario, read_catalogue(options->request.configs)), options->what_if);
    if (samples->count() > 0) {
      if (!scenario.uncertainty) scenario.uncertainty.emplace();
      scenario.uncertainty->samples = options->samples;
    }
    check_sites(scenario);
    const RunSummary summary = run_scenario(scenario, options->request, progress);
    for (const std::string& notice : summary.notices) fmt::print(stderr, "skyshed: {}\n", notice);
    if (context.json) {
      fmt::print("{}\n", summary_json(summary.results.coverage, summary.results.changes));
      return;
    }
    if (context.quiet) return;
    fmt::print("{}\n", coverage_table(summary.results.coverage));
    if (summary.unknown_ground_share > 0) {
      fmt::print("Terrain is missing on {:.3g} % of the area: coverage there and behind it is unknown.\n\n",
                 100 * summary.unknown_ground_share);
    }
    const auto whole = whole_story(summary.results.coverage, summary.results.changes);
    if (!whole.empty()) {
      fmt::print("What changes from the first phase to the last, and in variants:\n\n{}\n", change_table(whole));
    }
    fmt::print("Who holds the bubble up: what is lost if only this goes.\n\n");
    for (const auto& part : first_views(summary.results.contributions)) {
      fmt::print("{}\n", contribution_table(part, table_width));
    }
    if (summary.samples) print_samples(*summary.samples);
    fmt::print("Results: {}\n", summary.folder.string());
    for (const auto& picture : summary.results.pictures) fmt::print("  {}\n", picture.string());
    fmt::print("  statistics.csv  changes.csv  contributions.csv{}  summary.json  manifest.json  scenario.toml\n",
               summary.samples ? "  uncertainty.csv  sensitivity.csv" : "");
    fmt::print("  report.html shows it in any browser, offline\n");
    fmt::print("  skyshed.qgz opens all of it in QGIS (docs/outputs.md says what each file holds)\n");
  });
}

}  // namespace skyshed
