// Says why the operating system refuses to write: what was tried, where, and its own reason.
#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include "engine/base/error.h"
#include "products/partial_folder.h"

namespace skyshed {

// "cannot create /data/out: Permission denied", by the final name of what is not yet whole
[[nodiscard]] inline Error output_error(const std::string& what, const std::filesystem::path& path,
                                        const std::error_code& reason) {
  return {ErrorKind::output, what + " " + final_path(path).string() + ": " + reason.message()};
}

// After a call of the C library that has set errno.
[[nodiscard]] inline std::error_code last_system_error() { return {errno, std::generic_category()}; }

}  // namespace skyshed
