#include "cli/phase_of_day.h"

#include <fmt/format.h>

#include <algorithm>

namespace skyshed {

Phase phase_of_day(const Scenario& scenario, Day day, const std::string& option) {
  const std::vector<Phase> phases = scenario.phases();
  const auto phase =
      std::ranges::find_if(phases, [&](const Phase& each) { return each.from <= day && day < each.until; });
  if (phase != phases.end()) return *phase;
  throw Error(ErrorKind::scenario,
              fmt::format("{} {} lies outside the study, which is told from {} to {}", option, iso_date(day),
                          iso_date(scenario.from), iso_date(scenario.until - std::chrono::days(1))));
}

}  // namespace skyshed
