// What samples say of the areas, as flat lists of records, and the forms in which they are written.
//
// Units      square metres in the records; km² in what is written: as they are in JSON, rounded to 1000 m² in CSV.
// Threading  pure functions; the same text for the same records.
// Source     docs/outputs.md, "Samples".
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/coverage/slice.h"
#include "engine/systems/asset.h"
#include "engine/uncertainty/influence.h"

namespace skyshed {

struct SampledArea {
  std::string phase;  // id
  Day from;
  Day until;  // exclusive
  Role role = Role::detect;
  std::string target;  // id
  SliceAltitude altitude;
  double likely_m2 = 0;  // at the nominal figures
  Spread covered_m2;
  double unknown_m2 = 0;
};

// How much of the variance of one such area goes with one uncertain thing.
struct AreaInfluence {
  std::string phase;
  Role role = Role::detect;
  std::string target;
  SliceAltitude altitude;
  int rank = 0;  // 1: the most
  std::string kind;
  std::string of;
  std::string name;
  double share = 0;
  // Mean area where the thing is lowest (absent) and where it is highest (present); empty where it has no order.
  std::optional<double> lowest_m2;
  std::optional<double> highest_m2;
};

struct SampleSettings {
  int samples = 0;
  std::uint64_t seed = 0;
  int sightlines = 0;
  double terrain_deviation_m = 0;
};

[[nodiscard]] std::string sampled_area_csv(std::span<const SampledArea> areas, const SampleSettings& settings);
[[nodiscard]] std::string influence_csv(std::span<const AreaInfluence> influences);
// Both, nested: settings; phases → role → target → altitude → figures and "moved_by", the ranked list.
[[nodiscard]] std::string uncertainty_json(std::span<const SampledArea> areas,
                                           std::span<const AreaInfluence> influences, const SampleSettings& settings);

// For a terminal: a block for each role and target with mean and 5–95 % at each altitude.
[[nodiscard]] std::string sampled_area_table(std::span<const SampledArea> areas, int width);
// Of one phase, role, target and altitude: the first few.
[[nodiscard]] std::string influence_table(std::span<const AreaInfluence> influences, int width);

}  // namespace skyshed
