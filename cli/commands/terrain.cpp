#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/missing_sources.h"
#include "cli/scenario_reader.h"
#include "cli/study_terrain.h"
#include "cli/words_of_options.h"
#include "dem/describe_terrain.h"
#include "dem/fetch.h"
#include "dem/pack.h"

namespace skyshed {
namespace {

void add_info(CLI::App& terrain, CommandContext& context) {
  auto source = std::make_shared<std::string>();
  CLI::App* command = terrain.add_subcommand("info", "Say what an elevation model is");
  command->add_option("SOURCE", *source, "Any raster that GDAL opens")->required();
  command->callback([source, &context] {
    const TerrainInfo info = describe_terrain(*source);
    fmt::print("{}", context.json ? terrain_info_json(info) : terrain_info_text(info));
  });
}

nlohmann::ordered_json json_of(const Seam& seam) {
  const auto metres = [](double value) { return std::round(value * 100) / 100; };
  return {{"earlier", seam.earlier},
          {"later", seam.later},
          {"length_m", metres(seam.length_m)},
          {"mean_m", metres(seam.mean_m)},
          {"most_m", metres(seam.most_m)},
          {"worst_m", metres(seam.worst_m)},
          {"feathered_m", metres(seam.feathered_m)}};
}

void add_pack(CLI::App& terrain, CommandContext& context) {
  struct Options {
    std::vector<std::string> paths;
    std::string box;
    PackRequest request;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      terrain.add_subcommand("pack", "Make one small file of terrain: cropped and coarser, its crests and passes kept");
  command->add_option("SOURCE... OUT", options->paths, "Sources by falling priority, then the file to write")
      ->required()
      ->expected(2, 1000);
  command->add_option("--bbox", options->box, "What to keep: west,south,east,north in degrees")
      ->option_text("W,S,E,N")
      ->required();
  command->add_option("--cell", options->request.cell_size, "Cell size in degrees; in metres on projected terrain")
      ->option_text("SIZE")
      ->required()
      ->check(positive_number());
  command->add_flag("--overwrite", options->request.overwrite, "Replace an existing file");
  command->footer(
      "Cells hold the mean height of their area, or the crest or pass of the ridge that crosses them.\n"
      "What no source covers becomes sea (0 m). Where two sources meet, one passes into the other, and how far they "
      "differ there is told.\n"
      "Example: skyshed terrain pack srtm.vrt levant.tif --bbox 28,29,44,42 --cell 0.01");
  command->callback([options, &context] {
    options->request.extent = box_of(options->box);
    options->request.sources.assign(options->paths.begin(), options->paths.end() - 1);
    TerminalProgress progress(context.progress_style());
    progress.begin("packing terrain", pack_steps);
    const PackSummary summary = pack_terrain(options->request, options->paths.back(), &progress);
    progress.end();
    for (const std::string& warning : seam_warnings(summary.seams)) fmt::print(stderr, "skyshed: {}\n", warning);
    if (context.json) {
      nlohmann::ordered_json json{{"file", options->paths.back()},  {"width", summary.width},
                                  {"height", summary.height},       {"lowest_m", summary.lowest_m},
                                  {"highest_m", summary.highest_m}, {"unknown_share", summary.unknown_share},
                                  {"bytes", summary.file_bytes}};
      json["seams"] = nlohmann::ordered_json::array();
      for (const Seam& seam : summary.seams) json["seams"].push_back(json_of(seam));
      fmt::print("{}\n", json.dump(2));
      return;
    }
    if (context.quiet) return;
    fmt::print("{}: {} × {} cells, {:.0f} to {:.0f} m, {:.1f} % unknown, {:.2f} MB\n", options->paths.back(),
               summary.width, summary.height, summary.lowest_m, summary.highest_m, 100 * summary.unknown_share,
               static_cast<double>(summary.file_bytes) / 1e6);
    for (const Seam& seam : summary.seams) {
      if (!is_worth_a_warning(seam)) fmt::print("  {}\n", seam_text(seam));
    }
  });
}

void add_fetch(CLI::App& terrain, CommandContext& context) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = terrain.add_subcommand(
      "fetch", "Bring the terrain that a scenario needs onto this machine, for runs without network");
  command->add_option("SCENARIO", *path, "Scenario file (docs/config.md)")->required();
  command->callback([path, &context] {
    const Scenario scenario = read_scenario(*path, read_catalogue(context.configs()));
    check_sources_are_there(scenario);
    const TerrainStore store = terrain_store();
    TerminalProgress progress(context.progress_style());
    progress.begin("asking what there is", 1);
    FetchPlan plan;
    for (const NeededTerrain& needed : needed_terrain(scenario)) {
      plan = joined(std::move(plan), plan_fetch(needed.sources, needed.extent, store, {}, progress));
    }
    progress.begin("fetching terrain", static_cast<std::int64_t>(plan.downloads.size()));
    const FetchSummary summary = fetch(plan, store, {}, progress);
    progress.end();
    if (context.json) {
      const nlohmann::ordered_json json{{"fetched", summary.files},         {"bytes", summary.bytes},
                                        {"already_here", plan.here.size()}, {"open_sea", plan.sea.size()},
                                        {"unpublished", plan.unpublished},  {"cache", store.cache.string()}};
      fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
      return;
    }
    if (context.quiet) return;
    fmt::print("{} fetched ({:.1f} MB), {} here already, {} squares of open sea; in {}\n", summary.files,
               static_cast<double>(summary.bytes) / 1e6, plan.here.size(), plan.sea.size(), store.cache.string());
    for (const std::string& square : plan.unpublished) {
      fmt::print("  not published: {}; name a source for it after this one, such as copernicus-90\n", square);
    }
  });
}

}  // namespace

void add_terrain(CLI::App& app, CommandContext& context) {
  CLI::App* terrain = app.add_subcommand("terrain", "Look at elevation models and prepare them");
  terrain->require_subcommand(1);
  add_info(*terrain, context);
  add_pack(*terrain, context);
  add_fetch(*terrain, context);
}

}  // namespace skyshed
