// Finer ground around the sites of a study, set into its terrain (engine/terrain/near_patch.h).
//
// Frame      the terrain's lattice with a whole number of steps in each of its own, the number that comes nearest to
//            the spacing of the first near source. Near sources on that lattice are taken post by post; others are
//            read bilinearly at its posts. What they leave open is bilinear between the terrain's own posts, with a
//            passage where both meet (seam.h). The box of a site holds every place within the radius, as far as the
//            terrain goes.
// Errors     terrain: as load_terrain; near posts no finer than the terrain's; no near source near any site; too many
//            posts.
// Threading  one call, one thread.
// Cost       reading; 4 bytes a near post.
// Source     docs/terrain.md, "Fine near the sites"; docs/method.md, "Near and far ground".
#pragma once

#include <string>
#include <vector>

#include "dem/load_terrain.h"
#include "engine/terrain/near_patch.h"

namespace skyshed {

struct NearSources {
  std::vector<std::string> sources;  // by falling priority
  double radius_m = 0;
  friend bool operator==(const NearSources&, const NearSources&) = default;
};

class NearGround {
 public:
  NearGround() = default;

  // Null where the near sources have nothing around the site, or there are none. Domain: one of the sites given.
  [[nodiscard]] const NearPatch* around(GeodeticPoint site) const;

  // Makes room for the patches in the terrain: on their posts it takes their heights, and a name, identity and
  // description that tell of them. `seams`, if given, takes those where near sources and terrain differ.
  // request: what the terrain was loaded by.
  NearGround(const NearSources& near, const std::vector<GeodeticPoint>& sites, const TerrainRequest& request,
             ElevationModel& terrain, std::vector<Seam>* seams);

 private:
  struct Site {
    GeodeticPoint at;
    NearPatch patch;
  };
  std::vector<Site> sites_;
};

// Of one site, before anything is read: the posts of the terrain in its box, and the near steps in each of its own.
// An empty window: the near sources have nothing there.
struct NearBox {
  GridWindow window;
  int factor = 1;
  [[nodiscard]] std::int64_t posts() const {
    if (window.width < 2 || window.height < 2) return 0;
    return (std::int64_t{window.width - 1} * factor + 1) * (std::int64_t{window.height - 1} * factor + 1);
  }
};
[[nodiscard]] NearBox near_box(const NearSources& near, GeodeticPoint site, const GridFrame& terrain);

// The box around a site that its near sources are asked for, so that they can be fetched: some steps of the terrain
// larger than the radius. terrain: as load_terrain gives it, or terrain_frame.
[[nodiscard]] GeodeticExtent near_extent(const NearSources& near, GeodeticPoint site, const GridFrame& terrain);

}  // namespace skyshed
