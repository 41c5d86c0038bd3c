#include "products/text_file.h"

#include <cstdio>

#include "products/output_error.h"

namespace skyshed {

void write_text_file(const std::filesystem::path& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) throw output_error("cannot create", path, last_system_error());
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const std::error_code reason = last_system_error();
  // A full disk may show only now, when the buffer goes out.
  const bool closed = std::fclose(file) == 0;
  if (!written) throw output_error("cannot write", path, reason);
  if (!closed) throw output_error("cannot write", path, last_system_error());
}

}  // namespace skyshed
