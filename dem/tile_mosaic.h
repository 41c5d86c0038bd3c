// Sources whose posts stand on one lattice, seen as one raster: the tiles of a provider, or a single file.
//
// Frame      the box of all of them; neighbours across 180° are kept together.
// Errors     terrain, naming the source.
// Threading  one thread at a time.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dem/source.h"
#include "engine/base/progress.h"

namespace skyshed {

class TileMosaic {
 public:
  explicit TileMosaic(Source source);
  // A box of posts that are open sea, for squares without a tile.
  static TileMosaic of_sea(const GridFrame& frame);

  // False, and nothing changes, if the source's posts stand elsewhere. Later sources only fill what earlier leave open.
  [[nodiscard]] bool take(Source& source);
  [[nodiscard]] bool take_sea(const GridFrame& frame);

  [[nodiscard]] const GridFrame& frame() const noexcept { return frame_; }
  [[nodiscard]] const std::vector<Source>& sources() const noexcept { return sources_; }
  [[nodiscard]] std::vector<Source>& sources() noexcept { return sources_; }
  // Of each source and each box of sea, in posts of frame().
  [[nodiscard]] std::vector<GridWindow> windows() const;

  // Row after row; NaN where a source is void and no other knows better, outside_all_sources where none has a word.
  // Domain: any window, in posts of frame().
  // `progress` hears of the posts read, and is asked whether to stop.
  void read(const GridWindow& window, std::span<float> heights, Progress* progress = nullptr);
  // The same, but heights that are finite already stay.
  void merge(const GridWindow& window, std::span<float> heights, Progress* progress = nullptr);

  // Closes the files between reads from now on, for mosaics of more files than a process may hold open.
  void keep_closed();

 private:
  TileMosaic() = default;
  [[nodiscard]] std::optional<GridWindow> place_of(const GridFrame& other) const;
  void include(const GridWindow& window);
  void merge_sources(const GridWindow& window, std::span<float> heights, bool blank, Progress* progress);

  GridFrame frame_;
  std::vector<Source> sources_;
  std::vector<GridWindow> source_windows_;
  std::vector<GridWindow> sea_windows_;
  bool keep_closed_ = false;
};

}  // namespace skyshed
