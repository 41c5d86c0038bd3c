#include "cli/scenario_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "cli/asset_layer.h"
#include "cli/asset_reader.h"
#include "cli/swapped_position.h"
#include "cli/system_reader.h"
#include "cli/uncertainty_reader.h"
#include "cli/variant_reader.h"
#include "dem/source_word.h"
#include "products/words.h"

namespace skyshed {
namespace {

// Reads what the scenario brings itself, over a copy of the catalogue.
Catalogue with_own_entries(TableReader& table, const Catalogue& shared, MistakeList& mistakes) {
  Catalogue catalogue = shared;
  if (const TomlNode* systems = read_table(table.find("system"), mistakes)) {
    for (const TomlNode& node : systems->children) {
      if (read_table(&node, mistakes) == nullptr) continue;
      CatalogueSystem system = read_system(node, node.key, mistakes);
      std::erase_if(catalogue.systems, [&](const CatalogueSystem& other) { return other.id == system.id; });
      catalogue.systems.push_back(std::move(system));
    }
  }
  if (const TomlNode* targets = read_table(table.find("target"), mistakes)) {
    for (const TomlNode& node : targets->children) {
      if (read_table(&node, mistakes) == nullptr) continue;
      CatalogueTarget entry = read_target(node, mistakes);
      std::erase_if(catalogue.targets, [&](const CatalogueTarget& o) { return o.target.id == entry.target.id; });
      catalogue.targets.push_back(std::move(entry));
    }
  }
  return catalogue;
}

void read_span(TableReader& table, Scenario& scenario, MistakeList& mistakes) {
  const std::optional<Day> from = read_day(table.require("from"), mistakes);
  const TomlNode* until_node = table.require("until");
  const std::optional<Day> until = read_day(until_node, mistakes);
  scenario.from = from.value_or(Day{});
  scenario.until = until.value_or(Day{std::chrono::year{9999} / 12 / 31});
  if (from && until && *until <= *from) {
    mistakes.add(until_node->key_span,
                 fmt::format("'until' ({}) is {} 'from' ({})", iso_date(*until),
                             *until == *from ? "the same day as" : "before", iso_date(*from)),
                 "'until' is the first day that is not looked at");
  }
}

void read_altitude_list(const TomlNode* node, SliceAltitude::Reference reference, NumberRange range, Scenario& scenario,
                        MistakeList& mistakes) {
  const TomlNode* array = read_array(node, mistakes);
  if (array == nullptr) return;
  for (const TomlNode& item : array->children) {
    const std::optional<double> metres = read_number(&item, range, mistakes);
    if (!metres) continue;
    const SliceAltitude altitude{*metres, reference};
    if (std::find(scenario.altitudes.begin(), scenario.altitudes.end(), altitude) != scenario.altitudes.end()) {
      mistakes.add(item.span, fmt::format("{} m is listed twice", *metres));
      continue;
    }
    scenario.altitudes.push_back(altitude);
  }
}

void read_altitudes(TableReader& table, Scenario& scenario, MistakeList& mistakes) {
  using Reference = SliceAltitude::Reference;
  const TomlNode* agl = table.find("altitudes_agl_m");
  const TomlNode* msl = table.find("altitudes_msl_m");
  if (agl == nullptr && msl == nullptr) {
    for (const double metres : {50.0, 100.0, 300.0}) scenario.altitudes.push_back({metres, Reference::agl});
    for (const double metres : {1000.0, 3000.0, 10000.0}) scenario.altitudes.push_back({metres, Reference::msl});
    return;
  }
  read_altitude_list(agl, Reference::agl, {0, 100000, "a height of 0 to 100000 m"}, scenario, mistakes);
  read_altitude_list(msl, Reference::msl, {-500, 100000, "an altitude of -500 to 100000 m"}, scenario, mistakes);
  const bool empty = (agl == nullptr || agl->children.empty()) && (msl == nullptr || msl->children.empty());
  if (empty) mistakes.add((agl != nullptr ? agl : msl)->span, "a scenario needs at least one altitude");
}

void read_targets(TableReader& table, const Catalogue& catalogue, Scenario& scenario, MistakeList& mistakes) {
  const TomlNode* node = table.require("targets");
  const std::vector<std::string> ids = read_strings(node, mistakes).value_or(std::vector<std::string>{});
  if (node != nullptr && node->kind == TomlNode::Kind::array && node->children.empty()) {
    mistakes.add(node->span, "a scenario needs at least one target");
  }
  for (const std::string& id : ids) {
    const CatalogueTarget* entry = catalogue.target(id);
    if (entry != nullptr) {
      scenario.targets.push_back(entry->target);
      scenario.catalogue.targets.push_back(*entry);
      continue;
    }
    const auto item = std::find_if(node->children.begin(), node->children.end(),
                                   [&](const TomlNode& child) { return child.string == id; });
    mistakes.add(item->span, fmt::format("unknown target {}", in_quotes(id)), did_you_mean(id, catalogue.target_ids()),
                 true);
  }
}

std::optional<GeodeticExtent> read_box(const TomlNode* node, MistakeList& mistakes) {
  const TomlNode* array = read_array(node, mistakes);
  if (array == nullptr) return std::nullopt;
  const std::string name = node->key;
  if (array->children.size() != 4) {
    mistakes.add(array->span, fmt::format("'{}' must have four numbers", name),
                 "[west, south, east, north] in degrees");
    return std::nullopt;
  }
  constexpr NumberRange longitude{-360, 360, "a longitude"};
  constexpr NumberRange latitude{-90, 90, "a latitude of -90 to 90"};
  const std::vector<TomlNode>& sides = array->children;
  const std::optional<double> west = read_number(&sides.at(0), longitude, mistakes);
  const std::optional<double> south = read_number(&sides.at(1), latitude, mistakes);
  const std::optional<double> east = read_number(&sides.at(2), longitude, mistakes);
  const std::optional<double> north = read_number(&sides.at(3), latitude, mistakes);
  if (!west || !south || !east || !north) return std::nullopt;
  if (*west >= *east || *south >= *north) {
    mistakes.add(array->span, fmt::format("'{}' must have west < east and south < north", name),
                 "[west, south, east, north] in degrees");
    return std::nullopt;
  }
  return GeodeticExtent{*west, *south, *east, *north};
}

std::vector<std::string> read_sources(TableReader& table, const Scenario& scenario, MistakeList& mistakes) {
  const TomlNode* sources = table.require("sources");
  const std::filesystem::path folder = std::filesystem::absolute(scenario.path).parent_path();
  std::vector<std::string> resolved;
  for (const std::string& source : read_strings(sources, mistakes).value_or(std::vector<std::string>{})) {
    resolved.push_back(resolved_source(source, folder));
    if (source.starts_with("copernicus-") && source.find_first_of("./") == std::string::npos &&
        path_of_source(source) == source) {
      const auto item = std::ranges::find(sources->children, source, &TomlNode::string);
      mistakes.add(item->span, fmt::format("unknown terrain {}", in_quotes(source)),
                   did_you_mean(source, {"copernicus-30", "copernicus-90"}), true);
    }
  }
  if (sources != nullptr && sources->kind == TomlNode::Kind::array && sources->children.empty()) {
    mistakes.add(sources->span, "'sources' must name at least one elevation model");
  }
  return resolved;
}

std::optional<NearSources> read_near(const TomlNode* node, const Scenario& scenario, MistakeList& mistakes) {
  node = read_table(node, mistakes);
  if (node == nullptr) return std::nullopt;
  TableReader table(*node, "[terrain.near]", mistakes);
  NearSources near;
  near.sources = read_sources(table, scenario, mistakes);
  near.radius_m =
      1000 * read_number(table.require("radius_km"), {0.1, 300, "a radius of 0.1 to 300 km"}, mistakes).value_or(1);
  table.finish();
  return near;
}

void read_terrain(TableReader& scenario_table, Scenario& scenario, MistakeList& mistakes) {
  const TomlNode* node = read_table(scenario_table.require("terrain"), mistakes);
  if (node == nullptr) return;
  TableReader table(*node, "[terrain]", mistakes);
  scenario.terrain.sources = read_sources(table, scenario, mistakes);
  scenario.terrain.near = read_near(table.find("near"), scenario, mistakes);
  if (const auto choice = read_choice(table.find("outside"), {"sea", "unknown", "error"}, mistakes)) {
    constexpr OutsideRule rules[] = {OutsideRule::sea, OutsideRule::unknown, OutsideRule::error};
    scenario.terrain.outside = rules[*choice];
  }
  scenario.terrain.extent = read_box(table.find("extent"), mistakes);
  constexpr NumberRange length{0, 100000, "a length of 0 to 100000 m"};
  scenario.terrain.fill_voids_m =
      read_number(table.find("fill_voids_m"), length, mistakes).value_or(scenario.terrain.fill_voids_m);
  scenario.terrain.feather_m = read_number(table.find("feather_m"), length, mistakes);
  scenario.terrain.error_90_m = read_number(table.find("error_90_m"), {0, 1000, "an error of 0 to 1000 m"}, mistakes);
  scenario.terrain.error_correlation_m =
      read_number(table.find("error_correlation_m"), {1, 100000, "a length of 1 to 100000 m"}, mistakes)
          .value_or(scenario.terrain.error_correlation_m);
  if (const auto choice = read_choice(table.find("vertical_datum"), {"EGM96", "EGM2008"}, mistakes)) {
    scenario.terrain.vertical_datum = *choice == 0 ? VerticalDatum::egm96 : VerticalDatum::egm2008;
  }
  table.finish();
}

void read_refraction(TableReader& scenario_table, Scenario& scenario, MistakeList& mistakes) {
  const TomlNode* node = read_table(scenario_table.find("refraction"), mistakes);
  if (node == nullptr) return;
  TableReader table(*node, "[refraction]", mistakes);
  const TomlNode* model = table.require("model");
  const std::optional<std::size_t> choice = read_choice(model, {"effective-radius", "exponential"}, mistakes);
  Refraction& refraction = scenario.refraction;
  if (choice == 1U) {
    refraction.model = Refraction::Model::exponential;
    constexpr NumberRange refractivity{0, 1000, "a refractivity of 0 to 1000 N-units"};
    refraction.surface_refractivity = read_number(table.find("surface_refractivity"), refractivity, mistakes)
                                          .value_or(refraction.surface_refractivity);
    refraction.scale_height_m =
        read_number(table.find("scale_height_m"), positive, mistakes).value_or(refraction.scale_height_m);
  } else {
    constexpr NumberRange factor{0.1, 100, "a factor of 0.1 to 100"};
    refraction.effective_radius_factor =
        read_number(table.find("k"), factor, mistakes).value_or(refraction.effective_radius_factor);
  }
  if (model == nullptr || choice) table.finish();
}

void read_grid(TableReader& scenario_table, Scenario& scenario, MistakeList& mistakes) {
  const TomlNode* node = read_table(scenario_table.find("grid"), mistakes);
  if (node == nullptr) return;
  TableReader table(*node, "[grid]", mistakes);
  constexpr NumberRange resolution{0.01, 100000, "a distance of 0.01 to 100000 m"};
  scenario.grid.resolution_m =
      read_number(table.find("resolution_m"), resolution, mistakes).value_or(scenario.grid.resolution_m);
  scenario.grid.bbox = read_box(table.find("bbox"), mistakes);
  table.finish();
}

// The absolute layer of [assets], empty if there is none.
std::string read_layer_name(TableReader& scenario_table, const std::filesystem::path& path, MistakeList& mistakes) {
  const TomlNode* node = read_table(scenario_table.find("assets"), mistakes);
  if (node == nullptr) return "";
  TableReader table(*node, "[assets]", mistakes);
  const std::string layer = read_string(table.require("layer"), mistakes).value_or("");
  table.finish();
  if (layer.empty()) return "";
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  return (folder / layer).lexically_normal().string();
}

// Assets from the scenario's own tables and from a layer: each with the list that its mistakes belong to.
class AssetsReader {
 public:
  AssetsReader(const Catalogue& catalogue, Scenario& scenario) : catalogue_(catalogue), scenario_(scenario) {}

  void read(const TomlNode& item, const std::string& place, MistakeList& mistakes) {
    const Presence whole{{scenario_.from, scenario_.from}, {scenario_.until, scenario_.until}};
    Asset asset = read_asset(item, catalogue_, whole, mistakes);
    if (!asset.id.empty()) {
      const auto [other, is_new] = places_.emplace(lower_case(asset.id), place);
      if (!is_new) {
        mistakes.add(item.child("id")->span, fmt::format("another asset has the id {}", in_quotes(asset.id)),
                     "the first is " + other->second);
      }
    }
    const CatalogueSystem* system = catalogue_.system(asset.system);
    if (system != nullptr && scenario_.catalogue.system(asset.system) == nullptr) {
      scenario_.catalogue.systems.push_back(*system);
    }
    scenario_.assets.push_back(std::move(asset));
  }

 private:
  const Catalogue& catalogue_;
  Scenario& scenario_;
  std::map<std::string, std::string> places_;  // by id; file systems may not tell capitals apart
};

void read_own_assets(const TomlNode& array, AssetsReader& reader, Scenario& scenario, MistakeList& mistakes) {
  std::vector<TextSpan> places;
  const std::size_t first = scenario.assets.size();
  for (const TomlNode& item : array.children) {
    if (read_table(&item, mistakes) == nullptr) continue;
    const TomlNode* id = item.child("id");
    reader.read(item, fmt::format("in line {}", id != nullptr ? id->span.line : item.key_span.line), mistakes);
    const TomlNode* position = item.child("position");
    places.push_back(position != nullptr ? position->span : item.key_span);
  }
  std::vector<PlacedAsset> placed;
  for (std::size_t i = 0; i < places.size(); ++i) placed.push_back({scenario.assets[first + i], places[i]});
  if (scenario.grid.bbox) {
    check_swapped_against_box(placed, *scenario.grid.bbox, mistakes);
  } else {
    check_swapped_against_others(placed, mistakes);
  }
}

// Returns the tables of all assets, the layer's last.
TomlNode read_assets(TableReader& table, const AssetLayer& layer, const Catalogue& catalogue, Scenario& scenario,
                     MistakeList& mistakes, MistakeList& of_layer) {
  const TomlNode* node = table.find("asset");
  const TomlNode* array = read_array(node, mistakes);
  const bool has_layer = !layer.source.file.empty();
  if ((node == nullptr || (array != nullptr && array->children.empty())) && !has_layer) {
    mistakes.add(node == nullptr ? table.place() : node->span, "a scenario needs at least one [[asset]]");
  }
  for (const AssetLayer::Unplaced& feature : layer.unplaced) of_layer.add(feature.at, feature.message);
  TomlNode all = layer.assets;
  all.kind = TomlNode::Kind::array;
  AssetsReader reader(catalogue, scenario);
  if (array != nullptr) {
    read_own_assets(*array, reader, scenario, mistakes);
    all.children.insert(all.children.begin(), array->children.begin(), array->children.end());
  }
  for (const TomlNode& item : layer.assets.children) {
    const auto place = static_cast<std::size_t>(item.span.line) - 1;
    reader.read(item, layer.source.places[place] + " of the layer", of_layer);
  }
  return all;
}

void check_near(const TomlNode* terrain, const Scenario& scenario, MistakeList& mistakes) {
  if (!scenario.terrain.near) return;
  for (const Asset& asset : scenario.assets) {
    if (asset.position_error_m <= scenario.terrain.near->radius_m / 2) continue;
    mistakes.add(terrain->child("near")->key_span,
                 fmt::format("'radius_km' must be at least twice the 'position_error_m' of {}, {:.4g} m",
                             in_quotes(asset.id), asset.position_error_m));
  }
}

Scenario build(const TomlDocument& document, const std::filesystem::path& path, const Catalogue& shared) {
  MistakeList mistakes(document.source);
  TableReader table(document.root, "a scenario", mistakes);
  Scenario scenario;
  scenario.path = path;
  scenario.title = read_string(table.require("title"), mistakes).value_or("");
  read_span(table, scenario, mistakes);
  read_altitudes(table, scenario, mistakes);
  const Catalogue catalogue = with_own_entries(table, shared, mistakes);
  read_targets(table, catalogue, scenario, mistakes);
  read_terrain(table, scenario, mistakes);
  read_refraction(table, scenario, mistakes);
  read_grid(table, scenario, mistakes);
  scenario.uncertainty = read_uncertainty(table.find("uncertainty"), scenario.refraction, mistakes);
  scenario.asset_layer = read_layer_name(table, path, mistakes);
  const AssetLayer layer = scenario.asset_layer.empty() ? AssetLayer{} : read_asset_layer(scenario.asset_layer);
  MistakeList of_layer(layer.source);
  const TomlNode assets = read_assets(table, layer, catalogue, scenario, mistakes, of_layer);
  check_near(table.find("terrain"), scenario, mistakes);
  const TomlNode* variants = table.find("variant");
  // A variant repeats the tables of its assets: their mistakes are told once.
  if (of_layer.empty()) scenario.variants = read_variants(variants, assets, scenario, catalogue, mistakes);
  table.finish();
  std::vector<Mistake> all = mistakes.sorted();
  const std::vector<Mistake> more = of_layer.sorted();
  all.insert(all.end(), more.begin(), more.end());
  if (!all.empty()) throw ScenarioMistakes(std::move(all));
  return scenario;
}

}  // namespace

Scenario read_scenario(const std::filesystem::path& path, const Catalogue& catalogue) {
  return build(read_toml(path), path, catalogue);
}

Scenario parse_scenario(const std::string& text, const std::filesystem::path& path, const Catalogue& catalogue) {
  return build(parse_toml(text, path.generic_string()), path, catalogue);
}

}  // namespace skyshed
