// Sight over ground that is finer around the antenna than beyond, against rays cast one by one over both meshes.
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <cstring>

#include "engine/earth/ellipsoid.h"
#include "sight_worlds.h"

namespace skyshed {
namespace {

using namespace testing;

struct World {
  ElevationModel far;
  NearPatch near;
};

// Random ground on both; where a far post stands on a near one it has its height.
World world_on(const GridFrame& frame, const GridWindow& window, int factor, Ground ground, double relief_m,
               Random& random, double unknown_share = 0) {
  World world{.far = ground_on(frame, ground, relief_m, random, unknown_share),
              .near = {.window = window, .factor = factor, .ground = {}}};
  world.near.ground =
      ground_on(refined(frame.cropped(window), factor), ground, relief_m, random, unknown_share / factor);
  for (int row = 0; row < window.height; ++row) {
    for (int column = 0; column < window.width; ++column) {
      const float height = world.near.ground.heights.at(column * factor, row * factor);
      world.far.heights.at(window.column + column, window.row + row) = height;
      world.far.has_unknown = world.far.has_unknown || std::isnan(height);
    }
  }
  return world;
}

Antenna antenna_in(const World& world, Random& random, double height_m) {
  const GridPoint near_place = between_posts(world.near.ground.frame, random);
  const Antenna antenna = antenna_over(world.near.ground, near_place, height_m);
  return {.at = world.near.from_near(near_place), .altitude = antenna.altitude};
}

SightField two_level_sweep(const World& world, const Antenna& antenna, const SweepOptions& options,
                           const Refraction& refraction = {}) {
  Progress progress;
  return horizon_sweep(world.far, antenna, refraction, options, progress, &world.near);
}

// A ray caster of its own, on planes: every crossing with a line of either lattice, heights read from the mesh that
// rules there.
class PlaneRay {
 public:
  PlaneRay(const World& world, const Antenna& antenna, GridPoint end) : world_(world), antenna_(antenna), end_(end) {}

  // Altitude over the end of the ray that clears every edge before it; −infinity if there is none.
  double grazing() {
    cross(world_.far, {0, 0}, 1, false);
    const GridWindow& box = world_.near.window;
    cross(world_.near.ground, {static_cast<double>(box.column), static_cast<double>(box.row)}, world_.near.factor,
          true);
    return antenna_.altitude.metres + steepest_;
  }

 private:
  void cross(const ElevationModel& mesh, GridPoint corner, double finer, bool is_near) {
    const double from[] = {(antenna_.at.column - corner.column) * finer, (antenna_.at.row - corner.row) * finer};
    const double to[] = {(end_.column - corner.column) * finer, (end_.row - corner.row) * finer};
    for (const int axis : {0, 1}) {
      const int lines = axis == 0 ? mesh.frame.width : mesh.frame.height;
      const int posts = axis == 0 ? mesh.frame.height : mesh.frame.width;
      for (int line = 0; line < lines; ++line) {
        const double share = (line - from[axis]) / (to[axis] - from[axis]);
        if (!(share > 1e-12) || !(share < 1 - 1e-9)) continue;
        double along = from[1 - axis] + share * (to[1 - axis] - from[1 - axis]);
        if (std::abs(along - std::round(along)) < 1e-9) along = std::round(along);
        if (along < 0 || along > posts - 1) continue;
        if (!is_near && is_in_patch(axis, line, along)) continue;
        const int low = std::min(static_cast<int>(along), posts - 2);
        const auto height = [&](int post) {
          return static_cast<double>(axis == 0 ? mesh.heights.at(line, post) : mesh.heights.at(post, line));
        };
        const double ground = height(low) + (along - low) * (height(low + 1) - height(low));
        steepest_ = std::max(steepest_, (ground - antenna_.altitude.metres) / share);
      }
    }
  }

  [[nodiscard]] bool is_in_patch(int axis, int line, double along) const {
    const GridWindow& box = world_.near.window;
    const double column = axis == 0 ? line : along;
    const double row = axis == 0 ? along : line;
    return column > box.column && column < box.column + box.width - 1 && row > box.row &&
           row < box.row + box.height - 1;
  }

  const World& world_;
  const Antenna& antenna_;
  GridPoint end_;
  double steepest_ = -std::numeric_limits<double>::infinity();
};

constexpr GridWindow off_centre{4, 3, 9, 8};
constexpr double antenna_heights_m[] = {0.5, 7, 25, 1000};

TEST(NearPatch, IsSweptAsRaysCastOverBothMeshesSay) {
  Random random(801);
  for (int world_number = 0; world_number < 96; ++world_number) {
    const GridFrame frame = plane(23, 19, 60, world_number % 3 == 0 ? 150 : 60);
    const World world = world_on(frame, off_centre, 2 + world_number % 6, all_grounds[world_number % 4], 200, random);
    const Antenna antenna = antenna_in(world, random, antenna_heights_m[world_number / 4 % 4]);
    const SightField field = two_level_sweep(world, antenna, {.radius_m = reach_everything_m});
    for (int row = 0; row < frame.height; ++row) {
      for (int column = 0; column < frame.width; ++column) {
        const GridPoint post{static_cast<double>(column), static_cast<double>(row)};
        const double ground = static_cast<double>(world.far.heights.at(column, row));
        const double expected = std::max(ground, PlaneRay(world, antenna, post).grazing());
        ASSERT_NEAR(static_cast<double>(field.floor.at(column, row)), expected, 1e-6 + float_unit(expected) / 2)
            << "world " << world_number << " post " << column << ',' << row;
      }
    }
  }
}

void expect_truth(const GridFrame& frame, const GridWindow& window, int worlds, double relief_m, double radius_m,
                  double bound_m, std::uint64_t seed, double unknown_share = 0, int stride = 1) {
  Random random(seed);
  for (int i = 0; i < worlds; ++i) {
    const World world = world_on(frame, window, 2 + i % 5, all_grounds[i % 4], relief_m, random, unknown_share);
    const Antenna antenna = antenna_in(world, random, antenna_heights_m[i / 4 % 4]);
    const SightField field = two_level_sweep(world, antenna, {.radius_m = radius_m});
    ASSERT_EQ(field.window, frame.whole());
    const Agreement truth = agreement(world.far, antenna, field, bound_m, stride, {}, &world.near);
    ASSERT_LE(truth.worst_m, bound_m) << "world " << i << ": " << truth.worst;
    ASSERT_EQ(truth.wrong_decisions, 0) << "world " << i << ": " << truth.wrong;
    ASSERT_EQ(truth.wrong_unknown, 0) << "world " << i << ": " << truth.wrong;
  }
}

TEST(NearPatch, IsTheTruthOnPlanes) { expect_truth(plane(23, 19, 60, 60), off_centre, 64, 200, 1e6, 1e-6, 802); }

TEST(NearPatch, IsTheTruthAmongUnknownPosts) {
  expect_truth(plane(23, 19, 60, 60), off_centre, 96, 200, 1e6, 1e-6, 803, 0.04);
  // Among them a column of the patch's rim that ends on a vertex beside a void.
  expect_truth(plane(23, 19, 60, 60), off_centre, 96, 200, 1e6, 1e-6, 9000830, 0.04);
  // And a far post in the direction of a post of the rim, right of which nothing is known.
  expect_truth(plane(23, 19, 60, 60), off_centre, 96, 200, 1e6, 1e-6, 200001403, 0.04);
}

TEST(NearPatch, IsTheTruthAtTheTerrainsRim) {
  expect_truth(plane(17, 15, 60, 60), {0, 0, 8, 7}, 32, 200, 1e6, 1e-6, 804);
  expect_truth(plane(17, 15, 60, 60), {0, 0, 17, 15}, 32, 200, 1e6, 1e-6, 805, 0.03);
}

TEST(NearPatch, IsTheTruthInDegrees) {
  for (const double latitude : {-60.0, 0.0, 35.0, 79.0}) {
    const GridFrame fine = degrees_around({36, latitude}, 17, 15, 1 / 1200.0, 1 / 1200.0);
    expect_truth(fine, off_centre, 16, 50, 5e3, 0.06, 806, 0, 7);
    expect_truth(fine, off_centre, 16, 50, 5e3, 0.06, 807, 0.03, 7);
    const GridFrame coarse = degrees_around({36, latitude}, 17, 15, 1 / 120.0, 1 / 120.0);
    expect_truth(coarse, off_centre, 16, 200, 50e3, 0.06, 808, 0, 7);
  }
}

TEST(NearPatch, IsTheTruthOnProjectedTerrain) {
  const auto strip = std::make_shared<MeridianStrip>(39);
  expect_truth(projected_around(strip, {36, 35}, 17, 15, 90), off_centre, 16, 50, 5e3, 0.06, 809, 0, 5);
  expect_truth(projected_around(strip, {35, 65}, 17, 15, 1000), off_centre, 16, 200, 50e3, 0.06, 810, 0.02, 5);
}

TEST(NearPatch, IsTheTruthUnderTheExponentialAtmosphere) {
  Random random(811);
  const Refraction refraction{.model = Refraction::Model::exponential};
  const World world =
      world_on(degrees_around({36, 35}, 61, 51, 1 / 120.0, 1 / 120.0), {20, 18, 15, 14}, 5, Ground::hills, 800, random);
  const Antenna antenna = antenna_in(world, random, 25);
  const SightField field = two_level_sweep(world, antenna, {.radius_m = 60e3}, refraction);
  const Agreement truth = agreement(world.far, antenna, field, 0.2, 37, refraction, &world.near);
  EXPECT_LE(truth.worst_m, 0.2) << truth.worst;
  EXPECT_EQ(truth.wrong_decisions, 0) << truth.wrong;
}

// f(x) + g(y) has no twist within a cell, so that finer posts on it add nothing that the coarse mesh did not have.
TEST(NearPatch, OfGroundWithoutTwistHidesWhatOneLatticeHides) {
  Random random(812);
  const int factor = 5;
  for (int i = 0; i < 24; ++i) {
    const GridFrame frame = plane(23, 19, 60, 60);
    World world = world_on(frame, off_centre, factor, Ground::noise, 1, random);
    std::vector<double> by_column;
    std::vector<double> by_row;
    for (int c = 0; c < frame.width; ++c) by_column.push_back(std::floor(uniform(random, 0, 20)) * factor);
    for (int r = 0; r < frame.height; ++r) by_row.push_back(std::floor(uniform(random, 0, 20)) * factor);
    const auto between = [](const std::vector<double>& heights, double at) {
      const auto low = std::min(static_cast<std::size_t>(at), heights.size() - 2);
      return std::lerp(heights[low], heights[low + 1], at - static_cast<double>(low));
    };
    const auto put = [&](ElevationModel& model, auto place_of) {
      for (int row = 0; row < model.frame.height; ++row) {
        for (int column = 0; column < model.frame.width; ++column) {
          const GridPoint at = place_of(GridPoint{static_cast<double>(column), static_cast<double>(row)});
          model.heights.at(column, row) =
              static_cast<float>(std::round(between(by_column, at.column) + between(by_row, at.row)));
        }
      }
    };
    put(world.far, [](GridPoint at) { return at; });
    put(world.near.ground, [&](GridPoint at) { return world.near.from_near(at); });
    const Antenna antenna = antenna_in(world, random, antenna_heights_m[i % 4]);
    const SightField two = two_level_sweep(world, antenna, {.radius_m = reach_everything_m});
    const SightField one = sweep(world.far, antenna);
    for (int row = 0; row < frame.height; ++row) {
      for (int column = 0; column < frame.width; ++column) {
        const double floor = static_cast<double>(one.floor.at(column, row));
        ASSERT_NEAR(static_cast<double>(two.floor.at(column, row)), floor, 1e-6 + float_unit(floor))
            << "world " << i << " post " << column << ',' << row;
      }
    }
  }
}

// A wall that stands between the far lattice's posts: only the near one has it.
TEST(NearPatch, ThrowsTheShadowOfItsOwnRidgeTwoHundredKilometresFar) {
  const GridFrame frame = degrees_around({36, 0}, 221, 9, 0.01, 0.01);
  World world{.far = {.frame = frame, .heights = Raster<float>(frame.width, frame.height)},
              .near = {.window = {2, 0, 13, 9}, .factor = 10, .ground = {}}};
  world.near.ground.frame = refined(frame.cropped(world.near.window), 10);
  world.near.ground.heights = Raster<float>(world.near.ground.frame.width, world.near.ground.frame.height);
  const int wall = 55;  // near column; far ones stand at whole tens
  const double wall_m = 400;
  for (int row = 0; row < world.near.ground.frame.height; ++row) {
    world.near.ground.heights.at(wall, row) = static_cast<float>(wall_m);
  }
  const double antenna_m = 20;
  const Antenna antenna{.at = {5, 4}, .altitude = {antenna_m}};
  const SightField field = two_level_sweep(world, antenna, {.radius_m = 250e3});
  // On the equator the geodesic is the parallel, its radius of curvature that of the equator.
  const double equator_m = 6'378'137;
  const double effective_m = equator_m * 4 / 3;
  const auto angle = [&](double columns) { return to_radians(columns * 0.01) * 3 / 4; };
  const double to_wall = angle(world.near.window.column + wall / 10.0 - 5);
  const double tangent = ((effective_m + wall_m) * std::cos(to_wall) - effective_m - antenna_m) /
                         ((effective_m + wall_m) * std::sin(to_wall));
  for (const int column : {30, 100, 185, 220}) {
    const double theta = angle(column - 5);
    const double floor = (effective_m + antenna_m) / (std::cos(theta) - tangent * std::sin(theta)) - effective_m;
    EXPECT_NEAR(static_cast<double>(field.floor.at(column - field.window.column, 4 - field.window.row)), floor, 0.1)
        << column;
    const Sightline truth = line_of_sight(world.far, antenna, {static_cast<double>(column), 4}, {}, &world.near);
    EXPECT_NEAR(truth.floor.metres, floor, 0.01) << column;
    ASSERT_TRUE(truth.obstacle);
    EXPECT_NEAR(truth.obstacle->at.column, 2 + wall / 10.0, 1e-6);
  }
}

TEST(NearPatch, KeepsTheSameFloorsOnThinnedPosts) {
  Random random(813);
  const World world = world_on(plane(31, 29, 60, 60), {5, 4, 12, 13}, 4, Ground::hills, 200, random, 0.02);
  const Antenna antenna = antenna_in(world, random, 7);
  const SightField all = two_level_sweep(world, antenna, {.radius_m = 1e6});
  const SightField third = two_level_sweep(world, antenna, {.radius_m = 1e6, .keep_every = 3});
  ASSERT_EQ(third.floor.width(), 11);
  for (int row = 0; row < third.floor.height(); ++row) {
    for (int column = 0; column < third.floor.width(); ++column) {
      EXPECT_EQ(third.floor.at(column, row), all.floor.at(3 * column, 3 * row));
      EXPECT_EQ(third.unknown.at(column, row), all.unknown.at(3 * column, 3 * row));
    }
  }
}

TEST(NearPatch, IsTheSameBytesForAnyNumberOfThreads) {
  Random random(814);
  const World world = world_on(degrees_around({36, 35}, 700, 500, 1 / 1200.0, 1 / 1200.0), {250, 150, 200, 200}, 6,
                               Ground::noise, 60, random, 0.0005);
  const Antenna antenna = antenna_in(world, random, 25);
  const auto swept_by = [&](std::size_t threads) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return two_level_sweep(world, antenna, {.radius_m = 60e3});
  };
  const SightField one = swept_by(1);
  const SightField four = swept_by(4);
  EXPECT_EQ(std::memcmp(one.floor.values().data(), four.floor.values().data(), one.floor.values().size_bytes()), 0);
  EXPECT_TRUE(one.unknown == four.unknown);
  const Agreement truth = agreement(world.far, antenna, one, 0.06, 2503, {}, &world.near);
  EXPECT_LE(truth.worst_m, 0.06) << truth.worst;
  EXPECT_EQ(truth.wrong_unknown, 0) << truth.wrong;
}

}  // namespace
}  // namespace skyshed
