// East and north of every place as seen from one antenna, such that straight rays are geodesics.
//
// Frame      the antenna's local east–north plane at ellipsoid height 0, turned by the normal-section-to-geodesic
//            angle of each place, so that atan2(east, north) is the azimuth of the geodesic.
// Units      metres.
// Domain     to 600 km from the antenna, |latitude| <= 80.
// Accuracy   azimuth: path within 0.014 m of the geodesic at 400 km, 0.07 m at 600 km; distance 0.12 / 0.63 m.
//            Projected grids: a polynomial through the projection's own coordinates, 2 mm at 600 km in UTM.
// Errors     terrain if the antenna lies outside the domain, or the projection cannot be fitted to 0.02 m.
// Threading  const and re-entrant once made (the maker calls the frame's projection).
// Cost       a few dozen flops a place; no geodesic is solved.
// Source     docs/method.md, "Frame".
#pragma once

#include <vector>

#include "engine/base/grid.h"
#include "engine/earth/ellipsoid.h"

namespace skyshed {

struct LocalPosition {
  double east_m = 0;
  double north_m = 0;
};

// Distance along the ellipsoid and direction from the antenna, with the bent earth along that direction.
struct PathGeometry {
  double distance_m = 0;
  double azimuth_rad = 0;     // clockwise from north, [0, 2π)
  double earth_radius_m = 0;  // radius of curvature of the ellipsoid along the azimuth; infinite when planar
};

class LocalFrame {
 public:
  // reach_m: how far from the antenna positions will be asked for (fits of projected grids are made for that disc).
  LocalFrame(const GridFrame& grid, GridPoint antenna, double reach_m);

  [[nodiscard]] LocalPosition locate(GridPoint point) const;
  [[nodiscard]] PathGeometry path_to(GridPoint point) const { return path_of(locate(point)); }
  [[nodiscard]] PathGeometry path_of(LocalPosition position) const;

  // Of the ellipsoid at the antenna; infinite when planar.
  [[nodiscard]] const CurvatureRadii& radii() const { return radii_; }

  // What the sweep's kernels need to locate whole rows and columns of posts.
  // Geographic grids: with a column's w, v and a row's p, n, b, before the turn: east = p·w, north = n + b·v.
  struct MeridianTerms {
    double w, v;
  };
  struct ParallelTerms {
    double p, n, b;
  };
  [[nodiscard]] MeridianTerms meridian_terms(double column) const;
  [[nodiscard]] ParallelTerms parallel_terms(double row) const;
  // The turn: δ = turn·east·north; east −= δ·north, north += δ·east (both from the values before).
  [[nodiscard]] double turn() const { return turn_; }

  // Projected and planar grids: east and north along one row or column as polynomials in (index − antenna's index),
  // lowest power first.
  static constexpr int polynomial_terms = 8;
  struct LinePolynomial {
    double east[polynomial_terms];
    double north[polynomial_terms];
  };
  [[nodiscard]] LinePolynomial row_polynomial(double row) const;        // in the column
  [[nodiscard]] LinePolynomial column_polynomial(double column) const;  // in the row
  [[nodiscard]] bool is_geographic() const { return kind_ == GridFrame::Kind::geographic; }
  [[nodiscard]] bool is_planar() const { return kind_ == GridFrame::Kind::planar; }
  [[nodiscard]] GridPoint antenna() const { return antenna_; }

 private:
  void fit_projection(const GridFrame& grid, double reach_m);

  GridFrame::Kind kind_;
  GridPoint antenna_;
  double step_x_ = 0;
  double step_y_ = 0;
  CurvatureRadii radii_;
  double turn_ = 0;

  double latitude_deg_ = 0;  // geographic: of the antenna
  double sine_ = 0;
  double cosine_ = 0;
  double parallel_radius_ = 0;
  double axis_height_ = 0;

  // Projected and planar: coefficient of (Δcolumn·scale_)^i (Δrow·scale_)^j at [i][j], i + j < polynomial_terms.
  double scale_ = 1;
  double east_terms_[polynomial_terms][polynomial_terms] = {};
  double north_terms_[polynomial_terms][polynomial_terms] = {};
};

}  // namespace skyshed
