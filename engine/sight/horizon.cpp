#include "engine/sight/horizon.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace skyshed {
namespace {

// Lower than any real slope, yet finite, so that arithmetic with it stays defined.
constexpr double nothing_in_sight = -1e30;

}  // namespace

void Horizon::Pieces::make_room(std::size_t size) {
  if (size <= start.size()) return;
  for (std::vector<double>* values : {&start, &value, &slope}) values->resize(size + size / 2);
}

Horizon::Horizon(double begin, double end)
    : end_(end), now_{.start = {begin}, .value = {nothing_in_sight}, .slope = {0}, .count = 1} {}

// The piece that holds t, the right one of two that meet there; the outermost ones hold all beyond them.
std::size_t Horizon::piece_at(double t) const {
  const auto first = now_.start.begin();
  const auto after = std::upper_bound(first + 1, first + static_cast<std::ptrdiff_t>(now_.count), t);
  return static_cast<std::size_t>(after - first) - 1;
}

double Horizon::at(double t) const {
  const std::size_t piece = piece_at(t);
  return now_.value[piece] + now_.slope[piece] * (t - now_.start[piece]);
}

std::pair<double, double> Horizon::both_sides_at(double t) const {
  const auto first = now_.start.begin();
  const auto last = first + static_cast<std::ptrdiff_t>(now_.count);
  const auto found = std::lower_bound(first, last, t);
  if (found == first || found == last || *found != t) return {at(t), at(t)};
  const auto piece = static_cast<std::size_t>(found - first);
  return {now_.value[piece - 1] + now_.slope[piece - 1] * (t - now_.start[piece - 1]), now_.value[piece]};
}

void Horizon::begin_next(std::size_t most_pieces) {
  next_.make_room(most_pieces);
  next_.count = 0;
  running_piece_ = no_piece;
}

// A piece that would have no width replaces the one before it.
void Horizon::emit(double t, double value, double slope) {
  if (next_.count > 0 && t <= next_.start[next_.count - 1]) {
    next_.value[next_.count - 1] = value;
    next_.slope[next_.count - 1] = slope;
    return;
  }
  next_.start[next_.count] = t;
  next_.value[next_.count] = value;
  next_.slope[next_.count] = slope;
  ++next_.count;
}

void Horizon::emit_piece(std::size_t piece, double t) {
  if (running_piece_ == piece) return;  // it goes on: no vertex
  running_piece_ = piece;
  emit(t, now_.value[piece] + now_.slope[piece] * (t - now_.start[piece]), now_.slope[piece]);
}

// Copies what stands between `from` and `to`; `piece` holds `from`, and on return holds `to`.
void Horizon::copy(std::size_t& piece, double from, double to) {
  if (from >= to) return;
  emit_piece(piece, from);
  std::size_t last = piece + 1;
  while (last < now_.count && now_.start[last] < to) ++last;
  const std::size_t copied = last - piece - 1;
  const auto append = [&](std::vector<double>& next, const std::vector<double>& now) {
    const double* first = now.data() + piece + 1;
    double* place = next.data() + next_.count;
    for (std::size_t i = 0; i < copied; ++i) place[i] = first[i];  // mostly a few
  };
  append(next_.start, now_.start);
  append(next_.value, now_.value);
  append(next_.slope, now_.slope);
  next_.count += copied;
  piece = last - 1;
  running_piece_ = piece;
  if (last < now_.count && now_.start[last] == to) piece = last;
}

// Puts an edge in the place of the pieces under it; `piece` as in merge.
void Horizon::cover(const PerspectiveEdge& edge, double edge_slope, std::size_t& piece, double left, double right) {
  running_piece_ = no_piece;
  emit(left, edge.begin_slope + edge_slope * (left - edge.begin), edge_slope);
  while (piece + 1 < now_.count && now_.start[piece + 1] <= right) ++piece;
}

// Walks the pieces under one edge from `left` to `right`; `piece` holds `left`, and on return holds `right`.
void Horizon::merge(const PerspectiveEdge& edge, double edge_slope, std::size_t& piece, double left, double right) {
  bool on_edge = false;
  const auto edge_at = [&](double t) { return edge.begin_slope + edge_slope * (t - edge.begin); };
  const auto emit_edge = [&](double t) {
    if (on_edge) return;
    on_edge = true;
    running_piece_ = no_piece;
    emit(t, edge_at(t), edge_slope);
  };
  const auto emit_horizon = [&](double t) {
    on_edge = false;
    emit_piece(piece, t);
  };
  for (double x0 = left; x0 < right;) {
    const bool ends_here = piece + 1 < now_.count && now_.start[piece + 1] <= right;
    const double x1 = ends_here ? now_.start[piece + 1] : right;
    const double above0 = edge_at(x0) - (now_.value[piece] + now_.slope[piece] * (x0 - now_.start[piece]));
    const double above1 = edge_at(x1) - (now_.value[piece] + now_.slope[piece] * (x1 - now_.start[piece]));
    if (above0 <= 0 && above1 <= 0) {
      emit_horizon(x0);
    } else if (above0 >= 0 && above1 >= 0) {
      emit_edge(x0);
    } else {
      const double cross = x0 + (x1 - x0) * (above0 / (above0 - above1));
      if (above0 < 0) {
        emit_horizon(x0);
        emit_edge(cross);
      } else {
        emit_edge(x0);
        emit_horizon(cross);
      }
    }
    x0 = x1;
    if (ends_here) ++piece;
  }
}

void Horizon::narrow(double begin, double end) {
  begin_next(now_.count + 2);
  std::size_t piece = piece_at(begin);
  copy(piece, begin, end);
  std::swap(now_, next_);
  end_ = end;
}

void Horizon::append(const Horizon& right) {
  now_.make_room(now_.count + right.now_.count);
  std::copy_n(right.now_.start.data(), right.now_.count, now_.start.data() + now_.count);
  std::copy_n(right.now_.value.data(), right.now_.count, now_.value.data() + now_.count);
  std::copy_n(right.now_.slope.data(), right.now_.count, now_.slope.data() + now_.count);
  now_.count += right.now_.count;
  end_ = right.end_;
}

void Horizon::raise(std::span<const PerspectiveEdge> edges) {
  if (edges.empty()) return;
  // Over each piece of the old horizon and under each edge the new one may begin, cross and go on.
  begin_next(2 * now_.count + 4 * edges.size() + 2);
  // What stands left of the edges, and right of them, stays.
  const std::size_t first = edges.front().begin > begin() ? piece_at(edges.front().begin) : 0;
  std::size_t piece = first;
  double done = now_.start[first];
  for (const PerspectiveEdge& edge : edges) {
    const double left = std::max(edge.begin, done);
    const double right = std::min(edge.end, end_);
    const double edge_slope = (edge.end_slope - edge.begin_slope) / (edge.end - edge.begin);
    if (!(left < right) || std::isnan(edge_slope)) continue;
    copy(piece, done, left);
    if (edge.covers) {
      cover(edge, edge_slope, piece, left, right);
    } else {
      merge(edge, edge_slope, piece, left, right);
    }
    done = right;
  }
  if (done < end_) emit_piece(piece, done);
  while (next_.count > 1 && next_.start[next_.count - 1] >= end_) --next_.count;  // an edge that ends there
  replace(first, piece + 1);
}

// Puts next_ in the place of pieces [first, last).
void Horizon::replace(std::size_t first, std::size_t last) {
  const std::size_t kept = now_.count - last;
  now_.make_room(first + next_.count + kept);
  for (const auto& [now, next] : {std::pair{&now_.start, &next_.start}, std::pair{&now_.value, &next_.value},
                                  std::pair{&now_.slope, &next_.slope}}) {
    std::memmove(now->data() + first + next_.count, now->data() + last, kept * sizeof(double));
    std::memcpy(now->data() + first, next->data(), next_.count * sizeof(double));
  }
  now_.count = first + next_.count + kept;
}

}  // namespace skyshed
