// Where the posts of a sweep stand, seen from the antenna: wedges, sectors, rings.
//
// Frame      four wedges (north, east, south, west), each cut into sectors by direction t = minor/major offset:
//            major is the offset outward (north, east, south, west), minor the one across, growing with the post's
//            number.
//            A ring is one line of the grid: a row (north, south) or a column (east, west). Posts of a row are numbered
//            by column; posts of a column from the south upward, so that t grows with the number in every wedge.
// Threading  immutable; one plan serves all sectors.
// Source     docs/method.md, "The sweep".
#pragma once

#include <optional>
#include <vector>

#include "engine/earth/local_frame.h"
#include "engine/sight/horizon_sweep.h"
#include "engine/sight/near_horizon.h"
#include "engine/sight/sweep_kernels.h"

namespace skyshed {

enum class Wedge { north, east, south, west };

// The line through the antenna minor·minor_factor = major·major_factor, written so that the two wedges that meet in it
// compute the same two products and cannot both claim a post, nor both leave it.
struct SectorBorder {
  double minor_factor = 1;
  double major_factor = 0;
  bool owned = true;  // whether posts exactly on it belong to the sector

  [[nodiscard]] double direction() const { return major_factor / minor_factor; }
  // Negative on the left of the border, positive on the right.
  [[nodiscard]] double side(double minor, double major) const { return minor * minor_factor - major * major_factor; }
};

// What all sectors of one sweep share.
struct SweepPlan {
  // near: null, or what stands within the near patch, whose posts then count as not there. seen: null, or what takes
  // the horizon of all that is swept.
  SweepPlan(const ElevationModel& terrain, const Antenna& antenna, const LocalFrame& frame,
            const Refraction& refraction, const SweepOptions& options, const NearHorizon* near, NearHorizon* seen);

  [[nodiscard]] bool has_unknown() const { return terrain.has_unknown || (near != nullptr && near->has_unknown); }

  const ElevationModel& terrain;
  const Antenna& antenna;
  const LocalFrame& frame;
  const SweepOptions& options;
  const NearHorizon* near;
  NearHorizon* seen;
  const SweepKernels& kernels;
  const RayKernels& rays;  // of the refraction model
  double k;                // 1 in the exponential model, whose bend comes on top
  std::optional<RayBend> bend;
  double step_column_m;  // spacing of posts at the antenna
  double step_row_m;
  // |t| of the border between the wedges as seen from north and south; such that near the antenna a ray crosses at
  // most about one column a row in the north, one row a column in the east.
  double widest_direction;
  // Geographic grids: the terms of every column, and of every row from the south upward.
  std::vector<double> meridian_w, meridian_v;
  std::vector<double> parallel_p, parallel_n, parallel_b;
  // Other grids: the polynomials of every row and column.
  std::vector<LocalFrame::LinePolynomial> row_polynomials, column_polynomials;
};

// Half-open range of posts on a ring.
struct PostRange {
  int begin = 0;
  int end = 0;
  [[nodiscard]] int size() const { return end > begin ? end - begin : 0; }
  [[nodiscard]] bool has(int post) const { return post >= begin && post < end; }
};

struct RingRanges {
  PostRange owned;   // posts whose floors this sector writes
  PostRange needed;  // and those beside them whose edges reach into the sector
};

class WedgeGeometry {
 public:
  WedgeGeometry(const SweepPlan& plan, Wedge wedge);

  [[nodiscard]] bool rings_are_rows() const { return by_row_; }
  [[nodiscard]] int posts() const { return posts_; }
  [[nodiscard]] int line_of(int ring) const { return first_line_ + direction_ * ring; }
  [[nodiscard]] bool has_line(int line) const { return line >= 0 && line < lines_; }
  [[nodiscard]] int direction() const { return direction_; }
  [[nodiscard]] const RayConstants& constants() const { return constants_; }
  [[nodiscard]] const SweepPlan& plan() const { return plan_; }
  // How far away a line is right ahead of the antenna.
  [[nodiscard]] double distance_ahead(int line) const;
  [[nodiscard]] double widest_direction() const { return widest_direction_; }

  // Whether the edge from a post of a line back to the line before is one on which the antenna stands: an edge that
  // begins in it hides nothing from it.
  [[nodiscard]] bool holds_antenna(int line, int post) const;

  // Offsets of posts [first, first + count) of a line; of a line between two of the grid's.
  void place(int line, int first, int count, double* minor, double* major) const;
  void place_between_lines(double line, int first, int count, double* minor, double* major) const;
  // Offsets of any place between posts.
  void place_between(double line, double post, double& minor, double& major) const;
  // NaN where it is unknown or stands inside the near patch.
  [[nodiscard]] float height(int line, int post) const;
  // The posts of a line inside the near patch, and what has been seen of it; null without one.
  [[nodiscard]] PostRange near_posts(int line) const;
  [[nodiscard]] const WedgeHorizon* near() const;
  [[nodiscard]] Wedge wedge() const { return wedge_; }

  // The posts of a line that a sector needs. `ranges` holds those of a line nearby as a hint, or anything, and is
  // overwritten; false (and untouched) where this and all further lines lie beyond the grid or the radius.
  [[nodiscard]] bool find_ranges(int line, const SectorBorder& low, const SectorBorder& high, RingRanges& ranges) const;

  // Into how many pieces the edges at a distance are cut so that their sag below the bent earth does no harm.
  [[nodiscard]] int pieces_of_edges(double distance_m) const;

 private:
  void place_on(const LocalFrame::ParallelTerms& row, int first, int count, double* minor, double* major) const;
  void place_on(const LocalFrame::MeridianTerms& column, int first, int count, double* minor, double* major) const;
  void place_on(const LocalFrame::LinePolynomial& line, int first, int count, double* minor, double* major) const;
  template <class Predicate>
  [[nodiscard]] int first_post(int line, int hint, const Predicate& is_right) const;

  const SweepPlan& plan_;
  Wedge wedge_;
  bool by_row_;
  double sign_;    // of north or east in the major offset
  int direction_;  // of the line's index, outward
  int posts_;
  int lines_;
  int first_line_;
  double antenna_post_;
  int margin_;
  double widest_direction_;
  double split_factor_;
  RayConstants constants_;
};

}  // namespace skyshed
