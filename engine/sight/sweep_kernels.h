// The vector loops of the sweep: places of posts, slopes of posts, floors from slopes.
//
// Frame      perspective from the antenna: major offset > 0 outward, minor offset across, t = minor/major.
// Accuracy   every loop is a plain chain of IEEE operations on each element (fused where it says so, in every path; no
//            reduction), so all instruction sets give the same bytes.
// Threading  no state, no allocation, no exception.
// Cost       about 2 ns a post with AVX-512, 3 with AVX2.
// Source     docs/method.md, "The sweep"; series of the circle geometry: "Refraction".
#pragma once

#include <cstddef>

#include "engine/earth/ray_bend.h"
#include "engine/sight/horizon_sweep.h"

namespace skyshed {

// The bent earth as the kernels need it. With q = major²·major_curvature + minor²·minor_curvature and ρ² = major² +
// minor², c = q/ρ² is 1/(k·R) along the azimuth of the post.
struct RayConstants {
  double antenna_m = 0;        // altitude
  double major_curvature = 0;  // 1/(k·R) along the wedge's major axis
  double minor_curvature = 0;
  double k_squared = 0;
  double drop_1 = 0, drop_2 = 0;    // drop = q · (1/2 + x(drop_1 + x·drop_2)), x = (ρ·c)²
  double reach_1 = 0, reach_2 = 0;  // reach = ρ · (1 + x(reach_1 + x·reach_2))
  const RayBend* bend = nullptr;    // exponential atmosphere only, over k = 1
};

// One ring of posts, structure of arrays (ring_memory.h).
struct RingArrays {
  double* minor;
  double* major;
  double* t;          // direction
  double* s;          // slope of the post as an obstacle; NaN where the height is unknown
  double* drop;       // how far the earth falls below the antenna's horizontal there
  double* curvature;  // c
  double* stretch;    // slope → rise
  double* distance2;  // ρ²
  double* horizon;    // slope of the horizon in the post's direction
};

// The pieces of horizon.h: the horizon from start[j] on is value[j] + slope[j]·(t − start[j]).
struct HorizonPieces {
  const double* start;
  const double* value;
  const double* slope;
  std::size_t count;
};

// From posts to slopes and back, for one refraction model.
struct RayKernels {
  // Fills all arrays of the ring but `horizon` from places and heights.
  void (*slopes)(const RingArrays& ring, const float* heights, std::size_t count, const RayConstants& constants);
  // The same for heights between posts, which float would round.
  void (*slopes_between_posts)(const RingArrays& ring, const double* heights, std::size_t count,
                               const RayConstants& constants);
  // Floors of posts [offset, offset + count): the ground where it stands in sight, else the ray over the horizon; NaN
  // beyond the radius. Returns whether any post rises above the horizon.
  bool (*floors)(const RingArrays& ring, std::size_t offset, const float* heights, std::size_t count,
                 const RayConstants& constants, double radius2, float* floors);
};

struct SweepKernels {
  // Geographic rows: one parallel, many meridians. sign_major turns north or south outward.
  void (*place_on_parallel)(const double* w, const double* v, std::size_t count, double p, double n, double b,
                            double turn, double sign_major, double* minor, double* major);
  // Geographic columns: one meridian, many parallels.
  void (*place_on_meridian)(const double* p, const double* n, const double* b, std::size_t count, double w, double v,
                            double turn, double sign_major, double* minor, double* major);
  // Polynomials in first_index + step·i: of two terms (planar grids), of eight (projected ones).
  using PlaceOnPolynomial = void (*)(const double* minor_terms, const double* major_terms, double first_index,
                                     double step, double sign_major, std::size_t count, double* minor, double* major);
  PlaceOnPolynomial place_on_straight_line;
  PlaceOnPolynomial place_on_polynomial;

  // The horizon over posts [begin, end), whose t rise from the first piece's start on. first_posts[j] is the first of
  // them at or right of piece j's start. Up to 8 values behind the last post are read of t, and written of the horizon.
  void (*follow_horizon)(const HorizonPieces& pieces, const double* t, int begin, int end, double* horizon,
                         int* first_posts);
  // The highest of the posts on both sides of a place just left of post i, i = 0 … count, `reach` posts to each side;
  // a post in [first, last) counts with the far end of its column, before[i]. Passes over NaN.
  void (*highest_beside)(const double* s, const double* before, std::size_t first, std::size_t last, std::size_t count,
                         std::size_t reach, double* beside);
  // suspects[j] = 1 where an edge may pass above the vertex that begins piece j (j > 0): `beside` is higher than the
  // horizon there on either side; or where a post stands right on the vertex.
  void (*find_suspects)(const HorizonPieces& pieces, const double* t, const int* first_posts, const double* beside,
                        unsigned char* suspects);
  // marks[i], i in [begin - 1, end - 1], as one or both of slopes i and i + 1 in [begin, end) stand above the horizon;
  // else as it is. Returns whether any do.
  bool (*mark_beside_posts_above)(const double* s, const double* horizon, int begin, int end, unsigned char one,
                                  unsigned char both, unsigned char* marks);
  // to[column · to_step + row] = from[row · from_step + column]. Steps may be negative.
  void (*transpose)(const float* from, std::ptrdiff_t from_step, std::ptrdiff_t rows, std::ptrdiff_t columns, float* to,
                    std::ptrdiff_t to_step);
  RayKernels effective_radius;
  RayKernels exponential;
};

// Domain: is_supported(set).
[[nodiscard]] const SweepKernels& sweep_kernels(InstructionSet set);

}  // namespace skyshed
