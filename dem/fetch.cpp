#include "dem/fetch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <fstream>
#include <iterator>
#include <thread>

#include "dem/lattice.h"
#include "dem/open_sources.h"
#include "dem/source_word.h"
#include "dem/terrain_extent.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

namespace fs = std::filesystem;

// Two fetches into one cache would write into each other's unfinished files.
class CacheLock {
 public:
  explicit CacheLock(const fs::path& cache) {
    std::error_code problem;
    fs::create_directories(cache, problem);
    const fs::path path = cache / ".lock";
    file_ = problem ? -1 : open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) {
      throw Error(ErrorKind::output,
                  fmt::format("{}: cannot be written; set XDG_CACHE_HOME to a folder that can", path.string()));
    }
    if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
      close(file_);
      throw Error(ErrorKind::output,
                  fmt::format("{}: terrain is being fetched into this folder already; wait until that is done",
                              cache.string()));
    }
  }
  ~CacheLock() { close(file_); }
  CacheLock(const CacheLock&) = delete;
  CacheLock& operator=(const CacheLock&) = delete;

 private:
  int file_;
};

// Reads every height, so that a run will not meet a damaged tile.
void check_raster(const fs::path& path, const GridFrame* frame) {
  Source source(path.string());
  if (frame) {
    const std::vector<GridWindow> places = windows_if_shared(*frame, source.frame());
    if (std::find(places.begin(), places.end(), frame->whole()) == places.end()) {
      throw Error(ErrorKind::terrain, "its posts do not stand where its name says");
    }
  }
  constexpr int posts_at_once = 1 << 22;
  const int width = source.frame().width;
  const int rows = std::max(1, posts_at_once / width);
  std::vector<float> heights;
  for (int row = 0; row < source.frame().height; row += rows) {
    const int count = std::min(rows, source.frame().height - row);
    heights.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(count));
    source.read({0, row, width, count}, heights);
  }
}

Download list_download(const CopernicusProduct& product, const TerrainStore& store) {
  return {
      .url = url_of(store, product, "tileList.txt"), .file = list_in(store, product), .check = [&](const fs::path& p) {
        std::ifstream file(p, std::ios::binary);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        (void)read_copernicus_list(product, text, p.string());
      }};
}

void fetch_lists(const CopernicusProduct& product, const TerrainStore& store, const DownloadManners& manners,
                 Progress& progress) {
  if (fs::exists(list_in(store, product))) return;
  const Download wanted = list_download(product, store);
  if (!download(wanted, manners, progress)) {
    throw Error(ErrorKind::terrain,
                fmt::format("{}: the server does not have the list of tiles; check SKYSHED_TERRAIN_URL", wanted.url));
  }
}

void plan_copernicus(const CopernicusProduct& product, const GeodeticExtent& extent, const TerrainStore& store,
                     FetchPlan& plan) {
  const CopernicusTiles wanted = copernicus_tiles(product, extent, store);
  for (const DegreeTile tile : wanted.sea) plan.sea.insert(fmt::format("{} {}", product.word, tile_code(tile)));
  for (const DegreeTile tile : wanted.unpublished) {
    plan.unpublished.push_back(fmt::format("{} {}", product.word, tile_code(tile)));
  }
  for (const DegreeTile tile : wanted.tiles) {
    const fs::path file = tile_in(store, product, tile);
    if (fs::exists(file)) {
      plan.here.insert(file);
      continue;
    }
    const std::string name = copernicus_tile_name(product, tile);
    plan.downloads.push_back({.url = url_of(store, product, fmt::format("{0}/{0}.tif", name)),
                              .file = file,
                              .check = [frame = copernicus_frame(product, named_tile(tile))](const fs::path& path) {
                                check_raster(path, &frame);
                              }});
  }
}

}  // namespace

FetchPlan plan_fetch(const std::vector<std::string>& sources, const GeodeticExtent& extent, const TerrainStore& store,
                     const DownloadManners& manners, Progress& progress) {
  const CacheLock lock(store.cache);
  FetchPlan plan;
  GeodeticExtent needed = extent;
  for (std::size_t index = 0; index < sources.size(); ++index) {
    const std::string& word = sources[index];
    const SourceWord source = read_source_word(word);
    const bool fine = source.kind == SourceWord::Kind::copernicus_30;
    if (fine || source.kind == SourceWord::Kind::copernicus_90) {
      fetch_lists(copernicus_90, store, manners, progress);
      if (fine) fetch_lists(copernicus_30, store, manners, progress);
      plan_copernicus(fine ? copernicus_30 : copernicus_90, needed, store, plan);
    } else if (source.place.starts_with("/vsicurl/http") && !word.starts_with("/vsi")) {
      const fs::path file = web_raster_in(store, word);
      if (fs::exists(file)) {
        plan.here.insert(file);
      } else {
        plan.downloads.push_back(
            {.url = word, .file = file, .check = [](const fs::path& path) { check_raster(path, nullptr); }});
      }
    }
    // Later sources are read at the first one's posts (open_sources.h).
    if (index == 0) {
      const GridFrame posts = terrain_frame({word}, extent);
      if (!is_empty(posts.whole())) needed = extent_of(posts, posts.whole());
    }
  }
  return plan;
}

FetchPlan joined(FetchPlan plan, const FetchPlan& other) {
  plan.here.insert(other.here.begin(), other.here.end());
  plan.sea.insert(other.sea.begin(), other.sea.end());
  for (const Download& wanted : other.downloads) {
    if (std::ranges::find(plan.downloads, wanted.file, &Download::file) == plan.downloads.end()) {
      plan.downloads.push_back(wanted);
    }
  }
  for (const std::string& square : other.unpublished) {
    if (std::ranges::find(plan.unpublished, square) == plan.unpublished.end()) plan.unpublished.push_back(square);
  }
  return plan;
}

FetchSummary fetch(const FetchPlan& plan, const TerrainStore& store, const DownloadManners& manners, Progress& progress,
                   int at_once) {
  const CacheLock lock(store.cache);
  std::atomic<std::size_t> next = 0;
  std::atomic<std::int64_t> bytes = 0;
  std::vector<std::exception_ptr> failures(plan.downloads.size());
  {
    std::vector<std::jthread> workers;
    const auto work = [&] {
      for (std::size_t i = next++; i < plan.downloads.size(); i = next++) {
        try {
          progress.check();
          const std::optional<std::int64_t> received = download(plan.downloads[i], manners, progress);
          if (!received) {
            throw Error(ErrorKind::terrain, fmt::format("{}: there should be terrain here, but the server does not "
                                                        "have it; check the address, or ask the provider",
                                                        plan.downloads[i].url));
          }
          bytes += *received;
          progress.advance(1);
        } catch (...) {
          failures[i] = std::current_exception();
        }
      }
    };
    const auto threads = std::min(static_cast<std::size_t>(at_once), plan.downloads.size());
    for (std::size_t i = 0; i < threads; ++i) workers.emplace_back(work);
  }
  progress.check();
  const auto failed = [](const std::exception_ptr& failure) { return failure != nullptr; };
  const auto first = std::find_if(failures.begin(), failures.end(), failed);
  if (first == failures.end()) return {static_cast<int>(plan.downloads.size()), bytes};
  const auto count = std::count_if(failures.begin(), failures.end(), failed);
  try {
    std::rethrow_exception(*first);
  } catch (Error& error) {
    if (count == 1) throw;
    throw std::move(error).during(fmt::format("fetching {} files, {} of which did not come", failures.size(), count));
  }
}

}  // namespace skyshed
