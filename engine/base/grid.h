// Where the posts of a raster stand: in degrees, on a map projection, or on a flat plane.
//
// Frame      x grows with the column, y = origin_y + row · step_y; step_y is negative in a north-up grid.
//            The origin is the post (0, 0), that is the *centre* of the first pixel.
// Units      degrees (geographic) or metres (projected, planar).
// Threading  immutable values; a MapProjection may be called from any thread (those of dem/ take one caller at a time).
#pragma once

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "engine/base/quantity.h"

namespace skyshed {

// A place on the grid in posts: (0, 0) is the first post; fractions lie between posts.
struct GridPoint {
  double column = 0;
  double row = 0;
};

// A rectangle of posts.
struct GridWindow {
  int column = 0;
  int row = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const GridWindow&, const GridWindow&) = default;
};
[[nodiscard]] GridWindow intersection(const GridWindow& a, const GridWindow& b);

// A map projection, given by the room that knows PROJ (dem/), so that the engine needs none.
class MapProjection {
 public:
  virtual ~MapProjection() = default;
  [[nodiscard]] virtual GeodeticPoint to_geodetic(double x, double y) const = 0;
  // Domain: points that the projection can show; NaN coordinates otherwise.
  [[nodiscard]] virtual std::pair<double, double> from_geodetic(GeodeticPoint point) const = 0;
};

struct GridFrame {
  enum class Kind {
    geographic,  // longitude/latitude in degrees on WGS 84
    projected,   // a map projection in metres; `projection` is set
    planar,      // a flat plane in metres without a place on the earth: tests and peers' cases
  };
  Kind kind = Kind::geographic;
  int width = 0;
  int height = 0;
  double origin_x = 0;
  double origin_y = 0;
  double step_x = 0;
  double step_y = 0;
  std::shared_ptr<const MapProjection> projection;
  std::string crs_wkt;  // carried along for the products; empty when planar

  [[nodiscard]] double x_of(double column) const { return origin_x + column * step_x; }
  [[nodiscard]] double y_of(double row) const { return origin_y + row * step_y; }

  // Domain: geographic and projected frames.
  [[nodiscard]] GeodeticPoint to_geodetic(GridPoint point) const;
  // The inverse. In geographic frames the longitude is taken modulo 360 into the grid where it can be.
  [[nodiscard]] GridPoint to_grid(GeodeticPoint point) const;
  [[nodiscard]] bool contains(GridPoint point) const {
    return point.column >= 0 && point.row >= 0 && point.column <= width - 1 && point.row <= height - 1;
  }
  [[nodiscard]] GridWindow whole() const { return {0, 0, width, height}; }

  // Every factor-th post in both directions, beginning with post (0, 0). Nothing is resampled.
  [[nodiscard]] GridFrame thinned(int factor) const;
  [[nodiscard]] GridFrame cropped(const GridWindow& window) const;
};

}  // namespace skyshed
