#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/scenario_schema.h"

namespace skyshed {

void add_schema(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  command->footer(
      "Example: skyshed schema > skyshed.schema.json, and as the scenario's first line: #:schema "
      "./skyshed.schema.json");
  command->callback([&context] { fmt::print("{}", scenario_schema(read_catalogue(context.configs()))); });
}

}  // namespace skyshed
