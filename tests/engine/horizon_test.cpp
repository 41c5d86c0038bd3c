// The horizon of a sector against its slow twin: the highest of all edges, asked for at many directions.
#include "engine/sight/horizon.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "sight_worlds.h"

namespace skyshed {
namespace {

using testing::Random;
using testing::uniform;

double value_of(const PerspectiveEdge& edge, double t) {
  return edge.begin_slope + (edge.end_slope - edge.begin_slope) * ((t - edge.begin) / (edge.end - edge.begin));
}

// The highest of the edges that cover a direction.
double highest(const std::vector<PerspectiveEdge>& edges, double t) {
  double value = -1e30;
  for (const PerspectiveEdge& edge : edges) {
    if (edge.begin <= t && t <= edge.end) value = std::max(value, value_of(edge, t));
  }
  return value;
}

// Edges that reach beyond the sector on both sides, some touching, some with gaps between.
std::vector<PerspectiveEdge> random_row(Random& random, double longest) {
  std::vector<PerspectiveEdge> row;
  double t = -1.3;
  double slope = uniform(random, -1, 1);
  while (t < 1.3) {
    const double end = t + uniform(random, 0.001, longest);
    const double end_slope = uniform(random, -1, 1);
    row.push_back({t, slope, end, end_slope});
    const bool gap = uniform(random, 0, 1) < 0.3;
    t = gap ? end + uniform(random, 0, longest) : end;
    slope = gap ? uniform(random, -1, 1) : end_slope;
  }
  return row;
}

TEST(Horizon, SeesNothingBeforeItIsRaised) {
  const Horizon horizon(-0.5, 1);
  EXPECT_EQ(horizon.pieces(), 1U);
  EXPECT_EQ(horizon.begin(), -0.5);
  EXPECT_EQ(horizon.end(), 1);
  EXPECT_LT(horizon.at(0.3), -1e20);
}

TEST(Horizon, IsTheHighestOfAllEdgesThatItWasRaisedTo) {
  Random random(1);
  for (int world = 0; world < 300; ++world) {
    Horizon horizon(-1, 1);
    std::vector<PerspectiveEdge> all;
    for (int row = 0; row < 8; ++row) {
      const auto edges = random_row(random, row % 2 == 0 ? 0.6 : 0.05);
      horizon.raise(edges);
      all.insert(all.end(), edges.begin(), edges.end());
      for (int i = 0; i < 40; ++i) {
        const double t = uniform(random, -1, 1);
        ASSERT_NEAR(horizon.at(t), highest(all, t), 1e-12) << "world " << world << ", row " << row << ", t " << t;
      }
    }
  }
}

TEST(Horizon, KeepsItsPiecesInOrderWithinTheSector) {
  Random random(2);
  Horizon horizon(-1, 1);
  for (int row = 0; row < 50; ++row) {
    horizon.raise(random_row(random, 0.1));
    ASSERT_EQ(horizon.begin(), -1);
    for (std::size_t piece = 1; piece < horizon.pieces(); ++piece) {
      ASSERT_LT(horizon.start()[piece - 1], horizon.start()[piece]);
    }
    ASSERT_LT(horizon.start()[horizon.pieces() - 1], 1);
  }
}

TEST(Horizon, StaysAsItIsUnderEdgesThatLieLower) {
  Horizon horizon(-1, 1);
  horizon.raise(std::vector<PerspectiveEdge>{{-1, 0.2, 0, 0.4}, {0, 0.4, 1, 0.1}});
  const std::size_t pieces = horizon.pieces();
  horizon.raise(std::vector<PerspectiveEdge>{{-2, 0.1, 2, 0}});
  EXPECT_EQ(horizon.pieces(), pieces);
  EXPECT_EQ(horizon.at(0), 0.4);
}

TEST(Horizon, IsTheSameWhetherAnEdgeAboveItIsMergedOrCovers) {
  Random random(3);
  for (int world = 0; world < 100; ++world) {
    Horizon merged(-1, 1);
    for (int row = 0; row < 3; ++row) merged.raise(random_row(random, 0.2));
    Horizon covered = merged;
    std::vector<PerspectiveEdge> edges = random_row(random, 0.3);  // runs and gaps between
    for (PerspectiveEdge& edge : edges) {
      edge.begin_slope += 5;
      edge.end_slope += 5;
    }
    merged.raise(edges);
    for (PerspectiveEdge& edge : edges) edge.covers = true;
    covered.raise(edges);
    ASSERT_EQ(covered.pieces(), merged.pieces());
    for (std::size_t piece = 0; piece < merged.pieces(); ++piece) {
      ASSERT_EQ(covered.start()[piece], merged.start()[piece]);
      ASSERT_EQ(covered.value()[piece], merged.value()[piece]);
      ASSERT_EQ(covered.slope()[piece], merged.slope()[piece]);
    }
  }
}

TEST(Horizon, LeavesOutUnknownEdges) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  Horizon horizon(-1, 1);
  horizon.raise(std::vector<PerspectiveEdge>{{-1, 0.3, -0.5, unknown}, {-0.5, unknown, 0, 0.2}, {0, 0.2, 1, 0.2}});
  EXPECT_LT(horizon.at(-0.7), -1e20);
  EXPECT_LT(horizon.at(-0.2), -1e20);
  EXPECT_DOUBLE_EQ(horizon.at(0.5), 0.2);
}

TEST(Horizon, LeavesOutEdgesBesideTheSector) {
  Horizon horizon(0, 1);
  horizon.raise(std::vector<PerspectiveEdge>{{-2, 5, -1, 5}, {2, 5, 3, 5}});
  EXPECT_LT(horizon.at(0), -1e20);
  EXPECT_LT(horizon.at(1), -1e20);
}

}  // namespace
}  // namespace skyshed
