// Voids, sea floors and vertical datums: what is filled, what stays unknown, what becomes sea, what stays land.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "dem/load_terrain.h"
#include "dem/voids.h"
#include "tests/dem/made_raster.h"

namespace skyshed {
namespace {

using test::error_of;
using test::make;
using test::make_posts;
using testing::AllOf;
using testing::HasSubstr;

constexpr double metre_deg = 1 / 111319.49;  // along the equator

// 100 m between posts at the equator, the plane 10·column + row, -9999 where void(column, row).
template <class Void>
std::string plane_with(Void is_void, int size = 20) {
  const double step = 100 * metre_deg;
  test::MadeRaster raster{.file = "/vsimem/voids.tif",
                          .width = size,
                          .height = size,
                          .corner_x = 0,
                          .corner_y = step * size / 2,
                          .step_x = step,
                          .step_y = -step,
                          .nodata = -9999};
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column)
      raster.values.push_back(is_void(column, row) ? -9999 : 10 * column + row);
  }
  return make(raster);
}

TEST(Voids, UpToTheirLengthAreSpannedFromTheirRimsAndSaidSo) {
  const std::string file = plane_with([](int c, int r) { return c >= 5 && c < 8 && r >= 6 && r < 9; });
  const ElevationModel model = load_terrain({.sources = {file}, .fill_voids_m = 300});
  EXPECT_FALSE(model.has_unknown);
  // Each post of a plane is the mean of its neighbours, so the plane itself spans the hole.
  for (int row = 6; row < 9; ++row) {
    for (int column = 5; column < 8; ++column) EXPECT_NEAR(model.heights.at(column, row), 10 * column + row, 1e-3);
  }
  EXPECT_EQ(model.heights.at(4, 7), 47);
  EXPECT_THAT(model.description, HasSubstr("1 voids of up to 300 m (9 posts) spanned"));
}

TEST(Voids, OfAnyShapeKeepTheMeanOfTheirNeighboursAndStayBelowTheirRim) {
  const std::string file =
      make({.file = "/vsimem/ring.tif",
            .width = 5,
            .height = 4,
            .values = {7, 3, 9, 1, 2, 4, -9999, -9999, -9999, 8, 6, 5, 100, -9999, 3, 2, 1, 0, 4, 5},
            .nodata = -9999});
  const ElevationModel model = load_terrain({.sources = {file}, .fill_voids_m = 1e6});
  const auto mean = [&](int c, int r) {
    return (model.heights.at(c - 1, r) + model.heights.at(c + 1, r) + model.heights.at(c, r - 1) +
            model.heights.at(c, r + 1)) /
           4;
  };
  for (const auto& [c, r] : {std::pair{1, 1}, {2, 1}, {3, 1}, {3, 2}}) {
    EXPECT_NEAR(model.heights.at(c, r), mean(c, r), 2e-3);
    EXPECT_LT(model.heights.at(c, r), 100);
  }
}

TEST(Voids, ThatAreLongerStayUnknownAsAWhole) {
  const std::string file = plane_with([](int c, int r) { return c >= 5 && c < 9 && r == 6; });
  const ElevationModel model = load_terrain({.sources = {file}, .fill_voids_m = 300});
  for (int column = 5; column < 9; ++column) EXPECT_TRUE(std::isnan(model.heights.at(column, 6)));
}

TEST(Voids, ThatTouchAtACornerAreOne) {
  const std::string file = plane_with([](int c, int r) { return c == r && c >= 5 && c < 9; });
  EXPECT_TRUE(load_terrain({.sources = {file}, .fill_voids_m = 300}).has_unknown);
  EXPECT_FALSE(load_terrain({.sources = {file}, .fill_voids_m = 401}).has_unknown);
}

TEST(Voids, OfTheShapeOfAUAreMeasuredAsOne) {
  // Two arms that meet only in their last row: told apart until then, one void afterwards.
  const auto u = [](int c, int r) { return r >= 5 && r < 8 && (c == 5 || c == 8 || (r == 7 && c > 5 && c < 8)); };
  EXPECT_TRUE(load_terrain({.sources = {plane_with(u)}, .fill_voids_m = 399}).has_unknown);
  EXPECT_FALSE(load_terrain({.sources = {plane_with(u)}, .fill_voids_m = 401}).has_unknown);
}

TEST(Voids, AtTheEdgeOfTheTerrainStayUnknown) {
  const std::string file = plane_with([](int c, int r) { return c == 0 && r == 6; });
  EXPECT_TRUE(load_terrain({.sources = {file}, .fill_voids_m = 1000}).has_unknown);
}

TEST(Voids, StayUnknownUnlessFillingIsAskedFor) {
  const std::string file = plane_with([](int c, int r) { return c == 5 && r == 6; });
  EXPECT_TRUE(load_terrain({.sources = {file}}).has_unknown);
}

// One degree between posts; rows of the text from north to south.
ElevationModel drawn(double west, double north, double step, const std::vector<std::vector<double>>& rows) {
  return load_terrain(
      {.sources = {make_posts(
           "/vsimem/sea_floor.tif", west, north, step, static_cast<int>(rows[0].size()), static_cast<int>(rows.size()),
           [&](int c, int r) { return rows[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)]; })}});
}

TEST(SeaFloor, BecomesSeaAndTheLowLandBehindACoastStaysLand) {
  const ElevationModel model = drawn(0, 40, 0.1,
                                     {
                                         {-2500, -60, 3, -7, 8},  // a deep, a shelf, a dune, a polder, land
                                         {-900, -5, 4, -6, 9},
                                     });
  EXPECT_THAT(test::values_of(model.heights), testing::ElementsAre(0, 0, 3, -7, 8, 0, 0, 4, -6, 9));
  EXPECT_THAT(model.description, HasSubstr("4 posts of sea floor taken as sea"));
}

TEST(SeaFloor, LeavesTerrainWithoutOneAlone) {
  const ElevationModel model = drawn(0, 40, 0.1, {{-430, -5, 3}});
  EXPECT_THAT(test::values_of(model.heights), testing::ElementsAre(-430, -5, 3));
  EXPECT_EQ(model.description, "");
}

TEST(SeaFloor, OfTheDeadSeaBecomesItsWaterAndTheValleyAroundStaysLand) {
  // From the Mediterranean across the hills into the valley; the Dead Sea's floor is as low as a sea's.
  const ElevationModel model = drawn(34.0, 31.5, 0.25, {{-1200, -80, 20, 900, 400, -415, -730, -300, 700}});
  EXPECT_THAT(test::values_of(model.heights), testing::ElementsAre(0, 0, 20, 900, 400, -415, -430, -300, 700));
}

TEST(SeaFloor, OfTheCaspianBecomesItsWater) {
  const ElevationModel model = drawn(49, 42, 0.5, {{10, -20, -27, -700, -950, -27, 30}});
  EXPECT_THAT(test::values_of(model.heights), testing::ElementsAre(10, -20, -27, -28, -28, -27, 30));
}

TEST(VerticalDatum, IsToldByWhatAFileStates) {
  EXPECT_EQ(vertical_datum_of("EGM96 geoid"), VerticalDatum::egm96);
  EXPECT_EQ(vertical_datum_of("mean sea level (EGM96)"), VerticalDatum::egm96);
  EXPECT_EQ(vertical_datum_of("EGM2008 geoid"), VerticalDatum::egm2008);
  EXPECT_EQ(vertical_datum_of("the ellipsoid"), VerticalDatum::ellipsoid);
  EXPECT_EQ(vertical_datum_of("Baltic 1977"), VerticalDatum::other);
  EXPECT_EQ(vertical_datum_of(""), VerticalDatum::unstated);
}

std::string flat(const std::string& system, double height = 1000) {
  return make({.file = "/vsimem/flat.tif",
               .width = 5,
               .height = 5,
               .values = std::vector<double>(25, height),
               .corner_x = 35.995,
               .corner_y = 35.045,
               .step_x = 0.01,
               .step_y = -0.01,
               .system = system});
}

TEST(VerticalDatum, OfTheEllipsoidIsBroughtToTheGeoid) {
  // echo "36 35 0" | gdaltransform -s_srs EPSG:4326+5773 -t_srs EPSG:4979 gives 24.1902: there the geoid stands so high.
  const ElevationModel model = load_terrain({.sources = {flat("EPSG:4979")}});
  const GridPoint at = model.frame.to_grid({36, 35});
  EXPECT_NEAR(model.ground_at(at).metres, 1000 - 24.1902, 0.01);
  EXPECT_THAT(model.description, HasSubstr("flat.tif: heights brought from the ellipsoid to EGM96"));
}

TEST(VerticalDatum, OfAGeoidStaysAsItIsUnlessAnotherIsAskedFor) {
  for (const char* system : {"EPSG:4326+5773", "EPSG:4326+3855", "EPSG:4326"}) {
    EXPECT_EQ(load_terrain({.sources = {flat(system)}}).heights.at(2, 2), 1000);
  }
  const ElevationModel same = load_terrain({.sources = {flat("EPSG:4326+5773")}, .datum = VerticalDatum::egm96});
  EXPECT_EQ(same.heights.at(2, 2), 1000);
}

TEST(VerticalDatum, IsRefusedWhereItCannotBeReached) {
  EXPECT_THAT(error_of([] { (void)load_terrain({.sources = {flat("EPSG:4326")}, .datum = VerticalDatum::egm96}); }),
              AllOf(HasSubstr("flat.tif"), HasSubstr("gdal_translate -a_srs EPSG:4326+5773")));
  // Debian's proj-data carries EGM96 and not EGM2008; where it does, the height moves by a metre or two.
  try {
    const ElevationModel model = load_terrain({.sources = {flat("EPSG:4326+3855")}, .datum = VerticalDatum::egm96});
    EXPECT_NE(model.heights.at(2, 2), 1000);
    EXPECT_NEAR(model.heights.at(2, 2), 1000, 5);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("flat.tif"), HasSubstr("us_nga_egm08_25.tif"), HasSubstr("projsync")));
  }
}

TEST(VerticalDatum, IsBilinearlyExactAcrossAWholeTile) {
  // One degree of posts on both sides of several lines of the 15' grid, against PROJ post by post.
  const std::string file = make({.file = "/vsimem/wide.tif",
                                 .width = 91,
                                 .height = 91,
                                 .values = std::vector<double>(91 * 91, 500),
                                 .corner_x = 35.1,
                                 .corner_y = 34.9,
                                 .step_x = 0.011,
                                 .step_y = -0.011,
                                 .system = "EPSG:4979"});
  const ElevationModel model = load_terrain({.sources = {file}});
  const auto shift = height_shift(VerticalDatum::ellipsoid, VerticalDatum::egm96);
  for (int row = 0; row < 91; row += 9) {
    for (int column = 0; column < 91; column += 7) {
      std::vector<float> alone{500};
      shift->add(model.frame, {column, row, 1, 1}, alone);
      EXPECT_NEAR(model.heights.at(column, row), alone[0], 0.01);
    }
  }
}

}  // namespace
}  // namespace skyshed
