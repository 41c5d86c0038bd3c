// Memory for rasters: on large pages where the system has them, not touched before it is used, and used again.
//
// Threading  as std::allocator.
// Cost       a sweep over 8192² posts is a third faster on 2 MB pages, and its result is first touched by its threads.
//            Memory that is given back is kept for the next raster that takes at least four fifths of it; what is kept
//            and what is in use together never exceed by more than a quarter what was in use at once at some time.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace skyshed {

inline constexpr std::size_t large_page = std::size_t{2} << 20;

// bytes: 2 · large_page or more. Aligned to large pages; values are unset. Throws std::bad_alloc.
[[nodiscard]] void* take_large_pages(std::size_t bytes);
void give_back_large_pages(void* memory) noexcept;
// In bytes, to be looked at by tests.
[[nodiscard]] std::size_t kept_large_pages() noexcept;

template <class T>
struct LargePageAllocator {
  using value_type = T;

  LargePageAllocator() = default;
  template <class U>
  LargePageAllocator(const LargePageAllocator<U>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    return static_cast<T*>(bytes < 2 * large_page ? ::operator new(bytes) : take_large_pages(bytes));
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    if (count * sizeof(T) < 2 * large_page) {
      ::operator delete(memory);
    } else {
      give_back_large_pages(memory);
    }
  }

  // vector(n) leaves numbers unset instead of zero.
  template <class U, class... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    if constexpr (sizeof...(Arguments) == 0 && std::is_trivially_default_constructible_v<U>) {
      ::new (static_cast<void*>(at)) U;
    } else {
      ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
    }
  }
  friend bool operator==(const LargePageAllocator& /*a*/, const LargePageAllocator& /*b*/) { return true; }
};

}  // namespace skyshed
