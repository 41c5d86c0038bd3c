// A run folder that appears whole or not at all.
//
// Results are written into a hidden folder beside the target; commit() puts them on disk and renames. Whoever leaves
// without commit() (an error, Ctrl-C) leaves the target as it was and nothing beside it.
//
// The folders above the target are made where they are missing.
//
// Errors     output: the target exists and may not be replaced, no permission, a full disk.
// Threading  one owner; many threads may write files below path().
#pragma once

#include <filesystem>

#include "products/partial_folder.h"

namespace skyshed {

class OutputFolder {
 public:
  // An existing target is refused unless `overwrite`, and replaced only by commit(). A folder that skyshed did not
  // write (is_run_folder of manifest.h), unless it is empty, is refused even then: it is never deleted.
  OutputFolder(const std::filesystem::path& target, bool overwrite);

  // Where to write; not the final place.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return partial_.path(); }
  // A file below path(), its folders made: file("phases/2024-12-06/detect_fighter_floor.tif").
  [[nodiscard]] std::filesystem::path file(const std::filesystem::path& relative) const;

  // The final, absolute place.
  [[nodiscard]] const std::filesystem::path& target() const noexcept { return target_; }

  // Domain: once, when all files are closed and the manifest is written (it tells a later run whose folder this is).
  void commit();

 private:
  std::filesystem::path target_;
  bool overwrite_;
  PartialFolder partial_;
};

}  // namespace skyshed
