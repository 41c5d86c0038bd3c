#include <fmt/format.h>

#include <memory>

#include "cli/commands/commands.h"
#include "cli/profile_picture.h"
#include "cli/profile_report.h"
#include "cli/scenario_reader.h"
#include "cli/site_check.h"
#include "cli/study_terrain.h"
#include "cli/words_of_options.h"
#include "products/output_file.h"

namespace skyshed {
namespace {

struct ProfileOptions {
  std::string scenario;
  std::string asset;
  std::string component;
  std::string to;
  std::string altitude = "100 m AGL";
  std::string target;
  std::filesystem::path svg;
  std::filesystem::path png;
  bool overwrite = false;
};

void show_profile(const ProfileOptions& options, const CommandContext& context) {
  ProfileQuestion question{.asset = options.asset,
                           .component = {},
                           .to = point_of(options.to),
                           .altitude = altitude_of(options.altitude),
                           .target = {}};
  if (!options.component.empty()) question.component = options.component;
  if (!options.target.empty()) question.target = options.target;

  std::optional<OutputFile> svg;
  std::optional<OutputFile> png;
  if (!options.svg.empty()) svg.emplace(options.svg, options.overwrite, options.scenario);
  if (!options.png.empty()) png.emplace(options.png, options.overwrite, options.scenario);
  if (svg) (void)ending_of("what --svg draws", options.svg, {".svg"});
  if (png) (void)ending_of("what --png draws", options.png, {".png"});

  const Scenario scenario = read_scenario(options.scenario, read_catalogue(context.configs()));
  const StudyTerrain study = load_study_terrain(scenario);
  (void)check_antennas(scenario, study);  // a run tells of low masts
  const ElevationModel& terrain = study.terrain;
  const SightProfile profile = sight_profile(scenario, terrain, question, study.near);
  if (svg || png) {
    const ProfileChart chart = chart_of(profile, scenario, terrain);
    if (svg) write_profile_svg(chart, svg->path());
    if (png) write_profile_png(chart, png->path());
  }
  if (svg) svg->commit();
  if (png) png->commit();
  if (context.json) {
    fmt::print("{}", profile_json(profile, scenario, terrain));
  } else if (!context.quiet) {
    fmt::print("{}", profile_text(profile, scenario, terrain));
  }
}

}  // namespace

void add_profile(CLI::App& app, CommandContext& context) {
  auto options = std::make_shared<ProfileOptions>();
  CLI::App* command = app.add_subcommand("profile", "Why an asset does or does not cover a place: the cut to it");
  command->add_option("SCENARIO", options->scenario, "Scenario file; docs/config.md explains every key")->required();
  command->add_option("--asset", options->asset, "The asset's id")->option_text("ID")->required();
  command->add_option("--component", options->component, "One radar, weapon or jammer of it; else all")
      ->option_text("NAME");
  command->add_option("--to", options->to, "The place, LON,LAT in degrees")->option_text("LON,LAT")->required();
  command->add_option("--altitude", options->altitude, R"(Above ground or sea: "100 m AGL", "3000 m MSL")")
      ->option_text("ALTITUDE")
      ->capture_default_str();
  command->add_option("--target", options->target, "A target's id; else the scenario's first")->option_text("ID");
  command->add_option("--svg", options->svg, "Draw the cut to this SVG file")->option_text("FILE");
  command->add_option("--png", options->png, "Draw the cut to this PNG file")->option_text("FILE");
  command->add_flag("--overwrite", options->overwrite, "Replace existing pictures");
  command->footer(
      "Example: skyshed profile configs/scenarios/khmeimim-2024.toml --asset khmeimim-s400 --to 36.75,35.13\n"
      "What the words mean, and the numbers of the reason rasters of a run: docs/profile.md");
  command->callback([options, &context] { show_profile(*options, context); });
}

}  // namespace skyshed
