// Lines of sight kept on disk between runs, each under the hash of all that it was made from: terrain, place and height of
// the antenna, refraction, radius, thinning, and the program itself. The same bytes come out as without the cache.
//
// Errors     none: what cannot be read or written is computed instead, and said in notices().
// Threading  any number of threads, and of processes.
// Cost       4 bytes a kept post on disk.
// Source     docs/what-if.md, "The cache".
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "engine/sight/horizon_sweep.h"

namespace skyshed {

class SightCache {
 public:
  struct Request {
    std::string terrain_identity;
    Antenna antenna;
    Refraction refraction;
    SweepOptions options;
  };

  // maker: hash of the program whose results these are.
  SightCache(std::filesystem::path folder, std::uintmax_t limit_bytes, std::string maker);

  [[nodiscard]] SightField find_or_make(const Request& request, const std::function<SightField()>& make);

  // Removes what was used longest ago until the rest is below the limit.
  void trim();

  // What went wrong, a sentence each, and each only once.
  [[nodiscard]] std::vector<std::string> notices() const;

 private:
  [[nodiscard]] bool read(const std::filesystem::path& path, const std::string& key, SightField& field);
  void write(const std::filesystem::path& path, const std::string& key, const SightField& field);
  void notice(std::string text);

  std::filesystem::path folder_;
  std::uintmax_t limit_bytes_;
  std::string maker_;
  mutable std::mutex mutex_;
  std::vector<std::string> notices_;
};

// $SKYSHED_CACHE, or skyshed/sight in $XDG_CACHE_HOME or ~/.cache. Empty, and no cache is used, if SKYSHED_CACHE is set
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
