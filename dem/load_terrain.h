// Terrain in: any source that GDAL can open, or several with priority, as one ElevationModel.
//
// Frame      A single source keeps its own grid and its own heights: nothing is resampled. Of several sources the first
//            gives the lattice of posts (so name the finest first) and the first that knows a post gives its height;
//            later ones fill voids and what lies outside. Sources on the same lattice (same system, posts within a
//            hundredth of a step; tiles, turns of 360° included) are taken post by post; others are sampled
//            bilinearly at the posts, and the model's description says so. Where two meet, the one passes into the
//            other (seam.h), and the description says how far they differ.
// Units      metres above mean sea level: above EGM96 or EGM2008 as the source has them, unless a datum is asked for;
//            heights above the ellipsoid are brought to EGM96. Scale, offset and feet are applied. Land below the sea
//            stays negative; the sea's floor becomes sea (voids.h).
// Domain     longitude/latitude in degrees (datums other than WGS 84 are taken as it, and stated) or a map projection
//            in metres; north-up or south-up; pixel-is-point and pixel-is-area alike (the post is the pixel's centre).
// Errors     terrain, naming the file and what to do: missing, unreadable, truncated; no coordinate system; rotated;
//            too large (more than 2·10^9 posts); no source has the place.
// Threading  one call, one thread; calls are independent.
// Cost       reading the window once; 4 bytes a post, and 64 MB at most beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dem/extent.h"
#include "dem/seam.h"
#include "dem/vertical_datum.h"
#include "engine/base/progress.h"
#include "engine/terrain/elevation_model.h"

namespace skyshed {

// What lies where no source has a word. A void inside a source is unknown under every rule.
enum class OutsideRule {
  sea,      // 0 m
  unknown,  // NaN
  error,    // the load fails if the extent asked for is not covered, and names the part that is missing; without an
            // extent there is nothing to miss, and gaps between sources are unknown
};

struct TerrainRequest {
  std::vector<std::string> sources;  // files, VRTs, URLs (/vsicurl/…): by falling priority
  OutsideRule outside = OutsideRule::error;
  std::optional<GeodeticExtent> extent;  // to be covered; none: all that the sources cover
  double fill_voids_m = 0;               // voids up to this length are filled (voids.h)
  std::optional<VerticalDatum> datum;    // to bring all heights to
  std::optional<double> feather_m;       // width of seams; none: three posts of the coarser of the two, and no
                                         // more than a tenth of the earlier one's shorter side
};

// The grid covers the extent with its pixels, and two posts more on each side where the sources have them.
// `seams`, if given, takes those where the sources differ.
[[nodiscard]] ElevationModel load_terrain(const TerrainRequest& request, std::vector<Seam>* seams = nullptr);

// What a source has in the box around a place: never more than the source, never an invented post.
// `progress` hears of the posts read and is asked whether to stop.
[[nodiscard]] ElevationModel load_terrain_around(const std::string& source, GeodeticPoint centre, double radius_m,
                                                 Progress* progress = nullptr);
// Its frame alone, from the headers; and only a window of it, with an identity of its own.
[[nodiscard]] GridFrame frame_around(const std::string& source, GeodeticPoint centre, double radius_m);
[[nodiscard]] ElevationModel load_window_around(const std::string& source, GeodeticPoint centre, double radius_m,
                                                const GridWindow& window, Progress* progress = nullptr);

}  // namespace skyshed
