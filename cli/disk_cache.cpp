#include "cli/disk_cache.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/given_up.h"
#include "products/sha256.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

constexpr char suffix[] = ".kept";
// An entry is the bytes, then this, the entry's key and the SHA-256 of the bytes: at the end, so that the bytes need
// not be moved.
constexpr std::string_view magic = "\nskyshed kept 1\n";
constexpr std::size_t hash_length = 64;  // hexadecimal digits
constexpr std::size_t trailer_length = magic.size() + 2 * hash_length;

struct CacheFile {
  fs::path path;
  std::uintmax_t bytes;
  fs::file_time_type used;
};

std::vector<CacheFile> files_in(const fs::path& folder) {
  std::vector<CacheFile> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    std::error_code gone;  // by another process
    const std::uintmax_t bytes = path.extension() == suffix ? fs::file_size(path, gone) : 0;
    const fs::file_time_type used = fs::last_write_time(path, gone);
    if (path.extension() == suffix && !gone) files.push_back({path, bytes, used});
  }
  return files;
}

}  // namespace

DiskCache::DiskCache(fs::path folder, std::uintmax_t limit_bytes, std::string maker)
    : folder_(std::move(folder)), limit_bytes_(limit_bytes), maker_(std::move(maker)) {}

std::string DiskCache::key_of(const std::string& made_from) const { return sha256_of_text(maker_ + "\n" + made_from); }

fs::path DiskCache::file_of(const std::string& key) const { return folder_ / (key + suffix); }

std::optional<std::string> DiskCache::find(const std::string& made_from) {
  const std::string key = key_of(made_from);
  const fs::path path = file_of(key);
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  std::string bytes(error ? 0 : size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const std::size_t length = bytes.size() - std::min(bytes.size(), trailer_length);
  const std::string_view payload = std::string_view(bytes).substr(0, length);
  if (!file || std::string_view(bytes).substr(length) != fmt::format("{}{}{}", magic, key, sha256_of_text(payload))) {
    notice(fmt::format("a part of what is kept in {} is damaged and was computed again", folder_.string()));
    return {};
  }
  bytes.resize(length);
  fs::last_write_time(path, fs::file_time_type::clock::now(), error);  // for trim(); no harm if it fails
  return bytes;
}

void DiskCache::keep(const std::string& made_from, std::string_view bytes) {
  if (bytes.size() > limit_bytes_ / 4 || is_given_up()) return;
  const std::string key = key_of(made_from);
  std::error_code error;
  fs::create_directories(folder_, error);
  const fs::path part = folder_ / fmt::format("{}.{}.part", key, ::getpid());
  {
    std::ofstream file(part, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file << magic << key << sha256_of_text(bytes);
    file.close();
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) fs::rename(part, file_of(key), error);
  if (!error) return;
  fs::remove(part, error);
  notice(
      fmt::format("nothing can be kept in {}; the results are whole, the next run will be slower", folder_.string()));
}

void DiskCache::trim() {
  std::vector<CacheFile> files = files_in(folder_);
  std::ranges::sort(files, std::greater<>(), &CacheFile::used);
  std::uintmax_t kept = 0;
  for (const CacheFile& file : files) {
    kept += file.bytes;
    std::error_code error;
    if (kept > limit_bytes_ && fs::remove(file.path, error)) kept -= file.bytes;
  }
}

void DiskCache::notice(std::string text) {
  const std::lock_guard lock(mutex_);
  if (std::ranges::find(notices_, text) == notices_.end()) notices_.push_back(std::move(text));
}

std::vector<std::string> DiskCache::notices() const {
  const std::lock_guard lock(mutex_);
  return notices_;
}

fs::path default_cache_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  if (std::getenv("SKYSHED_CACHE") != nullptr) return variable("SKYSHED_CACHE");
  if (const fs::path cache = variable("XDG_CACHE_HOME"); !cache.empty()) return cache / "skyshed" / "kept";
  if (const fs::path home = variable("HOME"); !home.empty()) return home / ".cache" / "skyshed" / "kept";
  return {};
}

std::uintmax_t cache_limit_bytes() {
  constexpr std::uintmax_t megabyte = 1'000'000;
  const char* given = std::getenv("SKYSHED_CACHE_MB");
  if (given == nullptr || *given == '\0') return 4096 * megabyte;
  std::uintmax_t megabytes = 0;
  const char* const end = given + std::strlen(given);
  const auto [at, error] = std::from_chars(given, end, megabytes);
  constexpr std::uintmax_t most = 1'000'000'000;
  if (error != std::errc() || at != end || megabytes > most) {
    throw Error(ErrorKind::scenario,
                fmt::format("SKYSHED_CACHE_MB is \"{}\"; give a whole number of megabytes", given));
  }
  return megabytes * megabyte;
}

CacheContents cache_contents(const fs::path& folder) {
  CacheContents contents;
  for (const CacheFile& file : files_in(folder)) {
    ++contents.entries;
    contents.bytes += file.bytes;
  }
  return contents;
}

CacheContents clear_cache(const fs::path& folder) {
  const CacheContents contents = cache_contents(folder);
  for (const CacheFile& file : files_in(folder)) {
    std::error_code error;
    fs::remove(file.path, error);
    if (error) throw Error(ErrorKind::output, fmt::format("cannot remove {}: {}", file.path.string(), error.message()));
  }
  return contents;
}

}  // namespace skyshed
