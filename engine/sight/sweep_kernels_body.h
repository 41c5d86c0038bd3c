// The bodies of sweep_kernels.h, compiled once for each instruction set by sweep_kernels_{scalar,avx2,avx512}.cpp.
// Plain loops that the compiler vectorises (the arrays of a ring never overlap: ivdep says so); nothing of the standard library is called, so that no inline function
// compiled for a newer processor can stand in for the same function elsewhere.
#include "engine/sight/sweep_kernels.h"

namespace skyshed::SKYSHED_KERNEL_SET {
namespace {

void place_on_parallel(const double* __restrict w, const double* __restrict v, std::size_t count, double p, double n,
                       double b, double turn, double sign_major, double* __restrict minor, double* __restrict major) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const double east = p * w[i];
    const double north = n + b * v[i];
    const double angle = turn * east * north;
    minor[i] = east - angle * north;
    major[i] = sign_major * (north + angle * east);
  }
}

void place_on_meridian(const double* __restrict p, const double* __restrict n, const double* __restrict b,
                       std::size_t count, double w, double v, double turn, double sign_major, double* __restrict minor,
                       double* __restrict major) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const double east = p[i] * w;
    const double north = n[i] + b[i] * v;
    const double angle = turn * east * north;
    minor[i] = north + angle * east;
    major[i] = sign_major * (east - angle * north);
  }
}

template <int terms>
void place_on_polynomial(const double* minor_terms, const double* major_terms, double first_index, double step,
                         double sign_major, std::size_t count, double* __restrict minor, double* __restrict major) {
  double a[terms];
  double m[terms];
  for (int term = 0; term < terms; ++term) {
    a[term] = minor_terms[term];
    m[term] = sign_major * major_terms[term];
  }
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const double x = first_index + step * static_cast<double>(static_cast<int>(i));
    double across = a[terms - 1];
    double outward = m[terms - 1];
#pragma GCC unroll 8
    for (int term = terms - 2; term >= 0; --term) {
      across = across * x + a[term];
      outward = outward * x + m[term];
    }
    minor[i] = across;
    major[i] = outward;
  }
}

// A polynomial of x and y; terms by falling power, unrolled.
template <int rows, int columns>
inline __attribute__((always_inline)) double polynomial(const double (&terms)[rows][columns], double x, double y) {
  double sum = 0;
#pragma GCC unroll 16
  for (int i = rows - 1; i >= 0; --i) {
    double inner = terms[i][columns - 1];
#pragma GCC unroll 16
    for (int j = columns - 2; j >= 0; --j) inner = inner * y + terms[i][j];
    sum = sum * x + inner;
  }
  return sum;
}

// How much higher the straight ray with the same launch stands than a point that the bent ray meets (ray_bend.h).
inline __attribute__((always_inline)) double bent_forward(const RayBend& bend, double fall, double altitude, double c,
                                                          double rho2, double rise) {
  constexpr double margin_m = 300;
  constexpr double highest_ground_m = 9000;
  const double root = __builtin_sqrt(fall * bend.lowest_bend) - bend.lowest_root;
  const double beyond = root > 0 ? root : 0;
  const double lowest = beyond * beyond + bend.lowest_land - margin_m;
  const double raised = altitude > lowest ? altitude : lowest;
  const double within = raised < highest_ground_m ? raised : highest_ground_m;
  const double x = fall * bend.per_fall;
  const double y = within * 1e-4;
  const double flatness = 1 - bend.mean_radius_m * c;
  return (rho2 + rise * rise) * (polynomial(bend.forward, x, y) + flatness * polynomial(bend.forward_radius, x, y));
}

// How much higher the bent ray stands than the straight one with the same launch.
inline __attribute__((always_inline)) double bent_back(const RayBend& bend, double fall, double straight, double c,
                                                       double rho2, double rise) {
  const double x = fall * bend.per_fall;
  const double above = straight > -1900 ? straight : -1900;
  const double w = 1 / (1 + (above + 500) * (1.0 / 12000));
  const double flatness = 1 - bend.mean_radius_m * c;
  return (rho2 + rise * rise) * (polynomial(bend.back, x, w) + flatness * polynomial(bend.back_radius, x, w));
}

template <class Height, bool bent>
void slopes(const RingArrays& ring, const Height* __restrict heights, std::size_t count,
            const RayConstants& constants) {
  const double* __restrict minor = ring.minor;
  const double* __restrict major = ring.major;
  double* __restrict t = ring.t;
  double* __restrict s = ring.s;
  double* __restrict drop = ring.drop;
  double* __restrict curvature = ring.curvature;
  double* __restrict stretch = ring.stretch;
  double* __restrict distance2 = ring.distance2;
  const RayConstants k = constants;
  RayBend bend;
  if constexpr (bent) bend = *constants.bend;
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const double z = static_cast<double>(heights[i]);
    const double major2 = major[i] * major[i];
    const double minor2 = minor[i] * minor[i];
    const double rho2 = major2 + minor2;
    const double q = major2 * k.major_curvature + minor2 * k.minor_curvature;
    // c only scales heights by (1 + z·c), about 1.001: its rounding to float moves a ray by micrometres.
    const double c = static_cast<double>(static_cast<float>(q) / static_cast<float>(rho2));
    const double x = k.k_squared * c * q;
    const double fall = 0.5 * q * (1 + x * (k.drop_1 + x * k.drop_2));
    const double reach = 1 + x * (k.reach_1 + x * k.reach_2);
    const double e = z * c;
    double rise = (z - k.antenna_m) - fall * (1 + e);
    if constexpr (bent) rise += bent_forward(bend, fall, z, c, rho2, rise);
    // 1/(1 + e): on earth e < 0.0015, so that the series is exact to double rounding.
    const double shrink = 1 - e * (1 - e * (1 - e * (1 - e * (1 - e))));
    // One division for both t and s; t is known even where the height is not.
    const double inverse = 1 / (major[i] * reach);
    t[i] = minor[i] * (inverse * reach);
    s[i] = rise * (inverse * shrink);
    drop[i] = fall;
    curvature[i] = c;
    stretch[i] = major[i] * reach;
    distance2[i] = rho2;
  }
}

template <bool bent>
bool floors(const RingArrays& ring, std::size_t offset, const float* __restrict heights, std::size_t count,
            const RayConstants& constants, double radius2, float* __restrict floors) {
  constexpr double touching_m = 1e-6;
  const double antenna_m = constants.antenna_m;
  const double k_squared = constants.k_squared;
  RayBend bend;
  if constexpr (bent) bend = *constants.bend;
  const double* __restrict s = ring.s + offset;
  const double* __restrict horizon = ring.horizon + offset;
  const double* __restrict drop = ring.drop + offset;
  const double* __restrict curvature = ring.curvature + offset;
  const double* __restrict stretch = ring.stretch + offset;
  const double* __restrict distance2 = ring.distance2 + offset;
  const float* __restrict z = heights + offset;
  long any = 0;
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const double climb = horizon[i] * stretch[i];
    const double above = drop[i] + climb;
    double ray = (antenna_m + above) / (1 - above * curvature[i]);
    if constexpr (bent) {
      // Where nothing is in sight yet the climb is no number to square.
      const double finite = climb > -1e6 ? climb : -1e6;
      ray += bent_back(bend, drop[i], ray, curvature[i], distance2[i], finite);
    }
    // A ray that grazes the post is not parted from it by rounding. Over unknown ground the ray alone counts.
    const bool in_sight = climb - s[i] * stretch[i] <= touching_m;
    const float rounded = static_cast<float>(ray);
    const float hidden = rounded < z[i] ? z[i] : rounded;
    const float floor = in_sight ? z[i] : hidden;
    // The chord of the radius, as distance2 is the square of one: R·sin(radius/R).
    const double y = radius2 * k_squared * curvature[i] * curvature[i];
    const double chord2 = radius2 * (1 - y * (1.0 / 3 - y * (2.0 / 45)));
    floors[i] = distance2[i] <= chord2 ? floor : __builtin_nanf("");
    any |= s[i] > horizon[i] ? 1 : 0;
  }
  return any != 0;
}

}  // namespace

extern const SweepKernels kernels;
const SweepKernels kernels{
    .place_on_parallel = place_on_parallel,
    .place_on_meridian = place_on_meridian,
    .place_on_straight_line = place_on_polynomial<2>,
    .place_on_polynomial = place_on_polynomial<8>,
    .effective_radius = {slopes<float, false>, slopes<double, false>, floors<false>},
    .exponential = {slopes<float, true>, slopes<double, true>, floors<true>},
};

}  // namespace skyshed::SKYSHED_KERNEL_SET
