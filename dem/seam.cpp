#include "dem/seam.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "dem/extent.h"
#include "dem/lattice.h"

namespace skyshed {
namespace {

constexpr int posts_a_block = 1024;
constexpr double far_away = std::numeric_limits<double>::infinity();

struct Steps {
  double x_m = 0;
  double y_m = 0;
};

Steps steps_at(const GridFrame& frame, int row) {
  if (frame.kind != GridFrame::Kind::geographic) return {std::abs(frame.step_x), std::abs(frame.step_y)};
  const DegreeLengths degree = degree_lengths(std::clamp(frame.y_of(row), -89.9, 89.9));
  return {std::abs(frame.step_x) * degree.east_m, std::abs(frame.step_y) * degree.north_m};
}

// Tells, for each post of a model, who brought it.
class Posts {
 public:
  Posts(const ElevationModel& model, const std::vector<bool>& known_before) : model_(model), before_(known_before) {}
  [[nodiscard]] bool inside(int column, int row) const {
    return column >= 0 && row >= 0 && column < model_.heights.width() && row < model_.heights.height();
  }
  [[nodiscard]] bool earlier(int column, int row) const {
    return before_[static_cast<std::size_t>(row) * static_cast<std::size_t>(model_.heights.width()) +
                   static_cast<std::size_t>(column)];
  }
  [[nodiscard]] bool later(int column, int row) const {
    return inside(column, row) && !earlier(column, row) && std::isfinite(model_.heights.at(column, row));
  }

 private:
  const ElevationModel& model_;
  const std::vector<bool>& before_;
};

// Squared distance in metres from every post of the window to the nearest later post in its own row; far_away if none.
// first_row: of the frame, where the posts' first row stands.
Raster<double> along_rows(const Posts& posts, const GridFrame& frame, int first_row, const GridWindow& window) {
  Raster<double> squares(window.width, window.height, far_away);
  for (int row = 0; row < window.height; ++row) {
    const double step = steps_at(frame, first_row + window.row + row).x_m;
    for (const bool backwards : {false, true}) {
      double distance = far_away;
      for (int i = 0; i < window.width; ++i) {
        const int column = backwards ? window.width - 1 - i : i;
        distance = posts.later(window.column + column, window.row + row) ? 0 : distance + step;
        squares.at(column, row) = std::min(squares.at(column, row), distance * distance);
      }
    }
  }
  return squares;
}

// For each place i the smallest squares[j] + ((i - j) · step)²: the lower envelope of parabolas.
// Source     Felzenszwalb & Huttenlocher 2012, "Distance transforms of sampled functions".
void down_a_column(const std::vector<double>& squares, double step, std::vector<double>& nearest) {
  struct Parabola {
    std::size_t place;
    double from;  // it is the lowest from here on
  };
  std::vector<Parabola> envelope;
  const double step_squared = step * step;
  for (std::size_t j = 0; j < squares.size(); ++j) {
    if (squares[j] == far_away) continue;
    double from = -far_away;
    while (!envelope.empty()) {
      const auto other = static_cast<double>(envelope.back().place);
      const auto place = static_cast<double>(j);
      from = ((squares[j] - squares[envelope.back().place]) / step_squared + place * place - other * other) /
             (2 * (place - other));
      if (from > envelope.back().from) break;
      envelope.pop_back();
      from = -far_away;
    }
    envelope.push_back({j, from});
  }
  nearest.assign(squares.size(), far_away);
  std::size_t lowest = 0;
  for (std::size_t i = 0; i < squares.size() && !envelope.empty(); ++i) {
    const auto place = static_cast<double>(i);
    while (lowest + 1 < envelope.size() && envelope[lowest + 1].from <= place) ++lowest;
    const double away = (place - static_cast<double>(envelope[lowest].place)) * step;
    nearest[i] = squares[envelope[lowest].place] + away * away;
  }
}

// Land, sea or ground below it: heights of different kinds are no passage of one into the other.
int kind_of(float height) { return height > 0 ? 1 : height < 0 ? -1 : 0; }

double narrowest_step_m(const GridFrame& frame) {
  double narrowest = far_away;
  for (const int row : {0, frame.height - 1}) {
    const Steps steps = steps_at(frame, row);
    narrowest = std::min({narrowest, steps.x_m, steps.y_m});
  }
  return narrowest;
}

double width_on(const GridFrame& frame, double width_m) {
  return std::min(width_m, widest_passage_posts * narrowest_step_m(frame));
}

double step_y_m(const GridFrame& frame) { return steps_at(frame, frame.height / 2).y_m; }

class Feathering {
 public:
  Feathering(ElevationModel& model, const std::vector<bool>& known_before, double width_m, const FillFromLater& fill,
             const PartOfWhole& place)
      : model_(model),
        posts_(model, known_before),
        place_(place),
        width_m_(width_on(place.frame, width_m)),
        fill_(fill),
        reach_(std::max(1, static_cast<int>(std::ceil(width_m_ / narrowest_step_m(place.frame))))),
        step_y_m_(step_y_m(place.frame)) {}

  SeamTally along(const GridWindow& came) {
    const GridWindow whole = model_.frame.whole();
    later_box_ = box_of_later(intersection(came, whole));
    const GridWindow near = is_empty(later_box_) ? GridWindow{} : intersection(grown(later_box_, reach_), whole);
    for (int row = near.row; row < near.row + near.height; row += posts_a_block) {
      for (int column = near.column; column < near.column + near.width; column += posts_a_block) {
        const GridWindow block = intersection({column, row, posts_a_block, posts_a_block}, near);
        if (meets(block)) blend(block, intersection(grown(block, reach_), whole));
      }
    }
    return {.earlier = {},
            .later = {},
            .length_m = length_m_,
            .feathered_m = width_m_,
            .differences = std::move(differences_)};
  }

 private:
  // Both kinds of posts: one in the block, the other within reach.
  [[nodiscard]] bool meets(const GridWindow& block) const {
    const GridWindow around = intersection(grown(block, reach_), later_box_);
    return any(block, [&](int column, int row) { return posts_.earlier(column, row); }) &&
           any(around, [&](int column, int row) { return posts_.later(column, row); });
  }
  template <class Question>
  [[nodiscard]] static bool any(const GridWindow& window, const Question& question) {
    for (int row = window.row; row < window.row + window.height; ++row) {
      for (int column = window.column; column < window.column + window.width; ++column) {
        if (question(column, row)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] GridWindow box_of_later(const GridWindow& window) const {
    GridWindow box;
    for (int row = window.row; row < window.row + window.height; ++row) {
      int first = -1;
      int last = -1;
      for (int column = window.column; column < window.column + window.width; ++column) {
        if (!posts_.later(column, row)) continue;
        if (first < 0) first = column;
        last = column;
      }
      if (first >= 0) box = hull(box, {first, row, last - first + 1, 1});
    }
    return box;
  }

  // Of the edges between an earlier post and later ones beside it.
  [[nodiscard]] double seam_at(int column, int row) const {
    const double step_x_m = steps_at(place_.frame, place_.part.row + row).x_m;
    double length = 0;
    for (const int side : {-1, 1}) {
      if (posts_.later(column + side, row)) length += step_y_m_;
      if (posts_.later(column, row + side)) length += step_x_m;
    }
    return length;
  }

  void blend(const GridWindow& block, const GridWindow& around) {
    Raster<double> squares = along_rows(posts_, place_.frame, place_.part.row, around);
    std::vector<double> column_of(static_cast<std::size_t>(around.height));
    std::vector<double> nearest;
    ElevationModel part;
    part.frame = model_.frame.cropped(block);
    part.heights = Raster<float>(block.width, block.height, 0);
    bool any_wanted = false;
    for (int column = block.column; column < block.column + block.width; ++column) {
      const int from_left = column - around.column;
      for (int row = 0; row < around.height; ++row) {
        column_of[static_cast<std::size_t>(row)] = squares.at(from_left, row);
      }
      down_a_column(column_of, step_y_m_, nearest);
      for (int row = block.row; row < block.row + block.height; ++row) {
        double& square = squares.at(from_left, row - around.row);
        square = nearest[static_cast<std::size_t>(row - around.row)];
        if (!posts_.earlier(column, row)) continue;
        if (square >= width_m_ * width_m_ && seam_at(column, row) == 0) continue;
        part.heights.at(column - block.column, row - block.row) = std::numeric_limits<float>::quiet_NaN();
        any_wanted = true;
      }
    }
    if (!any_wanted) return;
    const Raster<float> asked = part.heights;
    fill_(part, block);
    for (int row = 0; row < block.height; ++row) {
      for (int column = 0; column < block.width; ++column) {
        if (!std::isnan(asked.at(column, row)) || !std::isfinite(part.heights.at(column, row))) continue;
        const double square = squares.at(block.column + column - around.column, block.row + row - around.row);
        pass({block.column + column, block.row + row}, part.heights.at(column, row), std::sqrt(square));
      }
    }
  }

  struct Post {
    int column;
    int row;
  };
  void pass(Post post, float later, double distance_m) {
    float& height = model_.heights.at(post.column, post.row);
    // The floor of a sea is brought to 0 afterwards (voids.h), so it is no step beside one that is 0 already.
    const bool floor_beside_sea =
        std::min(kind_of(height), kind_of(later)) < 0 && kind_of(height) * kind_of(later) == 0;
    const double seam_m = seam_at(post.column, post.row);
    const GridWindow& counted = place_.counted;
    const bool counts = post.column >= counted.column && post.column < counted.column + counted.width &&
                        post.row >= counted.row && post.row < counted.row + counted.height;
    if (seam_m > 0 && counts && !floor_beside_sea) {
      length_m_ += seam_m;
      differences_.push_back(later - height);
    }
    if (distance_m >= width_m_ || kind_of(height) != kind_of(later)) return;
    height =
        static_cast<float>(std::lerp(static_cast<double>(later), static_cast<double>(height), distance_m / width_m_));
  }

  ElevationModel& model_;
  Posts posts_;
  const PartOfWhole& place_;
  double width_m_;
  const FillFromLater& fill_;
  int reach_;
  double step_y_m_;
  GridWindow later_box_;
  double length_m_ = 0;
  std::vector<float> differences_;
};

std::string distance_text(double metres) {
  return metres < 1000 ? fmt::format("{:.0f} m", metres) : fmt::format("{:.3g} km", metres / 1000);
}

}  // namespace

void add(SeamTally& all, SeamTally part) {
  all.length_m += part.length_m;
  all.feathered_m = part.feathered_m;
  all.differences.insert(all.differences.end(), part.differences.begin(), part.differences.end());
  all.earlier = std::move(part.earlier);
  all.later = std::move(part.later);
}

std::vector<Seam> seams_of(std::vector<SeamTally> tallies) {
  constexpr float told_from_m = 0.05F;
  std::vector<Seam> seams;
  for (SeamTally& tally : tallies) {
    std::vector<float>& differences = tally.differences;
    if (std::ranges::none_of(differences, [](float metres) { return std::abs(metres) >= told_from_m; })) continue;
    Seam seam{.earlier = std::move(tally.earlier),
              .later = std::move(tally.later),
              .length_m = tally.length_m,
              .feathered_m = tally.feathered_m};
    std::ranges::sort(differences);
    for (float& difference : differences) {
      seam.mean_m += difference;
      difference = std::abs(difference);
    }
    seam.mean_m /= static_cast<double>(differences.size());
    std::ranges::sort(differences);
    seam.most_m = differences[static_cast<std::size_t>(0.95 * static_cast<double>(differences.size() - 1))];
    seam.worst_m = differences.back();
    seams.push_back(std::move(seam));
  }
  return seams;
}

std::string seam_text(const Seam& seam) {
  return fmt::format(
      "{} and {} meet along {}: there the latter stands {:.1f} m {} in the mean, 95 % of the posts differ by "
      "at most {:.1f} m, all by at most {:.1f} m; {}",
      seam.earlier, seam.later, distance_text(seam.length_m), std::abs(seam.mean_m),
      seam.mean_m < 0 ? "lower" : "higher", seam.most_m, seam.worst_m,
      seam.feathered_m > 0 ? "feathered over " + distance_text(seam.feathered_m) : "not feathered");
}

bool is_worth_a_warning(const Seam& seam) { return std::abs(seam.mean_m) > 10 || seam.most_m > 50; }

void note_known(const Raster<float>& heights, const GridWindow& window, std::vector<bool>& known) {
  known.resize(heights.size());
  for (int row = window.row; row < window.row + window.height; ++row) {
    const auto first = static_cast<std::size_t>(row) * static_cast<std::size_t>(heights.width());
    for (int column = window.column; column < window.column + window.width; ++column) {
      if (std::isfinite(heights.at(column, row))) known[first + static_cast<std::size_t>(column)] = true;
    }
  }
}

PartOfWhole whole_of(const ElevationModel& model) {
  return {.frame = model.frame, .part = model.frame.whole(), .counted = model.frame.whole()};
}

SeamTally feather(ElevationModel& model, const std::vector<bool>& known_before, const GridWindow& came, double width_m,
                  const FillFromLater& fill_from_later, const PartOfWhole& place) {
  return Feathering(model, known_before, width_m, fill_from_later, place).along(came);
}

int rows_of_seam(const GridFrame& whole, double width_m) {
  return 1 + static_cast<int>(std::ceil(width_on(whole, width_m) / step_y_m(whole)));
}

}  // namespace skyshed
