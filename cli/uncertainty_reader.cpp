#include "cli/uncertainty_reader.h"

#include <fmt/format.h>

#include <cmath>

#include "cli/figure.h"

namespace skyshed {
namespace {

std::optional<int> read_whole(const TomlNode* node, NumberRange range, MistakeList& mistakes) {
  const std::optional<double> number = read_number(node, range, mistakes);
  if (!number) return std::nullopt;
  if (*number != std::floor(*number)) {
    mistakes.add(node->span, fmt::format("'{}' must be a whole number, not {}", node->key, *number));
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

struct Switch {
  const char* key;
  bool ScenarioUncertainty::*on;
};
constexpr Switch switches[] = {
    {"figures", &ScenarioUncertainty::figures},       {"antennas", &ScenarioUncertainty::antennas},
    {"refraction", &ScenarioUncertainty::refraction}, {"terrain", &ScenarioUncertainty::terrain},
    {"positions", &ScenarioUncertainty::positions},   {"presence", &ScenarioUncertainty::presence},
};

void settle(Estimate& figure) { figure = Estimate::exactly(figure.nominal); }
void settle(std::optional<Estimate>& figure) {
  if (figure) settle(*figure);
}

void settle_figures(Component& component) {
  if (auto* radar = std::get_if<Radar>(&component.kind)) {
    settle(radar->reference_range_m);
    settle(radar->instrumented_range_m);
    settle(radar->minimum_range_m);
    settle(radar->ceiling_msl_m);
  } else if (auto* weapon = std::get_if<Weapon>(&component.kind)) {
    settle(weapon->maximum_range_m);
    settle(weapon->minimum_range_m);
    settle(weapon->minimum_altitude_agl_m);
    settle(weapon->maximum_altitude_msl_m);
  } else {
    settle(std::get<Jammer>(component.kind).range_m);
  }
}

}  // namespace

std::optional<ScenarioUncertainty> read_uncertainty(const TomlNode* node, const Refraction& refraction,
                                                    MistakeList& mistakes) {
  if (read_table(node, mistakes) == nullptr) return std::nullopt;
  ScenarioUncertainty uncertainty;
  TableReader table(*node, "[uncertainty]", mistakes);
  const auto whole = [&](const char* key, int& value, NumberRange range) {
    value = read_whole(table.find(key), range, mistakes).value_or(value);
  };
  whole("samples", uncertainty.samples, {1, most_samples, "a number of 1 to 10000"});
  whole("sightlines", uncertainty.sightlines, {1, 16, "a number of 1 to 16"});
  int seed = 1;
  whole("seed", seed, {0, 1e9, "a number of 0 to 1000000000"});
  uncertainty.seed = static_cast<std::uint64_t>(seed);
  for (const Switch& each : switches) {
    uncertainty.*each.on = read_boolean(table.find(each.key), mistakes).value_or(true);
  }
  // Of the refraction that the scenario has: the other one's key is unknown here.
  const auto figure = [&](const char* key, NumberRange range) -> std::optional<Estimate> {
    const std::optional<Figure> read = read_figure(table.find(key), range, Origin::optional, mistakes);
    return read ? std::optional(read->value) : std::nullopt;
  };
  if (refraction.model == Refraction::Model::effective_radius) {
    uncertainty.k = figure("k", {0.1, 100, "a factor of 0.1 to 100"});
  } else {
    uncertainty.surface_refractivity = figure("surface_refractivity", {0, 1000, "a refractivity of 0 to 1000 N-units"});
  }
  constexpr NumberRange probability{0, 1, "a probability of 0 to 1"};
  uncertainty.presence_probability =
      read_number(table.find("presence_probability"), probability, mistakes).value_or(uncertainty.presence_probability);
  table.finish();
  return uncertainty;
}

std::string uncertainty_text(const ScenarioUncertainty& uncertainty) {
  std::string text = fmt::format("\n[uncertainty]\nsamples = {}\nseed = {}\nsightlines = {}\n", uncertainty.samples,
                                 uncertainty.seed, uncertainty.sightlines);
  for (const Switch& each : switches) text += fmt::format("{} = {}\n", each.key, uncertainty.*each.on);
  if (uncertainty.k) text += fmt::format("k = {}\n", estimate_text(*uncertainty.k));
  if (const auto& figure = uncertainty.surface_refractivity) {
    text += fmt::format("surface_refractivity = {}\n", estimate_text(*figure));
  }
  return text + fmt::format("presence_probability = {}\n", uncertainty.presence_probability);
}

Scenario with_open_figures(const Scenario& scenario) {
  Scenario open = scenario;
  const ScenarioUncertainty& uncertainty = *scenario.uncertainty;
  open.variants.clear();
  if (!uncertainty.figures) {
    for (Target& target : open.targets) {
      settle(target.radar_cross_section_m2);
      settle(target.small_target_factor);
    }
  }
  for (Asset& asset : open.assets) {
    if (!uncertainty.positions) asset.position_error_m = 0;
    if (!asset.presence_probability) asset.presence_probability = uncertainty.presence_probability;
    if (!uncertainty.presence) asset.presence_probability = 0;  // the likely coverage, as everywhere else
    for (AssetComponent& part : asset.components) {
      if (!uncertainty.figures) settle_figures(part.component);
      if (uncertainty.antennas) continue;
      std::visit([](auto& kind) { settle(kind.mounting.height_m); }, part.component.kind);
    }
  }
  return open;
}

}  // namespace skyshed
