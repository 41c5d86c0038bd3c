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

TEST(Words, OfAnAltitudeAreReadBackFromTheEndOfABandName) {
  for (const SliceAltitude altitude :
       {SliceAltitude{100, SliceAltitude::Reference::agl}, SliceAltitude{12500.5, SliceAltitude::Reference::msl}}) {
    EXPECT_EQ(altitude_in("detected at " + name_of(altitude)), altitude);
    EXPECT_EQ(altitude_in(name_of(altitude)), altitude);
  }
}

TEST(Words, WithoutAnAltitudeGiveNone) {
  EXPECT_EQ(altitude_in("rise of the floor"), std::nullopt);
  EXPECT_EQ(altitude_in("at x m AGL"), std::nullopt);
  EXPECT_EQ(altitude_in("100 m AGL of it"), std::nullopt);
  EXPECT_EQ(altitude_in(""), std::nullopt);
}

}  // namespace
}  // namespace skyshed
