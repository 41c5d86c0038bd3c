#include "dem/terrain_store.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cstdlib>

#include "engine/base/error.h"

namespace skyshed {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

TerrainStore terrain_store() {
  TerrainStore store;
  std::filesystem::path caches = environment("XDG_CACHE_HOME");
  if (!caches.is_absolute()) {  // as the XDG specification says
    const std::string home = environment("HOME");
    if (home.empty()) {
      throw Error(ErrorKind::terrain, "there is no place for fetched terrain: neither XDG_CACHE_HOME nor HOME is set");
    }
    caches = std::filesystem::path(home) / ".cache";
  }
  store.cache = caches / "skyshed" / "terrain";
  store.mirror = environment("SKYSHED_TERRAIN_URL");
  while (store.mirror.ends_with('/')) store.mirror.pop_back();
  return store;
}

std::string url_of(const TerrainStore& store, const CopernicusProduct& product,
                   const std::filesystem::path& below_bucket) {
  const std::string below = below_bucket.generic_string();
  if (!store.mirror.empty()) return fmt::format("{}/{}/{}", store.mirror, product.bucket, below);
  return fmt::format("https://{}.s3.amazonaws.com/{}", product.bucket, below);
}

std::filesystem::path list_in(const TerrainStore& store, const CopernicusProduct& product) {
  return store.cache / product.bucket / "tileList.txt";
}

std::filesystem::path tile_in(const TerrainStore& store, const CopernicusProduct& product, DegreeTile tile) {
  return store.cache / copernicus_tile_path(product, tile);
}

std::filesystem::path web_raster_in(const TerrainStore& store, const std::string& url) {
  const std::string path = url.substr(0, url.find_first_of("?#"));
  return store.cache / "web" / fmt::format("{:016x}", XXH3_64bits(url.data(), url.size())) /
         path.substr(path.find_last_of('/') + 1);
}

}  // namespace skyshed
