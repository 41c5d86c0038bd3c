#include "cli/sample_figures.h"

#include <algorithm>

#include "engine/uncertainty/distribution.h"
#include "engine/uncertainty/random.h"

namespace skyshed {
namespace {

bool is_open(const Estimate& value) { return value.low < value.high; }

// The figures of a component with the names that tables give them.
std::vector<std::pair<const char*, Estimate>> figures_of(const Component& component) {
  std::vector<std::pair<const char*, Estimate>> figures;
  if (const auto* radar = std::get_if<Radar>(&component.kind)) {
    figures = {{"reference range", radar->reference_range_m}, {"minimum range", radar->minimum_range_m}};
    if (radar->instrumented_range_m) figures.emplace_back("instrumented range", *radar->instrumented_range_m);
    if (radar->ceiling_msl_m) figures.emplace_back("ceiling", *radar->ceiling_msl_m);
  } else if (const auto* weapon = std::get_if<Weapon>(&component.kind)) {
    figures = {{"maximum range", weapon->maximum_range_m},
               {"minimum range", weapon->minimum_range_m},
               {"minimum altitude", weapon->minimum_altitude_agl_m},
               {"ceiling", weapon->maximum_altitude_msl_m}};
  } else {
    figures = {{"range", std::get<Jammer>(component.kind).range_m}};
  }
  return figures;
}

std::string address(const Asset& asset, const Component& component, const char* name) {
  return asset.system + "/" + component.name + "/" + name;
}

bool may_be_absent(const Scenario& scenario, std::size_t asset) {
  return std::ranges::any_of(scenario.phases(), [&](const Phase& phase) {
    return std::ranges::count(phase.states[asset], PresenceState::possible) > 0;
  });
}

}  // namespace

SampleFigures::SampleFigures(const Scenario& scenario, std::uint64_t seed, std::size_t samples)
    : scenario_(scenario), seed_(seed), samples_(samples) {
  for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
    const Target& target = scenario.targets[t];
    const auto add = [&](std::vector<std::vector<double>>& all, const char* name, const Estimate& value) {
      all.push_back(draw("target/" + target.id + "/" + name, value, true));
      if (!is_open(value)) return;
      things_.push_back(
          {.kind = "target", .of = target.id, .name = name, .grouping = grouped_by_rank(all.back(), groups)});
      things_.back().target = t;
    };
    add(cross_sections_, "radar cross-section", target.radar_cross_section_m2);
    add(small_target_factors_, "small-target factor", target.small_target_factor);
  }
  for (std::size_t a = 0; a < scenario.assets.size(); ++a) {
    const Asset& asset = scenario.assets[a];
    std::vector<SampleWord>& set = presence_.emplace_back(words_of(samples));
    Grouping grouping{.group = std::vector<int>(samples), .count = 2};
    const std::uint64_t stream = stream_of("presence/" + asset.id);
    const double probability = asset.presence_probability.value_or(0);
    for (std::size_t s = 0; s < samples; ++s) {
      if (uniform(seed, stream, s) >= probability) continue;
      add_sample(set, s);
      grouping.group[s] = 1;
    }
    if (probability > 0 && probability < 1 && may_be_absent(scenario, a)) {
      things_.push_back({.kind = "presence", .of = asset.id, .name = "presence", .grouping = std::move(grouping)});
      things_.back().asset = a;
    }
    for (const AssetComponent& part : asset.components) {
      if (part.component.enabled) name_figures(asset, part.component);
    }
  }
}

void SampleFigures::name_figures(const Asset& asset, const Component& component) {
  const std::string of = asset.system + " " + component.name;
  for (const auto& [name, value] : figures_of(component)) {
    const bool named = std::ranges::any_of(
        things_, [&, name = name](const UncertainThing& thing) { return thing.of == of && thing.name == name; });
    if (named || !is_open(value)) continue;
    things_.push_back({.kind = "figure",
                       .of = of,
                       .name = name,
                       .grouping = grouped_by_rank(figure(asset, component, name, value), groups)});
    things_.back().system = asset.system;
    things_.back().component = component.name;
  }
}

std::vector<double> SampleFigures::draw(const std::string& name, const Estimate& value, bool in_decades) const {
  std::vector<double> values(samples_, value.nominal);
  if (!is_open(value)) return values;
  const std::uint64_t stream = stream_of(name);
  for (std::size_t s = 0; s < samples_; ++s) {
    const double share = uniform(seed_, stream, s);
    values[s] = in_decades ? triangular_in_decades(value, share) : triangular(value, share);
  }
  return values;
}

std::vector<double> SampleFigures::figure(const Asset& asset, const Component& component, const char* name,
                                          const Estimate& value) const {
  return draw(address(asset, component, name), value);
}

std::vector<double> SampleFigures::detection_ranges(const Asset& asset, const Component& component,
                                                    std::size_t target) const {
  std::vector<double> ranges;
  if (const auto* jammer = std::get_if<Jammer>(&component.kind)) {
    ranges = figure(asset, component, "range", jammer->range_m);
  } else {
    Radar radar = std::get<Radar>(component.kind);
    const auto reference = figure(asset, component, "reference range", radar.reference_range_m);
    std::vector<double> cap;
    if (radar.instrumented_range_m) cap = figure(asset, component, "instrumented range", *radar.instrumented_range_m);
    Target drawn = scenario_.targets[target];
    for (std::size_t s = 0; s < samples_; ++s) {
      radar.reference_range_m = Estimate::exactly(reference[s]);
      if (!cap.empty()) radar.instrumented_range_m = Estimate::exactly(cap[s]);
      drawn.radar_cross_section_m2 = Estimate::exactly(cross_sections_[target][s]);
      drawn.small_target_factor = Estimate::exactly(small_target_factors_[target][s]);
      ranges.push_back(detection_range_m(radar, drawn, Confidence::likely));
    }
  }
  return ranges;
}

}  // namespace skyshed
