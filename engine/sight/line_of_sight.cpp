#include "engine/sight/line_of_sight.h"

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/GeodesicLine.hpp>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "engine/earth/ellipsoid.h"
#include "engine/earth/ray_path.h"

namespace skyshed {
namespace {

// Where the path stands on the grid, as a function of the distance walked.
struct Path {
  double length_m = 0;
  double azimuth_rad = 0;
  double earth_radius_m = std::numeric_limits<double>::infinity();
  std::function<GridPoint(double)> at;
};

Path straight_path(const GridFrame& frame, GridPoint from, GridPoint to) {
  const double east = (to.column - from.column) * frame.step_x;
  const double north = (to.row - from.row) * frame.step_y;
  const double length = std::hypot(east, north);
  return {.length_m = length, .azimuth_rad = std::atan2(east, north), .at = [=](double distance) {
            const double share = distance / length;
            return GridPoint{from.column + share * (to.column - from.column), from.row + share * (to.row - from.row)};
          }};
}

Path geodesic_path(const GridFrame& frame, GridPoint from, GridPoint to) {
  const GeodeticPoint start = frame.to_geodetic(from);
  const GeodesicPath path = geodesic_between(start, frame.to_geodetic(to));
  const GeographicLib::GeodesicLine line =
      GeographicLib::Geodesic::WGS84().Line(start.latitude_deg, start.longitude_deg, to_degrees(path.azimuth_rad));
  return {.length_m = path.distance_m,
          .azimuth_rad = path.azimuth_rad,
          .earth_radius_m = curvature_radii(start.latitude_deg).along(path.azimuth_rad),
          .at = [&frame, line](double distance) {
            GeodeticPoint point;
            line.Position(distance, point.latitude_deg, point.longitude_deg);
            return frame.to_grid(point);
          }};
}

// The distance between low and high at which coordinate(distance) equals `line`, by false position (Illinois).
double crossing(const std::function<double(double)>& coordinate, double line, double low, double low_value, double high,
                double high_value) {
  double f_low = low_value - line;
  double f_high = high_value - line;
  for (int iteration = 0; iteration < 60 && high - low > 1e-7; ++iteration) {
    const double middle = (low * f_high - high * f_low) / (f_high - f_low);
    const double f = coordinate(middle) - line;
    if (std::abs(f) < 1e-11) return middle;
    if ((f < 0) == (f_high < 0)) {
      high = middle;
      f_high = f;
      f_low /= 2;
    } else {
      low = middle;
      f_low = f;
      f_high /= 2;
    }
  }
  return (low + high) / 2;
}

// The path over the finer ground.
Path near_path(const Path& path, const NearPatch& near) {
  Path finer = path;
  finer.at = [&path, &near](double distance) { return near.to_near(path.at(distance)); };
  return finer;
}

class Walk {
 public:
  Walk(const Path& path, const RayPath& rays) : path_(path), rays_(rays) {}

  // The terrain's edges outside of the near patch, and the patch's own.
  void run(const ElevationModel& terrain, const NearPatch* near, GridPoint antenna) {
    near_ = near;
    mesh_ = &terrain;
    antenna_ = antenna;
    walk(path_, antenna, false);
    if (near == nullptr) return;
    mesh_ = &near->ground;
    antenna_ = near->to_near(antenna);
    walk(near_path(path_, *near), near->to_near(antenna), true);
  }

  [[nodiscard]] double tangent() const { return tangent_; }
  [[nodiscard]] const std::optional<Obstacle>& obstacle() const { return obstacle_; }
  [[nodiscard]] bool unknown() const { return unknown_; }

 private:
  // Crosses every row line and column line between the two ends, in steps shorter than a cell.
  void walk(const Path& path, GridPoint begin, bool is_near) {
    const GridFrame& frame = mesh_->frame;
    const GridPoint end = path.at(path.length_m);
    const double cells = std::abs(end.column - begin.column) + std::abs(end.row - begin.row);
    // A geodesic bulges beyond the straight line between its ends; 2 steps a cell leave room for that.
    const int steps = static_cast<int>(std::ceil(cells * 2)) + 2;
    double before = 0;
    GridPoint from = begin;
    for (int step = 1; step <= steps; ++step) {
      const double after = path.length_m * step / steps;
      const GridPoint to = step == steps ? end : path.at(after);
      cross_lines(path, is_near, before, from.column, after, to.column, frame.width, true);
      cross_lines(path, is_near, before, from.row, after, to.row, frame.height, false);
      before = after;
      from = to;
      if (is_near && !frame.contains(from)) return;  // a path leaves the near ground once
    }
  }

  void cross_lines(const Path& path, bool is_near, double before, double from, double after, double to, int lines,
                   bool columns) {
    const int first = std::max(0, static_cast<int>(std::ceil(std::min(from, to))));
    const int last = std::min(lines - 1, static_cast<int>(std::floor(std::max(from, to))));
    for (int line = first; line <= last; ++line) {
      if (from == to) return;  // walking along the line itself: its posts lie on the other lines
      const auto coordinate = [&](double distance) {
        const GridPoint point = path.at(distance);
        return columns ? point.column : point.row;
      };
      cross_edge(path, is_near, crossing(coordinate, line, before, from, after, to), line, columns);
    }
  }

  // Whether an edge of the terrain lies inside the near patch, where the finer ones count instead.
  [[nodiscard]] bool is_refined(int line, double along, bool columns) const {
    if (near_ == nullptr) return false;
    const GridWindow& box = near_->window;
    const int first = columns ? box.column : box.row;
    const int last = first + (columns ? box.width : box.height) - 1;
    const double begin = columns ? box.row : box.column;
    const double end = begin + (columns ? box.height : box.width) - 1;
    return line > first && line < last && along > begin && along < end;
  }

  // Whether the antenna stands on an edge. Along it rounding alone would say where the path crosses it.
  [[nodiscard]] bool holds_antenna(int line, int near, int far, bool columns) const {
    constexpr double on_the_line = 1e-6;  // in cells, as for the sweep
    const double across = columns ? antenna_.column : antenna_.row;
    const double along = columns ? antenna_.row : antenna_.column;
    return std::abs(across - line) < on_the_line && along > near - on_the_line && along < far + on_the_line;
  }

  void cross_edge(const Path& path, bool is_near, double distance, int line, bool columns) {
    constexpr double touching_m = 1e-4;  // the antenna's own edge, and the edges that meet in the end point
    if (distance < touching_m || distance > path_.length_m - touching_m) return;
    const GridPoint point = path.at(distance);
    const double along = columns ? point.row : point.column;
    if (!is_near && is_refined(line, along, columns)) return;
    const int posts = columns ? mesh_->frame.height : mesh_->frame.width;
    // A path through a post crosses there; let rounding not push it off the rim.
    if (along < -1e-9 || along > posts - 1 + 1e-9) return;
    const int near = std::clamp(static_cast<int>(std::floor(along)), 0, std::max(0, posts - 2));
    const int far = std::min(near + 1, posts - 1);
    if (holds_antenna(line, near, far, columns)) return;
    const double share = std::clamp(along - near, 0.0, 1.0);
    const auto height = [&](int post) {
      return static_cast<double>(columns ? mesh_->heights.at(line, post) : mesh_->heights.at(post, line));
    };
    constexpr double on_the_post = 1e-9;
    const double altitude = share < on_the_post       ? height(near)
                            : share > 1 - on_the_post ? height(far)
                                                      : (1 - share) * height(near) + share * height(far);
    if (std::isnan(altitude)) {
      unknown_ = true;
      return;
    }
    const double tangent = rays_.tangent_to(distance, altitude);
    if (tangent > tangent_) {
      tangent_ = tangent;
      const double on_line = line;
      const GridPoint at = columns ? GridPoint{on_line, along} : GridPoint{along, on_line};
      obstacle_ = Obstacle{.at = is_near ? near_->from_near(at) : at, .altitude = {altitude}, .distance_m = distance};
    }
  }

  const Path& path_;
  const RayPath& rays_;
  const NearPatch* near_ = nullptr;
  const ElevationModel* mesh_ = nullptr;  // that is walked over
  GridPoint antenna_;                     // on that mesh
  double tangent_ = -std::numeric_limits<double>::infinity();
  std::optional<Obstacle> obstacle_;
  bool unknown_ = false;
};

}  // namespace

Sightline line_of_sight(const ElevationModel& terrain, const Antenna& antenna, GridPoint end,
                        const Refraction& refraction, const NearPatch* near) {
  const GridFrame& frame = terrain.frame;
  const Path path = frame.kind == GridFrame::Kind::planar ? straight_path(frame, antenna.at, end)
                                                          : geodesic_path(frame, antenna.at, end);
  const RayPath rays(refraction, path.earth_radius_m, antenna.altitude.metres);
  const AltitudeMsl ground = ground_at(terrain, near, end);
  Sightline sight{.floor = ground,
                  .grazing = {-std::numeric_limits<double>::infinity()},
                  .distance_m = path.length_m,
                  .azimuth_rad = path.azimuth_rad};
  Walk walk(path, rays);
  if (path.length_m > 0) walk.run(terrain, near, antenna.at);
  sight.obstacle = walk.obstacle();
  sight.unknown = walk.unknown() || std::isnan(ground.metres);
  if (sight.obstacle) {
    sight.grazing.metres = rays.altitude_of(path.length_m, walk.tangent());
    if (!(sight.floor.metres >= sight.grazing.metres)) sight.floor = sight.grazing;
  }
  return sight;
}

}  // namespace skyshed
