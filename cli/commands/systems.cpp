#include <fmt/format.h>

#include <memory>

#include "cli/commands/commands.h"
#include "cli/systems_report.h"

namespace skyshed {

void add_systems(CLI::App& app, CommandContext& context) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("systems", "Show the catalogue, or one system with the source of every figure");
  command->add_option("NAME", *name, "A system of the catalogue, for example S-400");
  command->footer("Each figure is low / nominal / high, with the grade of its evidence and where it was read.");
  command->callback([name, &context] {
    const Catalogue catalogue = read_catalogue(context.configs());
    if (name->empty()) {
      fmt::print("{}", context.json ? systems_json(catalogue) : systems_report(catalogue));
    } else {
      const CatalogueSystem& system = system_called(catalogue, *name);
      fmt::print("{}", context.json ? system_json(system) : system_report(system));
    }
  });
}

}  // namespace skyshed
