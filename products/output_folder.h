// A run folder that appears whole or not at all.
//
// Results are written into a hidden folder beside the target; commit() puts them on disk and renames. Whoever leaves
// without commit() (an error, Ctrl-C) leaves the target as it was and nothing beside it.
//
// The folders above the target are made where they are missing.
//
// Work that is long is noted file by file (journal.h), so that a later run can take over what is finished.
//
// Errors     output: the target exists and may not be replaced, or holds what it would be made of; no permission, a
//            full disk.
// Threading  one owner; many threads may write files below path().
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "products/journal.h"
#include "products/partial_folder.h"

namespace skyshed {

class OutputFolder {
 public:
  // An existing target is refused unless `overwrite`, and replaced only by commit(). A folder that skyshed did not
  // write (is_run_folder of manifest.h), unless it is empty, is refused even then: it is never deleted.
  // made_of: the files and folders that the results come from; a target that holds one is refused, since it would be
  // deleted.
  // resume: take over what a run of the same origins has left, and leave what is finished whatever ends this one.
  OutputFolder(const std::filesystem::path& target, bool overwrite,
               const std::vector<std::filesystem::path>& made_of = {}, bool resume = false);
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  ~OutputFolder();

  // Where to write; not the final place.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return partial_.path(); }
  // A file below path(), its folders made: file("phases/2024-12-06/detect_fighter_floor.tif").
  [[nodiscard]] std::filesystem::path file(const std::filesystem::path& relative) const;

  // From now on finished files are noted; with `resume` those that are there and finished are taken over, if they have
  // the same origins. Returns how many. Errors: output, if their origins are others; they are then left.
  std::size_t keep_journal(const Origins& origins);
  // Has a file written, unless it is finished already. The writer is given where to write.
  void write(const std::filesystem::path& relative,
             const std::function<void(const std::filesystem::path&)>& writer) const;
  [[nodiscard]] bool is_finished(const std::filesystem::path& relative) const;
  // Leaves the finished files for a later run with `resume`, should this one not commit. Returns how many.
  std::size_t keep_finished();

  // The final, absolute place.
  [[nodiscard]] const std::filesystem::path& target() const noexcept { return target_; }

  // Domain: once, when all files are closed and the manifest is written (it tells a later run whose folder this is).
  void commit();

 private:
  std::filesystem::path target_;
  bool overwrite_;
  bool resume_;
  bool keep_;
  PartialFolder partial_;
  std::unique_ptr<Journal> journal_;
};

}  // namespace skyshed
