// One phase or one change as a map that can be published: a title that says the finding, the ground, the coverage, the
// nominal rings, the sites, a legend with units and a caption.
//
// Frame      Mercator on WGS 84, north up; pixels from the top left of the picture.
// Domain     grids with a place on the earth (not planar); width 300 … 10,000 px.
// Errors     output if the file cannot be written, the grid is planar or the width out of its domain; internal if the
//            raster does not fit the ground.
// Threading  draws on the calling thread and its oneTBB arena; the same bytes for any number of threads. Several may be
//            made at once on geographic grids or with a prepared ground, but only one at a time on a map projection
//            (grid.h).
// Cost       some 1 s for 1600 px; a quarter of that with a prepared ground.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/terrain/elevation_model.h"
#include "products/map/canvas.h"
#include "products/map/legend.h"
#include "products/map/map_ground.h"
#include "products/map/map_image.h"
#include "products/map/places.h"
#include "products/map/rings.h"
#include "products/map/sites.h"
#include "products/map/view.h"
#include "products/palette.h"

namespace skyshed {

struct QuicklookMap {
  const ElevationModel& ground;                   // on the product grid; borrowed
  const Raster<std::uint8_t>* classes = nullptr;  // on the same grid; borrowed; null draws the ground alone
  std::span<const MapClass> scheme = {};          // count_classes(), confidence_classes() or change_classes()
  std::string title;                              // the finding; wrapped to two lines
  std::string subtitle;                           // what is shown, when; wrapped to two lines
  std::string legend_heading;                     // "Radar sees a cruise missile at 100 m above ground"
  std::string ring_legend = "nominal range, terrain ignored";
  std::vector<std::string> caption;  // altitude, target, k, terrain, date, sources: a paragraph each
  std::vector<MapRing> rings;
  std::vector<MapSite> sites;
  std::vector<MapPlace> places;
  // What to show, at least: heights below 0.4 or above 1 times the width are filled up on both sides.
  std::optional<LonLatBox> extent;  // without it all rings, sites and covered cells
  // Of the same ground, from prepared_ground() at the same width: shows its extent, and saves most of the cost.
  const MapGround* prepared = nullptr;  // borrowed
  int width_px = 1600;
};

// What maps of one place share; see QuicklookMap::prepared. Errors as of a quicklook.
[[nodiscard]] MapGround prepared_ground(const ElevationModel& ground, const LonLatBox& extent, int width_px = 1600);

// The map laid out and its ground painted, ready to draw as often as wanted.
class Quicklook {
 public:
  explicit Quicklook(QuicklookMap map);

  [[nodiscard]] int width_px() const { return map_.width_px; }
  [[nodiscard]] int height_px() const { return height_px_; }
  [[nodiscard]] const MapView& view() const { return view_; }  // where places lie on the picture

  // On any surface, PNG or SVG; one user unit is one pixel of the picture.
  void draw(cairo_t* cairo) const;

  // The picture as the bytes of a PNG file.
  [[nodiscard]] std::vector<std::uint8_t> png() const;
  // Of an SVG file: letters and lines as curves, the map itself as an image of the picture's pixels.
  [[nodiscard]] std::vector<std::uint8_t> svg() const;

 private:
  QuicklookMap map_;
  double unit_;  // pixels per point of the design
  std::vector<std::string> title_;
  std::vector<std::string> subtitle_;
  MapView view_;
  MapImage image_;
  Legend legend_;
  double legend_top_ = 0;
  double legend_width_ = 0;
  std::vector<std::string> caption_;
  double caption_top_ = 0;
  int height_px_ = 0;
};

void write_quicklook(const QuicklookMap& map, const std::filesystem::path& path);

}  // namespace skyshed
