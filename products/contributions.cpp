#include "products/contributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "products/csv.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

bool same_holder(const ContributionRecord& a, const ContributionRecord& b) {
  return a.asset == b.asset && a.radar == b.radar;
}

struct HolderRow {
  const ContributionRecord* holder;
  std::vector<std::string> cells;
  double lost_m2;  // at all altitudes together: what rows are sorted by
};

}  // namespace

std::string contribution_csv(std::span<const ContributionRecord> records) {
  std::string text = csv_line({"phase", "role", "target", "altitude_m", "altitude_reference", "asset", "radar",
                               "covered_km2", "sole_km2", "lost_km2", "rank", "withdrawal_order", "left_km2"});
  for (const ContributionRecord& record : records) {
    const auto& step = record.withdrawal;
    text += csv_line({record.phase, name_of(record.role), record.target, fmt::format("{}", record.altitude.metres),
                      name_of(record.altitude.reference), record.asset, record.radar, csv_km2(record.covered_m2),
                      csv_km2(record.sole_m2), csv_km2(record.lost_m2), fmt::format("{}", record.rank),
                      step ? fmt::format("{}", step->place) : "", step ? csv_km2(step->left_m2) : ""});
  }
  return text;
}

std::string contribution_table(std::span<const ContributionRecord> records, int width) {
  std::vector<SliceAltitude> altitudes;
  std::vector<HolderRow> rows;
  for (const ContributionRecord& record : records) {
    if (std::ranges::find(altitudes, record.altitude) == altitudes.end()) altitudes.push_back(record.altitude);
    auto row = std::ranges::find_if(rows, [&](const HolderRow& other) { return same_holder(*other.holder, record); });
    if (row == rows.end()) row = rows.insert(rows.end(), HolderRow{&record, {}, 0});
    row->cells.push_back(with_thousands(record.lost_m2 / 1e6) + " ");
    row->lost_m2 += record.lost_m2;
  }
  std::ranges::stable_sort(rows, std::greater<>(), &HolderRow::lost_m2);

  TextTable table{"", {"without", "radar alone"}, {}, {}};
  if (!rows.empty()) {
    const ContributionRecord& first = *rows.front().holder;
    table.title = fmt::format("{} · {} · {} · km² lost", first.phase, name_of(first.role), first.target);
  }
  for (const SliceAltitude altitude : altitudes) {
    table.columns.push_back({with_thousands(altitude.metres) + " m ", name_of(altitude.reference) + " "});
  }
  for (const HolderRow& asset : rows) {
    if (!asset.holder->radar.empty()) continue;
    table.rows.push_back({{asset.holder->asset, ""}, asset.cells});
    for (const HolderRow& radar : rows) {
      const bool shown = !radar.holder->radar.empty() && radar.holder->asset == asset.holder->asset;
      if (shown && radar.lost_m2 > 0) table.rows.push_back({{"", radar.holder->radar}, radar.cells});
    }
  }
  return printed(table, width);
}

}  // namespace skyshed
