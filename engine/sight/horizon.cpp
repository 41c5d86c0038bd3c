#include "engine/sight/horizon.h"

#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

// Lower than any real slope, yet finite, so that arithmetic with it stays defined.
constexpr double nothing_in_sight = -1e30;

}  // namespace

Horizon::Horizon(double begin, double end) : end_(end), start_{begin}, value_{nothing_in_sight}, slope_{0} {}

double Horizon::at(double t) const {
  const auto after = std::upper_bound(start_.begin() + 1, start_.end(), t);
  const auto piece = static_cast<std::size_t>(after - start_.begin()) - 1;
  return value_[piece] + slope_[piece] * (t - start_[piece]);
}

double Horizon::highest_at(double t) const {
  const auto found = std::lower_bound(start_.begin(), start_.end(), t);
  if (found == start_.begin() || found == start_.end() || *found != t) return at(t);
  const auto piece = static_cast<std::size_t>(found - start_.begin());
  return std::max(value_[piece], value_[piece - 1] + slope_[piece - 1] * (t - start_[piece - 1]));
}

// A piece that would have no width replaces the one before it.
void Horizon::emit(double t, double value, double slope) {
  if (!next_start_.empty() && t <= next_start_.back()) {
    next_value_.back() = value;
    next_slope_.back() = slope;
    return;
  }
  next_start_.push_back(t);
  next_value_.push_back(value);
  next_slope_.push_back(slope);
}

void Horizon::emit_piece(std::size_t piece, double t) {
  if (running_piece_ == piece) return;  // it goes on: no vertex
  running_piece_ = piece;
  emit(t, value_[piece] + slope_[piece] * (t - start_[piece]), slope_[piece]);
}

// Copies what stands between `from` and `to`; `piece` holds `from`, and on return holds `to`.
void Horizon::copy(std::size_t& piece, double from, double to) {
  if (from >= to) return;
  emit_piece(piece, from);
  std::size_t last = piece + 1;
  while (last < start_.size() && start_[last] < to) ++last;
  const auto append = [&](std::vector<double>& copied, const std::vector<double>& values) {
    copied.insert(copied.end(), values.begin() + static_cast<std::ptrdiff_t>(piece + 1),
                  values.begin() + static_cast<std::ptrdiff_t>(last));
  };
  append(next_start_, start_);
  append(next_value_, value_);
  append(next_slope_, slope_);
  piece = last - 1;
  running_piece_ = piece;
  if (last < start_.size() && start_[last] == to) piece = last;
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
    const bool ends_here = piece + 1 < start_.size() && start_[piece + 1] <= right;
    const double x1 = ends_here ? start_[piece + 1] : right;
    const double above0 = edge_at(x0) - (value_[piece] + slope_[piece] * (x0 - start_[piece]));
    const double above1 = edge_at(x1) - (value_[piece] + slope_[piece] * (x1 - start_[piece]));
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
  next_start_.clear();
  next_value_.clear();
  next_slope_.clear();
  running_piece_ = no_piece;
  std::size_t piece =
      static_cast<std::size_t>(std::upper_bound(start_.begin() + 1, start_.end(), begin) - start_.begin()) - 1;
  copy(piece, begin, end);
  start_.swap(next_start_);
  value_.swap(next_value_);
  slope_.swap(next_slope_);
  end_ = end;
}

void Horizon::append(const Horizon& right) {
  start_.insert(start_.end(), right.start_.begin(), right.start_.end());
  value_.insert(value_.end(), right.value_.begin(), right.value_.end());
  slope_.insert(slope_.end(), right.slope_.begin(), right.slope_.end());
  end_ = right.end_;
}

void Horizon::raise(std::span<const PerspectiveEdge> edges) {
  if (edges.empty()) return;
  next_start_.clear();
  next_value_.clear();
  next_slope_.clear();
  running_piece_ = no_piece;
  std::size_t piece = 0;
  double done = begin();
  for (const PerspectiveEdge& edge : edges) {
    const double left = std::max(edge.begin, done);
    const double right = std::min(edge.end, end_);
    const double edge_slope = (edge.end_slope - edge.begin_slope) / (edge.end - edge.begin);
    if (!(left < right) || std::isnan(edge_slope)) continue;
    copy(piece, done, left);
    merge(edge, edge_slope, piece, left, right);
    done = right;
  }
  copy(piece, done, end_);
  start_.swap(next_start_);
  value_.swap(next_value_);
  slope_.swap(next_slope_);
}

}  // namespace skyshed
