#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/phase_pictures.h"
#include "cli/stored_run.h"
#include "cli/words_of_options.h"
#include "products/map/places_file.h"
#include "products/output_file.h"
#include "products/text_file.h"
#include "products/words.h"

namespace skyshed {
namespace {

struct FigureOptions {
  std::filesystem::path run;
  std::string phase;
  std::string altitude = "100 m AGL";
  std::string role;
  std::string target;
  int width_px = 1600;
  std::filesystem::path output;
  bool overwrite = false;
};

std::optional<std::string> given(const std::string& option) {
  return option.empty() ? std::nullopt : std::optional(option);
}

void draw_figure(const FigureOptions& options, const CommandContext& context) {
  const std::string format = ending_of("a figure", options.output, {".png", ".svg"});
  const SliceAltitude altitude = altitude_of(options.altitude);
  OutputFile file(options.output, options.overwrite);
  const StoredRun run(options.run);
  const Phase phase = run.phase(options.phase);
  const StudyView view = run.view(given(options.role), given(options.target));
  const StoredRun::Slice slice = run.slice(phase, view, altitude);
  QuicklookMap map = phase_map(run.scenario(), run.ground(), run.terrain(),
                               {.phase = phase,
                                .view = view,
                                .altitude = altitude,
                                .classes = slice.classes,
                                .covered_m2 = slice.covered_m2,
                                .ring_m2 = slice.ring_m2});
  map.places = read_places(context.configs() / "places.toml");
  map.width_px = options.width_px;
  const Quicklook picture(map);
  const std::vector<std::uint8_t> bytes = format == ".svg" ? picture.svg() : picture.png();
  write_text_file(file.path(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  file.commit();
  if (context.json) {
    const nlohmann::ordered_json json{
        {"file", options.output.string()}, {"width", picture.width_px()},
        {"height", picture.height_px()},   {"title", map.title},
        {"subtitle", map.subtitle},        {"phase", phase.id},
        {"role", name_of(view.role)},      {"target", target_id(run.scenario(), view)},
        {"altitude", name_of(altitude)},   {"covered_km2", std::round(slice.covered_m2 / 1e3) / 1e3}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  if (context.quiet) return;
  fmt::print("{}\n{}\n{}\n", map.title, map.subtitle, options.output.string());
}

}  // namespace

void add_figure(CLI::App& app, CommandContext& context) {
  auto options = std::make_shared<FigureOptions>();
  CLI::App* command = app.add_subcommand("figure", "A map of one phase and altitude of a run, ready for an article");
  command->add_option("RUN", options->run, "A run's folder")->required();
  command->add_option("-o,--output", options->output, "The picture, .png or .svg")->option_text("FILE")->required();
  command->add_option("--phase", options->phase, "The phase, by any of its days; may be left out if there is one alone")
      ->option_text("DAY");
  command->add_option("--altitude", options->altitude, R"(One of the run's: "100 m AGL", "3000 m MSL")")
      ->option_text("ALTITUDE")
      ->capture_default_str();
  command->add_option("--role", options->role, "engage, detect or deny; else engage, if there is a weapon")
      ->option_text("ROLE");
  command->add_option("--target", options->target, "A target's id; else the scenario's first")->option_text("ID");
  command->add_option("--width", options->width_px, "Pixels (PNG) or points (SVG) from side to side")
      ->option_text("N")
      ->capture_default_str()
      ->check(CLI::Range(300, 10000));
  command->add_flag("--overwrite", options->overwrite, "Replace an existing picture");
  command->footer(
      "Example: skyshed figure out/khmeimim-2024 --phase 2024-12-13 --altitude \"10000 m MSL\" -o bubble.svg");
  command->callback([options, &context] { draw_figure(*options, context); });
}

}  // namespace skyshed
