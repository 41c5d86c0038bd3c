#include "dem/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "dem/lattice.h"
#include "dem/sample.h"
#include "dem/source.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

// Beyond this, keeping every file open would run into the system's limit on open files.
constexpr std::size_t most_open_files = 64;
constexpr std::int64_t most_posts = 2'000'000'000;
constexpr int posts_at_once = 1 << 24;

struct Piece {
  Source source;
  std::vector<GridWindow> exact;  // where it stands on the lattice of the first source; empty: it must be sampled
};

std::vector<Piece> open_all(const std::vector<std::string>& names) {
  if (names.empty()) throw Error(ErrorKind::terrain, "no terrain is named; give at least one elevation model");
  std::vector<Piece> pieces;
  for (const std::string& name : names) {
    Piece piece{.source = Source(name), .exact = {}};
    const GridFrame& lattice = pieces.empty() ? piece.source.frame() : pieces.front().source.frame();
    piece.exact = windows_if_shared(lattice, piece.source.frame());
    if (names.size() > most_open_files) piece.source.release();
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

// A window around a sampled source's pixels, by the turn of longitude that is nearest to `near_by`.
GridWindow window_near(const GridFrame& lattice, const GridWindow& near_by, const GridFrame& other) {
  GridWindow window = window_around(lattice.cropped(near_by), other);
  window.column += near_by.column;
  window.row += near_by.row;
  return window;
}

// The hull of what the sources have inside the limit.
GridWindow available_in(const GridWindow& limit, const std::vector<Piece>& pieces, const GridFrame& lattice) {
  GridWindow box;
  for (const Piece& piece : pieces) {
    std::vector<GridWindow> windows = piece.exact;
    if (windows.empty()) windows.push_back(window_near(lattice, limit, piece.source.frame()));
    for (const GridWindow& window : windows) {
      const GridWindow part = intersection(window, limit);
      if (!is_empty(part)) box = hull(box, part);
    }
  }
  return box;
}

// The hull of all sources, each by the turn of longitude that brings it nearest to those before it.
GridWindow all_of(const std::vector<Piece>& pieces, const GridFrame& lattice) {
  GridWindow box = lattice.whole();
  for (const Piece& piece : pieces) {
    if (piece.exact.empty()) {
      box = hull(box, window_near(lattice, box, piece.source.frame()));
      continue;
    }
    const auto distance = [&](const GridWindow& window) {
      return std::abs(2LL * window.column + window.width - (2LL * box.column + box.width));
    };
    box = hull(box, *std::min_element(piece.exact.begin(), piece.exact.end(),
                                      [&](const auto& a, const auto& b) { return distance(a) < distance(b); }));
  }
  return box;
}

// Heights that are known stay; voids and posts without a word take what this source says.
void merge(std::span<float> heights, std::span<const float> from) {
  for (std::size_t index = 0; index < heights.size(); ++index) {
    if (!std::isfinite(heights[index]) && from[index] != outside_all_sources) heights[index] = from[index];
  }
}

void merge_exactly(Raster<float>& heights, const GridWindow& window, Source& source, const GridWindow& stands_at) {
  const GridWindow part = intersection(window, stands_at);
  if (is_empty(part)) return;
  const int rows = std::max(1, posts_at_once / part.width);
  std::vector<float> strip;
  for (int row = 0; row < part.height; row += rows) {
    const int count = std::min(rows, part.height - row);
    strip.resize(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(count));
    source.read({part.column - stands_at.column, part.row - stands_at.row + row, part.width, count}, strip);
    for (int i = 0; i < count; ++i) {
      const auto width = static_cast<std::size_t>(part.width);
      merge(heights.row(part.row - window.row + row + i)
                .subspan(static_cast<std::size_t>(part.column - window.column), width),
            std::span(strip).subspan(static_cast<std::size_t>(i) * width, width));
    }
  }
}

std::string joined_names(const std::vector<Piece>& pieces) {
  std::string names = pieces.front().source.base_name();
  if (pieces.size() > 3) return fmt::format("{} and {} more", names, pieces.size() - 1);
  for (std::size_t index = 1; index < pieces.size(); ++index) names += ", " + pieces[index].source.base_name();
  return names;
}

std::string description_of(const std::vector<Piece>& pieces) {
  std::vector<std::string> remarks;
  const auto say = [&](std::string remark) {
    if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) remarks.push_back(std::move(remark));
  };
  for (const Piece& piece : pieces) {
    const std::string name = piece.source.base_name();
    if (piece.exact.empty()) {
      say(fmt::format("{} sampled bilinearly at the posts of {}", name, pieces.front().source.base_name()));
    }
    for (const std::string& remark : piece.source.reference_system().remarks) say(fmt::format("{}: {}", name, remark));
    if (piece.source.reference_system().ellipsoidal_heights) {
      say(fmt::format("{}: heights above the ellipsoid taken as above the sea", name));
    }
  }
  return fmt::format("{}", fmt::join(remarks, "; "));
}

[[noreturn]] void refuse_place(const std::vector<Piece>& pieces) {
  throw Error(
      ErrorKind::terrain,
      fmt::format("{} has no terrain at the place asked for; check the place and the source", joined_names(pieces)));
}

GridWindow moved(const GridWindow& window, const GridWindow& origin) {
  return {window.column - origin.column, window.row - origin.row, window.width, window.height};
}

}  // namespace

Assembly assemble(const AssemblyRequest& request) {
  std::vector<Piece> pieces = open_all(request.sources);
  const GridFrame lattice = pieces.front().source.frame();
  GridWindow asked;
  GridWindow window;
  if (request.extent) {
    const GridWindow box = window_of(lattice, *request.extent);
    const GridWindow known = available_in(grown(box, request.margin), pieces, lattice);
    if (request.must_meet && is_empty(known)) refuse_place(pieces);
    asked = request.clip_to_sources ? intersection(box, known) : box;
    window = request.clip_to_sources ? known : hull(box, known);
  } else {
    window = all_of(pieces, lattice);
  }
  if (request.extent && is_empty(asked)) refuse_place(pieces);
  if (std::int64_t{window.width} * window.height > most_posts) {
    throw Error(ErrorKind::terrain,
                fmt::format("{} would be {} x {} posts, more than {}; ask for a smaller extent or make "
                            "it coarser with skyshed terrain pack",
                            joined_names(pieces), window.width, window.height, most_posts));
  }
  Assembly result;
  result.asked = moved(asked, window);
  result.model.frame = lattice.cropped(window);
  try {
    result.model.heights = Raster<float>(window.width, window.height, outside_all_sources);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::terrain,
                fmt::format("{} x {} posts of terrain do not fit into memory; ask for a smaller extent", window.width,
                            window.height));
  }
  for (Piece& piece : pieces) {
    for (const GridWindow& stands_at : piece.exact) {
      merge_exactly(result.model.heights, window, piece.source, stands_at);
    }
    if (piece.exact.empty()) {
      const GridWindow part = intersection(window, window_near(lattice, window, piece.source.frame()));
      if (!is_empty(part)) merge_sampled(result.model, moved(part, window), piece.source);
    }
    if (pieces.size() > most_open_files) piece.source.release();
  }
  result.model.name = joined_names(pieces);
  result.model.description = description_of(pieces);
  return result;
}

GridWindow part_outside(const Raster<float>& heights, const GridWindow& asked) {
  GridWindow missing;
  for (int row = asked.row; row < asked.row + asked.height; ++row) {
    int first = -1;
    int last = -1;
    for (int column = asked.column; column < asked.column + asked.width; ++column) {
      if (heights.at(column, row) != outside_all_sources) continue;
      if (first < 0) first = column;
      last = column;
    }
    if (first >= 0) missing = hull(missing, {first, row, last - first + 1, 1});
  }
  return missing;
}

std::string box_text(const GridFrame& frame, const GridWindow& window) {
  const GeodeticExtent box = extent_of(frame, window);
  return fmt::format("longitude {:.4g} to {:.4g}, latitude {:.4g} to {:.4g}", box.west_deg, box.east_deg, box.south_deg,
                     box.north_deg);
}

void refuse_missing(const ElevationModel& model, const GridWindow& missing) {
  throw Error(ErrorKind::terrain,
              fmt::format("{} does not cover all that is asked for: terrain is missing in {}; add a "
                          "source, or say that what lies outside is sea or unknown",
                          model.name, box_text(model.frame, missing)));
}

}  // namespace skyshed
