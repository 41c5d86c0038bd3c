#include "products/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "products/output_error.h"
#include "products/sha256.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view origin_word = "from ";
constexpr std::string_view file_word = "file ";
constexpr std::size_t hash_length = 64;

struct Found {
  Origins origins;
  std::map<std::string, std::string> hashes;
};

// Whole lines only: a killed program may have written half of the last.
Found read_journal(const fs::path& path) {
  Found found;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line) && !file.eof();) {
    if (line.starts_with(origin_word)) {
      const std::string rest = line.substr(origin_word.size());
      const std::size_t space = rest.find(' ');
      if (space != std::string::npos) found.origins.emplace_back(rest.substr(0, space), rest.substr(space + 1));
    } else if (line.starts_with(file_word) && line.size() > file_word.size() + hash_length + 1) {
      found.hashes[line.substr(file_word.size() + hash_length + 1)] = line.substr(file_word.size(), hash_length);
    }
  }
  return found;
}

void refuse_other_origins(const fs::path& folder, const Origins& found, const Origins& wanted) {
  if (found == wanted) return;
  std::string differs;
  for (const auto& [what, hash] : wanted) {
    const bool same = std::ranges::find(found, std::pair{what, hash}) != found.end();
    if (!same) differs += (differs.empty() ? "" : ", ") + what;
  }
  throw Error(ErrorKind::output,
              fmt::format("the interrupted run of {} was made from something else ({} changed since); "
                          "start anew without --resume",
                          final_path(folder).string(), differs.empty() ? "all" : differs));
}

void remove_all_but(const fs::path& folder, const std::map<std::string, std::string>& kept) {
  std::vector<fs::path> doomed;
  std::error_code reason;
  fs::recursive_directory_iterator entry(folder, reason);
  for (; !reason && entry != fs::recursive_directory_iterator(); entry.increment(reason)) {
    const bool is_folder = entry->is_directory() && !entry->is_symlink();
    if (!is_folder && !kept.contains(entry->path().lexically_relative(folder).generic_string())) {
      doomed.push_back(entry->path());
    }
  }
  for (const fs::path& path : doomed) {
    if (!reason) fs::remove(path, reason);
  }
  if (reason) throw output_error("cannot delete the rest of an earlier run in", folder, reason);
}

}  // namespace

Journal::Journal(fs::path folder, const Origins& origins, bool take_over) : folder_(std::move(folder)) {
  const fs::path path = folder_ / journal_file_name;
  std::error_code ignored;
  if (take_over && fs::is_regular_file(fs::symlink_status(path, ignored))) {
    const Found found = read_journal(path);
    refuse_other_origins(folder_, found.origins, origins);
    const std::vector<std::pair<std::string, std::string>> files(found.hashes.begin(), found.hashes.end());
    tbb::parallel_for(std::size_t{0}, files.size(), [&](std::size_t i) {
      const fs::path file = folder_ / files[i].first;
      std::error_code problem;
      if (!fs::is_regular_file(fs::symlink_status(file, problem)) || sha256_of_file(file) != files[i].second) return;
      const std::lock_guard lock(mutex_);
      hashes_.insert(files[i]);
    });
    taken_over_ = hashes_.size();
  }
  remove_all_but(folder_, hashes_);
  std::string lines;
  for (const auto& [what, hash] : origins) lines += fmt::format("{}{} {}\n", origin_word, what, hash);
  for (const auto& [file, hash] : hashes_) lines += fmt::format("{}{} {}\n", file_word, hash, file);
  append(lines);
}

bool Journal::is_finished(const fs::path& file) const {
  const std::lock_guard lock(mutex_);
  return hashes_.contains(file.generic_string());
}

void Journal::note_finished(const fs::path& file) {
  const std::string hash = sha256_of_file(folder_ / file);
  const std::lock_guard lock(mutex_);
  append(fmt::format("{}{} {}\n", file_word, hash, file.generic_string()));
  hashes_[file.generic_string()] = hash;
}

std::size_t Journal::finished() const {
  const std::lock_guard lock(mutex_);
  return hashes_.size();
}

void Journal::append(const std::string& lines) const {
  const fs::path path = folder_ / journal_file_name;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) throw output_error("cannot write", path, last_system_error());
  const bool whole = ::write(descriptor, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size());
  const std::error_code reason = whole ? std::error_code() : last_system_error();
  ::close(descriptor);
  if (!whole) throw output_error("cannot write", path, reason);
}

}  // namespace skyshed
