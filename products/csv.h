// Lines of comma-separated values as RFC 4180 says.
#pragma once

#include <string>
#include <vector>

namespace skyshed {

// One line, ended with \n; fields quoted where they must be.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

// With three decimals.
[[nodiscard]] std::string csv_km2(double square_metres);
[[nodiscard]] std::string csv_km3(double cubic_metres);

}  // namespace skyshed
