#include "products/statistics.h"

#include <fmt/format.h>

#include <vector>

#include "products/words.h"

namespace skyshed {
namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

std::string line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& each : fields) text += field(each) + ',';
  text.back() = '\n';
  return text;
}

std::string km2(double square_metres) { return fmt::format("{:.3f}", square_metres / 1e6); }
std::string km3(double cubic_metres) { return fmt::format("{:.3f}", cubic_metres / 1e9); }

}  // namespace

std::string coverage_csv(std::span<const CoverageRecord> records) {
  std::string text =
      line({"phase", "from", "until", "role", "target", "confidence", "measure", "altitude_m", "altitude_reference",
            "area_km2", "unknown_area_km2", "share_of_nominal_ring", "volume_km3", "unknown_volume_km3"});
  for (const CoverageRecord& record : records) {
    const auto* area = std::get_if<CoveredArea>(&record.covered);
    const auto* volume = std::get_if<CoveredVolume>(&record.covered);
    text += line({record.phase, iso_date(record.from), iso_date(record.until), name_of(record.role), record.target,
                  name_of(record.confidence), area != nullptr ? "area" : "volume",
                  fmt::format("{}", record.altitude.metres), name_of(record.altitude.reference),
                  area != nullptr ? km2(area->covered_m2) : "", area != nullptr ? km2(area->unknown_m2) : "",
                  record.share_of_nominal_ring ? fmt::format("{:.4f}", *record.share_of_nominal_ring) : "",
                  volume != nullptr ? km3(volume->covered_m3) : "", volume != nullptr ? km3(volume->unknown_m3) : ""});
  }
  return text;
}

std::string change_csv(std::span<const ChangeRecord> records) {
  std::string text =
      line({"before", "after", "role", "target", "confidence", "measure", "altitude_m", "altitude_reference",
            "never_km2", "kept_km2", "lost_km2", "gained_km2", "unknown_km2", "lost_km3", "gained_km3"});
  for (const ChangeRecord& record : records) {
    const auto* area = std::get_if<ChangeAreas>(&record.changed);
    const auto* volume = std::get_if<ChangedVolume>(&record.changed);
    const auto area_of = [&](double ChangeAreas::*part) { return area != nullptr ? km2(area->*part) : ""; };
    const auto volume_of = [&](double ChangedVolume::*part) { return volume != nullptr ? km3(volume->*part) : ""; };
    text += line({record.before, record.after, name_of(record.role), record.target, name_of(record.confidence),
                  area != nullptr ? "area" : "volume", fmt::format("{}", record.altitude.metres),
                  name_of(record.altitude.reference), area_of(&ChangeAreas::never_m2), area_of(&ChangeAreas::kept_m2),
                  area_of(&ChangeAreas::lost_m2), area_of(&ChangeAreas::gained_m2), area_of(&ChangeAreas::unknown_m2),
                  volume_of(&ChangedVolume::lost_m3), volume_of(&ChangedVolume::gained_m3)});
  }
  return text;
}

}  // namespace skyshed
