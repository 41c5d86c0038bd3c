#include "products/words.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

namespace skyshed {

std::optional<Role> role_called(std::string_view name) {
  for (const Role role : all_roles) {
    if (name_of(role) == name) return role;
  }
  return std::nullopt;
}

std::string name_of(Role role) {
  switch (role) {
    case Role::detect:
      return "detect";
    case Role::engage:
      return "engage";
    case Role::deny:
      return "deny";
  }
  throw Error(ErrorKind::internal, "a role without a name");
}

std::string name_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::certain:
      return "certain";
    case Confidence::likely:
      return "likely";
    case Confidence::possible:
      return "possible";
  }
  throw Error(ErrorKind::internal, "a confidence without a name");
}

std::string name_of(SliceAltitude::Reference reference) {
  return reference == SliceAltitude::Reference::agl ? "AGL" : "MSL";
}

std::string name_of(Reason reason) {
  switch (reason) {
    case Reason::covered:
      return "covered";
    case Reason::no_terrain_data:
      return "no terrain data";
    case Reason::terrain:
      return "terrain";
    case Reason::horizon:
      return "horizon";
    case Reason::guidance:
      return "guidance";
    case Reason::envelope:
      return "envelope";
    case Reason::elevation_limits:
      return "elevation limits";
    case Reason::minimum_range:
      return "minimum range";
    case Reason::sector:
      return "sector";
    case Reason::range:
      return "range";
    case Reason::below_ground:
      return "below ground";
  }
  throw Error(ErrorKind::internal, "a reason without a name");
}

// {} prints the shortest digits that read back as the same number: 100, 30.5.
std::string name_of(SliceAltitude altitude) {
  return fmt::format("{} m {}", altitude.metres, name_of(altitude.reference));
}

std::optional<SliceAltitude> altitude_in(std::string_view text) {
  for (const auto reference : {SliceAltitude::Reference::agl, SliceAltitude::Reference::msl}) {
    const std::string unit = " m " + name_of(reference);
    if (!text.ends_with(unit)) continue;
    const std::string_view before = text.substr(0, text.size() - unit.size());
    const std::string_view number = before.substr(before.find_last_of(' ') + 1);  // npos + 1 is the beginning
    SliceAltitude altitude{.reference = reference};
    const auto [end, error] = std::from_chars(number.begin(), number.end(), altitude.metres);
    if (error == std::errc() && end == number.end()) return altitude;
  }
  return std::nullopt;
}

std::string slug_of(SliceAltitude altitude) {
  return fmt::format("{}m_{}", altitude.metres, altitude.reference == SliceAltitude::Reference::agl ? "agl" : "msl");
}

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace skyshed
