#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "products/statistics.h"
#include "products/table.h"
#include "products/words.h"

namespace skyshed {
namespace {

// Every figure ends with a space or with the mark of what is unknown.
constexpr const char* nothing = "– ";

// The distinct values in the order in which they first appear.
template <class Record, class Key>
auto distinct(const std::vector<const Record*>& records, Key key_of) {
  std::vector<decltype(key_of(*records.front()))> keys;
  for (const Record* record : records) {
    const auto key = key_of(*record);
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

template <class Record, class Wanted>
std::vector<const Record*> only(const std::vector<const Record*>& records, Wanted wanted) {
  std::vector<const Record*> chosen;
  std::copy_if(records.begin(), records.end(), std::back_inserter(chosen), [&](const Record* r) { return wanted(*r); });
  return chosen;
}

template <class Record>
std::vector<const Record*> with_confidence(std::span<const Record> records, Confidence confidence) {
  std::vector<const Record*> chosen;
  for (const Record& record : records) {
    if (record.confidence == confidence) chosen.push_back(&record);
  }
  return chosen;
}

using Measure = std::pair<SliceAltitude, bool>;  // and whether it is the volume below

Measure measure_of(const CoverageRecord& record) {
  return {record.altitude, std::holds_alternative<CoveredVolume>(record.covered)};
}
Measure measure_of(const ChangeRecord& record) {
  return {record.altitude, std::holds_alternative<ChangedVolume>(record.changed)};
}

TextTable::Column heading(const Measure& measure) {
  const std::string metres = with_thousands(measure.first.metres) + " m ";
  if (measure.second) return {"km³ to ", metres};
  return {metres, name_of(measure.first.reference) + " "};
}

template <class Record>
const Record* find(const std::vector<const Record*>& records, const Measure& measure) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const Record* r) { return measure_of(*r) == measure; });
  return found == records.end() ? nullptr : *found;
}

std::string covered_cell(const CoverageRecord* record) {
  if (record == nullptr) return nothing;
  const auto [covered, unknown] = std::visit(
      [](const auto& figures) {
        if constexpr (std::is_same_v<std::decay_t<decltype(figures)>, CoveredArea>) {
          return std::pair{figures.covered_m2 / 1e6, figures.unknown_m2};
        } else {
          return std::pair{figures.covered_m3 / 1e9, figures.unknown_m3};
        }
      },
      record->covered);
  return with_thousands(covered) + (unknown > 0 ? "*" : " ");
}

std::string share_cell(const CoverageRecord* record) {
  if (record == nullptr || !record->share_of_nominal_ring) return "";
  return fmt::format("{:.0f} % ", 100 * *record->share_of_nominal_ring);
}

enum class Part { kept, lost, gained };

std::string changed_cell(const ChangeRecord* record, Part part) {
  if (record == nullptr) return nothing;
  if (const auto* areas = std::get_if<ChangeAreas>(&record->changed)) {
    const double square_metres = part == Part::kept   ? areas->kept_m2
                                 : part == Part::lost ? areas->lost_m2
                                                      : areas->gained_m2;
    return with_thousands(square_metres / 1e6) + (areas->unknown_m2 > 0 ? "*" : " ");
  }
  const auto& volume = std::get<ChangedVolume>(record->changed);
  if (part == Part::kept) return "";
  return with_thousands((part == Part::lost ? volume.lost_m3 : volume.gained_m3) / 1e9) + " ";
}

template <class Record>
std::string title_of(const Record& record, Confidence confidence, const char* what) {
  return fmt::format("{} · {} · {} · {}", name_of(record.role), record.target, name_of(confidence), what);
}

void add_block(std::string& text, const TextTable& table, int width) {
  if (!text.empty()) text += '\n';
  text += printed(table, width);
}

void explain_marks(std::string& text) {
  if (text.find('*') != std::string::npos) text += "\n* at least: unknown terrain leaves more undecided\n";
}

}  // namespace

std::string coverage_table(std::span<const CoverageRecord> records, Confidence confidence, int width) {
  const auto all = with_confidence(records, confidence);
  std::string text;
  for (const auto& [role, target] : distinct(all, [](const auto& r) { return std::pair{r.role, r.target}; })) {
    const auto block =
        only(all, [&, r = role, t = target](const auto& each) { return each.role == r && each.target == t; });
    const auto measures = distinct(block, [](const auto& r) { return measure_of(r); });
    TextTable table{title_of(*block.front(), confidence, "km² covered"), {"phase", "days"}, {}, {}};
    for (const Measure& measure : measures) table.columns.push_back(heading(measure));
    for (const std::string& phase : distinct(block, [](const auto& r) { return r.phase; })) {
      const auto in_phase = only(block, [&](const auto& r) { return r.phase == phase; });
      const auto days = (in_phase.front()->until - in_phase.front()->from).count();
      TextTable::Row covered{{phase, fmt::format("{:4}", days)}, {}};
      TextTable::Row shares{{"", "of ring"}, {}};
      for (const Measure& measure : measures) {
        const CoverageRecord* record = find(in_phase, measure);
        covered.cells.push_back(covered_cell(record));
        shares.cells.push_back(share_cell(record));
      }
      const bool has_shares = std::any_of(in_phase.begin(), in_phase.end(),
                                          [](const auto* r) { return r->share_of_nominal_ring.has_value(); });
      table.rows.push_back(std::move(covered));
      if (has_shares) table.rows.push_back(std::move(shares));
    }
    add_block(text, table, width);
  }
  explain_marks(text);
  return text;
}

std::string change_table(std::span<const ChangeRecord> records, Confidence confidence, int width) {
  const auto all = with_confidence(records, confidence);
  std::string text;
  for (const auto& [role, target] : distinct(all, [](const auto& r) { return std::pair{r.role, r.target}; })) {
    const auto block =
        only(all, [&, r = role, t = target](const auto& each) { return each.role == r && each.target == t; });
    const auto measures = distinct(block, [](const auto& r) { return measure_of(r); });
    TextTable table{title_of(*block.front(), confidence, "km² changed"), {"before", "after", ""}, {}, {}};
    for (const Measure& measure : measures) table.columns.push_back(heading(measure));
    for (const auto& [before, after] : distinct(block, [](const auto& r) { return std::pair{r.before, r.after}; })) {
      const auto step =
          only(block, [&, b = before, a = after](const auto& r) { return r.before == b && r.after == a; });
      for (const auto& [part, word] : {std::pair{Part::lost, "lost"}, {Part::gained, "gained"}, {Part::kept, "kept"}}) {
        const bool first = part == Part::lost;
        TextTable::Row row{{first ? before : "", first ? after : "", word}, {}};
        for (const Measure& measure : measures) row.cells.push_back(changed_cell(find(step, measure), part));
        table.rows.push_back(std::move(row));
      }
    }
    add_block(text, table, width);
  }
  explain_marks(text);
  return text;
}

}  // namespace skyshed
