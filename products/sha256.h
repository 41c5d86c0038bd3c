// SHA-256 of files and texts, as 64 lower-case hexadecimal digits.
//
// Errors     output if the file cannot be read.
// Threading  pure functions.
// Cost       some 0.5–2 GB/s.
// Source     FIPS 180-4, by OpenSSL.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace skyshed {

[[nodiscard]] std::string sha256_of_text(std::string_view text);
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace skyshed
