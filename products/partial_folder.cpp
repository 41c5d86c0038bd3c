#include "products/partial_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <future>
#include <string_view>
#include <vector>

#include "products/output_error.h"

namespace skyshed {

namespace fs = std::filesystem;

namespace {
constexpr std::string_view partial_label = ".skyshed-partial";
}

fs::path resolve_target(const fs::path& target) {
  if (target.empty()) throw Error(ErrorKind::output, "the name of what to write is empty; give one");
  std::error_code reason;
  fs::path resolved = fs::weakly_canonical(fs::absolute(target, reason), reason);
  if (reason) throw output_error("cannot write", target, reason);
  if (!resolved.has_filename()) resolved = resolved.parent_path();  // "out/" means "out"
  if (!resolved.has_filename()) throw Error(ErrorKind::output, "cannot write to the root folder /; name a new folder");
  return resolved;
}

fs::path free_sibling(const fs::path& target, const char* label) {
  for (int i = 0;; ++i) {
    const std::string name = fmt::format(".{}.{}-{}-{}", target.filename().string(), label, ::getpid(), i);
    fs::path sibling = target.parent_path() / name;
    std::error_code reason;
    const bool taken = fs::exists(fs::symlink_status(sibling, reason));
    // "Not found" is what is wanted; any other refusal shows when the name is used.
    if (!taken) return sibling;
  }
}

namespace {

// A file system without locks (some network mounts) must not make the work impossible.
bool without_locks(int problem) { return problem == EBADF || problem == ENOLCK || problem == EOPNOTSUPP; }

// Locks the folder, which may have been made by a program that is no more, or renamed by one that has just finished.
// Returns the lock's descriptor; -1 if another look is needed.
int locked(const fs::path& path, const fs::path& target, bool made_now) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return -1;
  if (descriptor < 0) throw output_error("cannot create", path, last_system_error());
  const int problem = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
  struct stat here {};
  struct stat there {};
  const bool still_here = ::fstat(descriptor, &here) == 0 && ::stat(path.c_str(), &there) == 0 &&
                          here.st_ino == there.st_ino && here.st_dev == there.st_dev;
  if (still_here && (problem == 0 || (without_locks(problem) && made_now))) return descriptor;
  ::close(descriptor);
  if (!still_here) return -1;
  if (problem == EWOULDBLOCK) {
    throw Error(ErrorKind::output,
                fmt::format("another skyshed is writing {}; wait until it is done or name another", target.string()));
  }
  throw Error(ErrorKind::output, fmt::format("{} is left from a program that is writing {} or has been killed; delete "
                                             "it if none is running",
                                             path.string(), target.string()));
}

void empty_folder(const fs::path& folder) {
  std::error_code reason;
  fs::directory_iterator entry(folder, reason);
  for (; !reason && entry != fs::directory_iterator(); entry.increment(reason)) {
    fs::remove_all(entry->path(), reason);
    if (reason) break;
  }
  if (reason) throw output_error("cannot delete the rest of an earlier run in", folder, reason);
}

}  // namespace

PartialFolder::PartialFolder(const fs::path& target, Rest rest) {
  std::error_code reason;
  const fs::path parent = target.parent_path();
  if (!fs::is_directory(parent, reason)) {
    throw Error(ErrorKind::output,
                fmt::format("cannot write {}: there is no folder {}; make it first", target.string(), parent.string()));
  }
  const fs::path path = parent / fmt::format(".{}{}", target.filename().string(), partial_label);
  while (lock_ < 0) {
    const bool made_now = fs::create_directory(path, reason);
    if (reason) throw output_error("cannot create", path, reason);
    lock_ = locked(path, target, made_now);
  }
  path_ = path;
  if (rest == Rest::emptied) empty_folder(path_);
}

PartialFolder::~PartialFolder() {
  std::error_code ignored;  // nothing better can be done while unwinding
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

fs::path final_path(const fs::path& path) {
  fs::path result;
  for (auto part = path.begin(); part != path.end(); ++part) {
    const std::string name = part->string();
    if (!name.starts_with('.') || !name.ends_with(partial_label)) {
      result /= *part;
      continue;
    }
    // A file's folder bears the file's name and vanishes; a folder's takes its own.
    const std::string target = name.substr(1, name.size() - 1 - partial_label.size());
    const auto next = std::next(part);
    const bool of_a_file = next != path.end() && *next == target && std::next(next) == path.end();
    if (!of_a_file) result /= target;
  }
  return result;
}

void sync_entry(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw output_error("cannot open", path, last_system_error());
  const bool synced = ::fsync(descriptor) == 0;
  const std::error_code reason = last_system_error();
  ::close(descriptor);
  // EINVAL: a file system that has nothing to synchronise.
  if (!synced && reason != std::errc::invalid_argument) throw output_error("cannot write", path, reason);
}

void sync_folder(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code reason;
  fs::recursive_directory_iterator entry(folder, reason);
  for (; !reason && entry != fs::recursive_directory_iterator(); entry.increment(reason)) {
    if (entry->is_regular_file() || entry->is_directory()) entries.push_back(entry->path());
  }
  if (reason) throw output_error("cannot read", folder, reason);
  entries.push_back(folder);

  // A disk takes many at once in the time of one: threads that wait, not threads that compute.
  constexpr std::size_t at_once = 16;
  std::atomic<std::size_t> next = 0;
  const auto sync_some = [&] {
    for (std::size_t i = next++; i < entries.size(); i = next++) sync_entry(entries[i]);
  };
  std::vector<std::future<void>> all;
  for (std::size_t t = 0; t < std::min(at_once, entries.size()); ++t) {
    all.push_back(std::async(std::launch::async, sync_some));
  }
  for (std::future<void>& some : all) some.get();
}

void move_folder_into_place(const fs::path& from, const fs::path& to) {
  std::error_code reason;
  if (!fs::exists(to)) {
    fs::rename(from, to, reason);
    if (reason) throw output_error("cannot create", to, reason);
    return;
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) {
    fs::remove_all(from, reason);
    if (reason) throw output_error("the new results are in place, but the old ones cannot be deleted:", from, reason);
    return;
  }
  if (errno != EINVAL && errno != ENOSYS) throw output_error("cannot replace", to, last_system_error());
  const fs::path aside = free_sibling(to, "replaced");
  fs::rename(to, aside, reason);
  if (reason) throw output_error("cannot replace", to, reason);
  fs::rename(from, to, reason);
  if (reason) {
    std::error_code stuck;
    fs::rename(aside, to, stuck);
    if (!stuck) throw output_error("cannot replace", to, reason);
    throw output_error(fmt::format("cannot replace {} (its old content is kept in {})", to.string(), aside.string()),
                       from, reason);
  }
  fs::remove_all(aside, reason);
  if (reason) throw output_error("the new results are in place, but the old ones cannot be deleted:", aside, reason);
}

}  // namespace skyshed
