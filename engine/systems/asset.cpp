#include "engine/systems/asset.h"

#include <algorithm>

namespace skyshed {
namespace {

std::vector<std::vector<PresenceState>> states_on(const std::vector<Asset>& assets, Day day) {
  std::vector<std::vector<PresenceState>> states;
  states.reserve(assets.size());
  for (const Asset& asset : assets) {
    std::vector<PresenceState>& of_asset = states.emplace_back();
    of_asset.reserve(asset.components.size());
    for (const AssetComponent& part : asset.components) {
      of_asset.push_back(part.component.enabled ? presence_on(part.presence, day) : PresenceState::absent);
    }
  }
  return states;
}

std::string zero_padded(unsigned number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace

std::string iso_date(Day day) {
  const std::chrono::year_month_day date{day};
  return zero_padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + '-' +
         zero_padded(static_cast<unsigned>(date.month()), 2) + '-' + zero_padded(static_cast<unsigned>(date.day()), 2);
}

PresenceState presence_on(const Presence& presence, Day day) {
  if (day < presence.from.earliest || day >= presence.until.latest) return PresenceState::absent;
  // Where the two open ends overlap (latest arrival after earliest departure) no day is certain.
  const bool certain = day >= presence.from.latest && day < presence.until.earliest;
  return certain ? PresenceState::present : PresenceState::possible;
}

std::vector<Phase> phases_of(const std::vector<Asset>& assets, Day from, Day until) {
  std::vector<Day> cuts{from};
  for (const Asset& asset : assets) {
    for (const AssetComponent& part : asset.components) {
      const Presence& presence = part.presence;
      for (const Day day :
           {presence.from.earliest, presence.from.latest, presence.until.earliest, presence.until.latest}) {
        if (day > from && day < until) cuts.push_back(day);
      }
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());

  std::vector<Phase> phases;
  if (from >= until) return phases;
  for (const Day day : cuts) {
    std::vector<std::vector<PresenceState>> states = states_on(assets, day);
    // A cut may change nothing: one asset relieved by its double, or a component that is not enabled.
    if (!phases.empty() && phases.back().states == states) continue;
    if (!phases.empty()) phases.back().until = day;
    phases.push_back({.id = iso_date(day), .from = day, .until = until, .states = std::move(states)});
  }
  return phases;
}

}  // namespace skyshed
