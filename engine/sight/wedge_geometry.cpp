#include "engine/sight/wedge_geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/error.h"

namespace skyshed {
namespace {

// Error of the floor that the chord of an edge may cause by its sag, at the far end of the radius.
constexpr double split_tolerance_m = 0.05;
constexpr int most_pieces = 64;
// A line of posts nearer than this, in cells, is one that the antenna stands on.
constexpr double on_the_line = 1e-6;

RayConstants ray_constants(const CurvatureRadii& radii, double k, double antenna_m, bool by_row) {
  const double meridian = 1 / (k * radii.meridian_m);
  const double prime_vertical = 1 / (k * radii.prime_vertical_m);
  const double k2 = k * k;
  return {.antenna_m = antenna_m,
          .major_curvature = by_row ? meridian : prime_vertical,
          .minor_curvature = by_row ? prime_vertical : meridian,
          .k_squared = k2,
          .drop_1 = (1.0 / 3 - 1 / (12 * k2)) * k2 / 2,
          .drop_2 = (8.0 / 45 - 1 / (18 * k2) + 1 / (360 * k2 * k2)) * k2 * k2 / 2,
          .reach_1 = (1.0 / 6 - 1 / (6 * k2)) * k2,
          .reach_2 = (3.0 / 40 - 1 / (12 * k2) + 1 / (120 * k2 * k2)) * k2 * k2};
}

// On a plane the exponential atmosphere bends nothing either: there is no earth to curve along.
bool is_exponential(const Refraction& refraction, const GridFrame& frame) {
  return refraction.model == Refraction::Model::exponential && frame.kind != GridFrame::Kind::planar;
}

double spacing(const LocalFrame& frame, double columns, double rows) {
  const LocalPosition step = frame.locate({frame.antenna().column + columns, frame.antenna().row + rows});
  return std::hypot(step.east_m, step.north_m);
}

// How many posts of a line lie under an edge between two lines, on the outermost rays of a wedge. On a map whose north
// is not the earth's they are more on the one side than on the other.
double posts_under_an_edge(const LocalFrame& frame, bool by_row, double widest_direction) {
  const GridPoint at = frame.antenna();
  const LocalPosition beside = frame.locate({at.column + (by_row ? 1 : 0), at.row + (by_row ? 0 : 1)});
  const LocalPosition outward = frame.locate({at.column + (by_row ? 0 : 1), at.row + (by_row ? 1 : 0)});
  double most = 0;
  for (const double t : {-widest_direction, widest_direction}) {
    const double east = by_row ? t : 1;
    const double north = by_row ? 1 : t;
    const double along = east * beside.north_m - north * beside.east_m;
    const double away = east * outward.north_m - north * outward.east_m;
    const bool is_crossed_outward = along < 0 || frame.is_planar();
    most = std::max(most, is_crossed_outward ? std::abs(away / along) : std::numeric_limits<double>::infinity());
  }
  return most;
}

// Rays of a wedge must cross its lines outward, one after the other: a map's north may not be far from the earth's.
void check_turn(const LocalFrame& frame, double widest_direction) {
  if (frame.is_planar() || frame.is_geographic()) return;
  constexpr double most_posts = 8;  // of square cells, 38 degrees
  const double oblong = widest_direction * spacing(frame, 0, 1) / spacing(frame, 1, 0);
  if (posts_under_an_edge(frame, true, widest_direction) <= most_posts * std::max(1.0, oblong) &&
      posts_under_an_edge(frame, false, 1 / widest_direction) <= most_posts * std::max(1.0, 1 / oblong)) {
    return;
  }
  throw Error(ErrorKind::terrain,
              "the terrain's map projection is turned too far against north at the antenna; reproject the terrain to "
              "longitude/latitude (EPSG:4326) or to a projection whose north is the earth's there");
}

}  // namespace

SweepPlan::SweepPlan(const ElevationModel& terrain_, const Antenna& antenna_, const LocalFrame& frame_,
                     const Refraction& refraction, const SweepOptions& options_, const NearHorizon* near_,
                     NearHorizon* seen_)
    : terrain(terrain_),
      antenna(antenna_),
      frame(frame_),
      options(options_),
      near(near_),
      seen(seen_),
      kernels(sweep_kernels(options_.instruction_set)),
      rays(is_exponential(refraction, terrain_.frame) ? kernels.exponential : kernels.effective_radius),
      k(is_exponential(refraction, terrain_.frame) ? 1.0 : refraction.effective_radius_factor),
      step_column_m(spacing(frame_, 1, 0)),
      step_row_m(spacing(frame_, 0, 1)),
      widest_direction(near_ != nullptr ? near_->widest_direction : std::clamp(step_column_m / step_row_m, 0.5, 2.0)) {
  check_turn(frame, widest_direction);
  if (is_exponential(refraction, terrain.frame)) {
    bend = fit_ray_bend(refraction, frame.radii(), antenna.altitude.metres, options.radius_m);
  }
  if (!frame.is_geographic()) {
    for (int row = 0; row < terrain.frame.height; ++row) row_polynomials.push_back(frame.row_polynomial(row));
    for (int column = 0; column < terrain.frame.width; ++column) {
      column_polynomials.push_back(frame.column_polynomial(column));
    }
    return;
  }
  for (int column = 0; column < terrain.frame.width; ++column) {
    const auto terms = frame.meridian_terms(column);
    meridian_w.push_back(terms.w);
    meridian_v.push_back(terms.v);
  }
  for (int row = terrain.frame.height - 1; row >= 0; --row) {
    const auto terms = frame.parallel_terms(row);
    parallel_p.push_back(terms.p);
    parallel_n.push_back(terms.n);
    parallel_b.push_back(terms.b);
  }
}

WedgeGeometry::WedgeGeometry(const SweepPlan& plan, Wedge wedge)
    : plan_(plan),
      wedge_(wedge),
      by_row_(wedge == Wedge::north || wedge == Wedge::south),
      sign_(wedge == Wedge::north || wedge == Wedge::east ? 1 : -1),
      direction_(wedge == Wedge::north || wedge == Wedge::west ? -1 : 1),
      posts_(by_row_ ? plan.terrain.frame.width : plan.terrain.frame.height),
      lines_(by_row_ ? plan.terrain.frame.height : plan.terrain.frame.width),
      widest_direction_(by_row_ ? plan.widest_direction : 1 / plan.widest_direction),
      constants_(ray_constants(plan.frame.radii(), plan.k, plan.antenna.altitude.metres, by_row_)) {
  if (plan.bend) constants_.bend = &*plan.bend;
  antenna_post_ = by_row_ ? plan.antenna.at.column : posts_ - 1 - plan.antenna.at.row;
  const double antenna_line = by_row_ ? plan.antenna.at.row : plan.antenna.at.column;
  first_line_ = static_cast<int>(direction_ < 0 ? std::ceil(antenna_line) - 1 : std::floor(antenna_line) + 1);
  if (std::abs(antenna_line - first_line_) < on_the_line) first_line_ += direction_;
  const double minor_step = by_row_ ? plan.step_column_m : plan.step_row_m;
  const double major_step = by_row_ ? plan.step_row_m : plan.step_column_m;
  // How many posts beside the sector can have edges that reach into it: as many as lie under one edge, and one more.
  // Twice, since away from the antenna meridians draw together.
  constexpr double rounding = 1e-3;
  margin_ = static_cast<int>(std::ceil(2 * posts_under_an_edge(plan.frame, by_row_, widest_direction_) - rounding)) + 1;
  // The chord of an edge of length L sags by L²/8kR; at the far end of the radius that makes sag·radius/distance.
  const double longest_step = std::max(minor_step, major_step);
  split_factor_ =
      longest_step * std::sqrt(plan.options.radius_m * constants_.major_curvature / (8 * split_tolerance_m));
}

bool WedgeGeometry::holds_antenna(int line, int post) const {
  return line == first_line_ && std::abs(post - antenna_post_) < on_the_line;
}

void WedgeGeometry::place(int line, int first, int count, double* minor, double* major) const {
  const auto at = static_cast<std::size_t>(line);
  if (!plan_.frame.is_geographic()) {
    place_on((by_row_ ? plan_.row_polynomials : plan_.column_polynomials)[at], first, count, minor, major);
  } else if (by_row_) {
    const auto row = static_cast<std::size_t>(lines_ - 1) - at;
    place_on(
        LocalFrame::ParallelTerms{.p = plan_.parallel_p[row], .n = plan_.parallel_n[row], .b = plan_.parallel_b[row]},
        first, count, minor, major);
  } else {
    place_on(LocalFrame::MeridianTerms{.w = plan_.meridian_w[at], .v = plan_.meridian_v[at]}, first, count, minor,
             major);
  }
}

void WedgeGeometry::place_between_lines(double line, int first, int count, double* minor, double* major) const {
  if (!plan_.frame.is_geographic()) {
    place_on(by_row_ ? plan_.frame.row_polynomial(line) : plan_.frame.column_polynomial(line), first, count, minor,
             major);
  } else if (by_row_) {
    place_on(plan_.frame.parallel_terms(line), first, count, minor, major);
  } else {
    place_on(plan_.frame.meridian_terms(line), first, count, minor, major);
  }
}

void WedgeGeometry::place_on(const LocalFrame::ParallelTerms& row, int first, int count, double* minor,
                             double* major) const {
  plan_.kernels.place_on_parallel(plan_.meridian_w.data() + first, plan_.meridian_v.data() + first,
                                  static_cast<std::size_t>(count), row.p, row.n, row.b, plan_.frame.turn(), sign_,
                                  minor, major);
}

void WedgeGeometry::place_on(const LocalFrame::MeridianTerms& column, int first, int count, double* minor,
                             double* major) const {
  plan_.kernels.place_on_meridian(plan_.parallel_p.data() + first, plan_.parallel_n.data() + first,
                                  plan_.parallel_b.data() + first, static_cast<std::size_t>(count), column.w, column.v,
                                  plan_.frame.turn(), sign_, minor, major);
}

void WedgeGeometry::place_on(const LocalFrame::LinePolynomial& line, int first, int count, double* minor,
                             double* major) const {
  const bool straight = plan_.terrain.frame.kind == GridFrame::Kind::planar;
  const auto kernel = straight ? plan_.kernels.place_on_straight_line : plan_.kernels.place_on_polynomial;
  const auto n = static_cast<std::size_t>(count);
  if (by_row_) {
    kernel(line.east, line.north, first - plan_.antenna.at.column, 1, sign_, n, minor, major);
  } else {
    kernel(line.north, line.east, (posts_ - 1 - first) - plan_.antenna.at.row, -1, sign_, n, minor, major);
  }
}

PostRange WedgeGeometry::near_posts(int line) const {
  if (plan_.near == nullptr) return {};
  const GridWindow& inside = plan_.near->inside;
  const int first_line = by_row_ ? inside.row : inside.column;
  if (line < first_line || line >= first_line + (by_row_ ? inside.height : inside.width)) return {};
  if (by_row_) return {inside.column, inside.column + inside.width};
  return {posts_ - inside.row - inside.height, posts_ - inside.row};
}

const WedgeHorizon* WedgeGeometry::near() const {
  return plan_.near != nullptr ? &*plan_.near->wedges[static_cast<std::size_t>(wedge_)] : nullptr;
}

float WedgeGeometry::height(int line, int post) const {
  if (near_posts(line).has(post)) return std::numeric_limits<float>::quiet_NaN();
  return by_row_ ? plan_.terrain.heights.at(post, line) : plan_.terrain.heights.at(line, posts_ - 1 - post);
}

void WedgeGeometry::place_between(double line, double post, double& minor, double& major) const {
  const LocalPosition at = by_row_ ? plan_.frame.locate({post, line}) : plan_.frame.locate({line, posts_ - 1 - post});
  minor = by_row_ ? at.east_m : at.north_m;
  major = sign_ * (by_row_ ? at.north_m : at.east_m);
}

// The first post for which `is_right` holds, given that it holds for all further ones. Gallops from the hint (from
// ring to ring a border moves by a post or two), then halves the bracket.
template <class Predicate>
int WedgeGeometry::first_post(int line, int hint, const Predicate& is_right) const {
  const auto holds = [&](int post) {
    double minor = 0;
    double major = 0;
    place(line, post, 1, &minor, &major);
    return is_right(minor, major);
  };
  int left = std::clamp(hint, 0, posts_ - 1);  // becomes a post where it does not hold, or -1
  int right = left;                            // becomes a post where it holds, or posts_
  int stride = 1;
  if (holds(left)) {
    left = right - stride;
    while (left >= 0 && holds(left)) {
      right = left;
      stride *= 2;
      left = std::max(-1, right - stride);
    }
  } else {
    right = left + stride;
    while (right < posts_ && !holds(right)) {
      left = right;
      stride *= 2;
      right = std::min(posts_, left + stride);
    }
  }
  while (right - left > 1) {
    const int middle = left + (right - left) / 2;
    (holds(middle) ? right : left) = middle;
  }
  return right;
}

bool WedgeGeometry::find_ranges(int line, const SectorBorder& low, const SectorBorder& high, RingRanges& ranges) const {
  if (line < 0 || line >= lines_) return false;
  const RingRanges hint = ranges;
  PostRange owned;
  owned.begin = first_post(line, hint.owned.begin, [&](double minor, double major) {
    const double side = low.side(minor, major);
    return side > 0 || (low.owned && side == 0);
  });
  owned.end = first_post(line, hint.owned.end, [&](double minor, double major) {
    const double side = high.side(minor, major);
    return side > 0 || (!high.owned && side == 0);
  });
  PostRange needed{std::max(0, owned.begin - margin_), std::min(posts_, owned.end + margin_)};

  // At the least major offset of these posts the disc is as wide as this; beyond it nothing is needed.
  double minor[2];
  double major[2];
  place(line, needed.begin, 1, &minor[0], &major[0]);
  place(line, needed.end - 1, 1, &minor[1], &major[1]);
  double least = std::min(major[0], major[1]);
  if (minor[0] < 0 && minor[1] > 0) {
    least = std::min(least, distance_ahead(line));
  }
  const double radius = plan_.options.radius_m;
  if (least > radius) return false;
  const double half_width = std::sqrt(radius * radius - std::max(0.0, least) * std::max(0.0, least));
  const int first = minor[0] >= -half_width
                        ? needed.begin
                        : first_post(line, needed.begin, [&](double across, double) { return across >= -half_width; });
  const int last = minor[1] <= half_width
                       ? needed.end
                       : first_post(line, needed.end - 1, [&](double across, double) { return across > half_width; });
  const auto clip = [](PostRange range, int begin, int end) {
    range.begin = std::max(range.begin, begin);
    range.end = std::max(range.begin, std::min(range.end, end));
    return range;
  };
  ranges.owned = clip(owned, first, last);
  ranges.needed = clip(needed, first - margin_, last + margin_);
  return true;
}

double WedgeGeometry::distance_ahead(int line) const {
  double across = 0;
  double outward = 0;
  place(line, std::clamp(static_cast<int>(antenna_post_), 0, posts_ - 1), 1, &across, &outward);
  return outward;
}

int WedgeGeometry::pieces_of_edges(double distance_m) const {
  const double pieces = std::ceil(split_factor_ / std::sqrt(std::max(distance_m, 1e-3)));
  return static_cast<int>(std::clamp(pieces, 1.0, static_cast<double>(most_pieces)));
}

}  // namespace skyshed
