#include "cli/missing_sources.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/toml_document.h"
#include "dem/source_word.h"

namespace skyshed {
namespace {

bool is_missing(const std::string& source) {
  const std::filesystem::path path = path_of_source(source);
  std::error_code problem;
  return !path.empty() && std::filesystem::status(path, problem).type() == std::filesystem::file_type::not_found;
}

// Of [terrain] or [terrain.near], which may be absent.
void name_missing(const TomlNode* terrain, const Scenario& scenario, std::string& sentences) {
  const TomlNode* sources = terrain == nullptr ? nullptr : terrain->child("sources");
  if (sources == nullptr) return;
  const std::filesystem::path folder = std::filesystem::absolute(scenario.path).parent_path();
  for (const TomlNode& source : sources->children) {
    const std::string resolved = resolved_source(source.string, folder);
    if (!is_missing(resolved)) continue;
    sentences += fmt::format("{}{}:{}:{}: there is no terrain {}; a path counts from the scenario's folder",
                             sentences.empty() ? "" : "\n", scenario.path.generic_string(), source.span.line,
                             source.span.column, path_of_source(resolved).string());
  }
}

}  // namespace

void check_sources_are_there(const Scenario& scenario) {
  if (std::ranges::none_of(scenario.terrain.all_sources(), is_missing)) return;
  const TomlDocument document = read_toml(scenario.path);
  const TomlNode* terrain = document.root.child("terrain");
  std::string sentences;
  name_missing(terrain, scenario, sentences);
  if (terrain != nullptr) name_missing(terrain->child("near"), scenario, sentences);
  if (!sentences.empty()) throw Error(ErrorKind::terrain, sentences);
}

}  // namespace skyshed
