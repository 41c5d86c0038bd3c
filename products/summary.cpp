#include <nlohmann/json.hpp>

#include "products/statistics.h"
#include "products/words.h"

namespace skyshed {

using Json = nlohmann::ordered_json;

namespace {

// Unrounded: figures, reports and comparisons read this file and round what they print.
double km2(double square_metres) { return square_metres / 1e6; }
double km3(double cubic_metres) { return cubic_metres / 1e9; }

// "100 m AGL" for a slice, "volume to 20000 m MSL" for a volume.
std::string altitude_key(SliceAltitude altitude, bool is_volume) {
  return (is_volume ? "volume to " : "") + name_of(altitude);
}

void add(Json& figures, const CoveredArea& area) {
  figures["area_km2"] = km2(area.covered_m2);
  figures["unknown_area_km2"] = km2(area.unknown_m2);
}
void add(Json& figures, const CoveredVolume& volume) {
  figures["volume_km3"] = km3(volume.covered_m3);
  figures["unknown_volume_km3"] = km3(volume.unknown_m3);
}
void add(Json& figures, const ChangeAreas& areas) {
  figures["never_km2"] = km2(areas.never_m2);
  figures["kept_km2"] = km2(areas.kept_m2);
  figures["lost_km2"] = km2(areas.lost_m2);
  figures["gained_km2"] = km2(areas.gained_m2);
  figures["unknown_km2"] = km2(areas.unknown_m2);
}
void add(Json& figures, const ChangedVolume& volume) {
  figures["lost_km3"] = km3(volume.lost_m3);
  figures["gained_km3"] = km3(volume.gained_m3);
}

}  // namespace

std::string summary_json(std::span<const CoverageRecord> coverage, std::span<const ChangeRecord> changes) {
  Json summary = {{"phases", Json::object()}, {"changes", Json::object()}};
  for (const CoverageRecord& record : coverage) {
    Json& phase = summary["phases"][record.phase];
    phase["from"] = iso_date(record.from);
    phase["until"] = iso_date(record.until);
    const bool is_volume = std::holds_alternative<CoveredVolume>(record.covered);
    Json& figures = phase[name_of(record.role)][record.target][altitude_key(record.altitude, is_volume)]
                         [name_of(record.confidence)];
    std::visit([&](const auto& covered) { add(figures, covered); }, record.covered);
    if (record.share_of_nominal_ring) figures["share_of_nominal_ring"] = *record.share_of_nominal_ring;
  }
  for (const ChangeRecord& record : changes) {
    Json& change = summary["changes"][record.before + "--" + record.after];
    change["before"] = record.before;
    change["after"] = record.after;
    const bool is_volume = std::holds_alternative<ChangedVolume>(record.changed);
    Json& figures = change[name_of(record.role)][record.target][altitude_key(record.altitude, is_volume)]
                          [name_of(record.confidence)];
    std::visit([&](const auto& changed) { add(figures, changed); }, record.changed);
  }
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace skyshed
