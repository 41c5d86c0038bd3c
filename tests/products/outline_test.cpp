#include "products/outline.h"

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <random>

#include "tests/products/worlds.h"

namespace skyshed {
namespace {

// Twice the signed area (shoelace), halved.
double area_of(const LinearRing& ring) {
  double twice = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) twice += ring[i].x * ring[i + 1].y - ring[i + 1].x * ring[i].y;
  return std::abs(twice) / 2;
}

double area_of(const MultiPolygon& polygons) {
  double area = 0;
  for (const Polygon& polygon : polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) area += (i == 0 ? 1 : -1) * area_of(polygon[i]);
  }
  return area;
}

bool is_valid(const MultiPolygon& polygons) {
  OGRMultiPolygon all;
  for (const Polygon& polygon : polygons) {
    OGRPolygon part;
    for (const LinearRing& ring : polygon) {
      OGRLinearRing line;
      for (const MapPoint& point : ring) line.addPoint(point.x, point.y);
      part.addRing(&line);
    }
    all.addGeometry(&part);
  }
  return all.IsValid() != FALSE;
}

TEST(Outline, RunsAlongTheEdgesOfCellsAndKeepsHoles) {
  // A block of three by three posts with a hole in its middle, one post away from the rim.
  const auto block = raster_of<std::uint8_t>(
      5, 5, [](int c, int r) { return c >= 1 && c <= 3 && r >= 1 && r <= 3 && !(c == 2 && r == 2) ? 2 : 0; });
  const MultiPolygon traced = outline(block, degrees(5, 5), 2, 3);
  ASSERT_EQ(traced.size(), 1U);
  ASSERT_EQ(traced[0].size(), 2U);
  // Posts every 0.25° from 35° E, 36° N: the block reaches from half a step before 35.25 to half a step behind 35.75.
  EXPECT_DOUBLE_EQ(area_of(traced[0][0]), 0.75 * 0.75);
  EXPECT_DOUBLE_EQ(area_of(traced[0][1]), 0.25 * 0.25);
  for (const MapPoint& point : traced[0][0]) {
    EXPECT_TRUE(point.x == 35.125 || point.x == 35.875) << point.x;
    EXPECT_TRUE(point.y == 35.875 || point.y == 35.125) << point.y;
  }
}

TEST(Outline, LeavesOutOtherClassesAndTheUnknown) {
  const auto classes = raster_of<std::uint8_t>(4, 1, [](int c, int) {
    return c == 0 ? 1 : c == 1 ? 2 : c == 2 ? 3 : 255;
  });
  EXPECT_DOUBLE_EQ(area_of(outline(classes, degrees(4, 1), 2, 3)), 2 * 0.0625);
  EXPECT_TRUE(outline(classes, degrees(4, 1), 4, 9).empty());
}

TEST(Outline, KeepsCellsThatTouchInACornerApart) {
  const auto diagonal = raster_of<std::uint8_t>(2, 2, [](int c, int r) { return c == r ? 1 : 0; });
  const MultiPolygon traced = outline(diagonal, degrees(2, 2), 1, 1);
  EXPECT_EQ(traced.size(), 2U);
  EXPECT_TRUE(is_valid(traced));
}

TEST(Outline, IsValidAndAsLargeAsItsCellsWhateverTheirPattern) {
  std::mt19937 random(5);
  for (const unsigned share : {2U, 5U, 8U}) {  // of ten cells
    const auto speckled = raster_of<std::uint8_t>(60, 40, [&](int, int) { return random() % 10 < share ? 3 : 0; });
    double cells = 0;
    for (const std::uint8_t value : speckled.values()) cells += value == 3 ? 1 : 0;
    const MultiPolygon traced = outline(speckled, degrees(60, 40), 1, 3);
    EXPECT_TRUE(is_valid(traced));
    EXPECT_NEAR(area_of(traced), cells * 0.0625, 0.005 * cells * 0.0625);
  }
}

TEST(Outline, OfAStraightEdgeHasNoPointBetweenItsEnds) {
  const auto half = raster_of<std::uint8_t>(50, 50, [](int c, int) { return c < 25 ? 1 : 0; });
  const MultiPolygon traced = outline(half, degrees(50, 50), 1, 1);
  ASSERT_EQ(traced.size(), 1U);
  EXPECT_EQ(traced[0][0].size(), 5U);
}

}  // namespace
}  // namespace skyshed
