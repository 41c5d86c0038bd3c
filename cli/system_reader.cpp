#include "cli/system_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/load_reader.h"

namespace skyshed {
namespace {

constexpr double metres_per_kilometre = 1000;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr NumberRange elevation{-90, 90, "an angle of -90 to 90 degrees"};
constexpr NumberRange width{1, 360, "an angle of 1 to 360 degrees"};

Estimate in_metres(const Estimate& km) {
  return {km.low * metres_per_kilometre, km.nominal * metres_per_kilometre, km.high * metres_per_kilometre};
}

// Reads the figures of one component and keeps each with its origin.
class ComponentFigures {
 public:
  ComponentFigures(TableReader& table, CatalogueComponent& entry, MistakeList& mistakes)
      : table_(table), entry_(entry), mistakes_(mistakes) {}

  std::optional<Estimate> optional(std::string_view key, NumberRange range = positive) {
    return keep(read_figure(table_.find(key), range, Origin::required, mistakes_));
  }
  std::optional<Estimate> required(std::string_view key, NumberRange range = positive) {
    return keep(read_figure(table_.require(key), range, Origin::required, mistakes_));
  }
  std::optional<Estimate> optional_km(std::string_view key, NumberRange range = positive) {
    const std::optional<Estimate> km = optional(key, range);
    return km ? std::optional(in_metres(*km)) : std::nullopt;
  }
  std::optional<Estimate> required_km(std::string_view key) {
    const std::optional<Estimate> km = required(key);
    return km ? std::optional(in_metres(*km)) : std::nullopt;
  }
  // For what the model takes as one number: an interval is a mistake.
  std::optional<double> one_number(std::string_view key, NumberRange range) {
    const TomlNode* node = table_.find(key);
    const std::optional<Figure> figure = read_figure(node, range, Origin::required, mistakes_);
    if (!figure) return std::nullopt;
    if (figure->value != Estimate::exactly(figure->value.nominal)) {
      mistakes_.add(node->span, fmt::format("'{}' must be one number", key), "exactly = …");
    }
    entry_.figures.push_back(*figure);
    return figure->value.nominal;
  }

  void antenna(Mounting& mounting) {
    const std::optional<AntennaHeight> height = read_antenna_height(table_, Origin::required, mistakes_);
    entry_.has_antenna_height = height.has_value();
    if (!height) return;
    mounting = height->mounting;
    entry_.figures.push_back(height->figure);
  }

  // A fixed sector waits for its direction from the scenario; a trainable one is all round until then.
  void sector() {
    if (const std::optional<Estimate> published = optional("sector_width_deg", width)) {
      entry_.sector_width_deg = published->nominal;
    }
    entry_.trainable = read_boolean(table_.find("trainable"), mistakes_).value_or(false);
  }

 private:
  std::optional<Estimate> keep(const std::optional<Figure>& figure) {
    if (!figure) return std::nullopt;
    entry_.figures.push_back(*figure);
    return figure->value;
  }

  TableReader& table_;
  CatalogueComponent& entry_;
  MistakeList& mistakes_;
};

Radar read_radar(TableReader& table, ComponentFigures& figures, MistakeList& mistakes) {
  Radar radar;
  const std::optional<Estimate> range = figures.optional_km("reference_range_km");
  const std::optional<double> cross_section = figures.one_number("reference_cross_section_m2", positive);
  radar.instrumented_range_m = figures.optional_km("instrumented_range_km");
  if (range && !cross_section) {
    mistakes.add(table.place(), "a radar's 'reference_range_km' needs 'reference_cross_section_m2'",
                 "the target that it was published for");
  }
  if (!range && !radar.instrumented_range_m) {
    mistakes.add(table.place(), "a radar needs 'reference_range_km' or at least 'instrumented_range_km'");
  }
  // Without a range for a known target the instrumented range is all that is known: it holds for every target.
  radar.reference_range_m = range.value_or(Estimate::exactly(infinity));
  radar.reference_cross_section_m2 = cross_section.value_or(1);
  radar.minimum_range_m = figures.optional_km("minimum_range_km", not_negative).value_or(Estimate::exactly(0));
  radar.elevation_min_deg = figures.one_number("elevation_min_deg", elevation).value_or(radar.elevation_min_deg);
  radar.elevation_max_deg = figures.one_number("elevation_max_deg", elevation).value_or(radar.elevation_max_deg);
  if (radar.elevation_min_deg >= radar.elevation_max_deg) {
    mistakes.add(table.place(), fmt::format("'elevation_min_deg' ({}) must be below 'elevation_max_deg' ({})",
                                            radar.elevation_min_deg, radar.elevation_max_deg));
  }
  radar.ceiling_msl_m = figures.optional_km("ceiling_msl_km");
  figures.antenna(radar.mounting);
  figures.sector();
  return radar;
}

std::vector<Weapon::EnvelopePoint> read_envelope(const TomlNode* node, MistakeList& mistakes) {
  std::vector<Weapon::EnvelopePoint> envelope;
  const TomlNode* array = read_array(node, mistakes);
  if (array == nullptr) return envelope;
  for (const TomlNode& item : array->children) {
    if (read_table(&item, mistakes) == nullptr) continue;
    TableReader table(item, "a point of the envelope", mistakes);
    const std::optional<double> range = read_number(table.require("range_m"), not_negative, mistakes);
    const std::optional<double> altitude = read_number(table.require("altitude_msl_m"), not_negative, mistakes);
    table.finish();
    if (!range || !altitude) continue;
    if (!envelope.empty() && *range > envelope.back().range_m) {
      mistakes.add(item.span, "the points of an envelope are given by falling range");
    }
    envelope.push_back({*range, *altitude});
  }
  if (envelope.size() < 2) mistakes.add(array->span, "an envelope needs at least two points");
  return envelope;
}

Weapon read_weapon(TableReader& table, ComponentFigures& figures, MistakeList& mistakes) {
  Weapon weapon;
  weapon.maximum_range_m = figures.required_km("maximum_range_km").value_or(Estimate::exactly(1));
  weapon.minimum_range_m = figures.optional_km("minimum_range_km", not_negative).value_or(Estimate::exactly(0));
  weapon.minimum_altitude_agl_m =
      figures.optional("minimum_altitude_agl_m", not_negative).value_or(Estimate::exactly(0));
  weapon.maximum_altitude_msl_m = figures.optional_km("ceiling_msl_km").value_or(Estimate::exactly(infinity));
  weapon.envelope = read_envelope(table.find("envelope"), mistakes);
  const TomlNode* guided_by = table.require("guided_by");
  weapon.guided_by = read_strings(guided_by, mistakes).value_or(std::vector<std::string>{});
  if (guided_by != nullptr && guided_by->kind == TomlNode::Kind::array && guided_by->children.empty()) {
    mistakes.add(guided_by->span, "'guided_by' must name at least one radar of the system");
  }
  if (weapon.minimum_range_m.high >= weapon.maximum_range_m.low) {
    mistakes.add(table.place(), "a weapon's minimum range must be below its maximum range");
  }
  return weapon;
}

Jammer read_jammer(ComponentFigures& figures) {
  Jammer jammer;
  jammer.range_m = figures.required_km("range_km").value_or(Estimate::exactly(1));
  figures.antenna(jammer.mounting);
  figures.sector();
  return jammer;
}

CatalogueComponent read_component(const TomlNode& node, Role role, MistakeList& mistakes) {
  const char* what = role == Role::detect ? "a radar" : role == Role::engage ? "a weapon" : "a jammer";
  CatalogueComponent entry;
  entry.component.name = node.key;
  TableReader table(node, what, mistakes);
  ComponentFigures figures(table, entry, mistakes);
  if (role == Role::detect) entry.component.kind = read_radar(table, figures, mistakes);
  if (role == Role::engage) entry.component.kind = read_weapon(table, figures, mistakes);
  if (role == Role::deny) entry.component.kind = read_jammer(figures);
  entry.component.enabled = read_boolean(table.find("enabled"), mistakes).value_or(true);
  entry.note = read_string(table.find("note"), mistakes).value_or("");
  table.finish();
  return entry;
}

void check_guidance(const TomlNode& node, const CatalogueSystem& system, MistakeList& mistakes) {
  std::vector<std::string> radars;
  for (const CatalogueComponent& entry : system.components) {
    if (entry.component.role() == Role::detect) radars.push_back(entry.component.name);
  }
  const TomlNode* weapons = node.child("weapon");
  if (weapons == nullptr) return;
  for (const TomlNode& weapon : weapons->children) {
    const TomlNode* guided_by = weapon.child("guided_by");
    if (guided_by == nullptr) continue;
    for (const TomlNode& name : guided_by->children) {
      if (name.kind != TomlNode::Kind::string) continue;
      if (std::find(radars.begin(), radars.end(), name.string) != radars.end()) continue;
      mistakes.add(name.span, fmt::format("unknown radar {}", in_quotes(name.string)),
                   did_you_mean(name.string, radars));
    }
  }
}

}  // namespace

std::optional<AntennaHeight> read_antenna_height(TableReader& table, Origin origin, MistakeList& mistakes) {
  constexpr NumberRange height{0, 40000, "a height of 0 to 40000 m"};
  const TomlNode* agl = table.find("antenna_agl_m");
  const TomlNode* msl = table.find("antenna_msl_m");
  if (agl != nullptr && msl != nullptr) {
    mistakes.add(msl->key_span, "'antenna_msl_m' and 'antenna_agl_m' exclude each other");
  }
  const std::optional<Figure> figure = read_figure(agl != nullptr ? agl : msl, height, origin, mistakes);
  if (!figure) return std::nullopt;
  const auto reference = agl != nullptr ? Mounting::Reference::above_ground : Mounting::Reference::above_sea;
  return AntennaHeight{{figure->value, reference}, *figure};
}

CatalogueSystem read_system(const TomlNode& node, std::optional<std::string> id, MistakeList& mistakes) {
  CatalogueSystem system;
  TableReader table(node, "a system", mistakes);
  TextSpan id_place = node.key_span;
  if (!id) {
    const TomlNode* id_node = table.require("id");
    id = read_string(id_node, mistakes);
    if (id_node != nullptr) id_place = id_node->span;
  }
  if (id && check_name(*id, id_place, mistakes)) system.id = *id;
  system.name = read_string(table.require("name"), mistakes).value_or(system.id);
  system.note = read_string(table.find("note"), mistakes).value_or("");
  if (const TomlNode* masts = read_table(table.find("mast"), mistakes)) {
    for (const TomlNode& mast : masts->children) {
      if (read_table(&mast, mistakes) == nullptr) continue;
      TableReader mast_table(mast, "a mast", mistakes);
      if (const std::optional<Figure> height =
              read_figure(mast_table.require("height_m"), positive, Origin::required, mistakes)) {
        system.masts.push_back({mast.key, *height});
      }
      mast_table.finish();
    }
  }
  constexpr std::pair<const char*, Role> kinds[] = {
      {"radar", Role::detect}, {"weapon", Role::engage}, {"jammer", Role::deny}};
  for (const auto& [key, role] : kinds) {
    const TomlNode* group = read_table(table.find(key), mistakes);
    if (group == nullptr) continue;
    for (const TomlNode& child : group->children) {
      if (read_table(&child, mistakes) == nullptr) continue;
      check_name(child.key, child.key_span, mistakes);
      const bool twice =
          std::any_of(system.components.begin(), system.components.end(),
                      [&](const CatalogueComponent& other) { return other.component.name == child.key; });
      if (twice) mistakes.add(child.key_span, fmt::format("two components are called {}", in_quotes(child.key)));
      system.components.push_back(read_component(child, role, mistakes));
    }
  }
  system.self_deploying = read_boolean(table.find("self_deploying"), mistakes).value_or(false);
  system.loads = read_loads(table.find("load"), mistakes);
  table.finish();
  if (system.components.empty()) mistakes.add(node.key_span, "a system needs at least one radar, weapon or jammer");
  check_guidance(node, system, mistakes);
  return system;
}

CatalogueTarget read_target(const TomlNode& node, MistakeList& mistakes) {
  CatalogueTarget entry;
  TableReader table(node, "a target", mistakes);
  check_name(node.key, node.key_span, mistakes);
  entry.target.id = node.key;
  entry.target.name = read_string(table.find("name"), mistakes).value_or(node.key);
  entry.note = read_string(table.find("note"), mistakes).value_or("");
  if (const auto figure = read_figure(table.require("radar_cross_section_m2"), positive, Origin::required, mistakes)) {
    entry.target.radar_cross_section_m2 = figure->value;
    entry.figures.push_back(*figure);
  }
  if (const auto figure = read_figure(table.find("small_target_factor"), positive, Origin::required, mistakes)) {
    entry.target.small_target_factor = figure->value;
    entry.figures.push_back(*figure);
  }
  table.finish();
  return entry;
}

}  // namespace skyshed
