// A small study to print: two phases, a slice and a volume.
#pragma once

#include <vector>

#include "products/statistics.h"

namespace skyshed {

inline Day day(int month, unsigned day_of_month) {
  return std::chrono::year(2024) / month / std::chrono::day(day_of_month);
}

inline const SliceAltitude at_100_m{100, SliceAltitude::Reference::agl};
inline const SliceAltitude to_20_km{20000, SliceAltitude::Reference::msl};

inline CoverageRecord coverage(const std::string& phase, Day from, Day until, SliceAltitude altitude,
                               std::variant<CoveredArea, CoveredVolume> covered) {
  CoverageRecord record;
  record.phase = phase;
  record.from = from;
  record.until = until;
  record.target = "fighter";
  record.altitude = altitude;
  record.covered = covered;
  return record;
}

inline ChangeRecord change(SliceAltitude altitude, std::variant<ChangeAreas, ChangedVolume> changed) {
  ChangeRecord record;
  record.before = "2024-12-01";
  record.after = "2024-12-06";
  record.role = Role::engage;
  record.target = "fighter";
  record.altitude = altitude;
  record.changed = changed;
  return record;
}

}  // namespace skyshed
