// Puts one or several sources on one lattice of posts: the part shared by load_terrain and pack_terrain. As a whole, or
// in bands of rows that have the heights of the whole, seams included.
//
// Frame      the lattice of the first source, continued beyond it where need be.
// Errors     terrain: see load_terrain.h.
// Threading  one call, one thread.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dem/extent.h"
#include "dem/seam.h"
#include "dem/vertical_datum.h"
#include "engine/base/progress.h"
#include "engine/terrain/elevation_model.h"

namespace skyshed {

// Stands for a post on which no source has a word; a post that a source leaves void is NaN.
inline constexpr float outside_all_sources = -std::numeric_limits<float>::infinity();

struct Assembly {
  ElevationModel model;  // heights may be outside_all_sources; has_unknown and identity are not set
  std::vector<SeamTally> seams;
  GridWindow asked;  // the posts whose pixels the extent touches, in the model's grid; empty without an extent
};

struct AssemblyRequest {
  std::vector<std::string> sources;
  std::optional<GeodeticExtent> extent;  // none: all that the sources cover
  int margin = 0;                        // posts kept around the extent where sources have them
  bool must_meet = true;                 // refuse an extent that no source touches
  std::optional<VerticalDatum> datum;    // of all heights; none: only those above the ellipsoid are brought to EGM96
  bool treat_seams = false;              // measure and feather them (seam.h)
  std::optional<double> feather_m;       // width of the passage; none: three posts of the coarser of the two,
                                         // and no more than a tenth of the earlier one's shorter side
  bool clip_to_sources = false;          // keep only the part of the extent's box that sources have
  std::optional<GridWindow> part;        // of what would be assembled, only these posts; empty: the frame alone
  std::optional<GridFrame> lattice;      // of the posts, and all of them; none: the first source's, where asked for
  Progress* progress = nullptr;          // hears of the posts read from sources on the lattice
};

[[nodiscard]] Assembly assemble(const AssemblyRequest& request);

// The same, but opened once and read band by band; however large the whole is.
class Assembler {
 public:
  explicit Assembler(const AssemblyRequest& request);  // `part` does not count
  ~Assembler();
  Assembler(const Assembler&) = delete;
  Assembler& operator=(const Assembler&) = delete;

  // Of the whole.
  [[nodiscard]] const GridFrame& frame() const;
  // How many rows beyond those that are wanted a band must reach.
  [[nodiscard]] int rows_around() const;

  // Some rows of the whole; seams are measured on those of the rows [counted_from, counted_to) of the whole.
  [[nodiscard]] Assembly rows(int first, int count, int counted_from, int counted_to);

 private:
  struct Whole;
  std::unique_ptr<Whole> whole_;
};

// The box of the posts asked for that no source covers; empty if there is none.
[[nodiscard]] GridWindow part_outside(const Raster<float>& heights, const GridWindow& asked);

// "longitude 28 to 29, latitude 34 to 35"
[[nodiscard]] std::string box_text(const GridFrame& frame, const GridWindow& window);

[[noreturn]] void refuse_missing(const ElevationModel& model, const GridWindow& missing);

}  // namespace skyshed
