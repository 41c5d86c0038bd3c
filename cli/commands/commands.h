// The commands of skyshed, each defined in a file of its own: its words, and what it does.
//
// Errors     as the room that it calls; main.cpp turns them into words and exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/terminal_progress.h"

namespace skyshed {

// What every command is given.
struct CommandContext {
  std::filesystem::path executable;
  std::vector<std::string> command_line;
  bool quiet = false;
  bool json = false;
  std::string progress = "auto";
  int threads = 0;  // 0: as many as the machine has

  [[nodiscard]] ProgressStyle progress_style() const;
  [[nodiscard]] std::filesystem::path configs() const;
};

void add_run(CLI::App& app, CommandContext& context);
void add_compare(CLI::App& app, CommandContext& context);
void add_figure(CLI::App& app, CommandContext& context);
void add_profile(CLI::App& app, CommandContext& context);
void add_viewshed(CLI::App& app, CommandContext& context);
void add_lift(CLI::App& app, CommandContext& context);
void add_check(CLI::App& app, CommandContext& context);
void add_systems(CLI::App& app, CommandContext& context);
void add_schema(CLI::App& app, CommandContext& context);
void add_cache(CLI::App& app, CommandContext& context);
void add_terrain(CLI::App& app, CommandContext& context);
void add_shell(CLI::App& app);  // completion and manual

}  // namespace skyshed
