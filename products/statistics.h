// The figures of a run as a flat list of records, and the forms in which they are written.
//
// Units      square and cubic metres in the records; km² and km³ in what is written: as they are in JSON, rounded
//            to 1000 m² and 10⁶ m³ in CSV.
// Threading  pure functions; the same text for the same records.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>

#include "engine/change/compare.h"
#include "engine/systems/asset.h"

namespace skyshed {

// What one phase covers.
struct CoverageRecord {
  std::string phase;  // id
  Day from;
  Day until;  // exclusive
  Role role = Role::detect;
  std::string target;  // id
  Confidence confidence = Confidence::likely;
  SliceAltitude altitude;  // of the slice; of a volume its top
  std::variant<CoveredArea, CoveredVolume> covered;
  std::optional<double> share_of_nominal_ring;  // covered area over the area of the nominal rings
};

struct ChangedVolume {
  double lost_m3 = 0;
  double gained_m3 = 0;
};

// What changed from one phase (or run) to another.
struct ChangeRecord {
  std::string before;
  std::string after;
  Role role = Role::detect;
  std::string target;
  Confidence confidence = Confidence::likely;
  SliceAltitude altitude;  // of the slice; of a volume its top
  std::variant<ChangeAreas, ChangedVolume> changed;
};

// One line a record after a header line; units in the column names; quoted as RFC 4180 says; lines end with \n.
[[nodiscard]] std::string coverage_csv(std::span<const CoverageRecord> records);
[[nodiscard]] std::string change_csv(std::span<const ChangeRecord> records);

// Nested: phases (or changes, named BEFORE--AFTER) → role → target → altitude → confidence → figures.
[[nodiscard]] std::string summary_json(std::span<const CoverageRecord> coverage, std::span<const ChangeRecord> changes);

// For reading on a terminal: a block for each role and target, phases as rows, altitudes as columns.
inline constexpr int table_width = 100;
[[nodiscard]] std::string coverage_table(std::span<const CoverageRecord> records,
                                         Confidence confidence = Confidence::likely, int width = table_width);
[[nodiscard]] std::string change_table(std::span<const ChangeRecord> records,
                                       Confidence confidence = Confidence::likely, int width = table_width);

}  // namespace skyshed
