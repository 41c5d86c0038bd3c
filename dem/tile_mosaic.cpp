#include "dem/tile_mosaic.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
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

// Reads a piece straight to its place among the heights of `window`. Both in posts of the source, here and below.
void read_piece(Source& source, const GridWindow& piece, const GridWindow& window, std::span<float> heights) {
  source.read(piece, row_of(heights, window, piece, 0).data(), window.width);
}

// Reads a piece and gives its heights to the posts of `window` that have none yet.
void merge_piece(Source& source, const GridWindow& piece, const GridWindow& window, std::span<float> heights,
                 std::vector<float>& apart) {
  const auto width = static_cast<std::size_t>(piece.width);
  apart.resize(width * static_cast<std::size_t>(piece.height));
  source.read(piece, apart);
  for (int i = 0; i < piece.height; ++i) {
    const std::span<float> into = row_of(heights, window, piece, i);
    const std::span<const float> from = std::span(apart).subspan(static_cast<std::size_t>(i) * width, width);
    for (std::size_t column = 0; column < width; ++column) {
      if (!std::isfinite(into[column])) into[column] = from[column];
    }
  }
}

// In strips of bounded size, between which the progress is heard.
template <class Read>
void in_strips(const GridWindow& piece, Progress* progress, const Read& read) {
  const int rows = std::max(1, posts_at_once / piece.width);
  for (int row = 0; row < piece.height; row += rows) {
    const GridWindow strip{piece.column, piece.row + row, piece.width, std::min(rows, piece.height - row)};
    if (progress != nullptr) progress->check();
    read(strip);
    if (progress != nullptr) progress->advance(std::int64_t{strip.width} * strip.height);
  }
}

// Pieces of one source by several threads. `blank`: no post of theirs has a height yet.
void read_pieces(Source& source, const std::vector<GridWindow>& pieces, const GridWindow& window,
                 std::span<float> heights, bool blank, Progress* progress) {
  const auto read = [&](Source& handle, std::vector<float>& apart, const GridWindow& piece) {
    in_strips(piece, progress, [&](const GridWindow& strip) {
      if (blank) {
        read_piece(handle, strip, window, heights);
      } else {
        merge_piece(handle, strip, window, heights, apart);
      }
    });
  };
  if (pieces.size() == 1) {
    std::vector<float> apart;
    return read(source, apart, pieces.front());
  }
  struct Reader {
    Source handle;
    std::vector<float> apart;
  };
  tbb::enumerable_thread_specific<Reader> readers([&] { return Reader{source, {}}; });
  tbb::parallel_for_each(pieces, [&](const GridWindow& piece) {
    Reader& reader = readers.local();
    read(reader.handle, reader.apart, piece);
  });
}

// By the threads that will fill them, so that they share the work of finding memory.
void fill_beside(const GridWindow& part, const GridWindow& window, std::span<float> heights) {
  tbb::parallel_for(0, window.height, [&](int row) {
    const auto all = heights.subspan(static_cast<std::size_t>(row) * static_cast<std::size_t>(window.width),
                                     static_cast<std::size_t>(window.width));
    const int line = window.row + row;
    const bool crosses = !is_empty(part) && line >= part.row && line < part.row + part.height;
    const auto begin = crosses ? static_cast<std::size_t>(part.column - window.column) : all.size();
    const auto end = crosses ? begin + static_cast<std::size_t>(part.width) : all.size();
    std::ranges::fill(all.first(begin), outside_all_sources);
    std::ranges::fill(all.subspan(end), outside_all_sources);
  });
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

void TileMosaic::read(const GridWindow& window, std::span<float> heights, Progress* progress) {
  fill_beside(sources_.empty() ? GridWindow{} : intersection(window, source_windows_.front()), window, heights);
  merge_sources(window, heights, true, progress);
}

void TileMosaic::merge(const GridWindow& window, std::span<float> heights, Progress* progress) {
  merge_sources(window, heights, false, progress);
}

void TileMosaic::merge_sources(const GridWindow& window, std::span<float> heights, bool blank, Progress* progress) {
  for (std::size_t index = 0; index < sources_.size(); ++index) {
    const GridWindow& stands_at = source_windows_[index];
    const GridWindow part = intersection(window, stands_at);
    if (is_empty(part)) continue;
    const auto meets = [&](const GridWindow& other) { return !is_empty(intersection(other, part)); };
    const auto before = source_windows_.begin() + static_cast<std::ptrdiff_t>(index);
    const GridWindow whole{window.column - stands_at.column, window.row - stands_at.row, window.width, window.height};
    const std::vector<GridWindow> pieces =
        sources_[index].pieces_of({part.column - stands_at.column, part.row - stands_at.row, part.width, part.height});
    read_pieces(sources_[index], pieces, whole, heights, blank && std::none_of(source_windows_.begin(), before, meets),
                progress);
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
