// Numbers that options carry as text: "35.95,35.41", "28,29,44,42", "100 m AGL".
//
// Errors     scenario, saying what was expected.
// Threading  pure functions.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "dem/extent.h"
#include "engine/coverage/slice.h"
#include "engine/systems/asset.h"

namespace skyshed {

// LON,LAT in degrees.
[[nodiscard]] GeodeticPoint point_of(const std::string& text);
// west,south,east,north in degrees.
[[nodiscard]] GeodeticExtent box_of(const std::string& text);
// "100 m AGL", "3000 m MSL", "3 km MSL", with or without the blanks, in any case.
[[nodiscard]] SliceAltitude altitude_of(const std::string& text);

// What an option's number must be; never NaN or infinite, which CLI11's own checks let pass.
[[nodiscard]] CLI::Validator number_between(double low, double high);
[[nodiscard]] CLI::Validator positive_number();

// The ending of a file's name in small letters, which must be one of these: ".png". named: what the file is to be.
[[nodiscard]] std::string ending_of(const std::string& named, const std::filesystem::path& file,
                                    const std::vector<std::string>& endings);

// A calendar day, 2024-12-06; option: for the message.
[[nodiscard]] Day day_of(const std::string& option, const std::string& text);

}  // namespace skyshed
