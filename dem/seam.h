// Where sources meet: how far their heights differ there, and a gentle passage from one to the other.
//
// What       The *seam* runs between posts that stood before a later source came and posts that it brought. On the far
//            side of the seam its heights stay as they are. On the near side, up to a width from the seam, a height
//            becomes w · earlier + (1 - w) · later, w growing evenly from 0 at the nearest post that the later source
//            brought to 1 at the width. So blended ground is nowhere above both nor below both. Where the later source
//            is unknown, or one has land where the other has sea (0 m) or ground below it, the earlier height stays.
// Frame      a terrain may be worked in bands of rows: each comes out as in the whole if it reaches `rows_of_seam` beyond
//            what is wanted of it.
// Units      metres; distances on the ellipsoid, along a row at its latitude, along a column at the whole's middle.
// Threading  one call, one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/terrain/elevation_model.h"

namespace skyshed {

struct Seam {
  std::string earlier;  // names, for people
  std::string later;
  double length_m = 0;  // where both know the ground
  // The later source's heights less the earlier's, at the earlier's posts along the seam, before they are blended.
  double mean_m = 0;
  double most_m = 0;       // 95 % of them differ by no more, either way
  double worst_m = 0;      // either way
  double feathered_m = 0;  // width of the passage; 0: the ground steps
};

// What is measured along a seam, or along some parts of it.
struct SeamTally {
  std::string earlier;
  std::string later;
  double length_m = 0;
  double feathered_m = 0;
  std::vector<float> differences;  // later less earlier, in any order
};
// Adds what was measured along another part of the same seam.
void add(SeamTally& all, SeamTally part);
// Those along which the sources differ, which are worth telling of. The same for any order of the differences.
[[nodiscard]] std::vector<Seam> seams_of(std::vector<SeamTally> tallies);

// "a.tif and b.tif meet along 43 km: …"
[[nodiscard]] std::string seam_text(const Seam& seam);
// Whether the two differ by more than models of one ground, above one datum, do: a step that rays feel.
[[nodiscard]] bool is_worth_a_warning(const Seam& seam);

// Sets the bits of the posts of a window that are known: one for each post of the raster, row after row.
void note_known(const Raster<float>& heights, const GridWindow& window, std::vector<bool>& known);

// Fills the posts of a part of the model that are NaN with the later source's heights, and leaves others alone.
using FillFromLater = std::function<void(ElevationModel& part, const GridWindow& window)>;

// What a model is of a whole that is worked in bands of rows.
struct PartOfWhole {
  GridFrame frame;     // of the whole
  GridWindow part;     // the model's posts in it
  GridWindow counted;  // of the model's posts those along which the seam is measured: of each part others
};
[[nodiscard]] PartOfWhole whole_of(const ElevationModel& model);

// Blends the model along the seam between the posts known before and those that have come since, all inside `came`;
// width_m may be 0 to measure alone. Names are left to the caller.
// Domain     the width is cut to `widest_passage_posts` of the whole.
// Cost       a look at each post of `came`, and a few visits to each one near a seam.
inline constexpr int widest_passage_posts = 1000;
[[nodiscard]] SeamTally feather(ElevationModel& model, const std::vector<bool>& known_before, const GridWindow& came,
                                double width_m, const FillFromLater& fill_from_later, const PartOfWhole& place);
// How many rows away the heights of a post may depend on others, at this width.
[[nodiscard]] int rows_of_seam(const GridFrame& whole, double width_m);

}  // namespace skyshed
