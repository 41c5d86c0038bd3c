#include "products/statistics.h"

#include <fmt/format.h>

#include "products/csv.h"
#include "products/words.h"

namespace skyshed {
std::string coverage_csv(std::span<const CoverageRecord> records) {
  std::string text =
      csv_line({"phase", "from", "until", "role", "target", "confidence", "measure", "altitude_m", "altitude_reference",
                "area_km2", "unknown_area_km2", "share_of_nominal_ring", "volume_km3", "unknown_volume_km3"});
  for (const CoverageRecord& record : records) {
    const auto* area = std::get_if<CoveredArea>(&record.covered);
    const auto* volume = std::get_if<CoveredVolume>(&record.covered);
    text += csv_line(
        {record.phase, iso_date(record.from), iso_date(record.until), name_of(record.role), record.target,
         name_of(record.confidence), area != nullptr ? "area" : "volume", fmt::format("{}", record.altitude.metres),
         name_of(record.altitude.reference), area != nullptr ? csv_km2(area->covered_m2) : "",
         area != nullptr ? csv_km2(area->unknown_m2) : "",
         record.share_of_nominal_ring ? fmt::format("{:.6f}", *record.share_of_nominal_ring) : "",
         volume != nullptr ? csv_km3(volume->covered_m3) : "", volume != nullptr ? csv_km3(volume->unknown_m3) : ""});
  }
  return text;
}

std::string change_csv(std::span<const ChangeRecord> records) {
  std::string text =
      csv_line({"before", "after", "role", "target", "confidence", "measure", "altitude_m", "altitude_reference",
                "never_km2", "kept_km2", "lost_km2", "gained_km2", "unknown_km2", "lost_km3", "gained_km3"});
  for (const ChangeRecord& record : records) {
    const auto* area = std::get_if<ChangeAreas>(&record.changed);
    const auto* volume = std::get_if<ChangedVolume>(&record.changed);
    const auto area_of = [&](double ChangeAreas::*part) { return area != nullptr ? csv_km2(area->*part) : ""; };
    const auto volume_of = [&](double ChangedVolume::*part) { return volume != nullptr ? csv_km3(volume->*part) : ""; };
    text +=
        csv_line({record.before, record.after, name_of(record.role), record.target, name_of(record.confidence),
                  area != nullptr ? "area" : "volume", fmt::format("{}", record.altitude.metres),
                  name_of(record.altitude.reference), area_of(&ChangeAreas::never_m2), area_of(&ChangeAreas::kept_m2),
                  area_of(&ChangeAreas::lost_m2), area_of(&ChangeAreas::gained_m2), area_of(&ChangeAreas::unknown_m2),
                  volume_of(&ChangedVolume::lost_m3), volume_of(&ChangedVolume::gained_m3)});
  }
  return text;
}

}  // namespace skyshed
