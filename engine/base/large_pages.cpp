#include "engine/base/large_pages.h"

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace skyshed {
namespace {

// The address sanitizer tells who uses memory that was given back only when it is not handed out again.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SKYSHED_ADDRESS_SANITIZER  // clang's way to say it
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SKYSHED_ADDRESS_SANITIZER  // GCC's
#endif
#ifdef SKYSHED_ADDRESS_SANITIZER
constexpr bool use_again = false;
#else
constexpr bool use_again = true;
#endif

void* fresh_pages(std::size_t bytes) {
  void* memory = std::aligned_alloc(large_page, bytes);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
  madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: without it all is the same, but slower
#endif
  return memory;
}

// The system clears every page that it hands out, which costs more than most of what is done to a raster.
class Pages {
 public:
  void* take(std::size_t bytes) {
    std::vector<void*> freed;
    {
      const std::lock_guard lock(mutex_);
      // Not from a much larger one: that is for a raster of its own size.
      const auto fit = kept_.lower_bound(bytes);
      if (fit != kept_.end() && fit->first <= bytes + bytes / 4) {
        void* memory = fit->second;
        kept_bytes_ -= fit->first;
        sizes_.emplace(memory, fit->first);
        kept_.erase(fit);
        return memory;
      }
      for (std::size_t released = 0; released < bytes && !kept_.empty();) {
        const auto largest = std::prev(kept_.end());
        released += largest->first;
        kept_bytes_ -= largest->first;
        freed.push_back(largest->second);
        kept_.erase(largest);
      }
    }
    for (void* memory : freed) std::free(memory);
    void* memory = fresh_pages(bytes);
    const std::lock_guard lock(mutex_);
    sizes_.emplace(memory, bytes);
    return memory;
  }

  void give_back(void* memory) noexcept {
    {
      const std::lock_guard lock(mutex_);
      const auto size = sizes_.find(memory);
      const std::size_t bytes = size->second;
      sizes_.erase(size);
      if (use_again && keep(memory, bytes)) return;
    }
    std::free(memory);
  }

  std::size_t kept_bytes() noexcept {
    const std::lock_guard lock(mutex_);
    return kept_bytes_;
  }

 private:
  // False where there is no memory for the note of it.
  bool keep(void* memory, std::size_t bytes) noexcept {
    try {
      kept_.emplace(bytes, memory);
    } catch (const std::bad_alloc&) {
      return false;
    }
    kept_bytes_ += bytes;
    return true;
  }

  std::mutex mutex_;
  std::multimap<std::size_t, void*> kept_;
  std::unordered_map<void*, std::size_t> sizes_;  // of those in use
  std::size_t kept_bytes_ = 0;
};

Pages& pages() {
  static auto* const all = new Pages;  // outlives every raster of static life
  return *all;
}

}  // namespace

void* take_large_pages(std::size_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() - large_page) throw std::bad_alloc();
  return pages().take((bytes + large_page - 1) / large_page * large_page);
}

void give_back_large_pages(void* memory) noexcept { pages().give_back(memory); }

std::size_t kept_large_pages() noexcept { return pages().kept_bytes(); }

}  // namespace skyshed
