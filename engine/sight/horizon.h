// The horizon of one sector: the highest slope met so far in each direction, as straight pieces.
//
// Frame      perspective from the antenna: direction t = minor/major offset, slope s = rise/major offset. Straight
//            edges of the terrain's mesh are straight segments here, so the horizon is exact, piece by piece.
// Shapes     piece j holds from start[j] to start[j + 1] (the last to the sector's end):
//            value[j] + slope[j]·(t − start[j]).
// Accuracy   double rounding: a cut piece keeps its slope, nothing is extrapolated.
// Threading  one sector, one thread.
// Cost       merge: some ten nanoseconds an edge.
// Source     docs/method.md, "The sweep".
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace skyshed {

// A straight edge in perspective, left to right: begin < end.
struct PerspectiveEdge {
  double begin = 0;
  double begin_slope = 0;
  double end = 0;
  double end_slope = 0;
  bool covers = false;  // known to lie nowhere below the horizon
};

class Horizon {
 public:
  // Nothing in sight yet between the sector's borders.
  Horizon(double begin, double end);

  [[nodiscard]] std::size_t pieces() const noexcept { return now_.count; }
  [[nodiscard]] const double* start() const noexcept { return now_.start.data(); }
  [[nodiscard]] const double* value() const noexcept { return now_.value.data(); }
  [[nodiscard]] const double* slope() const noexcept { return now_.slope.data(); }
  [[nodiscard]] double begin() const noexcept { return now_.start.front(); }
  [[nodiscard]] double end() const noexcept { return end_; }

  // Value at t, begin() <= t <= end(). O(log pieces).
  [[nodiscard]] double at(double t) const;
  // Of the two pieces that meet in t, left and right; they differ at the terrain's rim and beside unknown posts.
  [[nodiscard]] std::pair<double, double> both_sides_at(double t) const;

  // Keeps only the directions between two: of a sector that is cut in two, each half.
  // Domain: begin() <= begin < end <= end().
  void narrow(double begin, double end);

  // Joins what stands right of it. Domain: right.begin() == end().
  void append(const Horizon& right);

  // Raises the horizon to the edges. Edges sorted by begin and not overlapping; parts outside the sector and edges
  // with a NaN are left out.
  void raise(std::span<const PerspectiveEdge> edges);

 private:
  // The first `count` of each.
  struct Pieces {
    std::vector<double> start, value, slope;
    std::size_t count = 0;
    void make_room(std::size_t size);
  };

  [[nodiscard]] std::size_t piece_at(double t) const;
  void replace(std::size_t first, std::size_t last);
  void copy(std::size_t& piece, double from, double to);
  void merge(const PerspectiveEdge& edge, double edge_slope, std::size_t& piece, double left, double right);
  void cover(const PerspectiveEdge& edge, double edge_slope, std::size_t& piece, double left, double right);
  void emit(double t, double value, double slope);
  void emit_piece(std::size_t piece, double t);
  void begin_next(std::size_t most_pieces);

  static constexpr std::size_t no_piece = static_cast<std::size_t>(-1);
  std::size_t running_piece_ = no_piece;  // the piece that the last emitted vertex began, unless it was an edge
  double end_;
  Pieces now_;
  Pieces next_;  // what is to stand in the place of some of them
};

}  // namespace skyshed
