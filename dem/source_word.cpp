#include "dem/source_word.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "engine/base/error.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

constexpr char srtm_prefix[] = "srtm:";

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_name_for_gdal(const std::string& word) {
  return word.starts_with("/vsi") || word.find("://") != std::string::npos;
}

bool is_provider(const std::string& word) { return word == "copernicus-30" || word == "copernicus-90"; }

// What GDAL calls a file on a server, so that it reads the parts it needs instead of the whole.
std::string gdal_name(const std::string& word) {
  if (word.starts_with("https://") || word.starts_with("http://")) return "/vsicurl/" + word;
  if (word.starts_with("s3://")) return "/vsis3/" + word.substr(5);
  return word;
}

std::string with_path(const std::string& word, const fs::path& path) {
  return (word.starts_with(srtm_prefix) ? srtm_prefix : "") + path.generic_string();
}

// Every regular file below a folder that the test takes, sorted.
template <class Test>
std::vector<std::string> files_below(const std::string& folder, const Test& takes) {
  std::vector<std::string> files;
  std::error_code problem;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::follow_directory_symlink, problem);
  for (; !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    if (entry.depth() > 8) entry.disable_recursion_pending();  // a link that leads back to itself
    if (entry->is_regular_file(problem) && takes(entry->path())) files.push_back(entry->path().generic_string());
  }
  if (problem) {
    throw Error(ErrorKind::terrain, fmt::format("{}: cannot be read as a folder of tiles ({}); check the path and the "
                                                "permissions",
                                                folder, problem.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The square that an SRTM tile's name tells: "n35_e036_1arc_v3.hgt" is none, "N35E036.SRTMGL1.hgt.zip" is one.
std::optional<DegreeTile> srtm_tile(const fs::path& path) {
  const std::string name = lower_case(path.filename().string());
  if (!name.ends_with(".hgt") && !name.ends_with(".hgt.zip")) return std::nullopt;
  const auto digit = [&](std::size_t i) { return std::isdigit(static_cast<unsigned char>(name[i])) != 0; };
  if (name.size() < 11 || (name[0] != 'n' && name[0] != 's') || (name[3] != 'e' && name[3] != 'w')) return std::nullopt;
  for (const std::size_t i : {1, 2, 4, 5, 6}) {
    if (!digit(i)) return std::nullopt;
  }
  if (name[7] != '.') return std::nullopt;
  const int latitude = std::stoi(name.substr(1, 2));
  const int longitude = std::stoi(name.substr(4, 3));
  return DegreeTile{name[3] == 'w' ? -longitude : longitude, name[0] == 's' ? -latitude : latitude};
}

}  // namespace

SourceWord read_source_word(const std::string& word) {
  using Kind = SourceWord::Kind;
  if (word == "copernicus-30") return {Kind::copernicus_30, ""};
  if (word == "copernicus-90") return {Kind::copernicus_90, ""};
  if (word.starts_with(srtm_prefix)) return {Kind::srtm, word.substr(std::size(srtm_prefix) - 1)};
  if (is_name_for_gdal(word)) return {Kind::raster, gdal_name(word)};
  std::error_code problem;
  return {fs::is_directory(word, problem) ? Kind::folder : Kind::raster, word};
}

fs::path path_of_source(const std::string& word) {
  if (is_provider(word) || is_name_for_gdal(word)) return {};
  return word.starts_with(srtm_prefix) ? word.substr(std::size(srtm_prefix) - 1) : word;
}

bool is_same_file(const std::string& word, const fs::path& file) {
  std::error_code none_or_elsewhere;
  const fs::path path = path_of_source(word);
  return !path.empty() && fs::equivalent(path, file, none_or_elsewhere);
}

bool is_folder_around(const std::string& word, const fs::path& file) {
  std::error_code none;
  if (!fs::is_directory(word, none)) return false;
  const fs::path relative =
      fs::weakly_canonical(fs::absolute(file), none).lexically_relative(fs::weakly_canonical(fs::absolute(word), none));
  return !relative.empty() && *relative.begin() != "..";
}

std::string resolved_source(const std::string& word, const fs::path& folder) {
  const fs::path path = path_of_source(word);
  if (path.empty()) return word;
  // The folder without symbolic links, or ".." would climb out of the wrong one.
  return with_path(word, (fs::weakly_canonical(folder) / path).lexically_normal());
}

std::string source_relative_to(const std::string& word, const fs::path& folder) {
  const fs::path path = path_of_source(word);
  if (path.empty()) return word;
  const fs::path relative = path.lexically_relative(fs::weakly_canonical(fs::absolute(folder)));
  return relative.empty() ? word : with_path(word, relative);  // empty: on another drive
}

DegreeTile named_tile(DegreeTile tile) {
  const int turned = ((tile.longitude + 180) % 360 + 360) % 360 - 180;
  return {turned, tile.latitude};
}

std::string tile_code(DegreeTile tile, const std::string& between) {
  const DegreeTile named = named_tile(tile);
  return fmt::format("{}{:02}{}{}{:03}", named.latitude < 0 ? 'S' : 'N', std::abs(named.latitude), between,
                     named.longitude < 0 ? 'W' : 'E', std::abs(named.longitude));
}

std::vector<DegreeTile> tiles_touching(const GeodeticExtent& extent) {
  // Posts on a border stand in one tile or the next, as the provider likes; grids of others reach out by a post or so.
  constexpr double more_deg = 0.01;
  const GeodeticExtent box = normalised(extent);
  const int west = static_cast<int>(std::floor(box.west_deg - more_deg));
  const int east = std::min(static_cast<int>(std::ceil(box.east_deg + more_deg)), west + 360);
  const int south = std::max(-90, static_cast<int>(std::floor(box.south_deg - more_deg)));
  const int north = std::min(90, static_cast<int>(std::ceil(box.north_deg + more_deg)));
  std::vector<DegreeTile> tiles;
  for (int latitude = north - 1; latitude >= south; --latitude) {
    for (int longitude = west; longitude < east; ++longitude) tiles.push_back({longitude, latitude});
  }
  return tiles;
}

std::vector<std::string> rasters_below(const std::string& folder) {
  // No VRT: it would name tiles that are there already.
  constexpr const char* endings[] = {".tif", ".tiff", ".hgt", ".hgt.zip", ".dt0", ".dt1", ".dt2", ".img", ".asc"};
  std::vector<std::string> files = files_below(folder, [&](const fs::path& path) {
    const std::string name = lower_case(path.filename().string());
    return std::any_of(std::begin(endings), std::end(endings), [&](const char* end) { return name.ends_with(end); });
  });
  if (files.empty()) {
    throw Error(ErrorKind::terrain,
                fmt::format("{}: the folder holds no raster (.tif, .hgt, .dt0 to .dt2, .img, .asc); name the folder of "
                            "the tiles, or a file",
                            folder));
  }
  return files;
}

std::vector<std::string> srtm_tiles_below(const std::string& folder, const GeodeticExtent* extent) {
  std::vector<std::string> files =
      files_below(folder, [](const fs::path& path) { return srtm_tile(path).has_value(); });
  if (files.empty()) {
    throw Error(ErrorKind::terrain,
                fmt::format("srtm:{}: the folder holds no tile with a name like N35E036.hgt", folder));
  }
  if (!extent) return files;
  std::vector<DegreeTile> wanted = tiles_touching(*extent);
  for (DegreeTile& tile : wanted) tile = named_tile(tile);
  std::erase_if(files, [&](const std::string& file) {
    return std::find(wanted.begin(), wanted.end(), named_tile(*srtm_tile(file))) == wanted.end();
  });
  return files;
}

std::vector<DegreeTile> srtm_squares_below(const std::string& folder) {
  std::vector<DegreeTile> squares;
  for (const std::string& file : srtm_tiles_below(folder, nullptr)) squares.push_back(*srtm_tile(file));
  return squares;
}

}  // namespace skyshed
