#include "products/words.h"

#include <gtest/gtest.h>

namespace skyshed {
namespace {

TEST(Words, OfAnAltitudeHaveNoNeedlessDigits) {
  EXPECT_EQ(name_of(SliceAltitude{100, SliceAltitude::Reference::agl}), "100 m AGL");
  EXPECT_EQ(name_of(SliceAltitude{10000, SliceAltitude::Reference::msl}), "10000 m MSL");
  EXPECT_EQ(name_of(SliceAltitude{30.5, SliceAltitude::Reference::agl}), "30.5 m AGL");
  EXPECT_EQ(slug_of(SliceAltitude{10000, SliceAltitude::Reference::msl}), "10000m_msl");
}

TEST(Words, OfADayAreIso8601) {
  using namespace std::chrono_literals;
  EXPECT_EQ(iso_date(std::chrono::sys_days(2024y / 12 / 6)), "2024-12-06");
}

}  // namespace
}  // namespace skyshed
