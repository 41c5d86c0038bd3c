#include "products/quicklook.h"

#include <cairo-svg.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <filesystem>
#include <string>

#include "engine/base/error.h"
#include "engine/change/compare.h"
#include "tests/products/map_worlds.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

constexpr GeodeticPoint middle{36.1, 35.1};
const LonLatBox around_middle{33.6, 33.1, 38.6, 37.1};

Picture drawn(const QuicklookMap& map) { return Picture(Quicklook(map).png()); }

// Share of dark pixels, and how often dark and light change, on the circle of a distance about the middle.
struct Circle {
  int dark = 0;
  int changes = 0;
};
constexpr int samples = 3600;
Circle circle(const Picture& picture, const MapView& view, double distance_m) {
  Circle result;
  bool was_dark = false;
  for (int i = 0; i < samples; ++i) {
    const Colour colour = picture.at(view.to_pixel(place_at(middle, i * 360.0 / samples, distance_m)));
    const bool is_dark = colour.red + colour.green + colour.blue < 3 * 128;
    result.dark += is_dark ? 1 : 0;
    result.changes += is_dark != was_dark ? 1 : 0;
    was_dark = is_dark;
  }
  return result;
}

TEST(Quicklook, HasTheWidthAskedFor) {
  const ElevationModel sea = flat_world(0);
  for (const int width : {300, 801}) {
    const Quicklook quicklook({.ground = sea, .title = "A finding", .width_px = width});
    const Picture picture(quicklook.png());
    EXPECT_EQ(picture.width(), width);
    EXPECT_EQ(picture.height(), quicklook.height_px());
    EXPECT_GE(quicklook.height_px(), quicklook.view().frame().bottom());
  }
}

TEST(Quicklook, ShowsSolidClassesInTheirColourOverLandAndSea) {
  ElevationModel ground = flat_world(0);
  Raster<std::uint8_t> confidence(ground.frame.width, ground.frame.height);
  for (int row = 0; row < ground.frame.height; ++row) {
    for (int column = 0; column < ground.frame.width; ++column) {
      if (column > 80) ground.heights.at(column, row) = 50;          // land east of 36°
      confidence.at(column, row) = row < 40 ? 3 : row < 80 ? 2 : 0;  // borders at 36.025° and 34.025°
    }
  }
  const Quicklook quicklook({.ground = ground,
                             .classes = &confidence,
                             .scheme = confidence_classes(),
                             .extent = LonLatBox{32, 32, 40, 38},
                             .width_px = 800});
  const Picture picture(quicklook.png());
  const auto at = [&](double longitude_deg, double latitude_deg) {
    return picture.at(quicklook.view().to_pixel({longitude_deg, latitude_deg}));
  };
  const MapClass certain = confidence_classes()[1];
  const MapClass likely = confidence_classes()[2];
  ASSERT_EQ(certain.key, "certain");
  ASSERT_EQ(likely.key, "likely");
  EXPECT_EQ(at(33.3, 36.7), mix(palette::sea, certain.colour, certain.opacity));
  EXPECT_EQ(at(38.7, 36.7), mix(palette::land, certain.colour, certain.opacity));
  EXPECT_EQ(at(33.3, 35.3), mix(palette::sea, likely.colour, likely.opacity));
  EXPECT_EQ(at(38.7, 35.3), mix(palette::land, likely.colour, likely.opacity));
  EXPECT_EQ(at(33.3, 33.3), palette::sea);
  EXPECT_EQ(at(38.7, 33.3), palette::land);
}

TEST(Quicklook, ShowsWhatWasLostInStripesOfItsColour) {
  const ElevationModel sea = flat_world(0);
  const Raster<std::uint8_t> all_lost(sea.frame.width, sea.frame.height, static_cast<std::uint8_t>(Change::lost));
  const Quicklook quicklook({.ground = sea,
                             .classes = &all_lost,
                             .scheme = change_classes(),
                             .extent = LonLatBox{32, 32, 40, 38},
                             .width_px = 800});
  const Picture picture(quicklook.png());
  const MapClass lost = change_classes()[2];
  ASSERT_EQ(lost.key, "lost");
  // Along a line from west to east stripes and gaps alternate, none paler than half of the opacity.
  const Colour strongest = mix(palette::sea, lost.colour, lost.opacity);
  const Colour weakest = mix(palette::sea, lost.colour, lost.opacity / 2);
  int strong = 0;
  int weak = 0;
  const Pixel start = quicklook.view().to_pixel({33.2, 34.6});
  for (int x = 0; x < 100; ++x) {
    const Colour colour = picture.at({start.x + x, start.y});
    strong += colour == strongest ? 1 : 0;
    weak += colour == weakest ? 1 : 0;
    EXPECT_LE(colour.blue, weakest.blue);
    EXPECT_GE(colour.blue, strongest.blue);
  }
  EXPECT_GT(strong, 20);
  EXPECT_GT(weak, 20);
}

TEST(Quicklook, ShowsUnknownGroundAsNoTerrain) {
  ElevationModel ground = flat_world(0);
  for (int row = 0; row < 60; ++row) {
    for (float& height : ground.heights.row(row)) height = std::numeric_limits<float>::quiet_NaN();
  }
  ground.has_unknown = true;
  const Quicklook quicklook({.ground = ground, .extent = LonLatBox{32, 32, 40, 38}, .width_px = 800});
  const Picture picture(quicklook.png());
  EXPECT_EQ(picture.at(quicklook.view().to_pixel({33.3, 36.7})), palette::no_terrain);
  EXPECT_EQ(picture.at(quicklook.view().to_pixel({33.3, 33.3})), palette::sea);
}

TEST(MapGround, TellsWhatIsOutsideOfTheGridFromWhatIsUnknownInIt) {
  ElevationModel ground = flat_world(0);
  const LonLatBox inside{34, 34, 36, 35};
  EXPECT_FALSE(prepared_ground(ground, inside, 400).ends_in_view());
  EXPECT_FALSE(prepared_ground(ground, inside, 400).lacks_terrain());
  const LonLatBox beyond{34, 34, 60, 50};
  EXPECT_TRUE(prepared_ground(ground, beyond, 400).ends_in_view());
  EXPECT_FALSE(prepared_ground(ground, beyond, 400).lacks_terrain());
  for (int row = 0; row < ground.heights.height(); ++row) {
    for (float& height : ground.heights.row(row)) height = std::numeric_limits<float>::quiet_NaN();
  }
  EXPECT_FALSE(prepared_ground(ground, inside, 400).ends_in_view());
  EXPECT_TRUE(prepared_ground(ground, inside, 400).lacks_terrain());
}

TEST(Quicklook, DrawsNominalRingsDashedAtTheirDistance) {
  const ElevationModel sea = flat_world(0);
  const Quicklook quicklook({.ground = sea, .rings = {{middle, 150000, ""}}, .extent = around_middle});
  const Picture picture(quicklook.png());
  const Circle on_the_ring = circle(picture, quicklook.view(), 150000);
  EXPECT_GT(on_the_ring.dark, samples * 45 / 100);
  EXPECT_LT(on_the_ring.dark, samples * 80 / 100);
  EXPECT_GT(on_the_ring.changes, 60);
  EXPECT_EQ(circle(picture, quicklook.view(), 146000).dark, 0);
  EXPECT_EQ(circle(picture, quicklook.view(), 154000).dark, 0);
}

TEST(Quicklook, DrawsOtherRingsThrough) {
  const ElevationModel sea = flat_world(0);
  const Quicklook quicklook(
      {.ground = sea, .rings = {{.center = middle, .radius_m = 150000, .dashed = false}}, .extent = around_middle});
  EXPECT_EQ(circle(Picture(quicklook.png()), quicklook.view(), 150000).dark, samples);
}

TEST(Quicklook, IsTheSameBytesEachTimeAndForAnyNumberOfThreads) {
  ElevationModel ground = flat_world(0);
  for (int column = 60; column < 120; ++column) {
    for (int row = 0; row < 121; ++row)
      ground.heights.at(column, row) = static_cast<float>((column * 37 + row * 11) % 400);
  }
  Raster<std::uint8_t> counts(ground.frame.width, ground.frame.height);
  for (std::size_t i = 0; i < counts.size(); ++i) counts.values()[i] = static_cast<std::uint8_t>(i % 5);
  const QuicklookMap map{.ground = ground,
                         .classes = &counts,
                         .scheme = count_classes(),
                         .title = "A finding",
                         .rings = {{middle, 150000, "150 km"}},
                         .sites = {{middle, "A radar", SiteKind::radar}},
                         .width_px = 700};
  const auto first = Quicklook(map).png();
  EXPECT_EQ(Quicklook(map).png(), first);
  const tbb::global_control one_thread(tbb::global_control::max_allowed_parallelism, 1);
  EXPECT_EQ(Quicklook(map).png(), first);
}

TEST(Quicklook, CutsTitlesThatAreTooLongSoThatTheMapKeepsItsPlace) {
  const ElevationModel sea = flat_world(0);
  std::string long_title;
  for (int i = 0; i < 100; ++i) long_title += "withdrawn ";
  QuicklookMap map{.ground = sea,
                   .title = "two lines of title need some seventy letters at least, so that they fill both of them",
                   .width_px = 500};
  const Quicklook two_lines(map);
  map.title = long_title;
  const Quicklook endless(map);
  EXPECT_EQ(endless.view().frame().top, two_lines.view().frame().top);
  EXPECT_EQ(endless.height_px(), two_lines.height_px());
}

TEST(Quicklook, DrawsLettersOfAnyKindAndBytesThatAreNone) {
  const ElevationModel sea = flat_world(0);
  for (const std::string odd :
       {"<&\"'>", "Хмеймим", "حميميم", "赫梅米姆", "\xF0\x9F\x9A\xA2", "\xFF\xC3(\xED\xA0\x80", "a\tb\nc\x01", ""}) {
    SCOPED_TRACE(odd);
    const QuicklookMap map{.ground = sea,
                           .title = odd,
                           .subtitle = odd,
                           .legend_heading = odd,
                           .ring_legend = odd,
                           .caption = {odd, odd},
                           .rings = {{middle, 150000, odd}},
                           .sites = {{middle, odd, SiteKind::ship}},
                           .places = {{{35, 34}, odd, PlaceKind::city}, {{35, 36}, odd, PlaceKind::sea}},
                           .width_px = 500};
    EXPECT_EQ(drawn(map).width(), 500);
  }
}

TEST(Quicklook, DrawsOnAnSvgSurfaceToo) {
  const ElevationModel sea = flat_world(0);
  const Quicklook quicklook({.ground = sea, .title = "A finding", .width_px = 400});
  const ScratchFolder folder;
  const auto path = folder / "map.svg";
  cairo_surface_t* surface = cairo_svg_surface_create(path.c_str(), quicklook.width_px(), quicklook.height_px());
  cairo_t* cairo = cairo_create(surface);
  quicklook.draw(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy(surface);
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, testing::HasSubstr("<svg"));
  EXPECT_THAT(text, testing::HasSubstr("</svg>"));
}

ErrorKind kind_of_error(const QuicklookMap& map, const std::filesystem::path& path) {
  try {
    write_quicklook(map, path);
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::internal;
}

TEST(Quicklook, SaysThatItCannotWriteIntoAFolderThatIsNotThere) {
  const ElevationModel sea = flat_world(0);
  const ScratchFolder folder;
  EXPECT_EQ(kind_of_error({.ground = sea, .width_px = 300}, folder / "missing" / "map.png"), ErrorKind::output);
}

TEST(Quicklook, RefusesGridsWithoutAPlaceOnTheEarthAndWidthsThatNoPictureHas) {
  ElevationModel ground = flat_world(0);
  const ScratchFolder folder;
  EXPECT_EQ(kind_of_error({.ground = ground, .width_px = 0}, folder / "map.png"), ErrorKind::output);
  EXPECT_EQ(kind_of_error({.ground = ground, .width_px = 1000000}, folder / "map.png"), ErrorKind::output);
  ground.frame.kind = GridFrame::Kind::planar;
  EXPECT_EQ(kind_of_error({.ground = ground, .width_px = 300}, folder / "map.png"), ErrorKind::output);
}

TEST(Quicklook, RefusesClassesOfAnotherGrid) {
  const ElevationModel sea = flat_world(0);
  const Raster<std::uint8_t> small(3, 3);
  const ScratchFolder folder;
  EXPECT_EQ(
      kind_of_error({.ground = sea, .classes = &small, .scheme = count_classes(), .width_px = 300}, folder / "map.png"),
      ErrorKind::internal);
}

}  // namespace
}  // namespace skyshed
