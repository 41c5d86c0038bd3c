// skyshed: how much of the sky air-defence radars see and missiles reach.
#include <fmt/format.h>
#include <tbb/global_control.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>

#include "cli/commands/commands.h"
#include "cli/mistakes.h"
#include "cli/usage.h"
#include "cli/version.h"

namespace {

using skyshed::Error;
using skyshed::ErrorKind;

constexpr int usage_code = 2;
constexpr int output_code = 4;
constexpr int internal_code = 5;

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::scenario:
      return usage_code;
    case ErrorKind::terrain:
      return 3;
    case ErrorKind::output:
      return output_code;
    case ErrorKind::internal:
      return internal_code;
    case ErrorKind::interrupted:
      return 130;
  }
  return internal_code;
}

// Where stderr is closed nobody listens, and the exit code must say it.
void say(const std::string& text) { std::fputs((text + "\n").c_str(), stderr); }

void report(const Error& error) {
  if (error.kind() == ErrorKind::interrupted) {
    const std::string what = error.what();
    say("skyshed: " + (what == "interrupted" ? "interrupted; nothing was written" : what));
    return;
  }
  // Mistakes in a file begin with the file's name and line, as compilers write them and editors read them.
  const bool about_a_file = dynamic_cast<const skyshed::ScenarioMistakes*>(&error) != nullptr;
  say((about_a_file ? "" : "skyshed: ") + std::string(error.what()));
  for (const std::string& step : error.trail()) say("  while " + step);
}

int results_cannot_be_printed(int reason) {
  // Whoever closed the pipe, as head does, has read enough.
  if (reason != EPIPE) say("skyshed: the results cannot be printed: " + std::generic_category().message(reason));
  return output_code;
}

void describe(CLI::App& app, skyshed::CommandContext& context) {
  skyshed::set_help_style(app);
  app.set_version_flag("--version", std::string("skyshed ") + skyshed::version, "Print the version and exit");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_flag("--quiet", context.quiet, "Print errors only");
  app.add_flag("--json", context.json, "Print results as JSON");
  app.add_option("--progress", context.progress, "On stderr: auto, bar, lines, json or none")
      ->option_text("STYLE")
      ->capture_default_str()
      ->check(CLI::IsMember({"auto", "bar", "lines", "json", "none"}));
  app.add_option("--threads", context.threads, "How many threads to use; 0: as many as the machine has")
      ->option_text("N")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024));
  skyshed::add_run(app, context);
  skyshed::add_compare(app, context);
  skyshed::add_figure(app, context);
  skyshed::add_profile(app, context);
  skyshed::add_viewshed(app, context);
  skyshed::add_lift(app, context);
  skyshed::add_check(app, context);
  skyshed::add_systems(app, context);
  skyshed::add_schema(app, context);
  skyshed::add_terrain(app, context);
  skyshed::add_cache(app, context);
  skyshed::add_shell(app);
  // After the commands, which would inherit it.
  app.footer(
      "Options may stand before or after the command. skyshed COMMAND --help explains one command.\n"
      "Results go to stdout, progress and errors to stderr.\n"
      "Pages such as docs/config.md stand in the source, and where skyshed is installed in share/doc/skyshed.\n"
      "Exit codes: 0 done, 2 scenario or usage, 3 terrain, 4 output, 5 internal, 130 interrupted.");
}

int run(int argc, char** argv) {
  skyshed::CommandContext context;
  context.executable = std::filesystem::read_symlink("/proc/self/exe");
  context.command_line.assign(argv, argv + argc);
  CLI::App app("How much of the sky air-defence radars see and missiles reach, from terrain and published figures.",
               "skyshed");
  describe(app, context);
  if (argc < 2) {
    fmt::print("{}", app.help());
    return 0;
  }
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
  } catch (const CLI::Success& help_or_version) {
    app.exit(help_or_version);
  } catch (const CLI::Error& error) {
    say(skyshed::usage_mistake(app, error));
    return usage_code;
  }
  return std::fflush(stdout) == 0 ? 0 : results_cannot_be_printed(errno);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const Error& error) {
    report(error);
    return exit_code(error.kind());
  } catch (const std::system_error& error) {
    if (std::ferror(stdout) != 0) return results_cannot_be_printed(error.code().value());
    say(std::string("skyshed: internal error: ") + error.what() + "; please report it");
    return internal_code;
  } catch (const std::bad_alloc&) {
    say("skyshed: out of memory; ask for a coarser [grid] or a smaller area");
    return internal_code;
  } catch (const std::exception& error) {
    say(std::string("skyshed: internal error: ") + error.what() + "; please report it");
    return internal_code;
  }
}
