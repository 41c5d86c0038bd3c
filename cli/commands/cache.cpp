#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/disk_cache.h"

namespace skyshed {
namespace {

void show(const CommandContext& context, const char* what, const CacheContents& contents) {
  const std::filesystem::path folder = default_cache_folder();
  if (folder.empty()) {
    throw Error(ErrorKind::scenario, "no folder for a cache: set SKYSHED_CACHE, XDG_CACHE_HOME or HOME");
  }
  if (context.json) {
    const nlohmann::ordered_json json = {{"folder", folder.string()},
                                         {"entries", contents.entries},
                                         {"bytes", contents.bytes},
                                         {"limit_bytes", cache_limit_bytes()}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  if (context.quiet) return;
  fmt::print("{}: {} entries {}, {:.1f} MB of at most {:.0f} MB\n", folder.string(), contents.entries, what,
             static_cast<double>(contents.bytes) / 1e6, static_cast<double>(cache_limit_bytes()) / 1e6);
}

}  // namespace

void add_cache(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("cache", "What runs keep for later ones: how much is there, or clear it");
  command->require_subcommand(1);
  command->add_subcommand("info", "Where it is and how much it holds")->callback([&context] {
    show(context, "kept", cache_contents(default_cache_folder()));
  });
  command->add_subcommand("clear", "Remove all of them")->callback([&context] {
    show(context, "removed", clear_cache(default_cache_folder()));
  });
}

}  // namespace skyshed
