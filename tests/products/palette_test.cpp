#include "products/palette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/error.h"
#include "engine/change/compare.h"
#include "engine/coverage/reason.h"

namespace skyshed {
namespace {

// Rec. 601 luma, what a grey print shows.
double grey(Colour colour) { return 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue; }

class Scheme : public testing::TestWithParam<std::span<const MapClass>> {};

TEST_P(Scheme, GivesNoValueTwoClasses) {
  int uses[256] = {};
  for (const MapClass& a_class : GetParam()) {
    ASSERT_LE(a_class.first, a_class.last);
    for (int value = a_class.first; value <= a_class.last; ++value) ++uses[value];
  }
  for (int value = 0; value < 256; ++value) EXPECT_LE(uses[value], 1) << value;
  EXPECT_EQ(uses[0], 1);
  EXPECT_EQ(uses[255], 1);
}

TEST_P(Scheme, IsToldApartInGreyByLightnessOrPattern) {
  for (const MapClass& a : GetParam()) {
    for (const MapClass& b : GetParam()) {
      if (&a == &b || a.opacity == 0 || b.opacity == 0) continue;
      const double lightness_a = grey(mix(palette::sea, a.colour, a.opacity));
      const double lightness_b = grey(mix(palette::sea, b.colour, b.opacity));
      EXPECT_TRUE(a.pattern != b.pattern || std::abs(lightness_a - lightness_b) > 12) << a.key << " and " << b.key;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Palette, Scheme, testing::Values(count_classes(), confidence_classes(), change_classes()));

TEST(Palette, NamesEveryReasonInAColourOfItsOwn) {
  const auto classes = reason_classes();
  for (const Reason reason : all_reasons) {
    const auto number = static_cast<std::uint8_t>(reason);
    const auto found = std::ranges::find(classes, number, &MapClass::first);
    ASSERT_NE(found, classes.end()) << int{number};
    EXPECT_EQ(std::ranges::count(classes, found->colour, &MapClass::colour), 1) << found->key;
  }
}

TEST(Palette, RampsGrowLighterAllTheWay) {
  for (Colour (*ramp)(double) : {&viridis, &cividis}) {
    for (int i = 1; i <= 20; ++i) EXPECT_GT(grey(ramp(i / 20.0)), grey(ramp((i - 1) / 20.0))) << i;
  }
}

TEST_P(Scheme, HasColoursOfItsOwnForEachClassEvenWithoutPatterns) {
  for (const MapClass& a : GetParam()) {
    for (const MapClass& b : GetParam()) {
      if (&a == &b || a.opacity == 0 || b.opacity == 0) continue;
      EXPECT_NE(a.plain_colour(), b.plain_colour()) << a.key << " and " << b.key;
    }
  }
}

TEST(Palette, NamesEveryChange) {
  const auto key = [](Change change) {
    for (const MapClass& a_class : change_classes()) {
      if (a_class.first == static_cast<std::uint8_t>(change)) return std::string(a_class.key);
    }
    return std::string();
  };
  EXPECT_EQ(key(Change::never), "never");
  EXPECT_EQ(key(Change::kept), "kept");
  EXPECT_EQ(key(Change::lost), "lost");
  EXPECT_EQ(key(Change::gained), "gained");
  EXPECT_EQ(key(Change::unknown), "unknown");
}

}  // namespace
}  // namespace skyshed
