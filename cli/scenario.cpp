#include "cli/scenario.h"

#include <tuple>

namespace skyshed {

bool same_study(const Scenario& a, const Scenario& b) {
  const auto all = [](const Scenario& s) {
    return std::tie(s.title, s.from, s.until, s.altitudes, s.targets, s.assets, s.variants, s.terrain, s.refraction,
                    s.grid, s.uncertainty, s.catalogue);
  };
  return all(a) == all(b);
}

std::vector<std::string> ScenarioTerrain::all_sources() const {
  std::vector<std::string> all = sources;
  if (near) all.insert(all.end(), near->sources.begin(), near->sources.end());
  return all;
}

std::vector<Phase> Scenario::phases() const {
  std::vector<Asset> all = assets;
  for (const Variant& variant : variants) all.insert(all.end(), variant.assets.begin(), variant.assets.end());
  std::vector<Phase> phases = phases_of(all, from, until);
  for (Phase& phase : phases) phase.states.resize(assets.size());
  return phases;
}

const char* word_of(OutsideRule outside) {
  switch (outside) {
    case OutsideRule::sea:
      return "sea";
    case OutsideRule::unknown:
      return "unknown";
    case OutsideRule::error:
      return "error";
  }
  return "";
}

std::string interval_text(const DayInterval& days) {
  return days.earliest == days.latest ? iso_date(days.earliest)
                                      : iso_date(days.earliest) + " … " + iso_date(days.latest);
}

}  // namespace skyshed
