#include "engine/base/large_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace skyshed {
namespace {

using Bytes = std::vector<std::uint8_t, LargePageAllocator<std::uint8_t>>;
constexpr std::size_t megabyte = std::size_t{1} << 20;

#if defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#elif defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

TEST(LargePages, BeginOnALargePage) {
  const Bytes bytes(5 * megabyte);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes.data()) % large_page, 0U);
}

TEST(LargePages, AreUsedAgainByTheNextOfAboutThatSize) {
  if (sanitized) GTEST_SKIP() << "under the address sanitizer nothing is used again";
  const void* first = nullptr;
  {
    const Bytes bytes(40 * megabyte, 7);
    first = bytes.data();
  }
  EXPECT_GE(kept_large_pages(), 40 * megabyte);
  const Bytes again(39 * megabyte, 0);
  EXPECT_EQ(again.data(), first);
  EXPECT_EQ(std::count(again.begin(), again.end(), 0), 39 * megabyte);
}

TEST(LargePages, AreGivenToTheSystemBeforeMoreIsTakenFromIt) {
  if (sanitized) GTEST_SKIP() << "under the address sanitizer nothing is kept";
  { const Bytes bytes(30 * megabyte); }
  const std::size_t kept = kept_large_pages();
  ASSERT_GE(kept, 30 * megabyte);
  const Bytes larger(2 * kept);  // none that is kept will do
  EXPECT_EQ(kept_large_pages(), 0U);
}

}  // namespace
}  // namespace skyshed
