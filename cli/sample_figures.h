// The figures that every sample draws for itself, and what all uncertain things are called.
//
// Units      metres, square metres.
// Threading  built by one thread; then immutable.
// Source     docs/uncertainty.md.
#pragma once

#include "cli/scenario.h"
#include "engine/uncertainty/influence.h"
#include "engine/uncertainty/sample_sets.h"

namespace skyshed {

// One thing that is not known exactly, and how the samples fall into groups by it.
struct UncertainThing {
  std::string kind;  // "figure", "target", "presence", "sightlines", "refraction"
  std::string of;    // "S-400 92N6E", "fighter", "masyaf-s400"; empty: the whole study
  std::string name;  // "reference range"
  Grouping grouping;
  bool rising = true;  // groups go from low values to high ones
  // Where it matters: this asset, this component of this system, this target; empty: any.
  std::optional<std::size_t> asset = {};
  std::string system = {};
  std::string component = {};
  std::optional<std::size_t> target = {};
};

class SampleFigures {
 public:
  // scenario: with_open_figures.
  SampleFigures(const Scenario& scenario, std::uint64_t seed, std::size_t samples);

  // [sample]. Drawn once for each system: two batteries of one kind have the same true range.
  [[nodiscard]] std::vector<double> detection_ranges(const Asset& asset, const Component& component,
                                                     std::size_t target) const;
  [[nodiscard]] std::vector<double> figure(const Asset& asset, const Component& component, const char* name,
                                           const Estimate& value) const;
  [[nodiscard]] const std::vector<SampleWord>& presence(std::size_t asset) const { return presence_[asset]; }
  // All that varies, but for sightlines and refraction.
  [[nodiscard]] const std::vector<UncertainThing>& things() const { return things_; }

  static constexpr int groups = 10;

 private:
  [[nodiscard]] std::vector<double> draw(const std::string& name, const Estimate& value, bool in_decades = false) const;
  void name_figures(const Asset& asset, const Component& component);

  const Scenario& scenario_;
  std::uint64_t seed_;
  std::size_t samples_;
  std::vector<std::vector<double>> cross_sections_;  // [target]
  std::vector<std::vector<double>> small_target_factors_;
  std::vector<std::vector<SampleWord>> presence_;
  std::vector<UncertainThing> things_;
};

}  // namespace skyshed
