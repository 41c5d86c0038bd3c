#include "cli/compare_runs.h"

#include <fmt/format.h>

#include <memory>

#include "cli/commands/commands.h"

namespace skyshed {

void add_compare(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<CompareRequest>();
  CLI::App* command = app.add_subcommand("compare", "What was lost, kept and gained between two phases or two runs");
  command->add_option("BEFORE", request->before, "A run's folder, or one of its phases: RUN/phases/PHASE")->required();
  command->add_option("AFTER", request->after, "The same, later")->required();
  command->add_option("-o,--output", request->output, "Folder of the results; must not exist")
      ->option_text("FOLDER")
      ->required();
  command->add_flag("--overwrite", request->overwrite, "Replace earlier results in that folder");
  command->add_flag("--kml", request->formats.kml, "Also write outlines.kmz for Google Earth");
  command->add_flag("--geojson", request->formats.geojson, "Also write the layers of outlines.gpkg as GeoJSON files");
  command->footer(
      "Of two runs the phases of the same name are compared, or the only phase of each.\n"
      "Both must stand on the same grid: nothing is resampled.\n"
      "Example: skyshed compare out/khm/phases/2024-12-05 out/khm/phases/2024-12-18 -o out/change");
  command->callback([request, &context] {
    request->configs = context.configs();
    request->command_line = context.command_line;
    TerminalProgress progress(context.progress_style());
    const CompareSummary summary = compare_runs(*request, progress);
    if (context.json) {
      fmt::print("{}\n", summary_json({}, summary.changes));
      return;
    }
    if (context.quiet) return;
    fmt::print("{}\n", change_table(summary.changes));
    fmt::print("Results: {}\n", summary.folder.string());
    for (const auto& picture : summary.pictures) fmt::print("  {}\n", picture.string());
  });
}

}  // namespace skyshed
