// A single result file that appears whole or not at all, with the side files that its format may need.
//
// Errors     output: the target exists and may not be replaced, or is what it would be made of; its parent is missing, no
//            permission, a full disk.
// Threading  one owner.
#pragma once

#include <filesystem>

#include "products/partial_folder.h"

namespace skyshed {

class OutputFile {
 public:
  // made_of: the file that the results come from, if it is one; never replaced.
  OutputFile(const std::filesystem::path& target, bool overwrite, const std::filesystem::path& made_of = {});

  // Where to write: the final file name in a hidden folder beside the target, so that formats that look at the name or
  // write side files (.prj, .hdr, .aux.xml) work as ever.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  // The final, absolute place.
  [[nodiscard]] const std::filesystem::path& target() const noexcept { return target_; }

  // Domain: once, when the file is closed. Side files are moved first, the file itself last.
  void commit();

 private:
  std::filesystem::path target_;
  bool overwrite_;
  PartialFolder partial_;
  std::filesystem::path path_;
};

}  // namespace skyshed
