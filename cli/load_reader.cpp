#include "cli/load_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/system_reader.h"

namespace skyshed {
namespace {

constexpr NumberRange pieces{1, 1000, "a number of 1 to 1000"};
constexpr NumberRange tonnes{smallest_positive, 1e6, "a positive weight in tonnes"};

SystemLoad read_load(const TomlNode& node, MistakeList& mistakes) {
  SystemLoad load{.name = node.key};
  TableReader table(node, "a load", mistakes);
  const auto figure = [&](const char* key, NumberRange range) {
    return read_figure(table.find(key), range, Origin::required, mistakes);
  };
  load.count = figure("count", pieces);
  if (load.count) {
    for (const double number : {load.count->value.low, load.count->value.nominal, load.count->value.high}) {
      if (number == static_cast<int>(number)) continue;
      mistakes.add(node.child("count")->span, fmt::format("'count' must be a whole number, not {}", number));
    }
  }
  load.weight_t = figure("weight_t", tonnes);
  load.length_m = figure("length_m", positive);
  load.width_m = figure("width_m", positive);
  load.height_m = figure("height_m", positive);
  load.note = read_string(table.find("note"), mistakes).value_or("");
  table.finish();
  return load;
}

Carrier read_carrier(const TomlNode& node, MistakeList& mistakes) {
  Carrier carrier;
  TableReader table(node, "an aircraft or ship", mistakes);
  const auto figure = [&](const char* key, NumberRange range) {
    return read_figure(table.find(key), range, Origin::required, mistakes);
  };
  const TomlNode* id = table.require("id");
  carrier.id = read_string(id, mistakes).value_or("");
  if (!carrier.id.empty()) check_name(carrier.id, id->span, mistakes);
  carrier.name = read_string(table.find("name"), mistakes).value_or(carrier.id);
  const auto kind = read_choice(table.require("kind"), {"aircraft", "ship"}, mistakes);
  if (kind == 1U) carrier.kind = Carrier::Kind::ship;
  carrier.payload_t = figure("payload_t", tonnes);
  carrier.hold_length_m = figure("hold_length_m", positive);
  carrier.hold_width_m = figure("hold_width_m", positive);
  carrier.hold_height_m = figure("hold_height_m", positive);
  carrier.note = read_string(table.find("note"), mistakes).value_or("");
  table.finish();
  return carrier;
}

}  // namespace

std::vector<SystemLoad> read_loads(const TomlNode* node, MistakeList& mistakes) {
  std::vector<SystemLoad> loads;
  const TomlNode* table = read_table(node, mistakes);
  if (table == nullptr) return loads;
  for (const TomlNode& child : table->children) {
    if (read_table(&child, mistakes) != nullptr) loads.push_back(read_load(child, mistakes));
  }
  return loads;
}

std::vector<Figure> figures_of(const SystemLoad& load) {
  std::vector<Figure> figures;
  for (const auto* figure : {&load.count, &load.weight_t, &load.length_m, &load.width_m, &load.height_m}) {
    if (*figure) figures.push_back(**figure);
  }
  return figures;
}

std::string load_text(const SystemLoad& load, const std::string& system_key) {
  std::string text = fmt::format("\n[system.{}.load.{}]\n", system_key, toml_key(load.name));
  for (const Figure& figure : figures_of(load)) text += fmt::format("{} = {}\n", figure.key, figure_text(figure));
  if (!load.note.empty()) text += fmt::format("note = {}\n", toml_string(load.note));
  return text;
}

std::vector<Carrier> read_carriers(const std::filesystem::path& folder) {
  std::error_code problem;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  if (problem || files.empty()) {
    throw Error(ErrorKind::scenario, fmt::format("no aircraft or ships in {}", folder.generic_string()));
  }
  std::ranges::sort(files);  // the order of a folder is chance
  std::vector<Carrier> carriers;
  std::vector<Mistake> mistakes;
  for (const std::filesystem::path& file : files) {
    const TomlDocument document = read_toml(file);
    MistakeList found(document.source);
    carriers.push_back(read_carrier(document.root, found));
    for (Mistake& mistake : found.sorted()) mistakes.push_back(std::move(mistake));
  }
  if (!mistakes.empty()) throw ScenarioMistakes(std::move(mistakes));
  std::ranges::stable_sort(carriers, {}, [](const Carrier& carrier) {
    return carrier.payload_t ? carrier.payload_t->value.nominal : std::numeric_limits<double>::infinity();
  });
  return carriers;
}

}  // namespace skyshed
