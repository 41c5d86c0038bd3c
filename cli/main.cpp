// skyshed: how much of the sky air-defence radars see and missiles reach.
#include <fmt/format.h>
#include <tbb/global_control.h>

#include <filesystem>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/version.h"

namespace {

using skyshed::Error;
using skyshed::ErrorKind;

constexpr int usage_code = 2;

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::scenario:
      return usage_code;
    case ErrorKind::terrain:
      return 3;
    case ErrorKind::output:
      return 4;
    case ErrorKind::internal:
      return 5;
    case ErrorKind::interrupted:
      return 130;
  }
  return 5;
}

void report(const Error& error) {
  if (error.kind() == ErrorKind::interrupted) {
    fmt::print(stderr, "interrupted; nothing was written\n");
    return;
  }
  fmt::print(stderr, "skyshed: {}\n", error.what());
  for (const std::string& step : error.trail()) fmt::print(stderr, "  while {}\n", step);
}

}  // namespace

int main(int argc, char** argv) {
  skyshed::CommandContext context;
  context.executable = std::filesystem::read_symlink("/proc/self/exe");
  context.command_line.assign(argv, argv + argc);

  CLI::App app("How much of the sky air-defence radars see and missiles reach, from terrain and published figures.\n");
  app.set_version_flag("--version", std::string("skyshed ") + skyshed::version);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_flag("--quiet", context.quiet, "Print errors only");
  app.add_flag("--json", context.json, "Print results as JSON");
  app.add_option("--progress", context.progress, "auto, bar, lines, json or none; on stderr")
      ->capture_default_str()
      ->check(CLI::IsMember({"auto", "bar", "lines", "json", "none"}));
  app.add_option("--threads", context.threads, "How many threads to use; 0: all")->check(CLI::Range(0, 1024));
  skyshed::add_run(app, context);
  skyshed::add_compare(app, context);
  skyshed::add_viewshed(app, context);
  skyshed::add_check(app, context);
  skyshed::add_systems(app, context);
  skyshed::add_terrain(app, context);

  std::unique_ptr<tbb::global_control> limit;
  app.parse_complete_callback([&] {
    if (context.threads > 0) {
      limit = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                    static_cast<std::size_t>(context.threads));
    }
  });
  skyshed::catch_interrupts();
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : usage_code;
  } catch (const Error& error) {
    report(error);
    return exit_code(error.kind());
  } catch (const std::exception& error) {
    fmt::print(stderr, "skyshed: internal error: {}; please report it\n", error.what());
    return 5;
  }
}
