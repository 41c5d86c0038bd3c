#include "cli/asset_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/system_reader.h"

namespace skyshed {
namespace {

Mounting* mounting_of(Component& component) {
  if (auto* radar = std::get_if<Radar>(&component.kind)) return &radar->mounting;
  if (auto* jammer = std::get_if<Jammer>(&component.kind)) return &jammer->mounting;
  return nullptr;
}

Sector* sector_of(Component& component) {
  if (auto* radar = std::get_if<Radar>(&component.kind)) return &radar->sector;
  if (auto* jammer = std::get_if<Jammer>(&component.kind)) return &jammer->sector;
  return nullptr;
}

GeodeticPoint read_position(const TomlNode* node, MistakeList& mistakes) {
  // Wider than lawful, so that a swapped pair gets the message that helps.
  constexpr NumberRange any_angle{-360, 360, "an angle in degrees"};
  const TomlNode* table_node = read_table(node, mistakes);
  if (table_node == nullptr) return {};
  TableReader table(*table_node, "a position", mistakes);
  const TomlNode* latitude_node = table.require("latitude");
  const std::optional<double> latitude = read_number(latitude_node, any_angle, mistakes);
  const std::optional<double> longitude = read_number(table.require("longitude"), any_angle, mistakes);
  table.finish();
  if (!latitude || !longitude) return {};
  constexpr double farthest_latitude = 80;  // of the engine's frame
  if (*latitude < -farthest_latitude || *latitude > farthest_latitude) {
    const bool swapped =
        *longitude >= -farthest_latitude && *longitude <= farthest_latitude && *latitude >= -180 && *latitude <= 180;
    mistakes.add(latitude_node->span, fmt::format("a latitude lies between -80 and 80 degrees, not {}", *latitude),
                 swapped ? "latitude and longitude look swapped" : "");
  } else if (*longitude < -180 || *longitude > 180) {
    mistakes.add(table_node->child("longitude")->span,
                 fmt::format("a longitude lies between -180 and 180 degrees, not {}", *longitude));
  }
  return {*longitude, *latitude};
}

// from and until of an asset or a component, over what holds where they are left out.
Presence read_presence(TableReader& table, const Presence& inherited, MistakeList& mistakes) {
  const TomlNode* from = table.find("from");
  const TomlNode* until = table.find("until");
  const std::optional<DayInterval> from_days = read_day_interval(from, mistakes);
  const std::optional<DayInterval> until_days = read_day_interval(until, mistakes);
  const Presence presence{from_days.value_or(inherited.from), until_days.value_or(inherited.until)};
  const bool was_read = (from == nullptr || from_days) && (until == nullptr || until_days);
  if ((from != nullptr || until != nullptr) && was_read && presence.until.latest <= presence.from.earliest) {
    const bool same = presence.until.latest == presence.from.earliest;
    mistakes.add(until != nullptr ? until->key_span : from->key_span,
                 fmt::format("'until' ({}) is {} 'from' ({})", interval_text(presence.until),
                             same ? "the same day as" : "before", interval_text(presence.from)),
                 same ? "'until' is the first day of absence" : "");
  }
  return presence;
}

void put_on_mast(const TomlNode* mast, const CatalogueSystem& system, Mounting& mounting, MistakeList& mistakes) {
  const std::optional<std::string> name = read_string(mast, mistakes);
  if (!name) return;
  std::vector<std::string> names;
  for (const Mast& known : system.masts) {
    names.push_back(known.name);
    if (known.name != *name) continue;
    mounting = {known.height_m.value, Mounting::Reference::above_ground};
    return;
  }
  mistakes.add(mast->span, fmt::format("unknown mast {} of {}", in_quotes(*name), in_quotes(system.id)),
               did_you_mean(*name, names), true);
}

void read_sector(TableReader& table, const CatalogueComponent& entry, Sector& sector, MistakeList& mistakes) {
  constexpr NumberRange azimuth{0, 360, "an azimuth of 0 to 360 degrees"};
  constexpr NumberRange width{1, 360, "an angle of 1 to 360 degrees"};
  const TomlNode* centre_node = table.find("sector_centre_deg");
  const TomlNode* width_node = table.find("sector_width_deg");
  const std::optional<double> centre = read_number(centre_node, azimuth, mistakes);
  const std::optional<double> own_width = read_number(width_node, width, mistakes);
  if (centre) {
    if (!own_width && !entry.sector_width_deg && width_node == nullptr) {
      mistakes.add(centre_node->key_span,
                   fmt::format("{} sees all round; give 'sector_width_deg' too", entry.component.name));
    }
    sector = {own_width.value_or(entry.sector_width_deg.value_or(360)), *centre};
  } else if (own_width) {
    if (*own_width < 360 && centre_node == nullptr) {
      mistakes.add(width_node->key_span, "'sector_width_deg' needs 'sector_centre_deg'", "clockwise from north");
    }
    sector = {*own_width, 0};
  }
}

// Reads [asset.component."91N6E"]; node may be nullptr: all as in the catalogue.
AssetComponent read_component(const TomlNode* node, const CatalogueComponent& entry, const CatalogueSystem& system,
                              const Presence& of_asset, TextSpan asset_place, MistakeList& mistakes) {
  AssetComponent part{entry.component, of_asset};
  Mounting* mounting = mounting_of(part.component);
  Sector* sector = sector_of(part.component);
  bool has_height = mounting == nullptr || entry.has_antenna_height;
  bool has_direction = sector == nullptr || !entry.sector_width_deg || entry.trainable;
  if (node != nullptr) {
    TableReader table(*node, fmt::format("component {}", in_quotes(entry.component.name)), mistakes);
    part.presence = read_presence(table, of_asset, mistakes);
    part.component.enabled = read_boolean(table.find("enabled"), mistakes).value_or(entry.component.enabled);
    if (mounting != nullptr) {
      const bool given = node->child("antenna_agl_m") != nullptr || node->child("antenna_msl_m") != nullptr;
      if (const std::optional<AntennaHeight> height = read_antenna_height(table, Origin::optional, mistakes)) {
        *mounting = height->mounting;
      }
      const TomlNode* mast = table.find("mast");
      if (mast != nullptr && given) mistakes.add(mast->key_span, "'mast' and an antenna's height exclude each other");
      put_on_mast(mast, system, *mounting, mistakes);
      has_height = has_height || given || mast != nullptr;
    }
    if (sector != nullptr) {
      read_sector(table, entry, *sector, mistakes);
      has_direction =
          has_direction || node->child("sector_centre_deg") != nullptr || node->child("sector_width_deg") != nullptr;
    }
    table.finish();
  }
  const TextSpan place = node != nullptr ? node->key_span : asset_place;
  const std::string table_name = fmt::format("[asset.component.\"{}\"]", entry.component.name);
  if (part.component.enabled && !has_height) {
    mistakes.add(place, fmt::format("no antenna height is published for {}", entry.component.name),
                 fmt::format("give antenna_agl_m or antenna_msl_m in {}", table_name));
  }
  if (part.component.enabled && !has_direction) {
    mistakes.add(place,
                 fmt::format("{} looks into a sector of {} degrees", entry.component.name, *entry.sector_width_deg),
                 fmt::format("give sector_centre_deg in {}", table_name));
  }
  return part;
}

std::vector<std::string> component_names(const CatalogueSystem& system) {
  std::vector<std::string> names;
  for (const CatalogueComponent& entry : system.components) names.push_back(entry.component.name);
  return names;
}

}  // namespace

Asset read_asset(const TomlNode& node, const Catalogue& catalogue, const Presence& span, MistakeList& mistakes) {
  Asset asset;
  TableReader table(node, "an asset", mistakes);
  const TomlNode* id = table.require("id");
  asset.id = read_string(id, mistakes).value_or("");
  if (!asset.id.empty()) check_name(asset.id, id->span, mistakes);
  asset.name = read_string(table.find("name"), mistakes).value_or(asset.id);
  asset.position = read_position(table.require("position"), mistakes);
  constexpr NumberRange distance{0, 50000, "a distance of 0 to 50000 m"};
  asset.position_error_m = read_number(table.find("position_error_m"), distance, mistakes).value_or(0);
  constexpr NumberRange probability{0, 1, "a probability of 0 to 1"};
  asset.presence_probability = read_number(table.find("presence_probability"), probability, mistakes);
  asset.confidence = read_string(table.find("confidence"), mistakes).value_or("");
  asset.sources = read_strings(table.find("sources"), mistakes).value_or(std::vector<std::string>{});
  const Presence presence = read_presence(table, span, mistakes);
  const TomlNode* components = read_table(table.find("component"), mistakes);
  const TomlNode* system_node = table.require("system");
  asset.system = read_string(system_node, mistakes).value_or("");
  table.finish();
  if (asset.system.empty()) return asset;

  const CatalogueSystem* system = catalogue.system(asset.system);
  if (system == nullptr) {
    mistakes.add(system_node->span, fmt::format("unknown system {}", in_quotes(asset.system)),
                 did_you_mean(asset.system, catalogue.system_ids()), true);
    return asset;
  }
  if (components != nullptr) {
    const std::vector<std::string> names = component_names(*system);
    for (const TomlNode& child : components->children) {
      if (std::find(names.begin(), names.end(), child.key) == names.end()) {
        mistakes.add(child.key_span, fmt::format("{} has no component {}", system->id, in_quotes(child.key)),
                     did_you_mean(child.key, names), true);
      }
    }
  }
  for (const CatalogueComponent& entry : system->components) {
    const TomlNode* own =
        components == nullptr ? nullptr : read_table(components->child(entry.component.name), mistakes);
    asset.components.push_back(read_component(own, entry, *system, presence, node.key_span, mistakes));
  }
  return asset;
}

}  // namespace skyshed
