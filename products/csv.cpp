#include "products/csv.h"

#include <fmt/format.h>

namespace skyshed {
namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& each : fields) text += field(each) + ',';
  text.back() = '\n';
  return text;
}

std::string csv_km2(double square_metres) { return fmt::format("{:.3f}", square_metres / 1e6); }
std::string csv_km3(double cubic_metres) { return fmt::format("{:.3f}", cubic_metres / 1e9); }

}  // namespace skyshed
