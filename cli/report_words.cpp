#include "cli/report_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "cli/profile_report.h"
#include "cli/study_view.h"

namespace skyshed {
namespace {

bool is_open(const DayInterval& days) { return days.earliest != days.latest; }
bool is_open(const Presence& presence) { return is_open(presence.from) || is_open(presence.until); }

std::string day_text(const char* word, const DayInterval& days) {
  if (!is_open(days)) return fmt::format("{} {}", word, iso_date(days.earliest));
  return fmt::format("{} a day between {} and {}", word, iso_date(days.earliest), iso_date(days.latest));
}

std::string days_text(const Presence& presence) {
  return fmt::format("{}, {}", day_text("from", presence.from), day_text("until", presence.until));
}

// The asset's days, and those of the components that differ.
std::string presence_text(const Asset& asset) {
  if (asset.components.empty()) return "";
  // Most components share the asset's own days.
  const auto count_of = [&](const AssetComponent& part) {
    return std::ranges::count(asset.components, part.presence, &AssetComponent::presence);
  };
  const Presence usual = std::ranges::max_element(asset.components, {}, count_of)->presence;
  std::string text = days_text(usual);
  for (const AssetComponent& part : asset.components) {
    if (part.presence != usual) text += fmt::format("; its {} {}", part.component.name, days_text(part.presence));
  }
  return text;
}

std::string interval(const Estimate& value) {
  if (value == Estimate::exactly(value.nominal)) return fmt::format("{}", value.nominal);
  return fmt::format("{} / {} / {}", value.low, value.nominal, value.high);
}

std::vector<std::string> figure_row(const std::string& owner, const Figure& figure) {
  std::string origin = figure.source;
  if (!figure.note.empty()) origin += (origin.empty() ? "" : ". ") + figure.note;
  return {owner.empty() ? figure.key : owner + ": " + figure.key, interval(figure.value), figure.grade, origin};
}

const std::vector<std::string> figure_heads{"Figure", "Low / nominal / high", "Grade", "Source"};

std::vector<const Figure*> figures_of(const Catalogue& catalogue) {
  std::vector<const Figure*> figures;
  for (const CatalogueSystem& system : catalogue.systems) {
    for (const CatalogueComponent& part : system.components) {
      for (const Figure& figure : part.figures) figures.push_back(&figure);
    }
  }
  for (const CatalogueTarget& target : catalogue.targets) {
    for (const Figure& figure : target.figures) figures.push_back(&figure);
  }
  return figures;
}

}  // namespace

std::vector<ReportTable> source_tables(const Scenario& scenario) {
  std::vector<ReportTable> tables;
  ReportTable assets{.caption = "What stands where",
                     .heads = {"Asset", "System", "Position", "Present", "How sure", "Sources"},
                     .rows = {}};
  for (const Asset& asset : scenario.assets) {
    const CatalogueSystem* system = scenario.catalogue.system(asset.system);
    assets.rows.push_back({asset.name, system != nullptr ? system->name : asset.system, place_text(asset.position),
                           presence_text(asset), asset.confidence, fmt::format("{}", fmt::join(asset.sources, "; "))});
  }
  tables.push_back(std::move(assets));
  for (const CatalogueSystem& system : scenario.catalogue.systems) {
    ReportTable table{.caption = "Figures of " + system.name, .heads = figure_heads, .rows = {}};
    for (const CatalogueComponent& part : system.components) {
      for (const Figure& figure : part.figures) table.rows.push_back(figure_row(part.component.name, figure));
    }
    for (const Mast& mast : system.masts) table.rows.push_back(figure_row("mast " + mast.name, mast.height_m));
    tables.push_back(std::move(table));
  }
  ReportTable targets{.caption = "Figures of the targets", .heads = figure_heads, .rows = {}};
  for (const CatalogueTarget& entry : scenario.catalogue.targets) {
    for (const Figure& figure : entry.figures) targets.rows.push_back(figure_row(entry.target.name, figure));
  }
  tables.push_back(std::move(targets));
  return tables;
}

std::vector<std::string> unknowns_of(const Scenario& scenario, std::optional<double> unknown_ground_share) {
  std::vector<std::string> unknowns;
  for (const Asset& asset : scenario.assets) {
    const bool open = std::ranges::any_of(asset.components, [](const auto& part) { return is_open(part.presence); });
    if (!open) continue;
    unknowns.push_back(fmt::format("{}: present {}{}. On open days it counts as possible only.", asset.name,
                                   presence_text(asset),
                                   asset.confidence.empty() ? "" : " (" + asset.confidence + ")"));
  }
  if (unknown_ground_share) {
    unknowns.push_back(*unknown_ground_share > 0
                           ? fmt::format("Terrain is missing on {:.3g} % of the area: coverage there and behind it is "
                                         "unknown, neither claimed nor excluded.",
                                         100 * *unknown_ground_share)
                           : "Terrain is known in the whole area.");
  }
  std::map<char, int> grades;
  int conflicting = 0;
  int graded = 0;
  for (const Figure* figure : figures_of(scenario.catalogue)) {
    if (figure->grade.empty()) continue;
    ++graded;
    if (figure->value.low < figure->value.high) ++conflicting;
    for (const char grade : std::string_view("ABKE")) {
      if (figure->grade.find(grade) != std::string::npos) ++grades[grade];
    }
  }
  if (graded > 0) {
    unknowns.push_back(fmt::format(
        "Of {} published figures, {} rest on a text that was read (A), {} are second-hand (B), {} general "
        "knowledge (K), {} planning estimates (E); some have several grades. {} of them are intervals because sources "
        "differ or say so.",
        graded, grades['A'], grades['B'], grades['K'], grades['E'], conflicting));
  }
  unknowns.emplace_back(
      "Where an asset moved within its site, whether its radars were switched on, crews and magazines: no source "
      "says.");
  return unknowns;
}

std::vector<std::string> assumptions_of(const Scenario& scenario, const std::string& terrain,
                                        const std::string& remarks) {
  std::vector<std::string> assumptions{
      fmt::format("Terrain: {}{}{}. Results stand {:.0f} m apart, or as near to that as the terrain's own grid allows.",
                  terrain, remarks.empty() ? "" : ", ", remarks, scenario.grid.resolution_m),
      fmt::format("Beyond the terrain: {}.", scenario.terrain.outside == OutsideRule::sea ? "the sea" : "unknown"),
      fmt::format("The air bends rays: {}. Ducting and the day's weather are left out.",
                  refraction_words(scenario.refraction)),
      "Certain: covered even with the published figures that are worst for the defender, by an asset that was surely "
      "there. Likely: with the nominal figures. Possible: only with the best, or by an asset whose presence is open.",
      "Nominal rings are the published nominal ranges, terrain and horizon ignored.",
      "The edge of sight is sharp; trees and buildings count only as far as the elevation model holds them.",
      "Left out: clutter, multipath, elevation patterns, jamming of radars, decoys, the missile's flight, numbers and "
      "readiness, data links between batteries. Reaching is not hitting.",
      "A weapon reaches only what one of its own guidance radars covers.",
      "One radar cross-section of the target for all directions.",
  };
  return assumptions;
}

}  // namespace skyshed
