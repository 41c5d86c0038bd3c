#include "cli/systems_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/load_reader.h"
#include "cli/mistakes.h"
#include "cli/text_table.h"
#include "products/words.h"

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;

const char* kind_of(const Component& component) {
  constexpr const char* kinds[] = {"radar", "weapon", "jammer"};
  return kinds[component.kind.index()];
}

std::string interval(const Estimate& value) {
  if (value == Estimate::exactly(value.nominal)) return fmt::format("{}", value.nominal);
  return fmt::format("{} / {} / {}", value.low, value.nominal, value.high);
}

const Figure* figure_of(const CatalogueComponent& entry, std::string_view key) {
  const auto found =
      std::find_if(entry.figures.begin(), entry.figures.end(), [&](const Figure& f) { return f.key == key; });
  return found == entry.figures.end() ? nullptr : &*found;
}

// "300 / 390 / 430 km at 4 m²"
std::string reach(const CatalogueComponent& entry) {
  std::string text;
  if (const Figure* range = figure_of(entry, "reference_range_km")) {
    text = fmt::format("{} km at {} m²", interval(range->value),
                       figure_of(entry, "reference_cross_section_m2")->value.nominal);
  } else if (const Figure* cap = figure_of(entry, "instrumented_range_km")) {
    text = fmt::format("{} km, whatever the target", interval(cap->value));
  } else {
    for (const char* key : {"maximum_range_km", "range_km"}) {
      if (const Figure* figure = figure_of(entry, key)) text = fmt::format("{} km", interval(figure->value));
    }
  }
  if (const auto* weapon = std::get_if<Weapon>(&entry.component.kind)) {
    text += fmt::format(", guided by {}", fmt::join(weapon->guided_by, ", "));
  }
  if (!entry.component.enabled) text += " (off by default)";
  return text;
}

std::string figures_table(const std::vector<Figure>& figures) {
  std::vector<std::vector<std::string>> rows;
  for (const Figure& figure : figures) {
    const bool exact = figure.value == Estimate::exactly(figure.value.nominal);
    std::string origin = figure.source;
    if (!figure.note.empty()) origin += (origin.empty() ? "" : ". ") + figure.note;
    rows.push_back({figure.key, exact ? "" : fmt::format("{}", figure.value.low),
                    fmt::format("{}", figure.value.nominal), exact ? "" : fmt::format("{}", figure.value.high),
                    figure.grade, origin});
  }
  return text_table(
      {{"figure"}, {"low", Align::right}, {"nominal", Align::right}, {"high", Align::right}, {"grade"}, {"source"}},
      rows, 2);
}

Json json_of(const Estimate& value) { return {{"low", value.low}, {"nominal", value.nominal}, {"high", value.high}}; }

Json json_of(const Figure& figure) {
  Json json = json_of(figure.value);
  if (!figure.grade.empty()) json["grade"] = figure.grade;
  if (!figure.source.empty()) json["source"] = figure.source;
  if (!figure.note.empty()) json["note"] = figure.note;
  return json;
}

Json json_of(const std::vector<Figure>& figures) {
  Json json = Json::object();
  for (const Figure& figure : figures) json[figure.key] = json_of(figure);
  return json;
}

Json json_of(const CatalogueSystem& system) {
  Json json{{"id", system.id}, {"name", system.name}};
  if (!system.note.empty()) json["note"] = system.note;
  json["masts"] = Json::object();
  for (const Mast& mast : system.masts) json["masts"][mast.name] = json_of(mast.height_m);
  json["components"] = Json::array();
  for (const CatalogueComponent& entry : system.components) {
    Json component{
        {"name", entry.component.name}, {"kind", kind_of(entry.component)}, {"enabled", entry.component.enabled}};
    if (const auto* weapon = std::get_if<Weapon>(&entry.component.kind)) component["guided_by"] = weapon->guided_by;
    if (!entry.note.empty()) component["note"] = entry.note;
    component["figures"] = json_of(entry.figures);
    json["components"].push_back(std::move(component));
  }
  json["self_deploying"] = system.self_deploying;
  json["loads"] = Json::object();
  for (const SystemLoad& load : system.loads) {
    json["loads"][load.name] = json_of(figures_of(load));
    if (!load.note.empty()) json["loads"][load.name]["note"] = load.note;
  }
  return json;
}

}  // namespace

std::string systems_report(const Catalogue& catalogue) {
  std::string text = "Systems (low / nominal / high; the origin of each figure: skyshed systems NAME)\n";
  for (const CatalogueSystem& system : catalogue.systems) {
    text += fmt::format("\n{}: {}\n", system.id, system.name);
    std::vector<std::vector<std::string>> rows;
    for (const CatalogueComponent& entry : system.components) {
      rows.push_back({kind_of(entry.component), entry.component.name, reach(entry)});
    }
    text += text_table({{""}, {""}, {""}}, rows, 2);
  }
  text += "\nTargets\n";
  std::vector<std::vector<std::string>> rows;
  for (const CatalogueTarget& entry : catalogue.targets) {
    rows.push_back({entry.target.id, fmt::format("{} m²", interval(entry.target.radar_cross_section_m2)),
                    interval(entry.target.small_target_factor)});
  }
  text += text_table({{"id"}, {"radar cross-section"}, {"small-target factor"}}, rows, 2);
  text += "\nGrades: A read in the named text, B second-hand, K general knowledge, E planning estimate\n";
  return text;
}

std::string system_report(const CatalogueSystem& system) {
  std::string text = fmt::format("{}: {}\n", system.id, system.name);
  if (!system.note.empty()) text += "  " + filled(system.note, 2) + "\n";
  for (const CatalogueComponent& entry : system.components) {
    text += fmt::format("\n{} {}", kind_of(entry.component), entry.component.name);
    if (const auto* weapon = std::get_if<Weapon>(&entry.component.kind)) {
      text += fmt::format(", guided by {}", fmt::join(weapon->guided_by, ", "));
    }
    text += entry.component.enabled ? "\n" : " (off by default)\n";
    if (!entry.note.empty()) text += "  " + filled(entry.note, 2) + "\n";
    text += figures_table(entry.figures);
  }
  if (!system.masts.empty()) {
    text += "\nmasts that a scenario may choose\n";
    std::vector<Figure> heights;
    for (const Mast& mast : system.masts) {
      heights.push_back(mast.height_m);
      heights.back().key = mast.name + " height_m";
    }
    text += figures_table(heights);
  }
  if (system.self_deploying) text += "\nleaves by itself: no lift is needed\n";
  for (const SystemLoad& load : system.loads) {
    text += fmt::format("\nload {}{}\n", load.name, load.weight_t ? "" : ", of no weight on record");
    if (!load.note.empty()) text += "  " + filled(load.note, 2) + "\n";
    if (!figures_of(load).empty()) text += figures_table(figures_of(load));
  }
  text += "\nGrades: A read in the named text, B second-hand, K general knowledge, E planning estimate\n";
  return text;
}

std::string systems_json(const Catalogue& catalogue) {
  Json json{{"systems", Json::array()}, {"targets", Json::array()}};
  for (const CatalogueSystem& system : catalogue.systems) json["systems"].push_back(json_of(system));
  for (const CatalogueTarget& entry : catalogue.targets) {
    Json target{{"id", entry.target.id}, {"name", entry.target.name}};
    if (!entry.note.empty()) target["note"] = entry.note;
    target["figures"] = json_of(entry.figures);
    json["targets"].push_back(std::move(target));
  }
  return json.dump(2) + "\n";
}

std::string system_json(const CatalogueSystem& system) { return json_of(system).dump(2) + "\n"; }

const CatalogueSystem& system_called(const Catalogue& catalogue, const std::string& name) {
  for (const CatalogueSystem& system : catalogue.systems) {
    if (lower_case(system.id) == lower_case(name)) return system;
  }
  std::string hint = did_you_mean(name, catalogue.system_ids());
  if (hint.empty()) hint = "all systems: skyshed systems";
  throw Error(ErrorKind::scenario, fmt::format("unknown system {}; {}", in_quotes(name), hint));
}

}  // namespace skyshed
