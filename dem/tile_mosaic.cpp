#include "dem/tile_mosaic.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for_each.h>

#include <algorithm>
#include <cmath>

#include "dem/assemble.h"
#include "dem/lattice.h"

namespace skyshed {
namespace {

constexpr int posts_at_once = 1 << 24;

std::span<float> row_of(std::span<float> heights, const GridWindow& window, const GridWindow& part, int row) {
  const auto begin = static_cast<std::size_t>(part.row - window.row + row) * static_cast<std::size_t>(window.width) +
                     static_cast<std::size_t>(part.column - window.column);
  return heights.subspan(begin, static_cast<std::size_t>(part.width));
}

// Reads a piece and gives its heights to the posts of `window` that have none yet. Both in posts of the source.
void merge_piece(Source& source, const GridWindow& piece, const GridWindow& window, std::span<float> heights,
                 std::vector<float>& strip, Progress* progress) {
  const int rows = std::max(1, posts_at_once / piece.width);
  for (int row = 0; row < piece.height; row += rows) {
    const GridWindow part{piece.column, piece.row + row, piece.width, std::min(rows, piece.height - row)};
    const auto width = static_cast<std::size_t>(part.width);
    if (progress != nullptr) progress->check();
    strip.resize(width * static_cast<std::size_t>(part.height));
    source.read(part, strip);
    for (int i = 0; i < part.height; ++i) {
      const std::span<float> into = row_of(heights, window, part, i);
      const std::span<const float> from = std::span(strip).subspan(static_cast<std::size_t>(i) * width, width);
      for (std::size_t column = 0; column < width; ++column) {
        if (!std::isfinite(into[column])) into[column] = from[column];
      }
    }
    if (progress != nullptr) progress->advance(static_cast<std::int64_t>(strip.size()));
  }
}

}  // namespace

TileMosaic::TileMosaic(Source source) : frame_(source.frame()) {
  source_windows_.push_back(frame_.whole());
  sources_.push_back(std::move(source));
}

TileMosaic TileMosaic::of_sea(const GridFrame& frame) {
  TileMosaic mosaic;
  mosaic.frame_ = frame;
  mosaic.sea_windows_.push_back(frame.whole());
  return mosaic;
}

// By the turn of longitude that is nearest to the mosaic.
std::optional<GridWindow> TileMosaic::place_of(const GridFrame& other) const {
  const std::vector<GridWindow> places = windows_if_shared(frame_, other);
  if (places.empty()) return std::nullopt;
  const auto distance = [&](const GridWindow& window) {
    return std::abs(2LL * window.column + window.width - frame_.width);
  };
  return *std::min_element(places.begin(), places.end(),
                           [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
}

void TileMosaic::include(const GridWindow& window) {
  const GridWindow box = skyshed::hull(frame_.whole(), window);
  frame_ = frame_.cropped(box);
  for (auto* windows : {&source_windows_, &sea_windows_}) {
    for (GridWindow& place : *windows) {
      place.column -= box.column;
      place.row -= box.row;
    }
  }
}

bool TileMosaic::take(Source& source) {
  const std::optional<GridWindow> place = place_of(source.frame());
  if (!place) return false;
  source_windows_.push_back(*place);
  sources_.push_back(std::move(source));
  include(*place);
  return true;
}

bool TileMosaic::take_sea(const GridFrame& frame) {
  const std::optional<GridWindow> place = place_of(frame);
  if (!place) return false;
  sea_windows_.push_back(*place);
  include(*place);
  return true;
}

std::vector<GridWindow> TileMosaic::windows() const {
  std::vector<GridWindow> all = source_windows_;
  all.insert(all.end(), sea_windows_.begin(), sea_windows_.end());
  return all;
}

void TileMosaic::keep_closed() {
  keep_closed_ = true;
  for (Source& source : sources_) source.release();
}

void TileMosaic::read(const GridWindow& window, std::span<float> heights) {
  std::fill(heights.begin(), heights.end(), outside_all_sources);
  merge(window, heights);
}

void TileMosaic::merge(const GridWindow& window, std::span<float> heights, Progress* progress) {
  for (std::size_t index = 0; index < sources_.size(); ++index) {
    const GridWindow& stands_at = source_windows_[index];
    const GridWindow part = intersection(window, stands_at);
    if (is_empty(part)) continue;
    const GridWindow whole{window.column - stands_at.column, window.row - stands_at.row, window.width, window.height};
    const std::vector<GridWindow> pieces =
        sources_[index].pieces_of({part.column - stands_at.column, part.row - stands_at.row, part.width, part.height});
    if (pieces.size() == 1) {
      std::vector<float> strip;
      merge_piece(sources_[index], pieces.front(), whole, heights, strip, progress);
    } else {
      struct Reader {
        Source source;
        std::vector<float> strip;
      };
      tbb::enumerable_thread_specific<Reader> readers([&] { return Reader{sources_[index].another_handle(), {}}; });
      tbb::parallel_for_each(pieces, [&](const GridWindow& piece) {
        Reader& reader = readers.local();
        merge_piece(reader.source, piece, whole, heights, reader.strip, progress);
      });
    }
    if (keep_closed_) sources_[index].release();
  }
  for (const GridWindow& sea : sea_windows_) {
    const GridWindow part = intersection(window, sea);
    for (int row = 0; row < part.height; ++row) {
      for (float& height : row_of(heights, window, part, row)) {
        if (!std::isfinite(height)) height = 0;
      }
    }
  }
}

}  // namespace skyshed
