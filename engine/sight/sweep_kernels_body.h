// The bodies of sweep_kernels.h, compiled once for each instruction set by sweep_kernels_{scalar,avx2,avx512}.cpp.
// Plain loops that the compiler vectorises (the arrays of a ring never overlap: ivdep says so). Nothing of the C++
// library is called, so that no inline function compiled for a newer processor can stand in for the same function
// elsewhere.
#ifdef __AVX2__
#include <immintrin.h>
#endif

#include "engine/sight/sweep_kernels.h"

namespace skyshed::SKYSHED_KERNEL_SET {
namespace {

// a·b + c, rounded once, by every processor (docs/decisions/0004).
inline __attribute__((always_inline)) double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

// Posts are computed eight at a time; where some are left over, the last eight once more. So the results must not be
// what is computed from.
template <class Compute>
inline __attribute__((always_inline)) void for_each_post(std::size_t count, const Compute& compute) {
  constexpr std::size_t together = 8;
  const std::size_t whole = count < together ? count : count / together * together;
#pragma GCC ivdep
  for (std::size_t i = 0; i < whole; ++i) compute(i);
  if (whole == count) return;
#pragma GCC ivdep
  for (std::size_t i = count - together; i < count; ++i) compute(i);
}

void place_on_parallel(const double* __restrict w, const double* __restrict v, std::size_t count, double p, double n,
                       double b, double turn, double sign_major, double* __restrict minor, double* __restrict major) {
  for_each_post(
      count, [&](std::size_t i) __attribute__((always_inline)) {
        const double east = p * w[i];
        const double north = fused(b, v[i], n);
        const double angle = turn * east * north;
        minor[i] = fused(-angle, north, east);
        major[i] = sign_major * fused(angle, east, north);
      });
}

void place_on_meridian(const double* __restrict p, const double* __restrict n, const double* __restrict b,
                       std::size_t count, double w, double v, double turn, double sign_major, double* __restrict minor,
                       double* __restrict major) {
  for_each_post(
      count, [&](std::size_t i) __attribute__((always_inline)) {
        const double east = p[i] * w;
        const double north = fused(b[i], v, n[i]);
        const double angle = turn * east * north;
        minor[i] = fused(angle, east, north);
        major[i] = sign_major * fused(-angle, north, east);
      });
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
  for_each_post(
      count, [&](std::size_t i) __attribute__((always_inline)) {
        const double x = fused(step, static_cast<double>(static_cast<int>(i)), first_index);
        // Even and odd powers apart: two short chains of operations instead of a long one.
        const double x2 = x * x;
        double across[2] = {a[terms - 2], a[terms - 1]};
        double outward[2] = {m[terms - 2], m[terms - 1]};
#pragma GCC unroll 8
        for (int term = terms - 4; term >= 0; term -= 2) {
          across[0] = fused(across[0], x2, a[term]);
          across[1] = fused(across[1], x2, a[term + 1]);
          outward[0] = fused(outward[0], x2, m[term]);
          outward[1] = fused(outward[1], x2, m[term + 1]);
        }
        minor[i] = fused(across[1], x, across[0]);
        major[i] = fused(outward[1], x, outward[0]);
      });
}

// A polynomial of x and y; terms by falling power, unrolled.
template <int rows, int columns>
inline __attribute__((always_inline)) double polynomial(const double (&terms)[rows][columns], double x, double y) {
  double sum = 0;
#pragma GCC unroll 16
  for (int i = rows - 1; i >= 0; --i) {
    double inner = terms[i][columns - 1];
#pragma GCC unroll 16
    for (int j = columns - 2; j >= 0; --j) inner = fused(inner, y, terms[i][j]);
    sum = fused(sum, x, inner);
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
  const double lowest = fused(beyond, beyond, bend.lowest_land - margin_m);
  const double raised = altitude > lowest ? altitude : lowest;
  const double within = raised < highest_ground_m ? raised : highest_ground_m;
  const double x = fall * bend.per_fall;
  const double y = within * 1e-4;
  const double flatness = fused(-bend.mean_radius_m, c, 1);
  return fused(rise, rise, rho2) *
         fused(flatness, polynomial(bend.forward_radius, x, y), polynomial(bend.forward, x, y));
}

// How much higher the bent ray stands than the straight one with the same launch.
inline __attribute__((always_inline)) double bent_back(const RayBend& bend, double fall, double straight, double c,
                                                       double rho2, double rise) {
  const double x = fall * bend.per_fall;
  const double above = straight > -1900 ? straight : -1900;
  const double w = 1 / (1 + (above + 500) * (1.0 / 12000));
  const double flatness = fused(-bend.mean_radius_m, c, 1);
  return fused(rise, rise, rho2) * fused(flatness, polynomial(bend.back_radius, x, w), polynomial(bend.back, x, w));
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
  for_each_post(
      count, [&](std::size_t i) __attribute__((always_inline)) {
        const double z = static_cast<double>(heights[i]);
        const double known = z == z ? z : 0;
        const double major2 = major[i] * major[i];
        const double rho2 = fused(minor[i], minor[i], major2);
        const double q = fused(major2, k.major_curvature - k.minor_curvature, rho2 * k.minor_curvature);
        const double c = q / rho2;
        const double x = c * q;
        const double fall = q * fused(x, fused(x, k.drop_2, k.drop_1), 0.5);
        const double reach = fused(x, fused(x, k.reach_2, k.reach_1), 1);
        const double growth = fused(known, c, 1);
        double rise = fused(-fall, growth, z - k.antenna_m);
        if constexpr (bent) rise += bent_forward(bend, fall, z, c, rho2, rise);
        // One division for both t and s; t is known even where the height is not.
        const double both = reach * growth;
        const double inverse = 1 / (major[i] * both);
        t[i] = minor[i] * (inverse * both);
        s[i] = rise * inverse;
        drop[i] = fall;
        curvature[i] = c;
        stretch[i] = major[i] * reach;
        distance2[i] = rho2;
      });
}

// Square of the chord of the radius, as distance2 is the square of one: R·sin(radius/R).
inline __attribute__((always_inline)) double chord2(double radius2, const RayConstants& constants, double c) {
  const double y = radius2 * constants.k_squared * c * c;
  return radius2 * (1 - y * (1.0 / 3 - y * (2.0 / 45)));
}

template <bool bent, bool clipped>
bool floors_of(const RingArrays& ring, std::size_t offset, const float* __restrict heights, std::size_t count,
               const RayConstants& constants, double radius2, float* __restrict floors) {
  constexpr double touching_m = 1e-6;
  const double antenna_m = constants.antenna_m;
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
  for_each_post(
      count, [&](std::size_t i) __attribute__((always_inline)) {
        const double climb = horizon[i] * stretch[i];
        const double above = drop[i] + climb;
        const double widening = fused(-above, curvature[i], 1);
        double ray = (antenna_m + above) / widening;
        if constexpr (bent) {
          // Where nothing is in sight yet the climb is no number to square.
          const double finite = climb > -1e6 ? climb : -1e6;
          ray += bent_back(bend, drop[i], ray, curvature[i], distance2[i], finite);
        }
        // A ray so steep that it climbs away before it stands over the post.
        ray = widening > 0 ? ray : __builtin_inf();
        // A ray that grazes the post is not parted from it by rounding. Over unknown ground the ray alone counts.
        const bool in_sight = fused(-s[i], stretch[i], climb) <= touching_m;
        const float rounded = static_cast<float>(ray);
        const float hidden = rounded < z[i] ? z[i] : rounded;
        const float floor = in_sight ? z[i] : hidden;
        floors[i] = !clipped || distance2[i] <= chord2(radius2, constants, curvature[i]) ? floor : __builtin_nanf("");
        any |= s[i] > horizon[i] ? 1 : 0;
      });
  return any != 0;
}

// Of the posts of a line those at its ends are the farthest.
template <bool bent>
bool floors(const RingArrays& ring, std::size_t offset, const float* __restrict heights, std::size_t count,
            const RayConstants& constants, double radius2, float* __restrict floors) {
  if (count == 0) return false;
  const auto is_within = [&](std::size_t post) {
    return ring.distance2[post] <= chord2(radius2, constants, ring.curvature[post]);
  };
  return is_within(offset) && is_within(offset + count - 1)
             ? floors_of<bent, false>(ring, offset, heights, count, constants, radius2, floors)
             : floors_of<bent, true>(ring, offset, heights, count, constants, radius2, floors);
}

// The first post at or right of each vertex of the horizon. Between two posts not far apart directions grow almost
// evenly, so that a vertex's place is guessed and put right by comparing: no step waits for the one before.
void find_first_posts(const HorizonPieces& pieces, const double* __restrict t, int begin, int end,
                      int* __restrict first_posts) {
  constexpr int stride = 128;
  const double* __restrict start = pieces.start;
  std::size_t piece = 1;
  first_posts[0] = begin;
  for (; piece < pieces.count && begin < end && start[piece] <= t[begin]; ++piece) first_posts[piece] = begin;
  for (int left = begin; left + 1 < end;) {
    const int right = left + stride < end ? left + stride : end - 1;
    const double from = t[left];
    const double to = t[right];
    const double posts_per_t = (right - left) / (to - from);
    for (; piece < pieces.count && start[piece] <= to; ++piece) {
      const double at = start[piece];
      int post = left + static_cast<int>((at - from) * posts_per_t + 0.5);
      const int is_next = static_cast<int>(t[post] < at);
      const int beside = static_cast<int>(t[post + 2 * is_next - 1] < at);
      post += is_next;
      if (__builtin_expect(static_cast<long>(beside == is_next), 0) != 0) {
        while (t[post] < at) ++post;
        while (t[post - 1] >= at) --post;
      }
      first_posts[piece] = post;
    }
    left = right;
  }
  for (; piece < pieces.count; ++piece) first_posts[piece] = end;
}

void follow_horizon(const HorizonPieces& pieces, const double* __restrict t, int begin, int end,
                    double* __restrict horizon, int* __restrict first_posts) {
  find_first_posts(pieces, t, begin, end, first_posts);
  // Eight values of one piece at a time, whether or not they all belong to it: the next piece overwrites the others.
  const auto follow_eight = [&](std::size_t piece, int first) __attribute__((always_inline)) {
#if defined(__AVX512F__)
    const __m512d start = _mm512_set1_pd(pieces.start[piece]);
    const __m512d offsets = _mm512_sub_pd(_mm512_loadu_pd(t + first), start);
    const __m512d rises = _mm512_mul_pd(_mm512_set1_pd(pieces.slope[piece]), offsets);
    _mm512_storeu_pd(horizon + first, _mm512_add_pd(_mm512_set1_pd(pieces.value[piece]), rises));
#elif defined(__AVX2__)
    const __m256d start = _mm256_set1_pd(pieces.start[piece]);
    const __m256d value = _mm256_set1_pd(pieces.value[piece]);
    const __m256d slope = _mm256_set1_pd(pieces.slope[piece]);
    for (int i = first; i < first + 8; i += 4) {
      const __m256d rises = _mm256_mul_pd(slope, _mm256_sub_pd(_mm256_loadu_pd(t + i), start));
      _mm256_storeu_pd(horizon + i, _mm256_add_pd(value, rises));
    }
#else
    for (int i = first; i < first + 8; ++i) {
      horizon[i] = pieces.value[piece] + pieces.slope[piece] * (t[i] - pieces.start[piece]);
    }
#endif
  };
  for (std::size_t piece = 0; piece < pieces.count; ++piece) {
    const int piece_end = piece + 1 < pieces.count ? first_posts[piece + 1] : end;
    int i = first_posts[piece];
    do {
      follow_eight(piece, i);
      i += 8;
    } while (i < piece_end);
  }
}

void highest_beside(const double* __restrict s, const double* __restrict before, std::size_t first, std::size_t last,
                    std::size_t count, std::size_t reach, double* __restrict beside) {
  // A slope may be NaN: then the comparison is false, and the other one stays.
  const auto higher = [](double a, double b) __attribute__((always_inline)) { return a > b ? a : b; };
  const auto with_column = [&](std::size_t i) __attribute__((always_inline)) {
    return s[i] < before[i] ? before[i] : s[i];
  };
  const auto highest = [&](std::size_t i) { return i >= first && i < last ? with_column(i) : s[i]; };
  const double none = -__builtin_inf();
  const auto of_both = [&](std::size_t i) {
    double best = none;
    for (std::size_t away = 0; away < reach; ++away) {
      if (i > away && i - 1 - away < count) best = higher(highest(i - 1 - away), best);
      if (i + away < count) best = higher(highest(i + away), best);
    }
    return best;
  };
  // Where all posts on both sides have their columns' far ends.
  const std::size_t from = first + reach < count ? first + reach : count;
  const std::size_t to = last >= from + reach ? last - reach + 1 : from;
  for (std::size_t i = 0; i < from; ++i) beside[i] = of_both(i);
#pragma GCC ivdep
  for (std::size_t i = from; i < to; ++i) beside[i] = higher(with_column(i), higher(with_column(i - 1), none));
  for (std::size_t away = 1; away < reach; ++away) {
#pragma GCC ivdep
    for (std::size_t i = from; i < to; ++i) {
      beside[i] = higher(with_column(i + away), higher(with_column(i - 1 - away), beside[i]));
    }
  }
  for (std::size_t i = to; i <= count; ++i) beside[i] = of_both(i);
}

void find_suspects(const HorizonPieces& pieces, const double* __restrict t, const int* __restrict first_posts,
                   const double* __restrict beside, unsigned char* __restrict suspects) {
  const double* __restrict start = pieces.start;
  const double* __restrict value = pieces.value;
  const double* __restrict slope = pieces.slope;
  const std::size_t count = pieces.count;
#pragma GCC ivdep
  for (std::size_t piece = 1; piece < count; ++piece) {
    const double before = value[piece - 1] + slope[piece - 1] * (start[piece] - start[piece - 1]);
    const double lower = before < value[piece] ? before : value[piece];
    const int post = first_posts[piece];
    suspects[piece] =
        static_cast<unsigned char>(static_cast<int>(beside[post] > lower) | static_cast<int>(t[post] == start[piece]));
  }
}

bool mark_beside_posts_above(const double* __restrict s, const double* __restrict horizon, int begin, int end,
                             unsigned char one, unsigned char both, unsigned char* __restrict marks) {
  if (begin >= end) return false;
  const bool first = s[begin] > horizon[begin];
  const bool last = s[end - 1] > horizon[end - 1];
  unsigned char any = first || last ? 1 : 0;
  if (begin > 0 && first) marks[begin - 1] = one;
#pragma GCC ivdep
  for (int i = begin; i < end - 1; ++i) {
    const bool left = s[i] > horizon[i];
    const bool right = s[i + 1] > horizon[i + 1];
    const unsigned char mark = left & right ? both : one;
    marks[i] = left | right ? mark : marks[i];
    any |= left ? 1 : 0;
  }
  if (last) marks[end - 1] = one;
  return any != 0;
}

using FourFloats [[gnu::vector_size(16), gnu::aligned(4), gnu::may_alias]] = float;

inline __attribute__((always_inline)) void transpose_four_by_four(const float* from, std::ptrdiff_t from_step,
                                                                  float* to, std::ptrdiff_t to_step) {
  const auto load = [&](std::ptrdiff_t row) { return *reinterpret_cast<const FourFloats*>(from + row * from_step); };
  const FourFloats a = load(0);
  const FourFloats b = load(1);
  const FourFloats c = load(2);
  const FourFloats d = load(3);
  const FourFloats ab_left = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const FourFloats ab_right = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const FourFloats cd_left = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const FourFloats cd_right = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  const auto store = [&](std::ptrdiff_t row, FourFloats values) {
    *reinterpret_cast<FourFloats*>(to + row * to_step) = values;
  };
  store(0, __builtin_shufflevector(ab_left, cd_left, 0, 1, 4, 5));
  store(1, __builtin_shufflevector(ab_left, cd_left, 2, 3, 6, 7));
  store(2, __builtin_shufflevector(ab_right, cd_right, 0, 1, 4, 5));
  store(3, __builtin_shufflevector(ab_right, cd_right, 2, 3, 6, 7));
}

// The long side is walked once, so that each row of a large raster is met once. Rows of a large raster stand on pages
// of their own; the processor does not guess the next one.
void transpose(const float* from, std::ptrdiff_t from_step, std::ptrdiff_t rows, std::ptrdiff_t columns, float* to,
               std::ptrdiff_t to_step) {
  constexpr std::ptrdiff_t ahead = 16;
  const bool tall = rows >= columns;
  const std::ptrdiff_t whole_rows = rows & ~std::ptrdiff_t{3};
  const std::ptrdiff_t whole_columns = columns & ~std::ptrdiff_t{3};
  const auto block = [&](std::ptrdiff_t row, std::ptrdiff_t column) __attribute__((always_inline)) {
    transpose_four_by_four(from + row * from_step + column, from_step, to + column * to_step + row, to_step);
  };
  if (tall) {
    for (std::ptrdiff_t row = 0; row < whole_rows; row += 4) {
      for (std::ptrdiff_t i = row + ahead; i < row + ahead + 4 && i < rows; ++i) {
        __builtin_prefetch(from + i * from_step);
        __builtin_prefetch(from + i * from_step + columns - 1);
      }
      for (std::ptrdiff_t column = 0; column < whole_columns; column += 4) block(row, column);
    }
  } else {
    for (std::ptrdiff_t column = 0; column < whole_columns; column += 4) {
      for (std::ptrdiff_t i = column + ahead; i < column + ahead + 4 && i < columns; ++i) {
        __builtin_prefetch(to + i * to_step, 1);
        __builtin_prefetch(to + i * to_step + rows - 1, 1);
      }
      for (std::ptrdiff_t row = 0; row < whole_rows; row += 4) block(row, column);
    }
  }
  for (std::ptrdiff_t row = 0; row < rows; ++row) {
    for (std::ptrdiff_t column = row < whole_rows ? whole_columns : 0; column < columns; ++column) {
      to[column * to_step + row] = from[row * from_step + column];
    }
  }
}

}  // namespace

extern const SweepKernels kernels;
const SweepKernels kernels{
    .place_on_parallel = place_on_parallel,
    .place_on_meridian = place_on_meridian,
    .place_on_straight_line = place_on_polynomial<2>,
    .place_on_polynomial = place_on_polynomial<8>,
    .follow_horizon = follow_horizon,
    .highest_beside = highest_beside,
    .find_suspects = find_suspects,
    .mark_beside_posts_above = mark_beside_posts_above,
    .transpose = transpose,
    .effective_radius = {slopes<float, false>, slopes<double, false>, floors<false>},
    .exponential = {slopes<float, true>, slopes<double, true>, floors<true>},
};

}  // namespace skyshed::SKYSHED_KERNEL_SET
