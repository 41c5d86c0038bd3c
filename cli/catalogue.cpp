#include "cli/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "cli/system_reader.h"

namespace skyshed {
namespace {

// Mistakes of every file are gathered, so that one run shows them all.
void read_into(Catalogue& catalogue, const std::filesystem::path& path, std::vector<Mistake>& mistakes) {
  try {
    const TomlDocument document = read_toml(path);
    MistakeList found(document.source);
    CatalogueSystem system = read_system(document.root, std::nullopt, found);
    if (catalogue.system(system.id) != nullptr) {
      const TomlNode* id = document.root.child("id");
      found.add(id == nullptr ? document.root.span : id->span,
                fmt::format("another file of the catalogue describes {} too", in_quotes(system.id)));
    }
    for (Mistake& mistake : found.sorted()) mistakes.push_back(std::move(mistake));
    catalogue.systems.push_back(std::move(system));
  } catch (const ScenarioMistakes& error) {
    mistakes.insert(mistakes.end(), error.mistakes().begin(), error.mistakes().end());
  }
}

void read_targets(Catalogue& catalogue, const std::filesystem::path& path, std::vector<Mistake>& mistakes) {
  try {
    const TomlDocument document = read_toml(path);
    MistakeList found(document.source);
    TableReader file(document.root, "the file of targets", found);
    if (const TomlNode* targets = read_table(file.require("target"), found)) {
      for (const TomlNode& target : targets->children) {
        if (read_table(&target, found) != nullptr) catalogue.targets.push_back(read_target(target, found));
      }
    }
    file.finish();
    for (Mistake& mistake : found.sorted()) mistakes.push_back(std::move(mistake));
  } catch (const ScenarioMistakes& error) {
    mistakes.insert(mistakes.end(), error.mistakes().begin(), error.mistakes().end());
  }
}

}  // namespace

const CatalogueSystem* Catalogue::system(std::string_view id) const {
  const auto found = std::find_if(systems.begin(), systems.end(), [&](const CatalogueSystem& s) { return s.id == id; });
  return found == systems.end() ? nullptr : &*found;
}

const CatalogueTarget* Catalogue::target(std::string_view id) const {
  const auto found =
      std::find_if(targets.begin(), targets.end(), [&](const CatalogueTarget& t) { return t.target.id == id; });
  return found == targets.end() ? nullptr : &*found;
}

std::vector<std::string> Catalogue::system_ids() const {
  std::vector<std::string> ids;
  for (const CatalogueSystem& system : systems) ids.push_back(system.id);
  return ids;
}

std::vector<std::string> Catalogue::target_ids() const {
  std::vector<std::string> ids;
  for (const CatalogueTarget& entry : targets) ids.push_back(entry.target.id);
  return ids;
}

Catalogue read_catalogue(const std::filesystem::path& folder) {
  std::error_code problem;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "systems", problem)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  if (problem) {
    throw Error(ErrorKind::scenario, fmt::format("no catalogue in {}: {}", folder.generic_string(), problem.message()));
  }
  // The order of a folder is chance.
  std::sort(files.begin(), files.end());
  Catalogue catalogue;
  std::vector<Mistake> mistakes;
  for (const std::filesystem::path& file : files) read_into(catalogue, file, mistakes);
  read_targets(catalogue, folder / "targets.toml", mistakes);
  if (!mistakes.empty()) throw ScenarioMistakes(std::move(mistakes));
  std::sort(catalogue.systems.begin(), catalogue.systems.end(),
            [](const CatalogueSystem& a, const CatalogueSystem& b) { return a.id < b.id; });
  return catalogue;
}

std::filesystem::path find_configs(const std::filesystem::path& executable) {
  // getenv: nothing in this program sets the environment while it runs.
  if (const char* chosen = std::getenv("SKYSHED_CONFIGS"); chosen != nullptr && *chosen != '\0') return chosen;
  std::error_code problem;
  const std::filesystem::path program = std::filesystem::weakly_canonical(executable, problem);
  const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "skyshed" / "configs";
  const std::filesystem::path source_tree = SKYSHED_SOURCE_CONFIGS;
  for (const std::filesystem::path& place : {installed, source_tree}) {
    if (std::filesystem::is_directory(place / "systems", problem)) return place;
  }
  throw Error(ErrorKind::scenario, fmt::format("no catalogue in {} or {}; set SKYSHED_CONFIGS to the folder that holds "
                                               "systems/ and targets.toml",
                                               installed.generic_string(), source_tree.generic_string()));
}

}  // namespace skyshed
