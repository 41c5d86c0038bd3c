#include "cli/command_pages.h"

#include <fmt/format.h>

#include <regex>

namespace skyshed {
namespace {

// The commands below one, its hidden ones left out.
std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

// "-o,--output" of each option, in the order in which they were defined.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  return app.get_options(
      [](const CLI::Option* option) { return option->nonpositional() && !option->get_group().empty(); });
}

// The words that an option may take, if it takes words of a list: CLI11 tells them in the type's name, "TEXT:{a,b}".
std::vector<std::string> words_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  std::vector<std::string> words;
  if (open == std::string::npos || close == std::string::npos) return words;
  const std::string list = type.substr(open + 1, close - open - 1);
  const std::regex comma(",");
  std::copy(std::sregex_token_iterator(list.begin(), list.end(), comma, -1), {}, std::back_inserter(words));
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// ---- roff

std::string escaped(const std::string& text) {
  std::string roff = std::regex_replace(text, std::regex(R"(\\)"), R"(\e)");
  roff = std::regex_replace(roff, std::regex("-"), R"(\-)");
  return std::regex_replace(roff, std::regex(R"((^|\n)([.']))"), R"($1\&$2)");
}

std::string roff_option(const CLI::Option& option) {
  std::string value = option.get_items_expected_max() > 0 ? option.get_option_text() : "";
  if (option.get_items_expected_max() > 0 && value.empty() && !option.get_positional()) value = "VALUE";
  const std::string name = option.get_positional() ? option.get_name(true) : option.get_name(false, true);
  std::string page = fmt::format(".TP\n.B {}", escaped(std::regex_replace(name, std::regex(","), ", ")));
  if (!value.empty()) page += fmt::format(" \\fI{}\\fR", escaped(value));
  page += "\n" + escaped(option.get_description());
  const std::vector<std::string> words = words_of(option);
  if (!words.empty()) page += escaped(fmt::format(" ({})", fmt::join(words, ", ")));
  if (!option.get_default_str().empty()) page += escaped(fmt::format(" [{}]", option.get_default_str()));
  return page + "\n";
}

std::string roff_command(const CLI::App& command, const std::string& name) {
  std::string usage;
  const auto positional = command.get_options([](const CLI::Option* option) { return option->get_positional(); });
  for (const CLI::Option* option : positional) usage += " " + option->get_name(true);
  std::string page = fmt::format(".SS {}{}\n{}\n", escaped(name), escaped(usage), escaped(command.get_description()));
  for (const CLI::Option* option : positional) page += roff_option(*option);
  for (const CLI::Option* option : options_of(command)) {
    if (option != command.get_help_ptr()) page += roff_option(*option);
  }
  const std::string footer = command.get_footer();
  if (!footer.empty()) page += ".PP\n.nf\n" + escaped(footer) + "\n.fi\n";
  for (const CLI::App* below : commands_of(command)) page += roff_command(*below, name + " " + below->get_name());
  return page;
}

// ---- shells

struct Level {
  std::string path;  // "terrain info"; empty: the program itself
  const CLI::App* app;
};
void collect(const CLI::App& app, const std::string& path, std::vector<Level>& levels) {
  levels.push_back({path, &app});
  for (const CLI::App* command : commands_of(app)) {
    collect(*command, (path.empty() ? "" : path + " ") + command->get_name(), levels);
  }
}

std::vector<std::string> long_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return names;
}

std::string bash_script(const std::vector<Level>& levels) {
  const std::string general = joined(long_options(*levels.front().app));
  std::string script =
      "_skyshed() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= commands= options= i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \"$path ${COMP_WORDS[i]}\" in\n";
  for (const Level& level : levels) {
    if (!level.path.empty()) script += fmt::format("      ' {0}') path=' {0}' ;;\n", level.path);
  }
  script += "    esac\n  done\n  case \"$path $before\" in\n";
  for (const Level& level : levels) {
    for (const CLI::Option* option : options_of(*level.app)) {
      const std::vector<std::string> words = words_of(*option);
      if (words.empty()) continue;
      for (const std::string& name : option->get_lnames()) {
        // The program's own options stand anywhere.
        const std::string where = level.path.empty() ? "*" : fmt::format("' {}'", level.path);
        script += fmt::format("    {}' --{}') COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", where, name,
                              joined(words));
      }
    }
  }
  script += "  esac\n  case \"$path\" in\n";
  for (const Level& level : levels) {
    script += fmt::format("    '{}') commands='{}'; options='{}' ;;\n", level.path.empty() ? "" : " " + level.path,
                          joined(names_of(commands_of(*level.app))), joined(long_options(*level.app)));
  }
  script += fmt::format(
      "  esac\n"
      "  if [[ $word == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options {}\" -- \"$word\"))\n"
      "  elif [[ $commands ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$commands\" -- \"$word\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _skyshed skyshed\n",
      general);
  return script;
}

std::string quoted(const std::string& text) { return "'" + std::regex_replace(text, std::regex("'"), R"('\'')") + "'"; }

std::string fish_script(const std::vector<Level>& levels) {
  std::string script = "complete -c skyshed -e\n";
  for (const Level& level : levels) {
    const std::string condition =
        level.path.empty() ? "__fish_use_subcommand"
                           : "__fish_seen_subcommand_from " +
                                 std::regex_replace(level.path, std::regex(" "), "; and __fish_seen_subcommand_from ");
    for (const CLI::App* command : commands_of(*level.app)) {
      script += fmt::format("complete -c skyshed -f -n {} -a {} -d {}\n", quoted(condition), command->get_name(),
                            quoted(command->get_description()));
    }
    for (const CLI::Option* option : options_of(*level.app)) {
      std::string line = "complete -c skyshed";
      if (!level.path.empty()) line += " -n " + quoted(condition);
      for (const std::string& name : option->get_lnames()) line += " -l " + name;
      for (const std::string& name : option->get_snames()) line += " -s " + name;
      if (option->get_items_expected_max() > 0) line += " -r";
      const std::vector<std::string> words = words_of(*option);
      if (!words.empty()) line += " -f -a " + quoted(joined(words));
      script += line + " -d " + quoted(option->get_description()) + "\n";
    }
  }
  return script;
}

}  // namespace

std::string manual_page(const CLI::App& app, const std::string& version) {
  std::string page = fmt::format(
      ".TH SKYSHED 1 \"\" \"skyshed {}\"\n.SH NAME\nskyshed \\- {}\n.SH SYNOPSIS\n.B skyshed\n.I COMMAND\n"
      "[\\fIOPTIONS\\fR]\n.SH OPTIONS OF EVERY COMMAND\n",
      version, escaped(app.get_description()));
  for (const CLI::Option* option : options_of(app)) page += roff_option(*option);
  page += ".SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) page += roff_command(*command, command->get_name());
  return page + ".SH NOTES\n.nf\n" + escaped(app.get_footer()) + "\n.fi\n";
}

std::string completion_script(const CLI::App& app, const std::string& shell) {
  std::vector<Level> levels;
  collect(app, "", levels);
  if (shell == "fish") return fish_script(levels);
  // zsh understands bash's way.
  if (shell == "zsh") return "#compdef skyshed\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(levels);
  return bash_script(levels);
}

}  // namespace skyshed
