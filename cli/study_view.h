// What a study looks at: one role against one target; and how its products call it.
//
// Threading  pure functions.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario.h"

namespace skyshed {

struct StudyView {
  Role role = Role::detect;
  std::size_t target = 0;  // of the scenario
  friend bool operator==(const StudyView&, const StudyView&) = default;
};

// Every role that a component has in the study or in a variant, against every target. A jammer's reach does not depend
// on what it is used for: one view.
[[nodiscard]] std::vector<StudyView> views_of(const Scenario& scenario);

[[nodiscard]] std::string target_id(const Scenario& scenario, const StudyView& view);    // "fighter"
[[nodiscard]] std::string target_name(const Scenario& scenario, const StudyView& view);  // as a sentence has it
[[nodiscard]] std::string verb_of(Role role);                                            // "detected"
[[nodiscard]] std::string file_stem(const Scenario& scenario, const StudyView& view);    // "detect_fighter"
[[nodiscard]] std::string words_of(const Scenario& scenario, const StudyView& view);     // "fighter detected"
[[nodiscard]] std::string days_of(const Phase& phase);  // "2024-12-06 to 2024-12-08", both days included
[[nodiscard]] std::string refraction_words(const Refraction& refraction);

}  // namespace skyshed
