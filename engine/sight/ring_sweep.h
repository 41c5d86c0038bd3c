// What happens on one ring: floors over its posts from the horizon so far, then the horizon raised by its edges.
//
// Frame      wedge_geometry.h, horizon.h.
// Accuracy   row edges of the ring and column edges back to the ring before, all exact in perspective; near the antenna
//            edges are cut into pieces because the earth bends below them (WedgeGeometry::pieces_of_edges).
// Threading  one sector, one thread. Call ring after ring, outward.
// Source     docs/method.md, "The sweep".
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/sight/near_horizon.h"
#include "engine/sight/ring_memory.h"
#include "engine/sight/wedge_geometry.h"

namespace skyshed {

class RingSweep {
 public:
  RingSweep(const WedgeGeometry& geometry, const SectorBorder& low, const SectorBorder& high);

  // Goes on with a part of the other's sector, after the same rings.
  RingSweep(const RingSweep& other, const SectorBorder& low, const SectorBorder& high);

  void narrow(const SectorBorder& low, const SectorBorder& high) { horizon_.narrow(low.direction(), high.direction()); }

  // heights[i] is of post ranges.needed.begin + i. Writes floors[i] of post ranges.owned.begin + i, and unknown[i]
  // likewise where the terrain has unknown posts (else it is not touched).
  void sweep(int line, const RingRanges& ranges, const float* heights, float* floors, std::uint8_t* unknown);

  // What has been seen so far.
  [[nodiscard]] WedgeHorizon seen() const { return {horizon_, unknown_}; }

 private:
  struct Ring {
    RingArrays arrays{};
    int line = 0;
    int first = 0;
    int count = 0;
    bool goes_behind_on_the_left = false;  // the line goes on there, behind the antenna
    bool goes_behind_on_the_right = false;
    [[nodiscard]] bool has(int post) const { return post >= first && post < first + count; }
  };

  void make_room(std::size_t posts);
  // Places and slopes of the ring's posts; returns the height of its first post, which may not be the first one given.
  const float* load(int line, PostRange needed, const float* heights);
  void sweep_posts(int line, const RingRanges& ranges, const float* heights, float* floors, std::uint8_t* unknown);
  // Whether the column of post i back to the ring before, or the row to the next post, lies in the near patch.
  [[nodiscard]] bool is_near_column(int i) const;
  [[nodiscard]] bool is_near_row(int i) const;
  // Directions between which the column edge of post i (of ring_) runs; false if the ring before lacks the post.
  bool column_span(int i, double& begin, double& end) const;
  [[nodiscard]] double column_value(int i, double t) const;

  enum Mark : std::uint8_t {
    nothing_above,
    something_above,  // the row's edge, or that of a column
    row_covers,       // the row's edge stands above the horizon from end to end, and above every column
  };

  // Far from the antenna: what rises above the horizon is searched for post by post and vertex by vertex, and only
  // there is the horizon rebuilt.
  void sweep_far(PostRange owned, const float* heights, float* floors);
  void find_highest_beside();
  void find_overlap(PostRange owned);
  bool scan(PostRange owned);
  bool mark_edges_above(int i, double t, double value);
  bool mark_posts_above(PostRange posts);
  bool mark_posts_alone(PostRange posts);
  bool mark_post(int i);
  void mark_gap(int i);
  bool mark_gaps_beside_posts(PostRange owned, const HorizonPieces& pieces);
  bool mark_columns_beside_voids();
  void mark_column(int i);
  void raise_to_overlapping_columns(PostRange posts);
  void raise_at_marks();
  void raise_by_columns();
  [[nodiscard]] bool runs_in_one_gap(int i) const;
  [[nodiscard]] bool ends_above_row(int i) const;
  void add_column(int i);
  void raise_by_rim_columns();

  // Near the antenna: edges are cut into pieces, and all of them are merged.
  struct EdgePoints {
    RingMemory places;  // and, once projected, slopes
    std::vector<double> heights;
    void resize(std::size_t count);
  };
  void sweep_near(PostRange owned, const float* heights, float* floors, int pieces);
  void raise_by_near_columns(int pieces);
  void raise_by_near_row(int pieces);
  [[nodiscard]] bool is_in_wedge(double minor, double major) const;
  void cut_columns(int pieces);
  void cut_column_to_antenna(int post, int pieces);
  template <class Place, class IsIn>
  void cut_to_antenna(const Place& place, const IsIn& is_in, double height, double far_height, int pieces);
  void raise_by_row_behind(int post, int aside, int pieces);
  void cut_row(int pieces);
  void place_beside_posts(double share, std::size_t first);
  void project(EdgePoints& points) const;

  void mark_unknown(PostRange owned, float* floors, std::uint8_t* unknown);
  [[nodiscard]] bool is_behind_before(int i) const;
  void doubt_columns();
  void doubt_row();

  const WedgeGeometry& geometry_;
  Horizon horizon_;
  UnknownDirections unknown_;
  RingMemory memory_;
  Ring ring_;
  Ring before_;  // of its arrays, t and s
  bool has_before_ = false;
  int overlap_ = 0;                        // how many further posts lie under a column edge's span of directions
  std::array<PostRange, 2> overlapped_{};  // owned posts under columns of others: on the left, on the right
  bool was_raised_ = false;                // by the ring before
  std::vector<std::uint8_t> marked_;       // Mark of the gap between posts i and i + 1
  std::vector<PostRange> marked_runs_;     // of gaps
  std::vector<double> highest_beside_;     // the highest post or far end of a column around each gap between posts
  std::vector<std::uint8_t> suspects_;     // vertices of the horizon that an edge may pass above
  std::vector<int> first_posts_;           // at or right of each vertex of the horizon
  std::vector<PerspectiveEdge> edges_;
  std::vector<std::vector<PerspectiveEdge>> layers_;
  EdgePoints points_;           // of all cut columns, then of the cut row
  EdgePoints column_;           // of an edge that comes close to the antenna
  std::vector<double> shares_;  // where it is cut, from the ring inward
};

}  // namespace skyshed
