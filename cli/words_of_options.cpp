#include "cli/words_of_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string_view>

#include "cli/table_reader.h"
#include "engine/base/error.h"
#include "products/words.h"

namespace skyshed {
namespace {

std::vector<double> numbers_of(const std::string& text, std::size_t count, const char* expected) {
  std::vector<double> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (numbers.size() < count) {
    double number = 0;
    const auto [after, error] = std::from_chars(at, end, number);
    if (error != std::errc() || !std::isfinite(number)) break;
    numbers.push_back(number);
    at = after;
    if (at == end || *at != ',') break;
    ++at;
  }
  if (numbers.size() != count || at != end) {
    throw Error(ErrorKind::scenario, fmt::format("\"{}\" is not {}", text, expected));
  }
  return numbers;
}

template <class Holds>
CLI::Validator number_that(const Holds& holds, const std::string& words) {
  const auto check = [holds, words](const std::string& text) -> std::string {
    double number = 0;
    const bool is_one = CLI::detail::lexical_cast(text, number) && std::isfinite(number) && holds(number);
    return is_one ? "" : fmt::format("{} is not {}", text, words);
  };
  return {check, ""};
}

}  // namespace

CLI::Validator number_between(double low, double high) {
  return number_that([low, high](double number) { return number >= low && number <= high; },
                     fmt::format("a number from {} to {}", low, high));
}

CLI::Validator positive_number() {
  return number_that([](double number) { return number > 0; }, "a positive number");
}

GeodeticPoint point_of(const std::string& text) {
  const auto n = numbers_of(text, 2, "a place LON,LAT in degrees, such as 35.95,35.41");
  if (std::abs(n[1]) > 90) {
    throw Error(ErrorKind::scenario,
                fmt::format("{} is no latitude; a place is LON,LAT: latitude and longitude look swapped", n[1]));
  }
  return {.longitude_deg = n[0], .latitude_deg = n[1]};
}

std::string ending_of(const std::string& named, const std::filesystem::path& file,
                      const std::vector<std::string>& endings) {
  const std::string ending = lower_case(file.extension().string());
  if (std::ranges::find(endings, ending) != endings.end()) return ending;
  throw Error(ErrorKind::scenario, fmt::format("{} is {}, by the name of its file; {} is not", named,
                                               fmt::join(endings, " or "), file.string()));
}

Day day_of(const std::string& option, const std::string& text) {
  if (const std::optional<Day> day = day_in(text)) return *day;
  throw Error(ErrorKind::scenario,
              fmt::format("{}: \"{}\" is not a day; write year-month-day, such as 2024-12-06", option, text));
}

GeodeticExtent box_of(const std::string& text) {
  const auto n = numbers_of(text, 4, "a box west,south,east,north in degrees, such as 28,29,44,42");
  return {.west_deg = n[0], .south_deg = n[1], .east_deg = n[2], .north_deg = n[3]};
}

SliceAltitude altitude_of(const std::string& text) {
  const auto mistaken = [&](const std::string& what) {
    return Error(ErrorKind::scenario, fmt::format("\"{}\" {}", text, what));
  };
  std::string word;  // without blanks, in small letters
  for (const char c : text) {
    if (c != ' ' && c != '\t') word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  SliceAltitude altitude;
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), altitude.metres);
  const std::string_view tail(rest, static_cast<std::size_t>(word.data() + word.size() - rest));
  const bool is_number = error == std::errc() && std::isfinite(altitude.metres);
  if (is_number && (tail.empty() || tail == "m" || tail == "km")) {
    throw mistaken(R"(does not say above what: write "100 m AGL" (above ground) or "3000 m MSL" (above sea level))");
  }
  const bool is_km = tail.starts_with("km");
  const std::string_view reference = tail.substr(is_km ? 2 : tail.starts_with("ma") || tail.starts_with("mm") ? 1 : 0);
  if (!is_number || (reference != "agl" && reference != "msl")) {
    throw mistaken(R"(is not an altitude such as "100 m AGL" or "3000 m MSL")");
  }
  altitude.reference = reference == "agl" ? SliceAltitude::Reference::agl : SliceAltitude::Reference::msl;
  if (is_km) altitude.metres *= 1000;
  const double lowest = altitude.reference == SliceAltitude::Reference::agl ? 0 : -500;
  constexpr double highest = 100'000;
  if (!(altitude.metres >= lowest && altitude.metres <= highest)) {
    throw mistaken(fmt::format("lies outside {:.0f} to {:.0f} m", lowest, highest));
  }
  return altitude;
}

}  // namespace skyshed
