#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "cli/commands/commands.h"
#include "cli/disk_cache.h"
#include "cli/lift_report.h"
#include "cli/phase_of_day.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"
#include "cli/study_terrain.h"
#include "cli/words_of_options.h"
#include "products/output_file.h"
#include "products/sha256.h"
#include "products/text_file.h"

namespace skyshed {
namespace {

struct LiftOptions {
  std::string scenario;
  std::vector<std::string> order;
  std::vector<std::string> carriers{"Il-76", "An-124"};
  std::string at;
  std::filesystem::path csv;
  bool overwrite = false;
};

Phase phase_at(const Scenario& scenario, const std::string& at) {
  if (at.empty()) return scenario.phases().front();
  return phase_of_day(scenario, day_of("--at", at), "--at");
}

LiftCurve compute_curve(const Scenario& scenario, const LiftPlan& plan, const LiftOptions& options,
                        const CommandContext& context) {
  const Phase phase = phase_at(scenario, options.at);
  const std::vector<std::string> order = withdrawal_order(scenario, phase, options.order);
  check_sites(scenario);
  TerminalProgress progress(context.progress_style());
  progress.begin("reading terrain", 1);
  const StudyTerrain terrain = load_study_terrain(scenario);
  (void)check_antennas(scenario, terrain);  // a run tells of low masts
  const StudyGrid grid = study_grid(scenario, terrain);
  std::optional<DiskCache> cache;
  if (!default_cache_folder().empty()) {
    cache.emplace(default_cache_folder(), cache_limit_bytes(), sha256_of_file(context.executable));
  }
  progress.begin("lines of sight", sweep_steps(scenario, grid));
  const SightFields fields(scenario, grid, cache ? &*cache : nullptr, progress);
  progress.begin("volumes", 1);
  const StudyVolumes volumes = cover(scenario, grid, fields, nullptr, progress);
  const CellAreas areas(grid.ground.frame);
  LiftCurve curve = lift_curve({scenario, grid, volumes, areas, {}}, phase, plan, order);
  if (cache) cache->trim();
  progress.end();
  return curve;
}

void show_lift(const LiftOptions& options, const CommandContext& context) {
  std::optional<OutputFile> csv;
  if (!options.csv.empty()) csv.emplace(options.csv, options.overwrite, options.scenario);
  Scenario scenario = read_scenario(options.scenario, read_catalogue(context.configs()));
  scenario.variants.clear();
  const LiftPlan plan = lift_plan(scenario, read_carriers(context.configs() / "lift"), options.carriers);
  const LiftCurve curve = compute_curve(scenario, plan, options, context);
  if (csv) {
    write_text_file(csv->path(), lift_csv(curve));
    csv->commit();
  }
  if (context.json) {
    fmt::print("{}", lift_json(plan, curve));
  } else if (!context.quiet) {
    fmt::print("{}", lift_text(plan, curve));
  }
}

}  // namespace

void add_lift(CLI::App& app, CommandContext& context) {
  auto options = std::make_shared<LiftOptions>();
  CLI::App* command = app.add_subcommand("lift", "How many sorties a withdrawal takes, and what each costs the bubble");
  command->add_option("SCENARIO", options->scenario, "Scenario file; docs/config.md explains every key")->required();
  command->add_option("--order", options->order, "Who leaves after whom; else by the days of absence")
      ->option_text("ID[,ID]")
      ->delimiter(',');
  command->add_option("--aircraft", options->carriers, "Of configs/lift; each piece goes by the smallest that takes it")
      ->option_text("NAME[,NAME]")
      ->delimiter(',')
      ->default_str(fmt::format("{}", fmt::join(options->carriers, ",")));
  command->add_option("--at", options->at, "Begin with what stands on this day; else on the first: 2024-12-12")
      ->option_text("DAY");
  command->add_option("--csv", options->csv, "Write the curve to this file")->option_text("FILE");
  command->add_flag("--overwrite", options->overwrite, "Replace an existing file");
  command->footer(
      "Example: skyshed lift configs/scenarios/khmeimim-2024.toml --order masyaf-s400,khmeimim-s400\n"
      "How it counts, and what it leaves out: docs/lift.md");
  command->callback([options, &context] { show_lift(*options, context); });
}

}  // namespace skyshed
