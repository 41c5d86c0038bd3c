#include "engine/coverage/area_and_volume.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <GeographicLib/Constants.hpp>
#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>
#include <GeographicLib/TransverseMercator.hpp>
#include <cmath>
#include <numbers>
#include <random>

#include "tests/engine/coverage_worlds.h"

namespace skyshed {
namespace {

const double semi_major = GeographicLib::Constants::WGS84_a();
const double semi_minor = semi_major * (1 - GeographicLib::Constants::WGS84_f());
const double whole_earth_m2 = GeographicLib::Geodesic::WGS84().EllipsoidArea();

// The whole earth in cells of one degree.
const GridFrame whole_earth{
    .width = 360, .height = 180, .origin_x = -179.5, .origin_y = 89.5, .step_x = 1, .step_y = -1};

// Area of a polygon of many points with geodesic edges, by GeographicLib.
template <class Edge>
double polygon_area(int points, const Edge& place) {
  GeographicLib::PolygonArea polygon(GeographicLib::Geodesic::WGS84());
  for (int i = 0; i < points; ++i) {
    const GeodeticPoint point = place(i);
    polygon.AddPoint(point.latitude_deg, point.longitude_deg);
  }
  double perimeter = 0;
  double area = 0;
  polygon.Compute(false, true, perimeter, area);
  return std::abs(area);
}

// A walk around the unit square centred on (0, 0).
GridPoint around_the_pixel(int step, int steps_a_side) {
  const double along = static_cast<double>(step % steps_a_side) / steps_a_side - 0.5;
  switch (step / steps_a_side) {
    case 0:
      return {along, -0.5};
    case 1:
      return {0.5, along};
    case 2:
      return {-along, 0.5};
    default:
      return {-0.5, -along};
  }
}

TEST(CellAreas, OfOneDegreeAreThoseOfGeodesicPolygonsAlongTheParallels) {
  const CellAreas areas(whole_earth);
  for (const int row : {0, 10, 45, 89, 90, 130, 179}) {
    // Chords of a parallel cut off a share of 1 / steps²: 2000 steps leave less than 1e-6 even at the pole.
    constexpr int steps = 2000;
    const double polygon = polygon_area(4 * steps, [&](int i) {
      const GridPoint offset = around_the_pixel(i, steps);
      return whole_earth.to_geodetic({200 + offset.column, row + offset.row});
    });
    EXPECT_NEAR(areas.at(200, row) / polygon, 1, 1e-7) << row;
  }
}

TEST(CellAreas, OfTheWholeEarthSumToTheEllipsoid) {
  const CellAreas areas(whole_earth);
  double sum = 0;
  for (int row = 0; row < whole_earth.height; ++row) sum += 360 * areas.at(0, row);
  EXPECT_NEAR(sum / whole_earth_m2, 1, 1e-12);
}

TEST(CellAreas, OfOneArcSecondKeepTheirDigits) {
  // Against the local radii of curvature, which leave out only (1″)².
  const GridFrame frame{
      .width = 3, .height = 3, .origin_x = 36, .origin_y = 35, .step_x = 1.0 / 3600, .step_y = -1.0 / 3600};
  const double sine = std::sin(to_radians(frame.y_of(1)));
  const double e2 = 1 - semi_minor * semi_minor / (semi_major * semi_major);
  const double prime_vertical = semi_major / std::sqrt(1 - e2 * sine * sine);
  const double meridian = prime_vertical * (1 - e2) / (1 - e2 * sine * sine);
  const double step = to_radians(1.0 / 3600);
  const double expected = meridian * step * prime_vertical * std::cos(to_radians(frame.y_of(1))) * step;
  EXPECT_NEAR(CellAreas(frame).at(1, 1) / expected, 1, 1e-9);
}

TEST(CellAreas, OnAPlaneAreTheSquareOfTheStep) { EXPECT_EQ(CellAreas(planar_frame(5, 4, 30)).at(4, 3), 900); }

// UTM zone 37 north by GeographicLib, so that the engine's tests need no PROJ.
class Utm37 : public MapProjection {
 public:
  [[nodiscard]] GeodeticPoint to_geodetic(double x, double y) const override {
    GeodeticPoint point;
    GeographicLib::TransverseMercator::UTM().Reverse(39, x - 500e3, y, point.latitude_deg, point.longitude_deg);
    return point;
  }
  [[nodiscard]] std::pair<double, double> from_geodetic(GeodeticPoint point) const override {
    double x = 0;
    double y = 0;
    GeographicLib::TransverseMercator::UTM().Forward(39, point.latitude_deg, point.longitude_deg, x, y);
    return {x + 500e3, y};
  }
};

GridFrame utm_frame(int width, int height, double step_m) {
  return {.kind = GridFrame::Kind::projected,
          .width = width,
          .height = height,
          .origin_x = -50e3,
          .origin_y = 4500e3,
          .step_x = step_m,
          .step_y = -step_m,
          .projection = std::make_shared<Utm37>()};
}

TEST(CellAreas, InUtmAreThoseOfGeodesicPolygons) {
  // 900 km wide, nearly twice the zone: at its rim areas are 0.7 % off the square of the step.
  const GridFrame frame = utm_frame(900, 700, 1000);
  const CellAreas areas(frame);
  double largest_distortion = 0;
  for (const int column : {0, 1, 77, 450, 823, 899}) {
    for (const int row : {0, 13, 350, 699}) {
      constexpr int steps = 20;
      const double polygon = polygon_area(4 * steps, [&](int i) {
        const GridPoint offset = around_the_pixel(i, steps);
        return frame.to_geodetic({column + offset.column, row + offset.row});
      });
      EXPECT_NEAR(areas.at(column, row) / polygon, 1, 1e-6) << column << ' ' << row;
      largest_distortion = std::max(largest_distortion, std::abs(polygon / 1e6 - 1));
    }
  }
  EXPECT_GT(largest_distortion, 0.005);  // or the test would prove nothing
}

TEST(CellAreas, OfARunOfCellsAreTheirSum) {
  for (const GridFrame& frame : {utm_frame(900, 700, 1000), utm_frame(700, 3, 20), utm_frame(7, 5, 1000),
                                 utm_frame(1, 1, 1000), planar_frame(5, 4, 30)}) {
    const CellAreas areas(frame);
    for (const int row : {0, frame.height / 3, frame.height - 1}) {
      for (const int begin : {0, frame.width / 7, frame.width / 2}) {
        double sum = 0;
        for (int end = begin; end <= frame.width; ++end) {
          ASSERT_NEAR(areas.run(row, begin, end), sum, 1e-11 * sum) << begin << ' ' << end << ' ' << row;
          if (end < frame.width) sum += areas.at(end, row);
        }
      }
    }
  }
}

TEST(CellAreas, OfAProjectedGridOfOnePostAreThoseOfItsPixel) {
  const CellAreas areas(utm_frame(1, 1, 1000));
  EXPECT_NEAR(areas.at(0, 0) / CellAreas(utm_frame(3, 3, 1000)).at(0, 0), 1, 1e-9);
}

TEST(CoveredArea, TakesUnknownCellsApart) {
  const Raster<std::uint8_t> counts(4, 1, {0, 1, 3, unknown_count});
  const CoveredArea area = covered_area(CellAreas(planar_frame(4, 1, 10)), counts);
  EXPECT_EQ(area.covered_m2, 200);
  EXPECT_EQ(area.unknown_m2, 100);
}

CoveredVolume volume_of(const ElevationModel& ground, const std::vector<AssetVolumes>& assets, double top_m) {
  return covered_bubble(CellAreas(ground.frame), ground, assets, AltitudeMsl{top_m}).volume;
}

TEST(CoveredVolume, CountsOverlapsOnceAndLeavesGapsOut) {
  const ElevationModel ground = ground_at_sea_level(planar_frame(1, 1, 10));
  const GridWindow cell = ground.frame.whole();
  const ComponentVolume low = slab(cell, 100, 300);
  const ComponentVolume overlapping = slab(cell, 200, 500);
  const ComponentVolume inside = slab(cell, 250, 280);
  const ComponentVolume inside_higher = slab(cell, 400, 450);
  const ComponentVolume high = slab(cell, 900, 2000);
  const CoveredVolume volume =
      volume_of(ground, {{{&low, &high}}, {{&inside, &inside_higher}}, {{&overlapping}}}, 1000);
  EXPECT_DOUBLE_EQ(volume.covered_m3, 100 * (400 + 100));
  EXPECT_EQ(volume.unknown_m3, 0);
}

TEST(CoveredVolume, IsUnknownOnlyWhereUnknownIntervalsStandAlone) {
  const ElevationModel ground = ground_at_sea_level(planar_frame(1, 1, 10));
  const ComponentVolume known = slab(ground.frame.whole(), 100, 300);
  const ComponentVolume unknown = unknown_slab(ground.frame.whole(), 200, 1000);
  const CoveredVolume volume = volume_of(ground, {{{&unknown, &known}}}, 1000);
  EXPECT_DOUBLE_EQ(volume.covered_m3, 100 * 200);
  EXPECT_DOUBLE_EQ(volume.unknown_m3, 100 * 700);
}

TEST(CoveredVolume, BeginsAtTheGround) {
  ElevationModel ground = ground_at_sea_level(planar_frame(3, 1, 10));
  ground.heights = Raster<float>(3, 1, {250, -400, 5000});
  const ComponentVolume volume = slab(ground.frame.whole(), -1000, 1000);
  EXPECT_DOUBLE_EQ(volume_of(ground, {{{&volume}}}, 800).covered_m3, 100 * (550 + 1200));
}

TEST(CoveredVolume, OfAShellAroundTheEarthIsSteinersFormula) {
  // Steiner: V = A z + M z² + 4/3 pi z³ with M, the integral of the mean curvature, that of an oblate spheroid.
  const double z = 30e3;
  const double focal = std::sqrt(semi_major * semi_major - semi_minor * semi_minor);
  const double mean_curvature =
      2 * std::numbers::pi * (semi_minor + semi_major * semi_major / focal * std::acos(semi_minor / semi_major));
  const double expected = whole_earth_m2 * z + mean_curvature * z * z + 4.0 / 3 * std::numbers::pi * z * z * z;
  const ElevationModel ground = ground_at_sea_level(whole_earth);
  const ComponentVolume shell = slab(whole_earth.whole(), 0, 50e3F);
  EXPECT_NEAR(volume_of(ground, {{{&shell}}}, z).covered_m3 / expected, 1, 1e-7);
}

TEST(CoveredVolume, IsTheSameForOneAndTwoThreads) {
  const ElevationModel ground = ground_at_sea_level(whole_earth);
  std::mt19937 random(5);
  std::uniform_real_distribution<float> altitude(0, 20e3F);
  ComponentVolume ragged = slab(whole_earth.whole(), 0, 0);
  for (float& ceiling : ragged.ceiling.values()) ceiling = altitude(random);
  const auto run = [&](std::size_t threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return volume_of(ground, {{{&ragged}}}, 15e3).covered_m3;
  };
  EXPECT_EQ(run(1), run(2));
}

}  // namespace
}  // namespace skyshed
