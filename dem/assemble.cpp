#include "dem/assemble.h"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <span>
#include <utility>

#include "dem/lattice.h"
#include "dem/open_sources.h"
#include "dem/sample.h"
#include "dem/source_word.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

constexpr std::int64_t most_posts = 2'000'000'000;

struct Piece {
  TileMosaic mosaic;
  std::vector<GridWindow> exact;  // where it stands on the lattice of the first source; empty: it must be sampled
};

std::vector<Piece> open_all(const AssemblyRequest& request) {
  std::vector<Piece> pieces;
  for (TileMosaic& mosaic : open_sources(request.sources, request.extent, terrain_store(), request.datum)) {
    Piece piece{.mosaic = std::move(mosaic), .exact = {}};
    const GridFrame& first = pieces.empty() ? piece.mosaic.frame() : pieces.front().mosaic.frame();
    piece.exact = windows_if_shared(request.lattice ? *request.lattice : first, piece.mosaic.frame());
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
  const auto count = [&](const GridWindow& window) {
    const GridWindow part = intersection(window, limit);
    if (!is_empty(part)) box = hull(box, part);
  };
  for (const Piece& piece : pieces) {
    for (const GridWindow& tile : piece.mosaic.windows()) {
      for (const GridWindow& place : piece.exact) {
        count({place.column + tile.column, place.row + tile.row, tile.width, tile.height});
      }
      if (piece.exact.empty()) count(window_near(lattice, limit, piece.mosaic.frame().cropped(tile)));
    }
  }
  return box;
}

// The hull of all sources, each by the turn of longitude that brings it nearest to those before it.
GridWindow all_of(const std::vector<Piece>& pieces, const GridFrame& lattice) {
  GridWindow box = lattice.whole();
  for (const Piece& piece : pieces) {
    if (piece.exact.empty()) {
      box = hull(box, window_near(lattice, box, piece.mosaic.frame()));
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

std::string joined_names(const std::vector<std::string>& words) {
  const auto name_of = [](const std::string& word) {
    const std::string path = path_of_source(word).generic_string();
    std::string name = path.empty() ? word : path;
    while (name.size() > 1 && name.ends_with('/')) name.pop_back();
    return path.empty() && word.find('/') == std::string::npos ? word : std::string(CPLGetFilename(name.c_str()));
  };
  std::string names = name_of(words.front());
  if (words.size() > 3) return fmt::format("{} and {} more", names, words.size() - 1);
  for (std::size_t index = 1; index < words.size(); ++index) names += ", " + name_of(words[index]);
  return names;
}

std::string title_of(const Piece& piece) {
  const std::vector<Source>& sources = piece.mosaic.sources();
  if (sources.empty()) return "open sea";
  const std::string more = sources.size() > 1 ? fmt::format(" and {} more", sources.size() - 1) : "";
  return sources.front().base_name() + more;
}

std::string description_of(const std::vector<Piece>& pieces, const AssemblyRequest& request) {
  const std::optional<VerticalDatum> datum = request.datum;
  std::vector<std::string> remarks;
  const auto say = [&](std::string remark) {
    if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) remarks.push_back(std::move(remark));
  };
  for (const Piece& piece : pieces) {
    if (piece.exact.empty()) {
      say(fmt::format("{} sampled bilinearly at {}", title_of(piece),
                      request.lattice ? "the posts between" : "the posts of " + title_of(pieces.front())));
    }
    for (const Source& source : piece.mosaic.sources()) {
      for (const std::string& remark : source.reference_system().remarks)
        say(fmt::format("{}: {}", title_of(piece), remark));
      if (source.datum() == VerticalDatum::ellipsoid || (datum && source.datum() != *datum)) {
        say(fmt::format("{}: heights brought from {} to {}", title_of(piece), name_of(source.datum()),
                        name_of(datum.value_or(VerticalDatum::egm96))));
      }
    }
  }
  return fmt::format("{}", fmt::join(remarks, "; "));
}

[[noreturn]] void refuse_place(const std::vector<std::string>& words) {
  throw Error(
      ErrorKind::terrain,
      fmt::format("{} has no terrain at the place asked for; check the place and the source", joined_names(words)));
}

GridWindow moved(const GridWindow& window, const GridWindow& origin) {
  return {window.column - origin.column, window.row - origin.row, window.width, window.height};
}

// The posts of the window, counted from its corner, that the piece may bring.
GridWindow brought_by(const Piece& piece, const GridFrame& lattice, const GridWindow& window) {
  GridWindow box;
  for (const GridWindow& stands_at : piece.exact) {
    const GridWindow part = intersection(window, stands_at);
    if (!is_empty(part)) box = hull(box, moved(part, window));
  }
  if (!piece.exact.empty()) return box;
  const GridWindow part = intersection(window, window_near(lattice, window, piece.mosaic.frame()));
  return is_empty(part) ? GridWindow{} : moved(part, window);
}

// Gives the piece's heights to the posts of the model, which is the lattice's window, that have none yet.
// blank: no height of the model is set yet; the piece must then be exact, as the first one is.
void merge(Piece& piece, const GridFrame& lattice, ElevationModel& model, const GridWindow& window, Progress* progress,
           bool blank = false) {
  const std::span<float> heights = model.heights.values();
  for (const GridWindow& stands_at : piece.exact) {
    const GridWindow part = moved(window, stands_at);
    // It is exact in some turn of longitude: perhaps not in this one.
    const bool is_last = &stands_at == &piece.exact.back();
    if (!blank) {
      piece.mosaic.merge(part, heights, progress);
    } else if (is_last || !is_empty(intersection(part, piece.mosaic.frame().whole()))) {
      piece.mosaic.read(part, heights, progress);
      blank = false;
    }
  }
  if (!piece.exact.empty()) return;
  const GridWindow brought = brought_by(piece, lattice, window);
  if (!is_empty(brought)) merge_sampled(model, brought, piece.mosaic);
}

// How wide each later piece's passage from those before it is; of the first, 0.
std::vector<double> passages(const std::vector<Piece>& pieces, const GridFrame& lattice, const GridWindow& whole,
                             const AssemblyRequest& request) {
  std::vector<double> widths_m;
  GridWindow stood;
  for (const Piece& piece : pieces) {
    const double coarser_m = std::max(spacing_m(lattice), spacing_m(piece.mosaic.frame()));
    const GridFrame before = lattice.cropped(whole).cropped(stood);
    const double usual_m = widths_m.empty() ? 0 : std::min(3 * coarser_m, shorter_side_m(before) / 10);
    widths_m.push_back(widths_m.empty() ? 0 : request.feather_m.value_or(usual_m));
    stood = hull(stood, brought_by(piece, lattice, whole));
  }
  return widths_m;
}

// All pieces by falling priority. window: of the lattice, the model's posts; place: the same of the whole.
std::vector<SeamTally> merge_all(std::vector<Piece>& pieces, ElevationModel& model, const GridWindow& window,
                                 const GridFrame& lattice, const AssemblyRequest& request,
                                 const std::vector<double>& widths_m, const PartOfWhole& place) {
  std::vector<SeamTally> seams;
  std::vector<bool> known;
  for (std::size_t index = 0; index < pieces.size(); ++index) {
    Piece& piece = pieces[index];
    const bool blank = index == 0 && !piece.exact.empty();
    if (index == 0 && !blank) std::ranges::fill(model.heights.values(), outside_all_sources);
    merge(piece, lattice, model, window, request.progress, blank);
    if (!request.treat_seams || pieces.size() == 1) continue;
    const GridWindow came = brought_by(piece, lattice, window);
    if (index > 0) {
      const FillFromLater fill = [&](ElevationModel& part, const GridWindow& at) {
        merge(piece, lattice, part, {at.column + window.column, at.row + window.row, at.width, at.height}, nullptr);
      };
      seams.push_back(feather(model, known, came, widths_m[index], fill, place));
      seams.back().earlier = index == 1 ? title_of(pieces.front()) : "what stands before it";
      seams.back().later = title_of(piece);
    }
    note_known(model.heights, came, known);
  }
  return seams;
}

Raster<float> unset_heights(const GridWindow& window) {
  try {
    return Raster<float>::unset(window.width, window.height);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::terrain,
                fmt::format("{} x {} posts of terrain do not fit into memory; ask for a smaller extent", window.width,
                            window.height));
  }
}

struct WholeTerrain {
  AssemblyRequest request;
  std::vector<Piece> pieces;
  GridFrame lattice;
  GridWindow asked;   // of the lattice, as
  GridWindow window;  // this
  GridFrame frame;
  std::vector<double> widths_m;

  explicit WholeTerrain(AssemblyRequest asked_for) : request(std::move(asked_for)), pieces(open_all(request)) {
    lattice = request.lattice ? *request.lattice : pieces.front().mosaic.frame();
    if (request.lattice) {
      asked = lattice.whole();
      window = lattice.whole();
    } else if (request.extent) {
      const GridWindow box = window_of(lattice, *request.extent);
      const GridWindow known = available_in(grown(box, request.margin), pieces, lattice);
      if (request.must_meet && is_empty(known)) refuse_place(request.sources);
      asked = request.clip_to_sources ? intersection(box, known) : box;
      window = request.clip_to_sources ? known : hull(box, known);
    } else {
      window = all_of(pieces, lattice);
    }
    if (request.extent && is_empty(asked)) refuse_place(request.sources);
    frame = lattice.cropped(window);
    widths_m = passages(pieces, lattice, window, request);
  }

  void refuse_too_many(const GridWindow& posts) const {
    if (std::int64_t{posts.width} * posts.height <= most_posts) return;
    throw Error(ErrorKind::terrain,
                fmt::format("{} would be {} x {} posts, more than {}; ask for a smaller extent or make "
                            "it coarser with skyshed terrain pack",
                            joined_names(request.sources), posts.width, posts.height, most_posts));
  }

  // part: of the window. counted: of the part.
  [[nodiscard]] Assembly read(const GridWindow& part, const GridWindow& counted) {
    const GridWindow posts{window.column + part.column, window.row + part.row, part.width, part.height};
    Assembly result;
    result.asked = moved(asked, posts);
    result.model.frame = lattice.cropped(posts);
    result.model.heights = unset_heights(posts);
    result.seams = merge_all(pieces, result.model, posts, lattice, request, widths_m,
                             {.frame = frame, .part = part, .counted = counted});
    result.model.name = joined_names(request.sources);
    result.model.description = description_of(pieces, request);
    return result;
  }
};

}  // namespace

struct Assembler::Whole : WholeTerrain {
  using WholeTerrain::WholeTerrain;
};

Assembler::Assembler(const AssemblyRequest& request) : whole_(std::make_unique<Whole>(request)) {}
Assembler::~Assembler() = default;

const GridFrame& Assembler::frame() const { return whole_->frame; }

int Assembler::rows_around() const {
  int rows = 0;
  if (!whole_->request.treat_seams) return rows;
  for (std::size_t index = 1; index < whole_->pieces.size(); ++index) {
    rows = std::max(rows, rows_of_seam(whole_->frame, whole_->widths_m[index]));
  }
  return rows;
}

Assembly Assembler::rows(int first, int count, int counted_from, int counted_to) {
  const GridWindow all = whole_->frame.whole();
  const GridWindow part = intersection(all, {0, first, all.width, count});
  whole_->refuse_too_many(part);
  const GridWindow counted{0, counted_from - part.row, all.width, counted_to - counted_from};
  return whole_->read(part, counted);
}

Assembly assemble(const AssemblyRequest& request) {
  WholeTerrain whole(request);
  whole.refuse_too_many(whole.window);
  if (request.part && is_empty(*request.part)) {
    Assembly result;
    result.model.frame = whole.frame;
    return result;
  }
  const GridWindow all = whole.frame.whole();
  const GridWindow part = request.part ? intersection(all, *request.part) : all;
  return whole.read(part, {0, 0, part.width, part.height});
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
