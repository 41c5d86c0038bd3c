// What of a folder under construction is finished, noted in the folder itself as lines of text, so that a later run of
// the same study takes over what a killed or interrupted one has left.
//
// A file is noted, with its SHA-256, once it is written and closed. What is found later counts only if it has this hash;
// whatever else stands in the folder is deleted, half files above all.
//
// Errors     output, with the path and the system's reason.
// Threading  any number of threads note files; one owner.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace skyshed {

inline constexpr const char* journal_file_name = ".skyshed-journal";

// What the files are made from: {"scenario", hash}, {"terrain", identity}, … Equal lists make equal files.
using Origins = std::vector<std::pair<std::string, std::string>>;

class Journal {
 public:
  // take_over: keep the finished files of a journal that is there; else the folder is emptied.
  // Errors     output, naming what differs, if that journal's origins are not these.
  Journal(std::filesystem::path folder, const Origins& origins, bool take_over);

  // By its path below the folder.
  [[nodiscard]] bool is_finished(const std::filesystem::path& file) const;
  void note_finished(const std::filesystem::path& file);

  [[nodiscard]] std::size_t taken_over() const noexcept { return taken_over_; }
  [[nodiscard]] std::size_t finished() const;

 private:
  void append(const std::string& lines) const;

  std::filesystem::path folder_;
  std::size_t taken_over_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> hashes_;  // of finished files, by path
};

}  // namespace skyshed
