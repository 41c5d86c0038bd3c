// A study as the user describes it, read, checked and with nothing left to look up.
//
// Units      metres, degrees; days are calendar days (UTC).
// Threading  plain values.
// Source     docs/config.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/catalogue.h"
#include "dem/load_terrain.h"
#include "dem/near_ground.h"
#include "engine/coverage/slice.h"
#include "engine/earth/refraction.h"
#include "engine/systems/asset.h"

namespace skyshed {

struct ScenarioTerrain {
  // Absolute paths, or names that GDAL opens itself ("/vsicurl/…", "https://…").
  std::vector<std::string> sources;
  OutsideRule outside = OutsideRule::error;
  std::optional<GeodeticExtent> extent;  // what of it is read; empty: what the assets reach
  double fill_voids_m = 300;
  std::optional<double> feather_m;              // empty: three posts of the coarser source
  std::optional<VerticalDatum> vertical_datum;  // EGM96 or EGM2008
  std::optional<double> error_90_m;  // 90 % of heights are right to this; empty: as the provider says, if known
  double error_correlation_m = 2000;
  std::optional<NearSources> near;  // finer terrain around every asset

  // The near ones last.
  [[nodiscard]] std::vector<std::string> all_sources() const;
  friend bool operator==(const ScenarioTerrain&, const ScenarioTerrain&) = default;
};

struct ScenarioGrid {
  double resolution_m = 1000;
  std::optional<GeodeticExtent> bbox;  // of the products; empty: all that the assets reach
  friend bool operator==(const ScenarioGrid&, const ScenarioGrid&) = default;
};

// Samples of what is not known exactly. What is switched off stays at its nominal value.
struct ScenarioUncertainty {
  int samples = 500;
  std::uint64_t seed = 1;
  int sightlines = 8;  // draws of each asset's place, antennas and ground, for each level of refraction
  bool figures = true;
  bool antennas = true;
  bool refraction = true;
  bool terrain = true;
  bool positions = true;
  bool presence = true;
  std::optional<Estimate> k;                     // empty: 0.9 to 1.2 times the scenario's
  std::optional<Estimate> surface_refractivity;  // likewise
  double presence_probability = 0.5;
  friend bool operator==(const ScenarioUncertainty&, const ScenarioUncertainty&) = default;
};
inline constexpr int most_samples = 10'000;

// What if: some assets gone, or moved and changed. Compared with the study itself, phase by phase.
struct Variant {
  std::string id;
  std::string title;
  std::optional<Day> at;             // the phase of this day alone; empty: all
  std::vector<std::string> without;  // ids of assets
  std::vector<Asset> assets;         // as they are in the variant; ids of the study's
  friend bool operator==(const Variant&, const Variant&) = default;
};

struct Scenario {
  std::filesystem::path path;  // of the file, as the user wrote it
  std::string title;
  Day from{};
  Day until{};  // exclusive
  std::vector<SliceAltitude> altitudes;
  std::vector<Target> targets;
  std::string asset_layer;  // where some of the assets were read from; empty: none
  std::vector<Asset> assets;
  std::vector<Variant> variants;
  ScenarioTerrain terrain;
  Refraction refraction;
  ScenarioGrid grid;
  std::optional<ScenarioUncertainty> uncertainty;  // empty: no samples are asked for
  // The systems and targets that are used, with the origin of every figure.
  Catalogue catalogue;

  // Cut wherever a component's state changes, in the study or in a variant.
  [[nodiscard]] std::vector<Phase> phases() const;
};

// Whether both describe the same study, wherever their files lie.
[[nodiscard]] bool same_study(const Scenario& a, const Scenario& b);

[[nodiscard]] const char* word_of(OutsideRule outside);            // "sea"
[[nodiscard]] std::string interval_text(const DayInterval& days);  // "2024-12-06" or "2024-12-13 … 2024-12-18"

}  // namespace skyshed
