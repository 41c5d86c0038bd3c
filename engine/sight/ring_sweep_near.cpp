// Rings near the antenna: edges are cut into pieces, because the earth bends below them, and all of them are merged.
#include <algorithm>
#include <cmath>

#include "engine/sight/ring_sweep.h"

namespace skyshed {
namespace {

// Of points in perspective those that `point(0)`, `point(1)` … number: the straight edges between them, from left to
// right.
template <class Point>
void append_edges(const RingArrays& points, std::size_t count, const Point& point,
                  std::vector<PerspectiveEdge>& edges) {
  const bool leftward = points.t[point(count - 1)] < points.t[point(0)];
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const std::size_t a = point(leftward ? count - 1 - i : i);
    const std::size_t b = point(leftward ? count - 2 - i : i + 1);
    if (points.t[a] < points.t[b]) edges.push_back({points.t[a], points.s[a], points.t[b], points.s[b]});
  }
}

}  // namespace

void RingSweep::sweep_near(PostRange owned, const float* heights, float* floors, int pieces) {
  // All columns first: near the antenna they cross many directions, also those of this ring's posts. A post's own
  // column ends in it and does not hide it.
  raise_by_near_columns(pieces);
  for (int i = owned.begin; i < owned.end; ++i) {
    const auto [left, right] = horizon_.both_sides_at(ring_.arrays.t[i]);
    ring_.arrays.horizon[i] = std::max(left, right);
  }
  const SweepPlan& plan = geometry_.plan();
  const double radius = plan.options.radius_m;
  plan.rays.floors(ring_.arrays, static_cast<std::size_t>(owned.begin), heights, static_cast<std::size_t>(owned.size()),
                   geometry_.constants(), radius * radius, floors);
  raise_by_near_row(pieces);
}

void RingSweep::EdgePoints::resize(std::size_t count) {
  if (count > places.posts()) places = RingMemory(count + count / 2);
  heights.resize(count);
}

void RingSweep::project(EdgePoints& points) const {
  geometry_.plan().rays.slopes_between_posts(points.places.arrays(), points.heights.data(), points.heights.size(),
                                             geometry_.constants());
}

void RingSweep::raise_by_near_columns(int pieces) {
  if (!geometry_.has_line(ring_.line - geometry_.direction())) return;
  cut_columns(pieces);
  const RingArrays& points = points_.places.arrays();
  const auto count = static_cast<std::size_t>(ring_.count);
  const auto far_ends = static_cast<std::size_t>(pieces) * count;
  for (auto& layer : layers_) layer.clear();
  for (std::size_t i = 0; i < count; ++i) {
    edges_.clear();
    if (!is_in_wedge(points.minor[i], points.major[i])) continue;
    if (geometry_.holds_antenna(ring_.line, ring_.first + static_cast<int>(i))) continue;
    const std::size_t far = far_ends + i;
    if (is_in_wedge(points.minor[far], points.major[far]) && points.major[far] >= points.major[i] / 4) {
      append_edges(
          points, static_cast<std::size_t>(pieces) + 1, [&](std::size_t n) { return n * count + i; }, edges_);
    } else {
      cut_column_to_antenna(ring_.first + static_cast<int>(i), pieces);
    }
    if (edges_.empty()) continue;
    // Into the first layer that it does not overlap.
    const auto layer = std::find_if(layers_.begin(), layers_.end(), [&](const auto& edges) {
      return edges.empty() || edges.back().end <= edges_.front().begin;
    });
    if (layer == layers_.end()) {
      layers_.push_back(edges_);
    } else {
      layer->insert(layer->end(), edges_.begin(), edges_.end());
    }
  }
  for (const auto& layer : layers_) horizon_.raise(layer);
}

// Edges that run past the antenna end where they leave the wedge.
bool RingSweep::is_in_wedge(double minor, double major) const {
  return major > 0 && std::abs(minor) <= 1.5 * geometry_.widest_direction() * major;
}

// From the posts of the ring back to the line before: points_ are those of the ring, then those of a line a piece
// nearer, and so on.
void RingSweep::cut_columns(int pieces) {
  const auto count = static_cast<std::size_t>(ring_.count);
  const int line_before = ring_.line - geometry_.direction();
  points_.resize(count * (static_cast<std::size_t>(pieces) + 1));
  const RingArrays& points = points_.places.arrays();
  for (int piece = 0; piece <= pieces; ++piece) {
    const double share = static_cast<double>(piece) / pieces;
    const std::size_t first = static_cast<std::size_t>(piece) * count;
    geometry_.place_between_lines(ring_.line - geometry_.direction() * share, ring_.first, ring_.count,
                                  points.minor + first, points.major + first);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const int post = ring_.first + static_cast<int>(i);
    const double near_height = geometry_.height(ring_.line, post);
    const double rise = geometry_.height(line_before, post) - near_height;
    for (int piece = 0; piece <= pieces; ++piece) {
      const double share = static_cast<double>(piece) / pieces;
      points_.heights[static_cast<std::size_t>(piece) * count + i] = near_height + share * rise;
    }
  }
  project(points_);
}

// The same for one post whose column comes close to the antenna or runs past it.
void RingSweep::cut_column_to_antenna(int post, int pieces) {
  const auto place = [&](double share, double& minor, double& major) {
    geometry_.place_between(ring_.line - geometry_.direction() * share, post, minor, major);
  };
  const auto is_in = [&](double minor, double major) { return is_in_wedge(minor, major); };
  cut_to_antenna(place, is_in, geometry_.height(ring_.line, post),
                 geometry_.height(ring_.line - geometry_.direction(), post), pieces);
}

// From a place that is in, share 0, towards or past the antenna, share 1: the edges to where it is so no longer.
template <class Place, class IsIn>
void RingSweep::cut_to_antenna(const Place& place, const IsIn& is_in, double height, double far_height, int pieces) {
  const auto is_inside = [&](double share) {
    double minor = 0;
    double major = 0;
    place(share, minor, major);
    return is_in(minor, major);
  };
  double end = 1;
  if (!is_inside(1)) {
    double outside = 1;
    end = 0;
    while (outside - end > 1e-12) {
      const double middle = (end + outside) / 2;
      (is_inside(middle) ? end : outside) = middle;
    }
  }
  shares_.clear();
  for (int i = 0; i <= pieces; ++i) shares_.push_back(end * i / pieces);
  double first_minor = 0;
  double first_major = 0;
  place(0, first_minor, first_major);
  double last_minor = 0;
  double last_major = 0;
  place(end, last_minor, last_major);
  if (last_major < first_major / 4) {
    // Towards the antenna slopes grow beyond all bounds: pieces that halve the way keep each one's rounding small.
    double left = 1;
    for (int i = 0; i < 24; ++i) shares_.push_back(end * (1 - (left /= 2)));
    std::ranges::sort(shares_);
  }
  column_.resize(shares_.size());
  const RingArrays& points = column_.places.arrays();
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    place(shares_[i], points.minor[i], points.major[i]);
    column_.heights[i] = height + shares_[i] * (far_height - height);
  }
  project(column_);
  append_edges(
      points, shares_.size(), [](std::size_t n) { return n; }, edges_);
}

void RingSweep::raise_by_near_row(int pieces) {
  if (ring_.goes_behind_on_the_left) raise_by_row_behind(ring_.first, -1, pieces);
  if (ring_.goes_behind_on_the_right) raise_by_row_behind(ring_.first + ring_.count - 1, 1, pieces);
  if (ring_.count < 2) return;
  const auto count = static_cast<std::size_t>(ring_.count);
  const auto cut = static_cast<std::size_t>(pieces);
  cut_row(pieces);
  edges_.clear();
  append_edges(
      points_.places.arrays(), (count - 1) * cut + 1, [&](std::size_t n) { return n % cut * count + n / cut; }, edges_);
  horizon_.raise(edges_);
}

// The edge from an outermost post to the next one of the line, which stands behind the antenna: to where it leaves the
// wedge on that side. The post itself may stand beyond the other side.
void RingSweep::raise_by_row_behind(int post, int aside, int pieces) {
  const auto place = [&](double share, double& minor, double& major) {
    geometry_.place_between(ring_.line, post + aside * share, minor, major);
  };
  const auto is_in = [&](double minor, double major) {
    return major > 0 && aside * minor <= 1.5 * geometry_.widest_direction() * major;
  };
  double minor = 0;
  double major = 0;
  place(0, minor, major);
  if (!is_in(minor, major)) return;
  edges_.clear();
  cut_to_antenna(place, is_in, geometry_.height(ring_.line, post), geometry_.height(ring_.line, post + aside), pieces);
  horizon_.raise(edges_);
}

// Along the ring: points_ are its posts, then those a piece right of each, and so on (right of the last post: nothing).
void RingSweep::cut_row(int pieces) {
  const auto count = static_cast<std::size_t>(ring_.count);
  points_.resize(count * static_cast<std::size_t>(pieces));
  for (int piece = 0; piece < pieces; ++piece) {
    place_beside_posts(static_cast<double>(piece) / pieces, static_cast<std::size_t>(piece) * count);
  }
  double height = geometry_.height(ring_.line, ring_.first);
  for (std::size_t i = 0; i < count; ++i) {
    const int next = ring_.first + static_cast<int>(i) + 1;
    const double next_height = i + 1 < count ? geometry_.height(ring_.line, next) : height;
    points_.heights[i] = height;  // whether or not the next is known
    for (int piece = 1; piece < pieces; ++piece) {
      const double share = static_cast<double>(piece) / pieces;
      points_.heights[static_cast<std::size_t>(piece) * count + i] = height + share * (next_height - height);
    }
    height = next_height;
  }
  project(points_);
}

// The places a share of a cell right of each of the ring's posts, into points_ from `first` on: by a cubic through the
// places of four posts, which is within 2e-10 m of the frame's own in cells of 30 arc-seconds (it grows with their
// fourth power).
void RingSweep::place_beside_posts(double share, std::size_t first) {
  const auto count = static_cast<std::size_t>(ring_.count);
  const RingArrays& ring = ring_.arrays;
  double* minor = points_.places.arrays().minor + first;
  double* major = points_.places.arrays().major + first;
  if (count < 4) {
    for (std::size_t i = 0; i < count; ++i) {
      geometry_.place_between(ring_.line, ring_.first + static_cast<int>(i) + share, minor[i], major[i]);
    }
    return;
  }
  // Between the two middle ones of four posts, or beside them at the ends of the ring.
  const auto fill = [&](std::size_t begin, std::size_t end, std::ptrdiff_t before, double x) {
    const double a = -x * (x - 1) * (x - 2) / 6;
    const double b = (x + 1) * (x - 1) * (x - 2) / 2;
    const double c = -(x + 1) * x * (x - 2) / 2;
    const double d = (x + 1) * x * (x - 1) / 6;
    const double* m = ring.minor + before;
    const double* o = ring.major + before;
    for (std::size_t i = begin; i < end; ++i) {
      minor[i] = a * m[i] + b * m[i + 1] + c * m[i + 2] + d * m[i + 3];
      major[i] = a * o[i] + b * o[i + 1] + c * o[i + 2] + d * o[i + 3];
    }
  };
  fill(0, 1, 0, share - 1);
  fill(1, count - 2, -1, share);
  fill(count - 2, count - 1, -2, share + 1);
  fill(count - 1, count, -3, share + 2);
}

}  // namespace skyshed
