#include "cli/variant_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/asset_reader.h"

namespace skyshed {
namespace {

std::vector<std::string> ids_of(const Scenario& scenario) {
  std::vector<std::string> ids;
  for (const Asset& asset : scenario.assets) ids.push_back(asset.id);
  return ids;
}

bool check_known(const Scenario& scenario, const std::string& id, TextSpan at, MistakeList& mistakes) {
  const std::vector<std::string> ids = ids_of(scenario);
  if (std::ranges::find(ids, id) != ids.end()) return true;
  mistakes.add(at, fmt::format("no asset has the id {}", in_quotes(id)), did_you_mean(id, ids));
  return false;
}

bool is_antenna_key(const std::string& key) {
  return key == "mast" || key == "antenna_agl_m" || key == "antenna_msl_m";
}

// The base's table with the variant's keys over it. One way of giving the antenna's height replaces another.
TomlNode merged(const TomlNode& base, const TomlNode& own) {
  if (base.kind != TomlNode::Kind::table || own.kind != TomlNode::Kind::table) return own;
  TomlNode result = own;
  result.children.clear();
  const bool own_antenna = std::ranges::any_of(own.children, is_antenna_key, &TomlNode::key);
  for (const TomlNode& child : base.children) {
    if (const TomlNode* changed = own.child(child.key)) {
      // A position is given whole.
      result.children.push_back(child.key == "position" ? *changed : merged(child, *changed));
    } else if (!(own_antenna && is_antenna_key(child.key))) {
      result.children.push_back(child);
    }
  }
  for (const TomlNode& child : own.children) {
    if (base.child(child.key) == nullptr) result.children.push_back(child);
  }
  return result;
}

// What would make a variant another story than the one it is compared with.
void refuse_keys(const TomlNode& table, std::initializer_list<const char*> keys, MistakeList& mistakes) {
  for (const char* key : keys) {
    if (const TomlNode* found = table.child(key)) {
      mistakes.add(found->key_span, fmt::format("a variant does not change '{}'", key),
                   "write another scenario, run it, and compare the two runs");
    }
  }
}

void read_changed_asset(const TomlNode& node, const TomlNode& assets, const Scenario& scenario,
                        const Catalogue& catalogue, Variant& variant, MistakeList& mistakes) {
  const TomlNode* id = node.child("id");
  if (id == nullptr) {
    mistakes.add(node.key_span, "an asset of a variant needs 'id'", "that of the asset to change");
    return;
  }
  const std::string name = read_string(id, mistakes).value_or("");
  if (name.empty() || !check_known(scenario, name, id->span, mistakes)) return;
  if (std::ranges::find(variant.assets, name, &Asset::id) != variant.assets.end() ||
      std::ranges::find(variant.without, name) != variant.without.end()) {
    mistakes.add(id->span, fmt::format("the variant names {} twice", in_quotes(name)));
    return;
  }
  refuse_keys(node, {"system", "from", "until"}, mistakes);
  if (const TomlNode* components = node.child("component")) {
    for (const TomlNode& component : components->children) refuse_keys(component, {"from", "until"}, mistakes);
  }
  const auto base = std::ranges::find_if(assets.children, [&](const TomlNode& asset) {
    const TomlNode* base_id = asset.child("id");
    return base_id != nullptr && base_id->string == name;
  });
  const auto base_asset = std::ranges::find(scenario.assets, name, &Asset::id);
  const Presence whole{{scenario.from, scenario.from}, {scenario.until, scenario.until}};
  Asset changed = read_asset(merged(*base, node), catalogue, whole, mistakes);
  if (changed == *base_asset) {
    mistakes.add(node.key_span, fmt::format("{} is as it is without the variant", in_quotes(name)));
  }
  variant.assets.push_back(std::move(changed));
}

Variant read_variant(const TomlNode& node, const TomlNode& assets, const Scenario& scenario, const Catalogue& catalogue,
                     MistakeList& mistakes) {
  TableReader table(node, "a variant", mistakes);
  Variant variant;
  const TomlNode* id = table.require("id");
  variant.id = read_string(id, mistakes).value_or("");
  if (!variant.id.empty()) check_name(variant.id, id->span, mistakes);
  variant.title = read_string(table.find("title"), mistakes).value_or(variant.id);
  const TomlNode* at = table.find("at");
  variant.at = read_day(at, mistakes);
  if (variant.at && (*variant.at < scenario.from || *variant.at >= scenario.until)) {
    mistakes.add(at->span, fmt::format("{} lies outside the study, which is told from {} to {}", iso_date(*variant.at),
                                       iso_date(scenario.from), iso_date(scenario.until - std::chrono::days(1))));
  }
  const TomlNode* without = table.find("without");
  for (const std::string& name : read_strings(without, mistakes).value_or(std::vector<std::string>{})) {
    if (check_known(scenario, name, without->span, mistakes)) variant.without.push_back(name);
  }
  const TomlNode* changed = read_array(table.find("asset"), mistakes);
  for (std::size_t i = 0; changed != nullptr && i < changed->children.size(); ++i) {
    const TomlNode* asset = read_table(&changed->children[i], mistakes);
    if (asset != nullptr) read_changed_asset(*asset, assets, scenario, catalogue, variant, mistakes);
  }
  table.finish();
  if (without == nullptr && changed == nullptr) {
    mistakes.add(node.key_span, "the variant changes nothing", "give 'without' or [[variant.asset]]");
  }
  if (variant.without.size() == scenario.assets.size()) {
    mistakes.add(without->span, "the variant leaves no asset");
  }
  return variant;
}

}  // namespace

std::vector<Variant> read_variants(const TomlNode* node, const TomlNode& assets, const Scenario& scenario,
                                   const Catalogue& catalogue, MistakeList& mistakes) {
  std::vector<Variant> variants;
  const TomlNode* array = read_array(node, mistakes);
  if (array == nullptr) return variants;
  std::map<std::string, int> lines;
  for (const TomlNode& item : array->children) {
    if (read_table(&item, mistakes) == nullptr) continue;
    Variant variant = read_variant(item, assets, scenario, catalogue, mistakes);
    if (!variant.id.empty()) {
      const TextSpan at = item.child("id")->span;
      const auto [other, is_new] = lines.emplace(variant.id, at.line);
      if (!is_new) {
        mistakes.add(at, fmt::format("another variant has the id {}", in_quotes(variant.id)),
                     fmt::format("the first is in line {}", other->second));
      }
    }
    variants.push_back(std::move(variant));
  }
  return variants;
}

}  // namespace skyshed
