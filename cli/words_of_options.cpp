#include "cli/words_of_options.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <vector>

#include "engine/base/error.h"

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

}  // namespace

GeodeticPoint point_of(const std::string& text) {
  const auto n = numbers_of(text, 2, "a place LON,LAT in degrees, such as 35.95,35.41");
  if (std::abs(n[1]) > 90) {
    throw Error(ErrorKind::scenario,
                fmt::format("{} is no latitude; a place is LON,LAT: latitude and longitude look swapped", n[1]));
  }
  return {.longitude_deg = n[0], .latitude_deg = n[1]};
}

GeodeticExtent box_of(const std::string& text) {
  const auto n = numbers_of(text, 4, "a box west,south,east,north in degrees, such as 28,29,44,42");
  return {.west_deg = n[0], .south_deg = n[1], .east_deg = n[2], .north_deg = n[3]};
}

}  // namespace skyshed
