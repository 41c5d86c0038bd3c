// Where places of the earth lie on a picture: Mercator's projection on the WGS 84 ellipsoid, north up.
//
// Frame      pixels from the top left of the picture, x to the right, y down; pixel (0, 0) covers [0, 1) × [0, 1).
// Units      degrees, pixels, metres.
// Domain     |latitude| <= 85.
// Accuracy   conformal: small circles stay round; the scale grows by 1/cos(latitude), some 5 % across 8° at 36°.
// Threading  immutable.
// Source     Snyder 1987, "Map Projections: A Working Manual", (7-1), (7-7), (7-9).
#pragma once

#include "engine/base/quantity.h"

namespace skyshed {

struct LonLatBox {
  double west_deg = 0;
  double south_deg = 0;
  double east_deg = 0;  // greater than west, beyond 180 on maps across the antimeridian
  double north_deg = 0;
};

struct Pixel {
  double x = 0;
  double y = 0;
};

struct PixelBox {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
  [[nodiscard]] double right() const { return left + width; }
  [[nodiscard]] double bottom() const { return top + height; }
  [[nodiscard]] bool contains(const PixelBox& other) const {
    return other.left >= left && other.top >= top && other.right() <= right() && other.bottom() <= bottom();
  }
  [[nodiscard]] bool overlaps(const PixelBox& other) const {
    return other.left < right() && left < other.right() && other.top < bottom() && top < other.bottom();
  }
};

class MapView {
 public:
  // The extent drawn from (left, top) over the whole width; the height follows, rounded to whole pixels.
  MapView(const LonLatBox& extent, double left, double top, double width);

  [[nodiscard]] Pixel to_pixel(GeodeticPoint point) const;
  [[nodiscard]] GeodeticPoint to_geodetic(Pixel pixel) const;
  [[nodiscard]] double metres_per_pixel(double latitude_deg) const;
  [[nodiscard]] const LonLatBox& extent() const { return extent_; }
  [[nodiscard]] const PixelBox& frame() const { return frame_; }

 private:
  LonLatBox extent_;
  PixelBox frame_;
  double pixels_per_radian_;
  double top_northing_;
};

// Height of a map of the extent over its width.
[[nodiscard]] double height_over_width(const LonLatBox& extent);

// The extent made taller or wider about its middle until height over width lies in [least, most].
[[nodiscard]] LonLatBox with_shape_between(const LonLatBox& extent, double least, double most);

}  // namespace skyshed
