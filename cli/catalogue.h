// What the files in configs/ say of systems and targets: the engine's figures, and beside each its origin.
//
// Units      the engine's in `component` and `target`; those of the key in `figures`.
// Errors     read_catalogue: ScenarioMistakes with the mistakes of all files; Error(scenario) if the folder is missing.
// Threading  plain values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/figure.h"
#include "engine/systems/system.h"

namespace skyshed {

// A mast that a scenario can put an antenna on.
struct Mast {
  std::string name;  // "40V6M"
  Figure height_m;
  friend bool operator==(const Mast&, const Mast&) = default;
};

struct CatalogueComponent {
  Component component;          // sector all round, unless a fixed one is published
  std::vector<Figure> figures;  // in the order in which the model asks for them
  std::string note;
  bool has_antenna_height = true;          // false: none was published; the scenario must give it
  std::optional<double> sector_width_deg;  // published; empty: all round
  bool trainable = false;                  // a sector that can be turned anywhere: all round unless a scenario fixes it
  friend bool operator==(const CatalogueComponent&, const CatalogueComponent&) = default;
};

// A piece that has to be carried when the system is withdrawn, whole. What is not published is empty.
struct SystemLoad {
  std::string name;                // "launcher"
  std::optional<Figure> count;     // empty: one
  std::optional<Figure> weight_t;  // empty: no weight is on record
  std::optional<Figure> length_m;
  std::optional<Figure> width_m;
  std::optional<Figure> height_m;
  std::string note;
  friend bool operator==(const SystemLoad&, const SystemLoad&) = default;
};

struct CatalogueSystem {
  std::string id;    // "S-400"
  std::string name;  // "S-400 Triumf"
  std::string note;
  bool self_deploying = false;  // sails or flies away by itself
  std::vector<Mast> masts;
  std::vector<CatalogueComponent> components;
  std::vector<SystemLoad> loads;
  friend bool operator==(const CatalogueSystem&, const CatalogueSystem&) = default;
};

struct CatalogueTarget {
  Target target;
  std::string note;
  std::vector<Figure> figures;
  friend bool operator==(const CatalogueTarget&, const CatalogueTarget&) = default;
};

struct Catalogue {
  std::vector<CatalogueSystem> systems;  // by id
  std::vector<CatalogueTarget> targets;  // in the order of the file

  // nullptr if there is none of that id.
  [[nodiscard]] const CatalogueSystem* system(std::string_view id) const;
  [[nodiscard]] const CatalogueTarget* target(std::string_view id) const;
  [[nodiscard]] std::vector<std::string> system_ids() const;
  [[nodiscard]] std::vector<std::string> target_ids() const;
  friend bool operator==(const Catalogue&, const Catalogue&) = default;
};

// folder/systems/*.toml and folder/targets.toml.
[[nodiscard]] Catalogue read_catalogue(const std::filesystem::path& folder);

// Where the catalogue lies: $SKYSHED_CONFIGS if set; else ../share/skyshed/configs as seen from the executable;
// else the source tree that the program was built from.
// Domain     executable: the program's own file (/proc/self/exe), not the word it was called by.
// Errors     Error(scenario) naming the places tried.
[[nodiscard]] std::filesystem::path find_configs(const std::filesystem::path& executable);

}  // namespace skyshed
