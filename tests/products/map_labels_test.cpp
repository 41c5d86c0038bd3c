#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "products/map/label_board.h"
#include "products/map/places_file.h"
#include "products/map/text.h"
#include "tests/products/map_worlds.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Text : public testing::Test {
 protected:
  Text() : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)), cairo_(cairo_create(surface_)) {}
  ~Text() override {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
  }
  [[nodiscard]] double width_of(const std::string& text) const { return measure(cairo_, style_, text).width; }

  TextStyle style_{.size_px = 20};
  cairo_surface_t* surface_;
  cairo_t* cairo_;
};

TEST_F(Text, BreaksLinesAtSpaces) {
  EXPECT_THAT(wrap(cairo_, style_, "one two three", width_of("one two") + 1, 5), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap(cairo_, style_, "", 100, 5), ElementsAre());
}

TEST_F(Text, BreaksWordsThatAreWiderThanALine) {
  EXPECT_THAT(wrap(cairo_, style_, "mmmmmm", width_of("mmm") + 1, 5), ElementsAre("mmm", "mmm"));
}

TEST_F(Text, EndsWithAnEllipsisWhereTheLinesRunOut) {
  const double width = width_of("one two") + 1;
  const auto lines = wrap(cairo_, style_, "one two three four five six", width, 2);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "one two");
  EXPECT_THAT(lines[1], testing::EndsWith("…"));
  EXPECT_LE(width_of(lines[1]), width);
}

TEST_F(Text, WrapsTitlesIntoLinesOfLikeLength) {
  const double width = width_of("aaaa aaaa aaaa") + 1;
  EXPECT_THAT(wrap(cairo_, style_, "aaaa aaaa aaaa aaaa", width, 2), ElementsAre("aaaa aaaa aaaa", "aaaa"));
  EXPECT_THAT(wrap_evenly(cairo_, style_, "aaaa aaaa aaaa aaaa", width, 2), ElementsAre("aaaa aaaa", "aaaa aaaa"));
}

TEST(Printable, KeepsUtf8AndReplacesWhatIsNot) {
  EXPECT_EQ(printable("Хмеймим <&> حميميم 🚢"), "Хмеймим <&> حميميم 🚢");
  EXPECT_EQ(printable("a\nb\tc"), "a b c");
  EXPECT_EQ(printable("a\x01z"), "a\xEF\xBF\xBDz");                              // control
  EXPECT_EQ(printable("\xC3("), "\xEF\xBF\xBD(");                                // cut sequence
  EXPECT_EQ(printable("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
  EXPECT_EQ(printable("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
}

TEST(LabelBoard, NeverPlacesTwoLabelsOverEachOtherOrOutsideTheFrame) {
  const PixelBox frame{0, 0, 300, 200};
  LabelBoard board(frame);
  std::vector<PixelBox> placed;
  for (int i = 0; i < 60; ++i) {
    const Pixel place = {static_cast<double>(i * 53 % 300), static_cast<double>(i * 31 % 200)};
    const auto room = board.place_beside(place, 6, 40, 14, i % 2 == 0);
    if (room) placed.push_back(room->box);
  }
  EXPECT_GT(placed.size(), 15U);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    EXPECT_TRUE(frame.contains(placed[i]));
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(placed[i].overlaps(placed[j]));
  }
}

TEST(LabelBoard, StandsRightOfThePlaceIfItCanAndLeftOfItOtherwise) {
  LabelBoard board({0, 0, 300, 200});
  EXPECT_GE(board.place_beside({100, 100}, 6, 40, 14, false)->box.left, 106);
  EXPECT_LE(board.place_beside({290, 100}, 6, 40, 14, false)->box.right(), 284);
}

TEST(LabelBoard, CrossesALineOnlyIfThereIsNoOtherRoom) {
  LabelBoard board({0, 0, 300, 200});
  board.discourage({120, 0, 2, 200});
  EXPECT_LE(board.place_beside({100, 100}, 6, 40, 14, false)->box.right(), 94);
  board.discourage({0, 0, 300, 200});
  EXPECT_TRUE(board.place_beside({200, 50}, 6, 40, 14, false).has_value());
}

TEST(LabelBoard, LeadsALabelAwayFromACrowdOnlyIfItMay) {
  LabelBoard board({0, 0, 300, 200});
  board.take({60, 60, 80, 80});
  EXPECT_FALSE(board.place_beside({100, 100}, 6, 40, 14, false).has_value());
  // Every room next to the place is taken in part, but the way out to the north-east is free.
  LabelBoard narrow({0, 0, 300, 200});
  for (const PixelBox& box : {PixelBox{130, 90, 10, 20}, {60, 90, 10, 20}, {95, 80, 10, 5}, {95, 112, 10, 5}}) {
    narrow.take(box);
  }
  const auto room = narrow.place_beside({100, 100}, 6, 40, 14, true);
  ASSERT_TRUE(room.has_value());
  EXPECT_TRUE(room->is_far);
}

TEST(ReadPlaces, ReadsTheNamesThatComeWithSkyshed) {
  const auto places = read_places(std::filesystem::path(SKYSHED_SOURCE_DIR) / "configs" / "places.toml");
  const auto named = [&](const std::string& name) {
    return std::count_if(places.begin(), places.end(), [&](const MapPlace& place) { return place.name == name; });
  };
  for (const char* name : {"Latakia", "Tartus", "Aleppo", "Homs", "Damascus", "Beirut", "Adana", "Nicosia", "Larnaca",
                           "Amman", "Mediterranean\nSea"}) {
    EXPECT_EQ(named(name), 1) << name;
  }
}

TEST(ReadPlaces, SaysWhereAMistakeStands) {
  const ScratchFolder folder;
  const auto path = folder / "places.toml";
  std::ofstream(path) << "place = [\n  { name = \"Atlantis\", kind = \"island\", longitude = 0, latitude = 0 },\n]\n";
  try {
    (void)read_places(path);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    EXPECT_THAT(error.what(), HasSubstr("places.toml:2:"));
  }
}

}  // namespace
}  // namespace skyshed
