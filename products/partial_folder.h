// A temporary folder beside a target, for results that are not yet whole; gone when this object goes.
//
// It is locked as long as it is written (flock on the folder itself, which ends with the process, however that ends). So
// of two programs that write to one target the second is refused, and what a killed program has left is told from what
// a running one writes: it is used again, emptied unless its owner asks for what is in it.
//
// Errors     output, with the path and the system's reason, or that another program writes to this target.
// Threading  one owner.
#pragma once

#include <filesystem>

namespace skyshed {

class PartialFolder {
 public:
  // Makes .NAME.skyshed-partial in the target's parent folder, which must exist: the same file system, so that the
  // finished result is renamed and not copied.
  enum class Rest { emptied, kept };  // what a killed program has left there
  explicit PartialFolder(const std::filesystem::path& target, Rest rest = Rest::emptied);
  PartialFolder(const PartialFolder&) = delete;
  PartialFolder& operator=(const PartialFolder&) = delete;
  ~PartialFolder();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  // The folder has been moved into place, or is left for a later program: leave it alone from now on.
  void release() noexcept { path_.clear(); }

 private:
  std::filesystem::path path_;
  int lock_ = -1;  // a descriptor
};

// The absolute path that is meant by what the user wrote: symbolic links followed, no slash at the end.
[[nodiscard]] std::filesystem::path resolve_target(const std::filesystem::path& target);

// A free name beside the target, .NAME.LABEL-PID-N.
[[nodiscard]] std::filesystem::path free_sibling(const std::filesystem::path& target, const char* label);

// Where a file in a partial folder will stand once it is whole: what the user knows it by. Other paths stay as they are.
[[nodiscard]] std::filesystem::path final_path(const std::filesystem::path& path);

// Has the system put on disk every file of the folder, and the folder itself: delayed write errors surface here.
void sync_folder(const std::filesystem::path& folder);
void sync_entry(const std::filesystem::path& path);  // one file or folder, without what is inside

// Renames the folder `from` to `to`. A folder that stands at `to` is exchanged for it in one step and then deleted; where
// the file system cannot exchange, it is set aside first, and put back if the renaming fails.
void move_folder_into_place(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace skyshed
