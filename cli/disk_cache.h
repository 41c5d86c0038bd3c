// What runs keep on disk for later runs: bytes under the hash of all that they were made from, the program among it.
//
// Errors     none of find and keep: what cannot be read or written is computed instead, and said in notices().
// Threading  any number of threads, and of processes.
// Cost       a SHA-256 of the bytes, written or read.
// Source     docs/what-if.md, "The cache".
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skyshed {

class DiskCache {
 public:
  // maker: hash of the program whose results these are.
  DiskCache(std::filesystem::path folder, std::uintmax_t limit_bytes, std::string maker);

  // made_from: all that the bytes depend on, beside the program.
  [[nodiscard]] std::optional<std::string> find(const std::string& made_from);
  // Not what is larger than a quarter of the limit: one entry must not drive out all others. Nor what was made by work
  // that is given up, and may not be whole.
  void keep(const std::string& made_from, std::string_view bytes);

  // Removes what was used longest ago until the rest is below the limit.
  void trim();

  // What went wrong, a sentence each, and each only once.
  [[nodiscard]] std::vector<std::string> notices() const;

 private:
  [[nodiscard]] std::string key_of(const std::string& made_from) const;
  [[nodiscard]] std::filesystem::path file_of(const std::string& key) const;
  void notice(std::string text);

  std::filesystem::path folder_;
  std::uintmax_t limit_bytes_;
  std::string maker_;
  mutable std::mutex mutex_;
  std::vector<std::string> notices_;
};

// $SKYSHED_CACHE, or skyshed/kept in $XDG_CACHE_HOME or ~/.cache. Empty, and no cache is used, if SKYSHED_CACHE is set
// to nothing or none of them is set.
[[nodiscard]] std::filesystem::path default_cache_folder();
// $SKYSHED_CACHE_MB, or 4096 MB. Errors: scenario if it is no number.
[[nodiscard]] std::uintmax_t cache_limit_bytes();

struct CacheContents {
  std::size_t entries = 0;
  std::uintmax_t bytes = 0;
};
[[nodiscard]] CacheContents cache_contents(const std::filesystem::path& folder);
// Removes the cache's own files and nothing else; returns what was there. Errors: output.
CacheContents clear_cache(const std::filesystem::path& folder);

}  // namespace skyshed
