#include "cli/scenario_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/figure.h"
#include "cli/load_reader.h"
#include "cli/uncertainty_reader.h"
#include "dem/source_word.h"

namespace skyshed {
namespace {

std::string strings_text(const std::vector<std::string>& strings) {
  std::vector<std::string> in_toml;
  for (const std::string& text : strings) in_toml.push_back(toml_string(text));
  return fmt::format("[{}]", fmt::join(in_toml, ", "));
}

std::string days_text(const DayInterval& days) {
  if (days.earliest == days.latest) return iso_date(days.earliest);
  return fmt::format("{{ earliest = {}, latest = {} }}", iso_date(days.earliest), iso_date(days.latest));
}

std::string altitudes_text(const Scenario& scenario, SliceAltitude::Reference reference) {
  std::vector<double> metres;
  for (const SliceAltitude& altitude : scenario.altitudes) {
    if (altitude.reference == reference) metres.push_back(altitude.metres);
  }
  return fmt::format("[{}]", fmt::join(metres, ", "));
}

std::string box_text(const char* key, const GeodeticExtent& box) {
  return fmt::format("{} = [{}, {}, {}, {}]\n", key, box.west_deg, box.south_deg, box.east_deg, box.north_deg);
}

std::vector<std::string> relative_sources(const std::vector<std::string>& sources,
                                          const std::filesystem::path& folder) {
  std::vector<std::string> relative;
  for (const std::string& source : sources) relative.push_back(source_relative_to(source, folder));
  return relative;
}

std::string header_text(const Scenario& scenario, const std::filesystem::path& folder) {
  std::vector<std::string> targets;
  for (const Target& target : scenario.targets) targets.push_back(target.id);

  std::string text =
      "# A study as it was computed: nothing is left to a default, and every figure that was used is written below\n"
      "# with its source. Run it again: skyshed run THIS_FILE -o NEW_FOLDER\n";
  text += fmt::format("title = {}\n", toml_string(scenario.title));
  text += fmt::format("from = {}\nuntil = {}\n", iso_date(scenario.from), iso_date(scenario.until));
  text += fmt::format("targets = {}\n", strings_text(targets));
  text += fmt::format("altitudes_agl_m = {}\n", altitudes_text(scenario, SliceAltitude::Reference::agl));
  text += fmt::format("altitudes_msl_m = {}\n", altitudes_text(scenario, SliceAltitude::Reference::msl));
  text += fmt::format("\n[terrain]\nsources = {}\noutside = \"{}\"\nfill_voids_m = {}\n",
                      strings_text(relative_sources(scenario.terrain.sources, folder)),
                      word_of(scenario.terrain.outside), scenario.terrain.fill_voids_m);
  if (const auto& width = scenario.terrain.feather_m) text += fmt::format("feather_m = {}\n", *width);
  if (scenario.terrain.vertical_datum) {
    text += fmt::format("vertical_datum = \"{}\"\n", name_of(*scenario.terrain.vertical_datum));
  }
  if (const auto& error = scenario.terrain.error_90_m) text += fmt::format("error_90_m = {}\n", *error);
  text += fmt::format("error_correlation_m = {}\n", scenario.terrain.error_correlation_m);
  if (const auto& box = scenario.terrain.extent) text += box_text("extent", *box);
  if (const auto& near = scenario.terrain.near) {
    text += fmt::format("\n[terrain.near]\nsources = {}\nradius_km = {}\n",
                        strings_text(relative_sources(near->sources, folder)), near->radius_m / 1000);
  }
  if (scenario.refraction.model == Refraction::Model::exponential) {
    text += fmt::format("\n[refraction]\nmodel = \"exponential\"\nsurface_refractivity = {}\nscale_height_m = {}\n",
                        scenario.refraction.surface_refractivity, scenario.refraction.scale_height_m);
  } else {
    text += fmt::format("\n[refraction]\nmodel = \"effective-radius\"\nk = {}\n",
                        scenario.refraction.effective_radius_factor);
  }
  text += fmt::format("\n[grid]\nresolution_m = {}\n", scenario.grid.resolution_m);
  if (const auto& box = scenario.grid.bbox) {
    text += box_text("bbox", *box);
  }
  if (scenario.uncertainty) text += uncertainty_text(*scenario.uncertainty);
  return text;
}

std::string mounting_text(const Mounting& mounting) {
  const bool above_ground = mounting.reference == Mounting::Reference::above_ground;
  return fmt::format("{} = {}\n", above_ground ? "antenna_agl_m" : "antenna_msl_m", estimate_text(mounting.height_m));
}

// What the asset's component has of its own, beside the system's.
std::string component_text(const AssetComponent& part, const Component& published, const Presence& of_asset,
                           const char* owner = "asset") {
  std::string text;
  if (part.presence.from != of_asset.from) text += fmt::format("from = {}\n", days_text(part.presence.from));
  if (part.presence.until != of_asset.until) text += fmt::format("until = {}\n", days_text(part.presence.until));
  if (part.component.enabled != published.enabled) text += fmt::format("enabled = {}\n", part.component.enabled);
  const auto antenna_and_sector = [&](const auto& own, const auto& in_catalogue) {
    if (own.mounting != in_catalogue.mounting) text += mounting_text(own.mounting);
    if (own.sector != in_catalogue.sector) {
      text +=
          fmt::format("sector_centre_deg = {}\nsector_width_deg = {}\n", own.sector.centre_deg, own.sector.width_deg);
    }
  };
  if (const auto* radar = std::get_if<Radar>(&part.component.kind)) {
    antenna_and_sector(*radar, std::get<Radar>(published.kind));
  } else if (const auto* jammer = std::get_if<Jammer>(&part.component.kind)) {
    antenna_and_sector(*jammer, std::get<Jammer>(published.kind));
  }
  if (text.empty()) return text;
  return fmt::format("\n[{}.component.{}]\n{}", owner, toml_key(part.component.name), text);
}

// An asset has dates only through its components: those that most of them share.
const Presence& common_presence(const Asset& asset) {
  const auto shared_by = [&](const AssetComponent& part) {
    return std::count_if(asset.components.begin(), asset.components.end(),
                         [&](const AssetComponent& other) { return other.presence == part.presence; });
  };
  return std::max_element(asset.components.begin(), asset.components.end(),
                          [&](const AssetComponent& a, const AssetComponent& b) { return shared_by(a) < shared_by(b); })
      ->presence;
}

std::string asset_text(const Asset& asset, const CatalogueSystem& system) {
  std::string text = fmt::format("\n[[asset]]\nid = {}\nname = {}\nsystem = {}\n", toml_string(asset.id),
                                 toml_string(asset.name), toml_string(asset.system));
  text += fmt::format("position = {{ latitude = {}, longitude = {} }}\n", asset.position.latitude_deg,
                      asset.position.longitude_deg);
  if (asset.position_error_m > 0) text += fmt::format("position_error_m = {}\n", asset.position_error_m);
  if (const auto& share = asset.presence_probability) text += fmt::format("presence_probability = {}\n", *share);
  const Presence& presence = common_presence(asset);
  text += fmt::format("from = {}\nuntil = {}\n", days_text(presence.from), days_text(presence.until));
  if (!asset.confidence.empty()) text += fmt::format("confidence = {}\n", toml_string(asset.confidence));
  if (!asset.sources.empty()) text += fmt::format("sources = {}\n", strings_text(asset.sources));
  for (std::size_t i = 0; i < asset.components.size(); ++i) {
    text += component_text(asset.components[i], system.components[i].component, presence);
  }
  return text;
}

// What a variant's asset has of its own, beside the study's.
std::string changed_asset_text(const Asset& changed, const Asset& base) {
  std::string text = fmt::format("\n[[variant.asset]]\nid = {}\n", toml_string(changed.id));
  if (changed.name != base.name) text += fmt::format("name = {}\n", toml_string(changed.name));
  if (changed.position != base.position) {
    text += fmt::format("position = {{ latitude = {}, longitude = {} }}\n", changed.position.latitude_deg,
                        changed.position.longitude_deg);
  }
  if (changed.confidence != base.confidence) text += fmt::format("confidence = {}\n", toml_string(changed.confidence));
  if (changed.sources != base.sources) text += fmt::format("sources = {}\n", strings_text(changed.sources));
  for (std::size_t i = 0; i < changed.components.size(); ++i) {
    const AssetComponent& part = changed.components[i];
    text += component_text(part, base.components[i].component, part.presence, "variant.asset");
  }
  return text;
}

std::string variant_text(const Variant& variant, const Scenario& scenario) {
  std::string text =
      fmt::format("\n[[variant]]\nid = {}\ntitle = {}\n", toml_string(variant.id), toml_string(variant.title));
  if (variant.at) text += fmt::format("at = {}\n", iso_date(*variant.at));
  if (!variant.without.empty()) text += fmt::format("without = {}\n", strings_text(variant.without));
  for (const Asset& changed : variant.assets) {
    text += changed_asset_text(changed, *std::ranges::find(scenario.assets, changed.id, &Asset::id));
  }
  return text;
}

std::string catalogue_component_text(const CatalogueComponent& entry, const std::string& system_key) {
  const Role role = entry.component.role();
  const char* group = role == Role::detect ? "radar" : role == Role::engage ? "weapon" : "jammer";
  std::string text = fmt::format("\n[system.{}.{}.{}]\n", system_key, group, toml_key(entry.component.name));
  for (const Figure& figure : entry.figures) text += fmt::format("{} = {}\n", figure.key, figure_text(figure));
  if (const auto* weapon = std::get_if<Weapon>(&entry.component.kind)) {
    text += fmt::format("guided_by = {}\n", strings_text(weapon->guided_by));
    std::vector<std::string> points;
    for (const Weapon::EnvelopePoint& point : weapon->envelope) {
      points.push_back(fmt::format("{{ range_m = {}, altitude_msl_m = {} }}", point.range_m, point.altitude_m));
    }
    if (!points.empty()) text += fmt::format("envelope = [{}]\n", fmt::join(points, ", "));
  }
  if (entry.trainable) text += "trainable = true\n";
  if (!entry.component.enabled) text += "enabled = false\n";
  if (!entry.note.empty()) text += fmt::format("note = {}\n", toml_string(entry.note));
  return text;
}

std::string system_text(const CatalogueSystem& system) {
  const std::string key = toml_key(system.id);
  std::string text = fmt::format("\n[system.{}]\nname = {}\n", key, toml_string(system.name));
  if (!system.note.empty()) text += fmt::format("note = {}\n", toml_string(system.note));
  if (system.self_deploying) text += "self_deploying = true\n";
  for (const Mast& mast : system.masts) {
    text += fmt::format("mast.{}.height_m = {}\n", toml_key(mast.name), figure_text(mast.height_m));
  }
  for (const CatalogueComponent& entry : system.components) text += catalogue_component_text(entry, key);
  for (const SystemLoad& load : system.loads) text += load_text(load, key);
  return text;
}

std::string target_text(const CatalogueTarget& entry) {
  std::string text =
      fmt::format("\n[target.{}]\nname = {}\n", toml_key(entry.target.id), toml_string(entry.target.name));
  for (const Figure& figure : entry.figures) text += fmt::format("{} = {}\n", figure.key, figure_text(figure));
  if (!entry.note.empty()) text += fmt::format("note = {}\n", toml_string(entry.note));
  return text;
}

}  // namespace

std::string scenario_text(const Scenario& scenario, const std::filesystem::path& folder) {
  std::string text = header_text(scenario, folder);
  for (const Asset& asset : scenario.assets) text += asset_text(asset, *scenario.catalogue.system(asset.system));
  for (const Variant& variant : scenario.variants) text += variant_text(variant, scenario);
  for (const CatalogueSystem& system : scenario.catalogue.systems) text += system_text(system);
  for (const CatalogueTarget& target : scenario.catalogue.targets) text += target_text(target);
  return text;
}

}  // namespace skyshed
