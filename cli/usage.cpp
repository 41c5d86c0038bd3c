#include "cli/usage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <sstream>
#include <vector>

#include "cli/mistakes.h"
#include "cli/text_table.h"

namespace skyshed {
namespace {

constexpr int description_column = 28;

bool is_option(const CLI::Option* option) { return option->nonpositional(); }

// "-o,--output FOLDER"
std::string spelled(const CLI::Option* option) {
  std::string text = option->get_positional() ? option->get_name(true) : option->get_name(false, true);
  if (!option->get_option_text().empty()) text += " " + option->get_option_text();
  return text;
}

// Two columns, the right one wrapped; a left text that is too long has a line of its own.
std::string entry(const std::string& name, const std::string& description) {
  std::string line = "  " + name;
  const auto column = static_cast<std::size_t>(description_column);
  if (line.size() + 2 > column)
    line += "\n" + std::string(column, ' ');
  else
    line.resize(column, ' ');
  return line + filled(description, description_column) + "\n";
}

class HelpStyle : public CLI::Formatter {
 public:
  HelpStyle() { label("Positionals", "Arguments"); }

  // CLI11 has no label for the word above the list of commands.
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override {
    std::string text = CLI::Formatter::make_subcommands(app, mode);
    const std::string theirs = "\nSubcommands:";
    if (const std::size_t at = text.find(theirs); at != std::string::npos)
      text.replace(at, theirs.size(), "\nCommands:");
    return text;
  }

  std::string make_option(const CLI::Option* option, bool /*is_positional*/) const override {
    std::string description = option->get_description();
    if (is_option(option) && option->get_required()) description += " (required)";
    if (!option->get_default_str().empty()) description += fmt::format(" [{}]", option->get_default_str());
    return entry(spelled(option), description);
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return entry(command->get_name(), command->get_description());
  }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string text = "\nUsage: " + name;
    for (const CLI::Option* option : app->get_options([](const CLI::Option* o) { return !is_option(o); })) {
      text += option->get_required() ? " " + spelled(option) : " [" + spelled(option) + "]";
    }
    for (const CLI::Option* option : app->get_options(is_option)) {
      if (option->get_required()) text += " " + option->get_name() + " " + option->get_option_text();
    }
    if (!app->get_subcommands({}).empty()) text += " COMMAND";
    return text + " [options]\n";
  }

  std::string make_footer(const CLI::App* app) const override {
    std::istringstream lines(app->get_footer());
    std::string text;
    for (std::string line; std::getline(lines, line);) text += filled(line, 0) + "\n";
    if (app->get_parent() != nullptr) {
      text += "\n--quiet, --json, --progress and --threads work here too: skyshed --help\n";
    }
    return text;
  }
};

// The commands that were recognised, the innermost last.
std::vector<const CLI::App*> named_commands(const CLI::App& app) {
  std::vector<const CLI::App*> chain{&app};
  while (!chain.back()->get_subcommands().empty()) chain.push_back(chain.back()->get_subcommands().front());
  return chain;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::string with_hint(const std::string& sentence, const std::string& hint) {
  return hint.empty() ? sentence : fmt::format("{} ({})", sentence, hint);
}

std::string what_was_wrong(const CLI::App& app, const std::vector<const CLI::App*>& chain, const CLI::Error& error) {
  const CLI::App& command = *chain.back();
  const std::vector<std::string> commands = command_names(command);
  const std::vector<std::string> unread = app.remaining(true);
  if (!unread.empty() && unread.front().starts_with("-") && unread.front().size() > 1) {
    std::vector<std::string> options;
    for (const CLI::App* known : chain) {
      for (const CLI::Option* option : known->get_options(is_option)) options.push_back(option->get_name());
    }
    const std::string word = unread.front().substr(0, unread.front().find('='));
    return with_hint("unknown option " + in_quotes(word), did_you_mean(word, options));
  }
  if (!unread.empty() && !commands.empty()) {
    return with_hint("unknown command " + in_quotes(unread.front()), did_you_mean(unread.front(), commands));
  }
  if (!unread.empty()) return "unexpected argument " + in_quotes(unread.front());
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && !commands.empty()) {
    return fmt::format("say what to do: {}", fmt::join(commands, ", "));
  }
  const std::string message = error.what();
  const std::size_t value_missing = message.find(": 1 required ");
  return value_missing == std::string::npos ? message : message.substr(0, value_missing) + " needs a value";
}

}  // namespace

void set_help_style(CLI::App& app) {
  app.formatter(std::make_shared<HelpStyle>());
  app.set_help_flag("-h,--help", "Print this help and exit");
}

std::string usage_mistake(const CLI::App& app, const CLI::Error& error) {
  const std::vector<const CLI::App*> chain = named_commands(app);
  std::string name;
  for (const CLI::App* command : chain) name += (name.empty() ? "" : " ") + command->get_name();
  return fmt::format("{}: {}; see {} --help", name, what_was_wrong(app, chain, error), name);
}

}  // namespace skyshed
