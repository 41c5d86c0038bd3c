// Worlds made at random for the tests of the sightline, and the comparison of a sweep with brute force.
#pragma once

#include <tbb/parallel_for.h>

#include <GeographicLib/TransverseMercator.hpp>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "engine/sight/horizon_sweep.h"
#include "engine/sight/line_of_sight.h"

namespace skyshed::testing {

inline constexpr float no_data = std::numeric_limits<float>::quiet_NaN();
inline constexpr double reach_everything_m = 1e6;

// ---- frames

inline GridFrame plane(int width, int height, double step_x, double step_y) {
  return {.kind = GridFrame::Kind::planar, .width = width, .height = height, .step_x = step_x, .step_y = -step_y};
}

inline GridFrame degrees_around(GeodeticPoint centre, int width, int height, double step_x, double step_y) {
  return {.kind = GridFrame::Kind::geographic,
          .width = width,
          .height = height,
          .origin_x = centre.longitude_deg - step_x * (width - 1) / 2,
          .origin_y = centre.latitude_deg + step_y * (height - 1) / 2,
          .step_x = step_x,
          .step_y = -step_y};
}

// Transverse Mercator as in UTM, about one meridian.
class MeridianStrip : public MapProjection {
 public:
  explicit MeridianStrip(double meridian_deg) : meridian_deg_(meridian_deg) {}
  [[nodiscard]] GeodeticPoint to_geodetic(double x, double y) const override {
    GeodeticPoint point;
    GeographicLib::TransverseMercator::UTM().Reverse(meridian_deg_, x, y, point.latitude_deg, point.longitude_deg);
    return point;
  }
  [[nodiscard]] std::pair<double, double> from_geodetic(GeodeticPoint point) const override {
    double x = 0;
    double y = 0;
    GeographicLib::TransverseMercator::UTM().Forward(meridian_deg_, point.latitude_deg, point.longitude_deg, x, y);
    return {x, y};
  }

 private:
  double meridian_deg_;
};

// The Mercator map of the web: a sphere's formulas with the ellipsoid's latitudes.
class WebMercator : public MapProjection {
 public:
  [[nodiscard]] GeodeticPoint to_geodetic(double x, double y) const override {
    return {to_degrees(x / radius_m), to_degrees(std::atan(std::sinh(y / radius_m)))};
  }
  [[nodiscard]] std::pair<double, double> from_geodetic(GeodeticPoint point) const override {
    return {radius_m * to_radians(point.longitude_deg),
            radius_m * std::asinh(std::tan(to_radians(point.latitude_deg)))};
  }

 private:
  static constexpr double radius_m = 6378137;
};

inline GridFrame projected_around(std::shared_ptr<const MapProjection> projection, GeodeticPoint centre, int width,
                                  int height, double step_m) {
  const auto [x, y] = projection->from_geodetic(centre);
  return {.kind = GridFrame::Kind::projected,
          .width = width,
          .height = height,
          .origin_x = x - step_m * (width - 1) / 2,
          .origin_y = y + step_m * (height - 1) / 2,
          .step_x = step_m,
          .step_y = -step_m,
          .projection = std::move(projection)};
}

// ---- ground

enum class Ground { hills, noise, checkerboard, plateau };
inline constexpr Ground all_grounds[] = {Ground::hills, Ground::noise, Ground::checkerboard, Ground::plateau};

using Random = std::mt19937_64;

inline double uniform(Random& random, double low, double high) {
  // Not std::uniform_real_distribution: its numbers differ between standard libraries.
  return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
}

// Heights between 0 and `relief_m`. unknown_share of the posts are unknown.
inline ElevationModel ground_on(const GridFrame& frame, Ground ground, double relief_m, Random& random,
                                double unknown_share = 0) {
  ElevationModel terrain{.frame = frame, .heights = Raster<float>(frame.width, frame.height)};
  struct Hill {
    double column, row, radius, height;
  };
  std::vector<Hill> hills;
  for (int i = 0; i < 12; ++i) {
    hills.push_back({uniform(random, 0, frame.width), uniform(random, 0, frame.height),
                     uniform(random, 0.05, 0.3) * std::max(frame.width, frame.height), uniform(random, 0, relief_m)});
  }
  for (int row = 0; row < frame.height; ++row) {
    for (int column = 0; column < frame.width; ++column) {
      double height = 0;
      switch (ground) {
        case Ground::hills:
          for (const Hill& hill : hills) {
            const double away = std::hypot(column - hill.column, row - hill.row) / hill.radius;
            height = std::max(height, hill.height * std::exp(-away * away));
          }
          break;
        case Ground::noise:
          height = uniform(random, 0, relief_m);
          break;
        case Ground::checkerboard:
          height = (column + row) % 2 == 0 ? 0 : relief_m;
          break;
        case Ground::plateau:
          height = std::hypot(column - hills[0].column, row - hills[0].row) < 2 * hills[0].radius ? relief_m : 0;
          break;
      }
      terrain.heights.at(column, row) = static_cast<float>(height);
      if (uniform(random, 0, 1) < unknown_share) {
        terrain.heights.at(column, row) = no_data;
        terrain.has_unknown = true;
      }
    }
  }
  return terrain;
}

// Somewhere in the grid at a fraction of a cell, so that no ray runs along an edge or through a post on its way.
inline GridPoint between_posts(const GridFrame& frame, Random& random) {
  const auto place = [&](int posts) { return std::floor(uniform(random, 0, posts - 1)) + uniform(random, 0.05, 0.95); };
  const double column = place(frame.width);
  return {column, place(frame.height)};
}

// An antenna above the highest post of its cell, unknown or not.
inline Antenna antenna_over(const ElevationModel& terrain, GridPoint at, double height_m) {
  float ground = 0;
  for (const int row : {static_cast<int>(std::floor(at.row)), static_cast<int>(std::ceil(at.row))}) {
    for (const int column : {static_cast<int>(std::floor(at.column)), static_cast<int>(std::ceil(at.column))}) {
      const float post = terrain.heights.at(column, row);
      if (!std::isnan(post)) ground = std::max(ground, post);
    }
  }
  return {.at = at, .altitude = {static_cast<double>(ground) + height_m}};
}

// ---- comparison

inline SightField sweep(const ElevationModel& terrain, const Antenna& antenna,
                        const SweepOptions& options = {.radius_m = reach_everything_m},
                        const Refraction& refraction = {}) {
  Progress progress;
  return horizon_sweep(terrain, antenna, refraction, options, progress);
}

// Distance between neighbouring float32 numbers at a value.
inline double float_unit(double value) {
  const float magnitude = std::abs(static_cast<float>(value));
  return static_cast<double>(std::nextafter(magnitude, std::numeric_limits<float>::infinity())) -
         static_cast<double>(magnitude);
}

struct Agreement {
  int posts = 0;
  double worst_m = 0;       // of |floor − true floor| beyond half a float32 unit
  int wrong_decisions = 0;  // ground in sight or not, though the ray passes it by more than grazing_m
  int wrong_unknown = 0;
  std::string worst;  // where the floor is worst
  std::string wrong;  // where a decision or a doubt is wrong
};

// Compares every `stride`-th post of a field (kept at full resolution) with brute force.
inline Agreement agreement(const ElevationModel& terrain, const Antenna& antenna, const SightField& field,
                           double grazing_m, int stride = 1, const Refraction& refraction = {},
                           const NearPatch* near = nullptr) {
  constexpr double lowest_land_m = -500;  // where the ground is unknown
  Agreement sum;
  std::mutex summing;
  const auto posts = static_cast<int>(field.floor.size());
  tbb::parallel_for(0, (posts + stride - 1) / stride, [&](int i) {
    const int column = i * stride % field.window.width;
    const int row = i * stride / field.window.width;
    const GridPoint post{static_cast<double>(column + field.window.column),
                         static_cast<double>(row + field.window.row)};
    const double floor = static_cast<double>(field.floor.at(column, row));
    const bool unknown = !field.unknown.empty() && field.unknown.at(column, row) != 0;
    const Sightline truth = line_of_sight(terrain, antenna, post, refraction, near);
    const double ground = terrain.ground_at(post).metres;
    const double lowest = std::isnan(ground) ? lowest_land_m : ground;
    const double expected = std::max(truth.grazing.metres, lowest);
    const double difference = std::max(0.0, std::abs(floor - expected) - float_unit(expected) / 2);
    const bool is_wrong =
        (floor <= lowest) != (truth.grazing.metres <= lowest) && std::abs(truth.grazing.metres - lowest) > grazing_m;
    const auto text = [&] {
      std::ostringstream out;
      out.precision(10);
      out << "post " << post.column << ',' << post.row << " floor " << floor << " true " << expected << " ground "
          << ground << " ray " << truth.grazing.metres << (unknown ? " unknown" : "")
          << (truth.unknown ? " truly unknown" : "") << " antenna " << antenna.at.column << ',' << antenna.at.row
          << " at " << antenna.altitude.metres << " m";
      return out.str();
    };
    const std::scoped_lock lock(summing);
    ++sum.posts;
    sum.wrong_decisions += is_wrong ? 1 : 0;
    sum.wrong_unknown += unknown != truth.unknown ? 1 : 0;
    if (is_wrong || unknown != truth.unknown) sum.wrong = text();
    if (!(difference <= sum.worst_m)) {  // NaN too
      sum.worst_m = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
      sum.worst = text();
    }
  });
  return sum;
}

}  // namespace skyshed::testing
