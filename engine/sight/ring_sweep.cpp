#include "engine/sight/ring_sweep.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace skyshed {
namespace {

constexpr double lowest_land_m = -500;

}  // namespace

RingSweep::RingSweep(const WedgeGeometry& geometry, const SectorBorder& low, const SectorBorder& high)
    : geometry_(geometry), horizon_(low.direction(), high.direction()) {
  if (const WedgeHorizon* near = geometry.near()) {
    horizon_ = near->horizon;
    unknown_ = near->unknown;
  }
}

RingSweep::RingSweep(const RingSweep& other, const SectorBorder& low, const SectorBorder& high)
    : geometry_(other.geometry_),
      horizon_(other.horizon_),
      unknown_(other.unknown_),
      has_before_(other.has_before_),
      was_raised_(other.was_raised_) {
  narrow(low, high);
  make_room(other.memory_.posts());
  const RingArrays arrays = ring_.arrays;
  ring_ = other.ring_;
  ring_.arrays = arrays;
  std::copy_n(other.ring_.arrays.t, ring_.count, ring_.arrays.t);
  std::copy_n(other.ring_.arrays.s, ring_.count, ring_.arrays.s);
}

// Keeps the ring before.
void RingSweep::make_room(std::size_t posts) {
  if (posts <= memory_.posts()) return;
  RingMemory larger(posts);
  ring_.arrays = larger.arrays();
  const RingArrays before = larger.arrays_of_other();
  std::copy_n(before_.arrays.t, before_.count, before.t);
  std::copy_n(before_.arrays.s, before_.count, before.s);
  before_.arrays = before;
  memory_ = std::move(larger);
}

const float* RingSweep::load(int line, PostRange needed, const float* heights) {
  std::swap(ring_, before_);
  ring_.line = line;
  const auto posts = static_cast<std::size_t>(needed.size());
  if (posts > memory_.posts()) make_room(posts + posts / 2);
  const double* major = ring_.arrays.major;
  const auto place = [&] {
    ring_.first = needed.begin;
    ring_.count = needed.size();
    geometry_.place(line, ring_.first, ring_.count, ring_.arrays.minor, ring_.arrays.major);
  };
  place();
  // A parallel that passes close by the antenna bends behind it: what lies there is not before this wedge.
  const PostRange given = needed;
  while (needed.begin < needed.end && !(major[needed.begin - ring_.first] > 0)) ++needed.begin;
  while (needed.begin < needed.end && !(major[needed.end - 1 - ring_.first] > 0)) --needed.end;
  if (needed.size() < ring_.count) place();
  heights += needed.begin - given.begin;
  ring_.goes_behind_on_the_left = needed.begin > given.begin;
  ring_.goes_behind_on_the_right = needed.end < given.end;
  geometry_.plan().rays.slopes(ring_.arrays, heights, static_cast<std::size_t>(ring_.count), geometry_.constants());
  const PostRange near = geometry_.near_posts(line);
  for (int post = std::max(near.begin, ring_.first); post < std::min(near.end, ring_.first + ring_.count); ++post) {
    ring_.arrays.s[post - ring_.first] = std::numeric_limits<double>::quiet_NaN();
  }
  return heights;
}

void RingSweep::sweep(int line, const RingRanges& ranges, const float* heights, float* floors, std::uint8_t* unknown) {
  heights = load(line, ranges.needed, heights);
  if (ring_.count > 0) sweep_posts(line, ranges, heights, floors, unknown);  // none: the radius ends in another sector
  has_before_ = true;
}

void RingSweep::sweep_posts(int line, const RingRanges& ranges, const float* heights, float* floors,
                            std::uint8_t* unknown) {
  const PostRange owned{ranges.owned.begin - ring_.first, ranges.owned.end - ring_.first};
  const int pieces = geometry_.pieces_of_edges(geometry_.distance_ahead(line));
  const bool first_rings = std::abs(line - geometry_.line_of(0)) < 2;
  const bool unknown_terrain = geometry_.plan().has_unknown();
  if (unknown_terrain) doubt_columns();
  if (pieces > 1 || first_rings) {
    sweep_near(owned, heights, floors, pieces);
  } else {
    sweep_far(owned, heights, floors);
  }
  if (unknown_terrain) {
    mark_unknown(owned, floors, unknown);
    doubt_row();
  }
}

bool RingSweep::column_span(int i, double& begin, double& end) const {
  const int post = ring_.first + i;
  if (!has_before_ || !before_.has(post)) return false;
  begin = ring_.arrays.t[i];
  end = before_.arrays.t[post - before_.first];
  if (begin > end) std::swap(begin, end);
  return true;
}

// ---- far from the antenna

void RingSweep::sweep_far(PostRange owned, const float* heights, float* floors) {
  const auto count = static_cast<std::size_t>(ring_.count);
  find_overlap(owned);
  find_highest_beside();
  marked_.assign(count, 0);
  bool above = scan(owned);
  for (const PostRange& overlapped : overlapped_) {
    above |= mark_posts_above(overlapped);
    raise_to_overlapping_columns(overlapped);
  }
  const SweepPlan& plan = geometry_.plan();
  const double radius = plan.options.radius_m;
  const bool posts_above =
      plan.rays.floors(ring_.arrays, static_cast<std::size_t>(owned.begin), heights,
                       static_cast<std::size_t>(owned.size()), geometry_.constants(), radius * radius, floors);
  if (posts_above) above |= mark_posts_alone({overlapped_[0].end, overlapped_[1].begin});
  if (above) raise_at_marks();
  was_raised_ = above;
  if (plan.seen != nullptr) raise_by_rim_columns();
}

void RingSweep::find_highest_beside() {
  const auto count = static_cast<std::size_t>(ring_.count);
  highest_beside_.resize(count + 1);
  const int first = has_before_ ? std::max(ring_.first, before_.first) - ring_.first : 0;
  const int last = has_before_ ? std::min(ring_.first + ring_.count, before_.first + before_.count) - ring_.first : 0;
  const auto from = static_cast<std::size_t>(std::clamp(first, 0, ring_.count));
  const auto to = std::max(from, static_cast<std::size_t>(std::clamp(last, 0, ring_.count)));
  // The same posts under both pointers.
  const double* before = from < to ? before_.arrays.s + (ring_.first - before_.first) : ring_.arrays.s;
  geometry_.plan().kernels.highest_beside(ring_.arrays.s, before, from, to, count,
                                          static_cast<std::size_t>(overlap_) + 1, highest_beside_.data());
}

// Spans grow with |t|, so the outermost columns tell how many posts lie under one, and inward from them the overlapped
// posts end at the first that is free.
void RingSweep::find_overlap(PostRange owned) {
  overlap_ = 0;
  overlapped_ = {PostRange{owned.begin, owned.begin}, PostRange{owned.end, owned.end}};
  if (!has_before_) return;
  const int first = std::max(ring_.first, before_.first) - ring_.first;
  const int last = std::min(ring_.first + ring_.count, before_.first + before_.count) - ring_.first - 1;
  const double* t = ring_.arrays.t;
  double begin = 0;
  double end = 0;
  int right = 0;
  while (last - right - 1 >= first && column_span(last - right - 1, begin, end) && end > t[last]) ++right;
  int left = 0;
  while (first + left + 1 <= last && column_span(first + left + 1, begin, end) && begin < t[first]) ++left;
  overlap_ = std::max(left, right);
  if (right > 0) {
    int post = last;
    while (post - 1 >= first && column_span(post - 1, begin, end) && end > t[post]) --post;
    overlapped_[1].begin = std::clamp(post, owned.begin, owned.end);
  }
  if (left > 0) {
    int post = first;
    while (post + 1 <= last && column_span(post + 1, begin, end) && begin < t[post]) ++post;
    overlapped_[0].end = std::clamp(post + 1, owned.begin, overlapped_[1].begin);
  }
}

// Fills the horizon's slope over the owned posts. An edge can rise above the horizon only where a post does or where a
// vertex of the horizon lies below it; the vertices (with the sector's borders) are tested here.
bool RingSweep::scan(PostRange owned) {
  const HorizonPieces pieces{horizon_.start(), horizon_.value(), horizon_.slope(), horizon_.pieces()};
  const SweepKernels& kernels = geometry_.plan().kernels;
  const double* t = ring_.arrays.t;
  first_posts_.resize(pieces.count);
  kernels.follow_horizon(pieces, t, owned.begin, owned.end, ring_.arrays.horizon, first_posts_.data());
  suspects_.resize(pieces.count + 1);
  kernels.find_suspects(pieces, t, first_posts_.data(), highest_beside_.data(), suspects_.data());
  bool above = was_raised_ && mark_gaps_beside_posts(owned, pieces);
  // `post` is the first at or right of the vertex, whose lower side is `level`. All edges over a gap that is marked
  // will be looked at anyway.
  const auto test = [&](int post, double at, double level) {
    if (post < 1 || post >= ring_.count || !(highest_beside_[static_cast<std::size_t>(post)] > level)) return;
    // A post right on the vertex: the edges on both of its sides begin there.
    if (t[post] == at && ring_.arrays.s[post] > level) above |= mark_post(post);
    if (marked_[static_cast<std::size_t>(post - 1)] != nothing_above) return;
    above |= mark_edges_above(post, at, level);
  };
  const auto end_of = [&](std::size_t piece) {
    const double end = piece + 1 < pieces.count ? pieces.start[piece + 1] : horizon_.end();
    return pieces.value[piece] + pieces.slope[piece] * (end - pieces.start[piece]);
  };
  test(owned.begin, pieces.start[0], pieces.value[0]);
  suspects_[pieces.count] = 1;
  for (auto suspect = suspects_.begin() + 1;; ++suspect) {
    suspect = std::find(suspect, suspects_.end(), 1);
    const auto piece = static_cast<std::size_t>(suspect - suspects_.begin());
    if (piece == pieces.count) break;
    const double level = pieces.value[piece];
    const double before = end_of(piece - 1);
    const double start = pieces.start[piece];
    const int post = first_posts_[piece];
    test(post, start, before < level ? before : level);
    // A ray right through a vertex meets both pieces: at the rim of the terrain, and beside voids, they differ.
    if (before > level && post < owned.end && t[post] == start) ring_.arrays.horizon[post] = before;
  }
  test(owned.end, horizon_.end(), end_of(pieces.count - 1));
  // The posts beside the owned ones, where rounding puts them on this side of the border.
  for (const int beside : {owned.begin - 1, owned.end}) {
    if (beside < 0 || beside >= ring_.count || t[beside] < horizon_.begin() || t[beside] > horizon_.end()) continue;
    if (ring_.arrays.s[beside] > horizon_.at(t[beside])) above |= mark_post(beside);
  }
  if (geometry_.plan().terrain.has_unknown || geometry_.near_posts(before_.line).size() > 0) {
    above |= mark_columns_beside_voids();
  }
  return above;
}

// Where posts stand above the horizon. Where both posts of a gap do, with no vertex above the row's edge, that is the
// new horizon. The far end of a column lies on the horizon, so that the column cannot stand above the row's edge,
// unless it runs over several gaps, or the edges of the row before were unknown.
bool RingSweep::mark_gaps_beside_posts(PostRange owned, const HorizonPieces& pieces) {
  const SweepPlan& plan = geometry_.plan();
  const RingArrays& ring = ring_.arrays;
  const bool may_cover = !plan.has_unknown() && plan.near == nullptr;
  const bool any = plan.kernels.mark_beside_posts_above(ring.s, ring.horizon, owned.begin, owned.end, something_above,
                                                        may_cover ? row_covers : something_above, marked_.data());
  if (!any || !may_cover) return any;
  for (int gap = std::max(0, owned.begin - 1); gap < owned.end; ++gap) {
    if (gap == overlapped_[0].end) gap = std::max(gap, overlapped_[1].begin - 1);
    std::uint8_t& mark = marked_[static_cast<std::size_t>(gap)];
    if (mark == row_covers) mark = something_above;
  }
  for (std::size_t piece = 1; piece < pieces.count; ++piece) {
    const int gap = first_posts_[piece] - 1;
    if (gap < owned.begin || marked_[static_cast<std::size_t>(gap)] != row_covers) continue;
    const double start = pieces.start[piece];
    const double before = pieces.value[piece - 1] + pieces.slope[piece - 1] * (start - pieces.start[piece - 1]);
    const double vertex = std::max(before, pieces.value[piece]) - ring.s[gap];
    const double row = (ring.s[gap + 1] - ring.s[gap]) * (start - ring.t[gap]);
    if (vertex * (ring.t[gap + 1] - ring.t[gap]) > row) marked_[static_cast<std::size_t>(gap)] = something_above;
  }
  return true;
}

// The near end of a column lies on the horizon because the edges of its row do: where those are unknown, it may not.
bool RingSweep::mark_columns_beside_voids() {
  bool above = false;
  const double* s = before_.arrays.s;
  for (int i = 0; i < ring_.count; ++i) {
    double begin = 0;
    double end = 0;
    if (!column_span(i, begin, end)) continue;
    const int near = ring_.first + i - before_.first;
    const bool beside_void =
        (near > 0 && std::isnan(s[near - 1])) || (near + 1 < before_.count && std::isnan(s[near + 1]));
    const double t = before_.arrays.t[near];
    if (!beside_void || t < horizon_.begin() || t > horizon_.end()) continue;
    const auto [left, right] = horizon_.both_sides_at(t);
    if (!(s[near] > std::min(left, right))) continue;
    mark_column(i);
    above = true;
  }
  return above;
}

// Whether an edge between posts i - 1 and i passes above a vertex of the horizon; marks it if so.
bool RingSweep::mark_edges_above(int i, double t, double value) {
  const RingArrays& ring = ring_.arrays;
  bool above = false;
  const double left = ring.t[i - 1];
  const double right = ring.t[i];
  if (left <= t && t <= right && right > left) {
    const double row = ring.s[i - 1] + (ring.s[i] - ring.s[i - 1]) * ((t - left) / (right - left));
    if (row > value) {
      mark_gap(i - 1);
      above = true;
    }
  }
  for (int column = std::max(0, i - 1 - overlap_); column <= std::min(ring_.count - 1, i + overlap_); ++column) {
    double begin = 0;
    double end = 0;
    if (!column_span(column, begin, end) || !(begin <= t && t <= end)) continue;
    if (column_value(column, t) > value) {
      mark_column(column);
      above = true;
    }
  }
  return above;
}

double RingSweep::column_value(int i, double t) const {
  const int far = ring_.first + i - before_.first;
  const double from = ring_.arrays.t[i];
  const double slope = (before_.arrays.s[far] - ring_.arrays.s[i]) / (before_.arrays.t[far] - from);
  return ring_.arrays.s[i] + slope * (t - from);
}

bool RingSweep::mark_posts_above(PostRange posts) {
  bool above = false;
  for (int i = posts.begin; i < posts.end; ++i) {
    if (ring_.arrays.s[i] > ring_.arrays.horizon[i]) above = mark_post(i);
  }
  return above;
}

// Of posts under no other's column. Where the ring before raised the horizon, their gaps are marked already; but the
// columns of the outermost may lie over other gaps too.
bool RingSweep::mark_posts_alone(PostRange posts) {
  if (!was_raised_) return mark_posts_above(posts);
  if (posts.size() == 0) return false;
  const bool first = mark_posts_above({posts.begin, posts.begin + 1});
  const bool last = mark_posts_above({posts.end - 1, posts.end});
  return first || last;
}

bool RingSweep::mark_post(int i) {
  if (i > 0) mark_gap(i - 1);
  mark_gap(i);
  if (!runs_in_one_gap(i)) mark_column(i);
  return true;
}

void RingSweep::mark_gap(int i) {
  std::uint8_t& mark = marked_[static_cast<std::size_t>(i)];
  if (mark == nothing_above) mark = something_above;
}

void RingSweep::mark_column(int i) {
  double begin = 0;
  double end = 0;
  if (!column_span(i, begin, end)) return;
  for (int right = i; right + 1 < ring_.count && ring_.arrays.t[right] < end; ++right) mark_gap(right);
  for (int left = i - 1; left >= 0 && ring_.arrays.t[left + 1] > begin; --left) mark_gap(left);
}

// Where a ray to a post crosses other columns after the ring before, those edges hide the post too.
void RingSweep::raise_to_overlapping_columns(PostRange posts) {
  if (posts.size() == 0 || !has_before_) return;
  const double* t = ring_.arrays.t;
  const int first = std::max({posts.begin - overlap_, 0, before_.first - ring_.first});
  const int last = std::min({posts.end + overlap_, ring_.count, before_.first + before_.count - ring_.first});
  for (int column = first; column < last; ++column) {
    const double far = before_.arrays.t[ring_.first + column - before_.first];
    const int aside = far > t[column] ? 1 : -1;
    for (int i = column + aside; i >= 0 && i < ring_.count && (aside > 0 ? t[i] < far : t[i] > far); i += aside) {
      if (posts.has(i)) ring_.arrays.horizon[i] = std::max(ring_.arrays.horizon[i], column_value(column, t[i]));
    }
  }
}

void RingSweep::raise_at_marks() {
  marked_runs_.clear();
  const auto is_marked = [](std::uint8_t mark) { return mark != nothing_above; };
  for (auto mark = std::ranges::find_if(marked_, is_marked); mark != marked_.end();) {
    const auto end = std::find(mark, marked_.end(), nothing_above);
    marked_runs_.push_back({static_cast<int>(mark - marked_.begin()), static_cast<int>(end - marked_.begin())});
    mark = std::find_if(end, marked_.end(), is_marked);
  }
  raise_by_columns();
  edges_.clear();
  for (const PostRange& gaps : marked_runs_) {
    for (int i = gaps.begin; i < std::min(gaps.end, ring_.count - 1); ++i) {
      edges_.push_back({ring_.arrays.t[i], ring_.arrays.s[i], ring_.arrays.t[i + 1], ring_.arrays.s[i + 1],
                        marked_[static_cast<std::size_t>(i)] == row_covers});
    }
  }
  horizon_.raise(edges_);
}

// Columns that may lie over a marked gap, such together as do not lie over one another.
void RingSweep::raise_by_columns() {
  for (int layer = 0; layer <= overlap_; ++layer) {
    edges_.clear();
    int next = 0;
    for (const PostRange& gaps : marked_runs_) {
      const int end = std::min(ring_.count, gaps.end + 1 + overlap_);
      for (int i = std::max(next, gaps.begin - overlap_); i < end; ++i) {
        if (runs_in_one_gap(i) ? layer == 0 && ends_above_row(i) : i % (overlap_ + 1) == layer) add_column(i);
      }
      next = std::max(next, end);
    }
    horizon_.raise(edges_);
  }
}

// Whether the column of post i lies under no other post, nor under what other columns do.
bool RingSweep::runs_in_one_gap(int i) const { return i > overlapped_[0].end && i + 1 < overlapped_[1].begin; }

// Of a column that runs in one gap: begun on the row's edge, it adds something to it only where it ends above it.
bool RingSweep::ends_above_row(int i) const {
  if (!has_before_ || !before_.has(ring_.first + i)) return false;
  const RingArrays& ring = ring_.arrays;
  const int far = ring_.first + i - before_.first;
  const int gap = before_.arrays.t[far] > ring.t[i] ? i : i - 1;
  if (marked_[static_cast<std::size_t>(gap)] != something_above) return false;
  const double row = (ring.s[gap + 1] - ring.s[gap]) * (before_.arrays.t[far] - ring.t[gap]);
  return !((before_.arrays.s[far] - ring.s[gap]) * (ring.t[gap + 1] - ring.t[gap]) <= row);
}

// The column edge of a post, unless the ring before lacks the post.
void RingSweep::add_column(int i) {
  double begin = 0;
  double end = 0;
  if (!column_span(i, begin, end)) return;
  const double near_slope = ring_.arrays.s[i];
  const double far_slope = before_.arrays.s[ring_.first + i - before_.first];
  const bool outward = ring_.arrays.t[i] == begin;
  edges_.push_back({begin, outward ? near_slope : far_slope, end, outward ? far_slope : near_slope});
}

// Along the terrain's rim columns run over directions in which the ring has no post any more. Nothing is hidden there
// unless ground of another lattice follows.
void RingSweep::raise_by_rim_columns() {
  const auto raise = [&](int i) {
    edges_.clear();
    add_column(i);
    horizon_.raise(edges_);
  };
  const int last = ring_.count - 1;
  for (int i = 0; i <= std::min(overlap_, last); ++i) {
    if (ring_.first == 0) raise(i);
    if (ring_.first + last == geometry_.posts() - 1) raise(last - i);
  }
}

// ---- unknown posts

void RingSweep::mark_unknown(PostRange owned, float* floors, std::uint8_t* unknown) {
  for (int i = owned.begin; i < owned.end; ++i) {
    float& floor = floors[i - owned.begin];
    const bool no_ground = std::isnan(ring_.arrays.s[i]);
    const bool within_radius = !std::isnan(floor);
    unknown[i - owned.begin] = within_radius && (no_ground || unknown_.contains(ring_.arrays.t[i])) ? 1 : 0;
    if (no_ground && floor < lowest_land_m) floor = static_cast<float>(lowest_land_m);
  }
}

bool RingSweep::is_near_column(int i) const {
  const int post = ring_.first + i;
  return geometry_.near_posts(ring_.line).has(post) ||
         geometry_.near_posts(ring_.line - geometry_.direction()).has(post);
}

bool RingSweep::is_near_row(int i) const {
  const PostRange near = geometry_.near_posts(ring_.line);
  return near.has(ring_.first + i) || near.has(ring_.first + i + 1);
}

// Whether post i of the ring stands behind the antenna on the ring before.
bool RingSweep::is_behind_before(int i) const {
  const int post = ring_.first + i;
  return (before_.goes_behind_on_the_left && post < before_.first) ||
         (before_.goes_behind_on_the_right && post >= before_.first + before_.count);
}

void RingSweep::doubt_columns() {
  const int line_before = ring_.line - geometry_.direction();
  if (!geometry_.has_line(line_before)) return;
  const double outside = 2 * geometry_.widest_direction();
  for (int i = 0; i < ring_.count; ++i) {
    const double t = ring_.arrays.t[i];
    const bool known = !std::isnan(ring_.arrays.s[i]) && !std::isnan(geometry_.height(line_before, ring_.first + i));
    if (known || t == 0 || is_near_column(i) || geometry_.holds_antenna(ring_.line, ring_.first + i)) continue;
    double begin = 0;
    double end = 0;
    if (column_span(i, begin, end)) {
      unknown_.add(begin, end);
    } else if (!has_before_ || is_behind_before(i)) {
      // It runs past the antenna, on the one side or the other.
      double minor = 0;
      double major = 0;
      geometry_.place_between(line_before, ring_.first + i, minor, major);
      const double share = ring_.arrays.major[i] / (ring_.arrays.major[i] - major);
      const double side = ring_.arrays.minor[i] + share * (minor - ring_.arrays.minor[i]);
      unknown_.add(t, major > 0 ? minor / major : std::copysign(std::max(outside, std::abs(t)), side));
    }
  }
}

void RingSweep::doubt_row() {
  for (int i = 0; i + 1 < ring_.count; ++i) {
    if ((std::isnan(ring_.arrays.s[i]) || std::isnan(ring_.arrays.s[i + 1])) && !is_near_row(i)) {
      unknown_.add(ring_.arrays.t[i], ring_.arrays.t[i + 1]);
    }
  }
  const auto doubt_behind = [&](int i, int aside) {
    const bool known =
        !std::isnan(ring_.arrays.s[i]) && !std::isnan(geometry_.height(ring_.line, ring_.first + i + aside));
    if (known || is_near_row(std::min(i, i + aside))) return;
    const double t = ring_.arrays.t[i];
    unknown_.add(t, aside * std::max(2 * geometry_.widest_direction(), std::abs(t)));
  };
  if (ring_.goes_behind_on_the_left) doubt_behind(0, -1);
  if (ring_.goes_behind_on_the_right) doubt_behind(ring_.count - 1, 1);
}

}  // namespace skyshed
