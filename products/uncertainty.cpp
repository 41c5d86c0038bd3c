#include "products/uncertainty.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "products/csv.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;

// Unrounded: the report reads the JSON and rounds what it prints.
double km2(double square_metres) { return square_metres / 1e6; }

std::string optional_km2(const std::optional<double>& square_metres) {
  return square_metres ? csv_km2(*square_metres) : "";
}

Json optional_json(const std::optional<double>& square_metres) {
  return square_metres ? Json(km2(*square_metres)) : Json();
}

}  // namespace

std::string sampled_area_csv(std::span<const SampledArea> areas, const SampleSettings& settings) {
  std::string text =
      csv_line({"phase", "from", "until", "role", "target", "altitude_m", "altitude_reference", "samples", "likely_km2",
                "mean_km2", "standard_deviation_km2", "p05_km2", "p50_km2", "p95_km2", "unknown_area_km2"});
  for (const SampledArea& area : areas) {
    const Spread& covered = area.covered_m2;
    text += csv_line({area.phase, iso_date(area.from), iso_date(area.until), name_of(area.role), area.target,
                      fmt::format("{}", area.altitude.metres), name_of(area.altitude.reference),
                      fmt::format("{}", settings.samples), csv_km2(area.likely_m2), csv_km2(covered.mean),
                      csv_km2(covered.standard_deviation), csv_km2(covered.percentile_5),
                      csv_km2(covered.percentile_50), csv_km2(covered.percentile_95), csv_km2(area.unknown_m2)});
  }
  return text;
}

std::string influence_csv(std::span<const AreaInfluence> influences) {
  std::string text = csv_line({"phase", "role", "target", "altitude_m", "altitude_reference", "rank", "kind", "of",
                               "name", "variance_share", "lowest_km2", "highest_km2"});
  for (const AreaInfluence& each : influences) {
    text += csv_line({each.phase, name_of(each.role), each.target, fmt::format("{}", each.altitude.metres),
                      name_of(each.altitude.reference), fmt::format("{}", each.rank), each.kind, each.of, each.name,
                      fmt::format("{:.3f}", each.share), optional_km2(each.lowest_m2), optional_km2(each.highest_m2)});
  }
  return text;
}

std::string uncertainty_json(std::span<const SampledArea> areas, std::span<const AreaInfluence> influences,
                             const SampleSettings& settings) {
  Json phases = Json::object();
  for (const SampledArea& area : areas) {
    const Spread& covered = area.covered_m2;
    phases[area.phase]["from"] = iso_date(area.from);
    phases[area.phase]["until"] = iso_date(area.until);
    phases[area.phase][name_of(area.role)][area.target][name_of(area.altitude)] = {
        {"likely_km2", km2(area.likely_m2)},
        {"mean_km2", km2(covered.mean)},
        {"standard_deviation_km2", km2(covered.standard_deviation)},
        {"p05_km2", km2(covered.percentile_5)},
        {"p50_km2", km2(covered.percentile_50)},
        {"p95_km2", km2(covered.percentile_95)},
        {"unknown_area_km2", km2(area.unknown_m2)},
        {"moved_by", Json::array()}};
  }
  for (const AreaInfluence& each : influences) {
    phases[each.phase][name_of(each.role)][each.target][name_of(each.altitude)]["moved_by"].push_back(
        {{"kind", each.kind},
         {"of", each.of},
         {"name", each.name},
         {"variance_share", each.share},
         {"lowest_km2", optional_json(each.lowest_m2)},
         {"highest_km2", optional_json(each.highest_m2)}});
  }
  const Json all{{"samples", settings.samples},
                 {"seed", settings.seed},
                 {"sightlines", settings.sightlines},
                 {"terrain_error_standard_deviation_m", settings.terrain_deviation_m},
                 {"phases", std::move(phases)}};
  return all.dump(2) + "\n";
}

std::string sampled_area_table(std::span<const SampledArea> areas, int width) {
  std::vector<const SampledArea*> first_of_blocks;
  std::string text;
  for (const SampledArea& first : areas) {
    const auto same_block = [&](const SampledArea& other) {
      return other.role == first.role && other.target == first.target;
    };
    if (std::ranges::any_of(first_of_blocks, [&](const SampledArea* told) { return same_block(*told); })) continue;
    first_of_blocks.push_back(&first);
    TextTable table{fmt::format("{} · {} · km², mean (5 to 95 % of the samples)", name_of(first.role), first.target),
                    {"phase"},
                    {},
                    {}};
    for (const SampledArea& area : areas) {
      if (!same_block(area)) continue;
      if (table.rows.empty() || table.rows.back().names.front() != area.phase) table.rows.push_back({{area.phase}, {}});
      if (table.rows.size() == 1) {
        table.columns.push_back({with_thousands(area.altitude.metres) + " m", name_of(area.altitude.reference)});
      }
      const Spread& covered = area.covered_m2;
      table.rows.back().cells.push_back(fmt::format("{} ({}–{})", with_thousands(covered.mean / 1e6),
                                                    with_thousands(covered.percentile_5 / 1e6),
                                                    with_thousands(covered.percentile_95 / 1e6)));
    }
    if (!text.empty()) text += '\n';
    text += printed(table, width);
  }
  return text;
}

std::string influence_table(std::span<const AreaInfluence> influences, int width) {
  constexpr std::size_t shown = 6;
  constexpr double least_share = 0.02;  // less is chance
  if (influences.empty()) return "";
  const AreaInfluence& first = influences.front();
  TextTable table{fmt::format("{} · {} · {} at {} · what moves it", first.phase, name_of(first.role), first.target,
                              name_of(first.altitude)),
                  {"of", "figure"},
                  {{"share of", "variance "}, {"km² at its", "lowest "}, {"km² at its", "highest "}},
                  {}};
  for (const AreaInfluence& each : influences.first(std::min(shown, influences.size()))) {
    if (each.share < least_share) break;
    const auto area = [](const std::optional<double>& m2) { return m2 ? with_thousands(*m2 / 1e6) + " " : ""; };
    table.rows.push_back({{each.of.empty() ? "the air" : each.of, each.name},
                          {fmt::format("{:.0f} % ", 100 * each.share), area(each.lowest_m2), area(each.highest_m2)}});
  }
  return printed(table, width);
}

}  // namespace skyshed
