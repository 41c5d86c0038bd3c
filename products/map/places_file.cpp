#include "products/map/places_file.h"

#include <toml++/toml.h>
#include <optional>
#include <string>

#include "engine/base/error.h"

namespace skyshed {
namespace {

std::optional<PlaceKind> kind_named(const std::string& name) {
  if (name == "city") return PlaceKind::city;
  if (name == "capital") return PlaceKind::capital;
  if (name == "country") return PlaceKind::country;
  if (name == "sea") return PlaceKind::sea;
  return std::nullopt;
}

std::string where(const std::filesystem::path& path, const toml::source_position& position) {
  return path.string() + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) + ": ";
}

MapPlace place_from(const toml::table& table, const std::filesystem::path& path) {
  const auto name = table["name"].value<std::string>();
  const auto kind = kind_named(table["kind"].value_or<std::string>(""));
  const auto longitude_deg = table["longitude"].value<double>();
  const auto latitude_deg = table["latitude"].value<double>();
  const bool on_earth = longitude_deg && latitude_deg && *longitude_deg >= -180 && *longitude_deg <= 180 &&
                        *latitude_deg >= -90 && *latitude_deg <= 90;
  if (!name || !kind || !on_earth || table.size() != 4) {
    throw Error(ErrorKind::scenario,
                where(path, table.source().begin) +
                    "a place needs name, kind (city, capital, country or sea), longitude and latitude, no more");
  }
  return {{*longitude_deg, *latitude_deg}, *name, *kind};
}

}  // namespace

std::vector<MapPlace> read_places(const std::filesystem::path& path) {
  toml::table file;
  try {
    file = toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    throw Error(ErrorKind::scenario, where(path, error.source().begin) + std::string(error.description()));
  }
  std::vector<MapPlace> places;
  const toml::array* list = file["place"].as_array();
  if (list == nullptr) throw Error(ErrorKind::scenario, path.string() + ": there is no list called place");
  for (const toml::node& node : *list) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      throw Error(ErrorKind::scenario, where(path, node.source().begin) + "a place is a table: { name = …, … }");
    }
    places.push_back(place_from(*table, path));
  }
  return places;
}

}  // namespace skyshed
