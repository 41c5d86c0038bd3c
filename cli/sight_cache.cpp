#include "cli/sight_cache.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <system_error>

#include "products/sha256.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

constexpr char suffix[] = ".sight";
constexpr std::string_view magic = "skyshed sight 1\n";
constexpr std::size_t hash_length = 64;  // hexadecimal digits

std::string key_of(const SightCache::Request& request, const std::string& maker) {
  const Refraction& refraction = request.refraction;
  // {:a}: every bit of the numbers.
  return sha256_of_text(fmt::format(
      "{} {} {} at {:a} {:a} {:a} refraction {} {:a} {:a} {:a} radius {:a} every {}", magic, maker,
      request.terrain_identity, request.antenna.at.column, request.antenna.at.row, request.antenna.altitude.metres,
      static_cast<int>(refraction.model), refraction.effective_radius_factor, refraction.surface_refractivity,
      refraction.scale_height_m, request.options.radius_m, request.options.keep_every));
}

template <class T>
void append(std::string& bytes, const T* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

// Takes values off the front; false if there are too few.
template <class T>
bool take(std::string_view& bytes, T* values, std::size_t count) {
  if (bytes.size() < count * sizeof(T)) return false;
  std::memcpy(values, bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return true;
}

template <class T>
bool take(std::string_view& bytes, Raster<T>& raster, int width, int height) {
  const std::uintmax_t count = static_cast<std::uintmax_t>(width) * static_cast<std::uintmax_t>(height);
  if (width < 0 || height < 0 || count > bytes.size() / sizeof(T)) return false;
  raster = Raster<T>::unset(width, height);
  return take(bytes, raster.values().data(), raster.size());
}

struct Header {
  GridWindow window;
  int floor_width, floor_height;
  int unknown_width, unknown_height;
};

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

SightCache::SightCache(fs::path folder, std::uintmax_t limit_bytes, std::string maker)
    : folder_(std::move(folder)), limit_bytes_(limit_bytes), maker_(std::move(maker)) {}

SightField SightCache::find_or_make(const Request& request, const std::function<SightField()>& make) {
  const std::string key = key_of(request, maker_);
  const fs::path path = folder_ / (key + suffix);
  SightField field;
  if (read(path, key, field)) return field;
  field = make();
  write(path, key, field);
  return field;
}

bool SightCache::read(const fs::path& path, const std::string& key, SightField& field) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  std::string bytes(error ? 0 : size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto damaged = [&] {
    notice(fmt::format("a cached line of sight is damaged and was computed again: {}", path.string()));
    return false;
  };
  if (!file || bytes.size() < hash_length) return damaged();
  std::string_view rest(bytes);
  const std::string_view hash = rest.substr(rest.size() - hash_length);
  rest.remove_suffix(hash_length);
  if (sha256_of_text(rest) != hash) return damaged();
  if (!rest.starts_with(magic) || rest.substr(magic.size(), key.size()) != key) return damaged();
  rest.remove_prefix(magic.size() + key.size());
  Header header{};
  if (!take(rest, &header, 1) || !take(rest, field.floor, header.floor_width, header.floor_height) ||
      !take(rest, field.unknown, header.unknown_width, header.unknown_height)) {
    return damaged();
  }
  field.window = header.window;
  fs::last_write_time(path, fs::file_time_type::clock::now(), error);  // for trim(); no harm if it fails
  return true;
}

void SightCache::write(const fs::path& path, const std::string& key, const SightField& field) {
  const std::uintmax_t size = field.floor.size() * sizeof(float) + field.unknown.size();
  if (size > limit_bytes_ / 4) return;  // one field must not drive out all others
  std::string bytes(magic);
  bytes += key;
  const Header header{field.window, field.floor.width(), field.floor.height(), field.unknown.width(),
                      field.unknown.height()};
  append(bytes, &header, 1);
  append(bytes, field.floor.values().data(), field.floor.size());
  append(bytes, field.unknown.values().data(), field.unknown.size());
  bytes += sha256_of_text(bytes);

  std::error_code error;
  fs::create_directories(folder_, error);
  const fs::path part = folder_ / fmt::format("{}.{}.part", key, ::getpid());
  {
    std::ofstream file(part, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) fs::rename(part, path, error);
  if (!error) return;
  fs::remove(part, error);
  notice(fmt::format("lines of sight cannot be kept in {}; the results are whole, the next run will be slower",
                     folder_.string()));
}

void SightCache::trim() {
  std::vector<CacheFile> files = files_in(folder_);
  std::ranges::sort(files, std::greater<>(), &CacheFile::used);
  std::uintmax_t kept = 0;
  for (const CacheFile& file : files) {
    kept += file.bytes;
    std::error_code error;
    if (kept > limit_bytes_ && fs::remove(file.path, error)) kept -= file.bytes;
  }
}

void SightCache::notice(std::string text) {
  const std::lock_guard lock(mutex_);
  if (std::ranges::find(notices_, text) == notices_.end()) notices_.push_back(std::move(text));
}

std::vector<std::string> SightCache::notices() const {
  const std::lock_guard lock(mutex_);
  return notices_;
}

fs::path default_cache_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  if (std::getenv("SKYSHED_CACHE") != nullptr) return variable("SKYSHED_CACHE");
  if (const fs::path cache = variable("XDG_CACHE_HOME"); !cache.empty()) return cache / "skyshed" / "sight";
  if (const fs::path home = variable("HOME"); !home.empty()) return home / ".cache" / "skyshed" / "sight";
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
