#include "cli/check_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/study_extent.h"
#include "cli/study_view.h"
#include "cli/text_table.h"

namespace skyshed {
namespace {

using Json = nlohmann::ordered_json;
using States = std::vector<PresenceState>;

const char* word_of(PresenceState state) {
  constexpr const char* words[] = {"absent", "possible", "present"};
  return words[static_cast<int>(state)];
}

std::string number_of(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

PresenceState strongest(const States& states) {
  return states.empty() ? PresenceState::absent : *std::max_element(states.begin(), states.end());
}

// "masyaf-s400 absent", "khmeimim-s400/91N6E absent": what differs from the phase before.
std::vector<std::string> changes(const Scenario& scenario, const Phase& before, const Phase& after) {
  std::vector<std::string> all;
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    const Asset& asset = scenario.assets[a];
    std::vector<std::string> of_asset;
    bool whole = true;  // all that was there, or is now, goes the same way
    std::optional<PresenceState> now;
    for (std::size_t c = 0; c < asset.components.size(); ++c) {
      if (!asset.components[c].component.enabled) continue;
      const PresenceState state = after.states[a][c];
      const bool changed = state != before.states[a][c];
      if (!changed && state == PresenceState::absent) continue;
      if (changed) {
        of_asset.push_back(fmt::format("{}/{} {}", asset.id, asset.components[c].component.name, word_of(state)));
      }
      whole = whole && changed && now.value_or(state) == state;
      now = state;
    }
    if (whole && !of_asset.empty()) of_asset = {fmt::format("{} {}", asset.id, word_of(*now))};
    all.insert(all.end(), of_asset.begin(), of_asset.end());
  }
  return all;
}

// The first phase lists what is there; each later one what changes.
std::string phase_text(const Scenario& scenario, const std::vector<Phase>& phases, std::size_t i) {
  if (i == 0) {
    std::vector<std::string> present;
    for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
      const PresenceState state = strongest(phases[0].states[a]);
      if (state != PresenceState::absent) present.push_back(scenario.assets[a].id + " " + word_of(state));
    }
    return fmt::format("{}", fmt::join(present, ", "));
  }
  return fmt::format("{}", fmt::join(changes(scenario, phases[i - 1], phases[i]), ", "));
}

// "; within 30 km of every asset near.tif"
std::string near_words(const Scenario& scenario) {
  const auto& near = scenario.terrain.near;
  if (!near) return "";
  return fmt::format("; within {} km of every asset {}", near->radius_m / 1000, fmt::join(near->sources, ", "));
}

std::string altitudes_text(const Scenario& scenario) {
  std::vector<std::string> parts;
  for (const SliceAltitude& altitude : scenario.altitudes) {
    const bool agl = altitude.reference == SliceAltitude::Reference::agl;
    parts.push_back(fmt::format("{} m {}", altitude.metres, agl ? "AGL" : "MSL"));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string position_text(GeodeticPoint at) {
  return fmt::format("{:.4f} {} {:.4f} {}", std::abs(at.latitude_deg), at.latitude_deg < 0 ? "S" : "N",
                     std::abs(at.longitude_deg), at.longitude_deg < 0 ? "W" : "E");
}

std::vector<std::string> all_remarks(const Scenario& scenario, const std::vector<std::string>& more) {
  std::vector<std::string> remarks = scenario_remarks(scenario);
  remarks.insert(remarks.end(), more.begin(), more.end());
  return remarks;
}

bool is_enabled(const Asset& asset, const std::string& name) {
  return std::any_of(asset.components.begin(), asset.components.end(),
                     [&](const AssetComponent& part) { return part.component.name == name && part.component.enabled; });
}

}  // namespace

std::vector<std::string> scenario_remarks(const Scenario& scenario) {
  std::vector<std::string> remarks;
  const std::vector<Phase> phases = scenario.phases();
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    const Asset& asset = scenario.assets[a];
    const bool ever = std::any_of(phases.begin(), phases.end(), [&](const Phase& phase) {
      return strongest(phase.states[a]) != PresenceState::absent;
    });
    if (!ever) remarks.push_back(fmt::format("{} is never present between 'from' and 'until'", asset.id));
    for (const AssetComponent& part : asset.components) {
      const auto* weapon = std::get_if<Weapon>(&part.component.kind);
      if (weapon == nullptr || !part.component.enabled) continue;
      const bool guided = std::any_of(weapon->guided_by.begin(), weapon->guided_by.end(),
                                      [&](const std::string& radar) { return is_enabled(asset, radar); });
      if (!guided) {
        remarks.push_back(fmt::format("{}/{} reaches nothing: {} is not enabled", asset.id, part.component.name,
                                      fmt::join(weapon->guided_by, ", ")));
      }
    }
  }
  std::ranges::move(box_remarks(scenario), std::back_inserter(remarks));
  return remarks;
}

std::string check_report(const Scenario& scenario, const CheckFindings& findings) {
  const std::vector<Phase> phases = scenario.phases();
  std::string text = fmt::format("{}: {}\n", scenario.path.generic_string(), scenario.title);
  text += fmt::format("  {}{}, {}, {}, {}\n\n", findings.problems.empty() ? "in order: " : "",
                      number_of(scenario.assets.size(), "asset"), number_of(phases.size(), "phase"),
                      number_of(scenario.targets.size(), "target"), number_of(scenario.altitudes.size(), "altitude"));

  std::vector<std::string> targets;
  for (const Target& target : scenario.targets) {
    const Estimate& area = target.radar_cross_section_m2;
    targets.push_back(fmt::format("{} ({} / {} / {} m²)", target.id, area.low, area.nominal, area.high));
  }
  std::string grid = fmt::format("{} m", scenario.grid.resolution_m);
  if (const auto& box = scenario.grid.bbox) {
    grid += fmt::format(", {} … {} E, {} … {} N", box->west_deg, box->east_deg, box->south_deg, box->north_deg);
  }
  text += text_table({{""}, {""}},
                     {{"span", fmt::format("{} until {}", iso_date(scenario.from), iso_date(scenario.until))},
                      {"altitudes", altitudes_text(scenario)},
                      {"targets", fmt::format("{}", fmt::join(targets, ", "))},
                      {"terrain", fmt::format("{}; outside: {}{}", fmt::join(scenario.terrain.sources, ", "),
                                              word_of(scenario.terrain.outside), near_words(scenario))},
                      {"refraction", refraction_words(scenario.refraction)},
                      {"grid", grid}},
                     2);

  text += "\nAssets\n";
  std::vector<std::vector<std::string>> rows;
  for (const Asset& asset : scenario.assets) {
    rows.push_back({asset.id, asset.system, position_text(asset.position), asset.confidence});
  }
  text += text_table({{"id"}, {"system"}, {"position"}, {"confidence"}}, rows, 2);

  text += "\nPhases\n";
  rows.clear();
  for (std::size_t i = 0; i < phases.size(); ++i) {
    rows.push_back({phases[i].id, iso_date(phases[i].until), phase_text(scenario, phases, i)});
  }
  text += text_table({{"from"}, {"until"}, {"what changes"}}, rows, 2);

  if (!scenario.variants.empty()) {
    text += "\nVariants\n";
    rows.clear();
    for (const Variant& variant : scenario.variants) {
      std::vector<std::string> changed;
      for (const std::string& id : variant.without) changed.push_back("without " + id);
      for (const Asset& asset : variant.assets) changed.push_back(asset.id + " changed");
      rows.push_back({variant.id, variant.at ? iso_date(*variant.at) : "every phase",
                      fmt::format("{}: {}", variant.title, fmt::join(changed, ", "))});
    }
    text += text_table({{"id"}, {"at"}, {"what if"}}, rows, 2);
  }

  if (const auto& forecast = findings.forecast)
    text += "\nA run needs\n  " + filled(forecast_text(*forecast), 2) + "\n";
  const std::vector<std::string> remarks = all_remarks(scenario, findings.remarks);
  if (!remarks.empty()) text += "\nRemarks\n";
  for (const std::string& remark : remarks) text += "  " + filled(remark, 2) + "\n";
  return text;
}

std::string check_json(const Scenario& scenario, const CheckFindings& findings) {
  Json json{{"title", scenario.title},
            {"scenario", scenario.path.generic_string()},
            {"from", iso_date(scenario.from)},
            {"until", iso_date(scenario.until)}};
  json["targets"] = Json::array();
  for (const Target& target : scenario.targets) json["targets"].push_back(target.id);
  json["variants"] = Json::array();
  for (const Variant& variant : scenario.variants) json["variants"].push_back(variant.id);
  json["altitudes"] = Json::array();
  for (const SliceAltitude& altitude : scenario.altitudes) {
    const bool agl = altitude.reference == SliceAltitude::Reference::agl;
    json["altitudes"].push_back({{"metres", altitude.metres}, {"reference", agl ? "agl" : "msl"}});
  }
  json["terrain"] = {{"sources", scenario.terrain.sources}, {"outside", word_of(scenario.terrain.outside)}};
  if (const auto& near = scenario.terrain.near) {
    json["terrain"]["near"] = {{"sources", near->sources}, {"radius_km", near->radius_m / 1000}};
  }
  json["assets"] = Json::array();
  for (const Asset& asset : scenario.assets) {
    json["assets"].push_back({{"id", asset.id},
                              {"name", asset.name},
                              {"system", asset.system},
                              {"longitude", asset.position.longitude_deg},
                              {"latitude", asset.position.latitude_deg},
                              {"confidence", asset.confidence},
                              {"sources", asset.sources}});
  }
  json["phases"] = Json::array();
  for (const Phase& phase : scenario.phases()) {
    Json states = Json::object();
    for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
      Json& of_asset = states[scenario.assets[a].id] = Json::object();
      for (std::size_t c = 0; c < scenario.assets[a].components.size(); ++c) {
        of_asset[scenario.assets[a].components[c].component.name] = word_of(phase.states[a][c]);
      }
    }
    json["phases"].push_back(
        {{"id", phase.id}, {"from", iso_date(phase.from)}, {"until", iso_date(phase.until)}, {"states", states}});
  }
  if (const auto& forecast = findings.forecast) {
    json["forecast"] = {{"terrain_posts", forecast->terrain_posts},
                        {"near_posts", forecast->near_posts},
                        {"cells", forecast->cells},
                        {"results", forecast->rasters},
                        {"memory_bytes", forecast->memory_bytes},
                        {"disk_bytes", forecast->disk_bytes},
                        {"seconds", forecast->seconds}};
  }
  json["remarks"] = all_remarks(scenario, findings.remarks);
  json["problems"] = findings.problems;
  return json.dump(2) + "\n";
}

}  // namespace skyshed
