#include "dem/generalise.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

#include "dem/assemble.h"

namespace skyshed {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// What one axis contributes to one cell: the posts inside it, and the weight of every post whose hat reaches into it.
struct Span {
  int first = 0;                // post of the first weight
  std::vector<double> weights;  // they add up to the cell's width in posts, less what lies beyond the source
  int inside_first = 0;         // posts p with begin <= p < end
  int inside_last = -1;
};

// Integral of the hat max(0, 1 - |t|) from -infinity to t.
double hat_integral(double t) {
  if (t <= -1) return 0;
  if (t >= 1) return 1;
  return t < 0 ? (1 + t) * (1 + t) / 2 : 1 - (1 - t) * (1 - t) / 2;
}

Span span_of(double begin, double end, int posts) {
  // A cell's edge that should fall on a post must not pass it by rounding.
  constexpr double rounding = 1e-6;
  Span span;
  span.inside_first = std::max(0, static_cast<int>(std::ceil(begin - rounding)));
  span.inside_last = std::min(posts - 1, static_cast<int>(std::ceil(end - rounding)) - 1);
  span.first = std::max(0, static_cast<int>(std::floor(begin + rounding)));
  const int last = std::min(posts - 1, static_cast<int>(std::ceil(end - rounding)));
  for (int post = span.first; post <= last; ++post) {
    span.weights.push_back(hat_integral(end - post) - hat_integral(begin - post));
  }
  return span;
}

// Rows and columns of posts told apart by a transposition, so that every rule is written once.
class Lines {
 public:
  Lines(const Raster<float>& heights, bool columns) : heights_(heights), columns_(columns) {}
  [[nodiscard]] int count() const { return columns_ ? heights_.width() : heights_.height(); }
  [[nodiscard]] int length() const { return columns_ ? heights_.height() : heights_.width(); }
  [[nodiscard]] float at(int line, int post) const {
    return columns_ ? heights_.at(line, post) : heights_.at(post, line);
  }

 private:
  const Raster<float>& heights_;
  bool columns_;
};

struct Ridge {
  double share = 0;  // of the lines through the cell that meet the crest
  double height = 0;
  bool pass = false;
};

class RidgeFinder {
 public:
  RidgeFinder(const Lines& lines, const Span& across, const Span& along, int reach, double drop_m)
      : lines_(lines), across_(across), along_(along), reach_(reach), drop_m_(drop_m) {}

  [[nodiscard]] std::optional<Ridge> find() const {
    int crossing = 0;
    int met = 0;
    float lowest = std::numeric_limits<float>::infinity();
    float highest = -lowest;
    for (int line = along_.inside_first; line <= along_.inside_last; ++line) {
      ++crossing;
      const std::optional<float> crest = crest_on(line);
      if (!crest) continue;
      ++met;
      lowest = std::min(lowest, *crest);
      highest = std::max(highest, *crest);
    }
    if (met == 0 || 4 * met < crossing) return std::nullopt;
    const float both_sides = std::min(highest_beyond(-1), highest_beyond(1));
    const bool pass = highest <= both_sides && lowest <= both_sides - drop_m_;
    return Ridge{static_cast<double>(met) / crossing, pass ? lowest : highest, pass};
  }

 private:
  [[nodiscard]] std::optional<float> crest_on(int line) const {
    int top = -1;
    for (int post = across_.inside_first; post <= across_.inside_last; ++post) {
      if (std::isfinite(lines_.at(line, post)) && (top < 0 || lines_.at(line, post) > lines_.at(line, top))) top = post;
    }
    if (top < 0 || !falls(line, top, -1) || !falls(line, top, 1)) return std::nullopt;
    return lines_.at(line, top);
  }

  [[nodiscard]] bool falls(int line, int top, int step) const {
    const float crest = lines_.at(line, top);
    for (int walked = 1; walked <= reach_; ++walked) {
      const int post = top + step * walked;
      if (post < 0 || post >= lines_.length()) return false;
      const float height = lines_.at(line, post);
      if (!std::isfinite(height) || height > crest) return false;
      if (height <= crest - drop_m_) return true;
    }
    return false;
  }

  // The highest ground beyond the cell's edge along the ridge, in a fan that lets the ridge run askew.
  [[nodiscard]] float highest_beyond(int step) const {
    float highest = -std::numeric_limits<float>::infinity();
    for (int walked = 1; walked <= reach_; ++walked) {
      const int line = step < 0 ? along_.inside_first - walked : along_.inside_last + walked;
      if (line < 0 || line >= lines_.count()) break;
      const int last = std::min(lines_.length() - 1, across_.inside_last + walked);
      for (int post = std::max(0, across_.inside_first - walked); post <= last; ++post) {
        if (std::isfinite(lines_.at(line, post))) highest = std::max(highest, lines_.at(line, post));
      }
    }
    return highest;
  }

  const Lines& lines_;
  const Span& across_;
  const Span& along_;
  int reach_;
  double drop_m_;
};

// The ridge that more of the lines across it meet; of two equals the higher.
std::optional<Ridge> clearer(const std::optional<Ridge>& a, const std::optional<Ridge>& b) {
  if (!a || !b) return a ? a : b;
  return std::tie(a->share, a->height) < std::tie(b->share, b->height) ? b : a;
}

double mean_of(const Raster<float>& heights, const Span& columns, const Span& rows, OutsideRule outside) {
  double sum = 0;
  double weight_known = 0;
  double weight_all = 0;
  for (std::size_t j = 0; j < rows.weights.size(); ++j) {
    for (std::size_t i = 0; i < columns.weights.size(); ++i) {
      const double weight = rows.weights[j] * columns.weights[i];
      float height = heights.at(columns.first + static_cast<int>(i), rows.first + static_cast<int>(j));
      if (height == outside_all_sources && outside == OutsideRule::sea) height = 0;
      weight_all += weight;
      if (!std::isfinite(height)) continue;
      weight_known += weight;
      sum += weight * static_cast<double>(height);
    }
  }
  return weight_known > 0 && 2 * weight_known >= weight_all ? sum / weight_known : unknown;
}

}  // namespace

Raster<float> generalised(const ElevationModel& source, const GridFrame& cells, OutsideRule outside,
                          double ridge_drop_m) {
  const GridFrame& from = source.frame;
  const double width = cells.step_x / from.step_x;
  const double height = cells.step_y / from.step_y;
  std::vector<Span> columns;
  std::vector<Span> rows;
  for (int column = 0; column < cells.width; ++column) {
    const double centre = (cells.x_of(column) - from.origin_x) / from.step_x;
    columns.push_back(span_of(centre - width / 2, centre + width / 2, from.width));
  }
  for (int row = 0; row < cells.height; ++row) {
    const double centre = (cells.y_of(row) - from.origin_y) / from.step_y;
    rows.push_back(span_of(centre - height / 2, centre + height / 2, from.height));
  }
  const int reach_x = static_cast<int>(std::ceil(width - 1e-6));
  const int reach_y = static_cast<int>(std::ceil(height - 1e-6));
  const Lines by_row(source.heights, false);
  const Lines by_column(source.heights, true);

  Raster<float> result(cells.width, cells.height);
  tbb::parallel_for(tbb::blocked_range<int>(0, cells.height, 16), [&](const tbb::blocked_range<int>& range) {
    for (int row = range.begin(); row < range.end(); ++row) {
      const Span& y = rows[static_cast<std::size_t>(row)];
      for (int column = 0; column < cells.width; ++column) {
        const Span& x = columns[static_cast<std::size_t>(column)];
        double value = mean_of(source.heights, x, y, outside);
        if (!std::isnan(value)) {
          const auto ridge = clearer(RidgeFinder(by_row, x, y, reach_x, ridge_drop_m).find(),
                                     RidgeFinder(by_column, y, x, reach_y, ridge_drop_m).find());
          // A crest never lowers its cell; a pass may, since else its flanks would close it.
          if (ridge) value = ridge->pass ? ridge->height : std::max(value, ridge->height);
        }
        result.at(column, row) = static_cast<float>(value);
      }
    }
  });
  return result;
}

}  // namespace skyshed
