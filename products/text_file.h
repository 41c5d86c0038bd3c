// Writes a small text file in one go.
//
// Errors     output, with the path and the system's reason (a full disk included).
#pragma once

#include <filesystem>
#include <string_view>

namespace skyshed {

void write_text_file(const std::filesystem::path& path, std::string_view text);

}  // namespace skyshed
