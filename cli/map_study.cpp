#include "cli/map_study.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/study_view.h"
#include "products/words.h"

namespace skyshed {
namespace {

constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

const MappedPhase* MapStudy::phase(const std::string& label) const {
  const auto found = std::ranges::find(phases, label, &MappedPhase::label);
  return found == phases.end() ? nullptr : &*found;
}

std::string days_in_words(const DaySpan& days) {
  const std::chrono::year_month_day from(days.from);
  const std::chrono::year_month_day last(days.until - std::chrono::days(1));
  const auto day = [](const std::chrono::year_month_day& date) { return static_cast<unsigned>(date.day()); };
  const auto month = [](const std::chrono::year_month_day& date) {
    return months[static_cast<unsigned>(date.month()) - 1];
  };
  const auto year = [](const std::chrono::year_month_day& date) { return static_cast<int>(date.year()); };
  if (from == last) return fmt::format("{} {} {}", day(from), month(from), year(from));
  if (from.year() != last.year()) {
    return fmt::format("{} {} {} – {} {} {}", day(from), month(from), year(from), day(last), month(last), year(last));
  }
  if (from.month() != last.month()) {
    return fmt::format("{} {} – {} {} {}", day(from), month(from), day(last), month(last), year(last));
  }
  return fmt::format("{}–{} {} {}", day(from), day(last), month(last), year(last));
}

std::string phase_in_words(const MappedPhase& phase) {
  const std::size_t at = phase.label.rfind('@');
  const std::string days = days_in_words(phase.days());
  return at == std::string::npos ? days : fmt::format("{} ({})", days, phase.label.substr(0, at));
}

std::string change_in_words(const MapStudy& study, const std::string& place) {
  // Names of runs may hold "--" themselves: what both sides know is the right place to part.
  for (std::size_t dashes = place.find("--"); dashes != std::string::npos; dashes = place.find("--", dashes + 1)) {
    const MappedPhase* before = study.phase(place.substr(0, dashes));
    const MappedPhase* after = study.phase(place.substr(dashes + 2));
    if (before == nullptr || after == nullptr) continue;
    return fmt::format("from {} to {}", phase_in_words(*before), phase_in_words(*after));
  }
  return place;
}

std::string target_in_words(const MapStudy& study, Role role, const std::string& target) {
  if (role == Role::deny) return "airborne radar";
  for (const MappedPhase& phase : study.phases) {
    const auto found = std::ranges::find(phase.scenario->targets, target, &Target::id);
    if (found != phase.scenario->targets.end()) return found->name;
  }
  return target;
}

std::string subject_in_words(const MapStudy& study, Role role, const std::string& target) {
  std::string words = target_in_words(study, role, target) + " " + verb_of(role);
  words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return words;
}

Subject first_subject(const MapStudy& study) {
  const auto covers = [&](Role role) {
    return std::ranges::any_of(study.phases, [&](const MappedPhase& phase) {
      return std::ranges::any_of(phase.scenario->assets, [&](const Asset& asset) {
        return std::ranges::any_of(asset.components, [&](const AssetComponent& part) {
          return part.component.enabled && part.component.role() == role;
        });
      });
    });
  };
  for (const Role role : {Role::engage, Role::detect}) {
    if (covers(role)) return {role, study.phases.front().scenario->targets.front().id};
  }
  return {Role::deny, "airborne-radar"};
}

}  // namespace skyshed
