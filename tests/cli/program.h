// Drives the built program as a user does: words in, exit code and text out.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace skyshed::test {

struct Outcome {
  int code = -1;  // exit code; -1 if a signal ended it
  std::string out;
  std::string err;

  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
};

// Runs `skyshed ARGUMENTS` to its end.
[[nodiscard]] Outcome run_program(const std::vector<std::string>& arguments);

// Runs it with --progress json, calls the action with its process id when the stage begins, and waits for the end.
[[nodiscard]] Outcome run_program_and(std::vector<std::string> arguments, const std::string& stage,
                                      const std::function<void(pid_t)>& action);
// The same, with a signal as the action.
[[nodiscard]] Outcome interrupt_program(std::vector<std::string> arguments, const std::string& stage, int signal);

// The bytes of every file below a folder, by relative path.
[[nodiscard]] std::map<std::string, std::string> files_in(const std::filesystem::path& folder);
// The same without manifest.json, which tells the time and the command line.
[[nodiscard]] std::map<std::string, std::string> results_in(const std::filesystem::path& folder);

// A scenario of configs/scenarios with its terrain named absolutely and another resolution, for a scratch folder.
[[nodiscard]] std::string shipped_scenario(const std::string& name, int resolution_m);
// Replaces the first `from` of a text; throws if there is none.
[[nodiscard]] std::string with(std::string text, const std::string& from, const std::string& to);

[[nodiscard]] std::string levant();  // configs/terrain/levant.tif

}  // namespace skyshed::test
