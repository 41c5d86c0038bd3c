// What a profile says, in words and as JSON.
//
// Units      metres above mean sea level (MSL) or above ground (AGL), kilometres of distance, as the texts say.
// Threading  pure functions.
// Source     docs/profile.md.
#pragma once

#include <string>

#include "cli/sight_profile.h"

namespace skyshed {

// "hidden by terrain: ridge of 1,432 m at 35.61 N 36.21 E, 31 km out; visible from 2,870 m MSL up"
[[nodiscard]] std::string sentence_of(const SightProfile& profile, const ComponentVerdict& verdict,
                                      const ElevationModel& terrain);

[[nodiscard]] std::string profile_text(const SightProfile& profile, const Scenario& scenario,
                                       const ElevationModel& terrain);
[[nodiscard]] std::string profile_json(const SightProfile& profile, const Scenario& scenario,
                                       const ElevationModel& terrain);

// "2,870 m"; "unknown" if it is.
[[nodiscard]] std::string metres_text(double metres);
// "35.61 N 36.21 E"
[[nodiscard]] std::string place_text(GeodeticPoint place);
// "a fighter", "an airliner"
[[nodiscard]] std::string with_article(const std::string& noun);
// "100 m above ground"
[[nodiscard]] std::string words_of(SliceAltitude altitude);

}  // namespace skyshed
