#include "cli/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/forecast.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"
#include "cli/study_terrain.h"
#include "dem/source_word.h"

namespace skyshed {
namespace {

// A missing file is only remarked, since a scenario may be written where its terrain is not; and the network is left
// to `run`.
bool terrain_is_at_hand(const Scenario& scenario) {
  const auto is_at_hand = [](const std::string& source) {
    std::error_code problem;
    const std::filesystem::path path = path_of_source(source);
    return source.starts_with("copernicus-") || (!path.empty() && std::filesystem::exists(path, problem));
  };
  return std::ranges::all_of(scenario.terrain.sources, is_at_hand) &&
         (!scenario.terrain.near || std::ranges::all_of(scenario.terrain.near->sources, is_at_hand));
}

// What becomes of the places where sources meet. Heights must be read for it, so only of terrain that is read within
// seconds; of more, the run tells.
std::vector<std::string> seam_remarks(const Scenario& scenario, std::int64_t posts) {
  constexpr std::int64_t most_posts = 30'000'000;
  const bool is_alone = scenario.terrain.sources.size() < 2 && !scenario.terrain.near;
  if (is_alone || posts > most_posts) return {};
  std::vector<Seam> seams;
  try {
    (void)load_study_terrain(scenario, &seams);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::terrain) throw;
    return {fmt::format("the terrain cannot be read yet: {}", error.what())};
  }
  std::vector<std::string> remarks = seam_warnings(seams);
  for (const Seam& seam : seams) {
    if (!is_worth_a_warning(seam)) remarks.push_back("terrain: " + seam_text(seam));
  }
  return remarks;
}

}  // namespace

void add_check(CLI::App& app, CommandContext& context) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check", "Find every mistake in a scenario, and say what it describes");
  command->add_option("SCENARIO", *path, "Scenario file; docs/config.md explains every key")->required();
  command->footer("Mistakes are told all at once, each with its line and what was probably meant; exit code 2.");
  command->callback([path, &context] {
    const Scenario scenario = read_scenario(*path, read_catalogue(context.configs()));
    std::optional<Forecast> needs;
    std::vector<std::string> remarks;
    if (terrain_is_at_hand(scenario)) {
      check_sites(scenario);
      remarks = check_antennas(scenario);
      const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
      needs = forecast(scenario, context.threads > 0 ? context.threads : processors);
      std::ranges::move(seam_remarks(scenario, needs->terrain_posts + needs->near_posts), std::back_inserter(remarks));
    }
    if (!context.quiet) {
      fmt::print("{}", context.json ? check_json(scenario, needs, remarks) : check_report(scenario, needs, remarks));
    }
    if (!needs) return;
    const std::string refusal = why_it_cannot_fit(*needs, scenario, this_machine());
    if (!refusal.empty()) throw Error(ErrorKind::scenario, scenario.path.string() + ": " + refusal);
  });
}

}  // namespace skyshed
