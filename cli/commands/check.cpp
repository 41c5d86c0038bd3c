#include "cli/check_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/forecast.h"
#include "cli/missing_sources.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"
#include "cli/study_grid.h"
#include "cli/study_terrain.h"
#include "dem/source_word.h"
#include "dem/terrain_extent.h"

namespace skyshed {
namespace {

bool is_copernicus(const std::string& source) { return source.starts_with("copernicus-"); }

// The network is left to `run`.
bool needs_the_network(const Scenario& scenario) {
  return std::ranges::any_of(scenario.terrain.all_sources(), [](const std::string& source) {
    return !is_copernicus(source) && path_of_source(source).empty();
  });
}

std::vector<std::string> missing_files(const Scenario& scenario) {
  try {
    check_sources_are_there(scenario);
  } catch (const Error& error) {
    return {error.what()};
  }
  return {};
}

// What `skyshed terrain fetch` is still to bring.
std::vector<std::string> what_to_fetch(const Scenario& scenario) {
  try {
    for (const NeededTerrain& needed : needed_terrain(scenario)) {
      if (std::ranges::any_of(needed.sources, is_copernicus)) check_sources(needed.sources, needed.extent);
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::terrain) throw;
    return {error.what()};
  }
  return {};
}

// What comes to light only where heights are read: of terrain that is read within seconds; of more, the run tells.
void read_terrain(const Scenario& scenario, CheckFindings& findings) {
  constexpr std::int64_t most_posts = 30'000'000;
  if (findings.forecast->terrain_posts + findings.forecast->near_posts > most_posts) return;
  std::vector<Seam> seams;
  try {
    const StudyTerrain terrain = load_study_terrain(scenario, &seams);
    (void)study_grid(scenario, terrain);
    std::ranges::move(grid_remarks(scenario, terrain.terrain.frame), std::back_inserter(findings.remarks));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::terrain) throw;
    findings.problems.emplace_back(error.what());
  }
  std::ranges::move(seam_warnings(seams), std::back_inserter(findings.remarks));
  for (const Seam& seam : seams) {
    if (!is_worth_a_warning(seam)) findings.remarks.push_back("terrain: " + seam_text(seam));
  }
}

CheckFindings look_at_terrain(const Scenario& scenario, int threads) {
  CheckFindings findings{.problems = missing_files(scenario)};
  if (!findings.problems.empty() || needs_the_network(scenario)) return findings;
  check_sites(scenario);
  findings.remarks = check_antennas(scenario);
  findings.forecast = forecast(scenario, threads);
  const std::vector<std::string> to_fetch = what_to_fetch(scenario);
  findings.remarks.insert(findings.remarks.end(), to_fetch.begin(), to_fetch.end());
  if (to_fetch.empty()) read_terrain(scenario, findings);
  return findings;
}

}  // namespace

void add_check(CLI::App& app, CommandContext& context) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check", "Find every mistake in a scenario, and say what it describes");
  command->add_option("SCENARIO", *path, "Scenario file; docs/config.md explains every key")->required();
  command->footer(
      "Mistakes are told all at once, each with its line and what was probably meant; exit code 2. Terrain that is "
      "missing, or does not hold what is asked for, ends it with 3.");
  command->callback([path, &context] {
    const Scenario scenario = read_scenario(*path, read_catalogue(context.configs()));
    const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const CheckFindings findings = look_at_terrain(scenario, context.threads > 0 ? context.threads : processors);
    if (!context.quiet) {
      fmt::print("{}", context.json ? check_json(scenario, findings) : check_report(scenario, findings));
    }
    if (!findings.problems.empty()) {
      throw Error(ErrorKind::terrain, fmt::format("{}", fmt::join(findings.problems, "\n")));
    }
    if (!findings.forecast) return;
    const std::string refusal = why_it_cannot_fit(*findings.forecast, scenario, this_machine());
    if (!refusal.empty()) throw Error(ErrorKind::scenario, scenario.path.string() + ": " + refusal);
  });
}

}  // namespace skyshed
