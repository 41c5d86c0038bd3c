// Where distances along a path and altitudes lie on the picture of a cut: straight rays stay straight, the sea is an
// arc between its ends.
//
// Frame      pixels from the top left, y down. A point at altitude z over the angle theta = distance / radius stands at
//            ((a + z) sin(theta - m), (a + z) cos(theta - m) - a cos(m)) of the plane of the path, m the middle's
//            angle; x and y are then stretched each by a factor of its own.
// Units      metres, pixels.
// Domain     distance below a quarter of the circle.
// Accuracy   double rounding; numbers of the size of the earth are not subtracted.
// Threading  immutable.
#pragma once

#include <vector>

#include "products/map/view.h"
#include "products/profile_chart.h"

namespace skyshed {

struct AltitudeSpan {
  double lowest = 0;
  double highest = 0;
};

class ProfilePlane {
 public:
  // Shows every point, the higher ones with some air above and the ground with some depth below; the path from the
  // left side of the frame to its right.
  ProfilePlane(double distance_m, double effective_radius_m, const PixelBox& frame,
               const std::vector<ChartPoint>& points);

  [[nodiscard]] Pixel at(const ChartPoint& point) const;
  // How much larger altitudes are drawn than distances.
  [[nodiscard]] double exaggeration() const { return pixels_per_metre_up_ / pixels_per_metre_along_; }
  // The altitudes between the bottom and the top of the frame above the start of the path.
  [[nodiscard]] AltitudeSpan altitudes_at_start() const;

 private:
  struct Place {
    double along_m;
    double up_m;
  };
  [[nodiscard]] Place place(const ChartPoint& point) const;

  double radius_m_;
  double middle_rad_;
  PixelBox frame_;
  double lowest_up_m_ = 0;
  double pixels_per_metre_along_ = 1;
  double pixels_per_metre_up_ = 1;
};

}  // namespace skyshed
