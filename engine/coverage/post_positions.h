// East and north of the product grid's posts as an antenna sees them: LocalFrame::locate a row at a time, without
// its sines and cosines for every post.
//
// Units      metres.
// Accuracy   the numbers of LocalFrame::locate.
// Threading  const and re-entrant once made.
// Cost       a dozen flops a post.
#pragma once

#include <vector>

#include "engine/coverage/disc.h"
#include "engine/earth/local_frame.h"

namespace skyshed {

class PostPositions {
 public:
  // Of the posts in these columns of the frame's grid thinned by `thinning`.
  PostPositions(const LocalFrame& frame, int thinning, ColumnRun columns);

  class Row {
   public:
    // Domain: the columns given to PostPositions.
    [[nodiscard]] LocalPosition at(int column) const noexcept {
      return posts_->frame_.is_geographic() ? on_meridian(column) : on_line(column);
    }

   private:
    friend class PostPositions;
    explicit Row(const PostPositions& posts) : posts_(&posts) {}

    [[nodiscard]] LocalPosition on_meridian(int column) const noexcept {
      const auto& meridian = posts_->meridians_[static_cast<std::size_t>(column - posts_->columns_.begin)];
      const double east = parallel_.p * meridian.w;
      const double north = parallel_.n + parallel_.b * meridian.v;
      const double angle = posts_->frame_.turn() * east * north;
      return {east - angle * north, north + angle * east};
    }
    [[nodiscard]] LocalPosition on_line(int column) const noexcept {
      const double x = static_cast<double>(column) * posts_->thinning_ - posts_->frame_.antenna().column;
      LocalPosition position;
      for (int i = LocalFrame::polynomial_terms - 1; i >= 0; --i) {
        position.east_m = position.east_m * x + line_.east[i];
        position.north_m = position.north_m * x + line_.north[i];
      }
      return position;
    }

    const PostPositions* posts_;
    LocalFrame::ParallelTerms parallel_{};
    LocalFrame::LinePolynomial line_{};
  };
  [[nodiscard]] Row row(int row) const;

 private:
  const LocalFrame& frame_;
  int thinning_;
  ColumnRun columns_;
  std::vector<LocalFrame::MeridianTerms> meridians_;  // geographic grids only
};

}  // namespace skyshed
