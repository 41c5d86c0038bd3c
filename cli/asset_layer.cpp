#include "cli/asset_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "products/read_points.h"

namespace skyshed {
namespace {

TomlNode node_of(TomlNode::Kind kind, const std::string& key, TextSpan at) {
  TomlNode node;
  node.kind = kind;
  node.key = key;
  node.key_span = at;
  node.span = at;
  return node;
}

TomlNode text_node(const std::string& key, std::string text, TextSpan at) {
  TomlNode node = node_of(TomlNode::Kind::string, key, at);
  node.string = std::move(text);
  return node;
}

TomlNode number_node(const std::string& key, double number, TextSpan at) {
  TomlNode node = node_of(TomlNode::Kind::number, key, at);
  node.number = number;
  return node;
}

// "2024-12-13", or "2024-12-13/2024-12-18" where the day is open.
TomlNode days_node(const std::string& key, const std::string& text, TextSpan at) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return text_node(key, text, at);
  TomlNode days = node_of(TomlNode::Kind::table, key, at);
  days.children = {text_node("earliest", text.substr(0, slash), at), text_node("latest", text.substr(slash + 1), at)};
  return days;
}

TomlNode lines_node(const std::string& key, const std::string& text, TextSpan at) {
  TomlNode array = node_of(TomlNode::Kind::array, key, at);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) array.children.push_back(text_node("", line, at));
  }
  return array;
}

void put_at(TomlNode& node, TextSpan at) {
  node.key_span = at;
  node.span = at;
  for (TomlNode& child : node.children) put_at(child, at);
}

TomlNode component_node(const std::string& key, const std::string& text, TextSpan at, const std::string& place) {
  TomlNode table = parse_toml(text, place).root;
  put_at(table, at);
  table.key = key;
  return table;
}

class LayerReader {
 public:
  explicit LayerReader(const std::string& layer) { result_.source.file = layer; }

  AssetLayer read(const PointLayer& points) {
    require_field(points, "id");
    require_field(points, "system");
    if (points.features.empty()) throw Error(ErrorKind::scenario, result_.source.file + " holds no feature");
    result_.assets.kind = TomlNode::Kind::array;
    for (const PointFeature& feature : points.features) result_.assets.children.push_back(asset_of(feature));
    return std::move(result_);
  }

 private:
  void require_field(const PointLayer& points, const std::string& name) const {
    if (std::ranges::find(points.fields, name) != points.fields.end()) return;
    throw Error(ErrorKind::scenario, fmt::format("{} has no field \"{}\"; its fields are {}", result_.source.file, name,
                                                 fmt::join(points.fields, ", ")));
  }

  // A place of its own for messages.
  TextSpan place(const std::string& words) {
    result_.source.places.push_back(words);
    return {static_cast<int>(result_.source.places.size()), 1, 1};
  }

  TomlNode asset_of(const PointFeature& feature) {
    const std::string who = fmt::format("feature {}", feature.id);
    TomlNode asset = node_of(TomlNode::Kind::table, "", place(who));
    for (const auto& [field, text] : feature.values) {
      const std::string words = fmt::format("{}, field \"{}\"", who, field);
      if (field == "id" || field == "system" || field == "name" || field == "confidence") {
        asset.children.push_back(text_node(field, text, place(words)));
      } else if (field == "from" || field == "until") {
        asset.children.push_back(days_node(field, text, place(words)));
      } else if (field == "sources") {
        asset.children.push_back(lines_node(field, text, place(words)));
      } else if (field == "component") {
        asset.children.push_back(component_node(field, text, place(words), result_.source.file + ": " + words));
      }
    }
    const TextSpan at = place(who + ", geometry");
    if (!feature.position) result_.unplaced.push_back({at, feature.geometry + ", where an asset needs a point"});
    const GeodeticPoint point = feature.position.value_or(GeodeticPoint{});
    TomlNode position = node_of(TomlNode::Kind::table, "position", at);
    position.children = {number_node("latitude", point.latitude_deg, at),
                         number_node("longitude", point.longitude_deg, at)};
    asset.children.push_back(std::move(position));
    return asset;
  }

  AssetLayer result_;
};

}  // namespace

AssetLayer read_asset_layer(const std::string& layer) { return LayerReader(layer).read(read_points(layer)); }

}  // namespace skyshed
