// How the engine's words are spelled in file names, tables and pictures.
//
// Units      metres as written.
// Threading  pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/coverage/reason.h"
#include "engine/coverage/slice.h"
#include "engine/systems/asset.h"

namespace skyshed {

[[nodiscard]] std::string name_of(Role role);                           // "detect", "engage", "deny"
[[nodiscard]] std::optional<Role> role_called(std::string_view name);   // none: no role has this name
[[nodiscard]] std::string name_of(Confidence confidence);               // "certain", "likely", "possible"
[[nodiscard]] std::string name_of(SliceAltitude::Reference reference);  // "AGL", "MSL"
[[nodiscard]] std::string name_of(Reason reason);                       // "covered", "minimum range"

[[nodiscard]] std::string name_of(SliceAltitude altitude);  // "100 m AGL", "10000 m MSL"
// The altitude that a text ends with: "detected at 100 m AGL"; empty if it does not.
[[nodiscard]] std::optional<SliceAltitude> altitude_in(std::string_view text);
[[nodiscard]] std::string slug_of(SliceAltitude altitude);  // "100m_agl": as part of a file name

[[nodiscard]] std::string lower_case(std::string text);  // of ASCII letters

}  // namespace skyshed
