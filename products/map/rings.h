// Circles of equal distance on the ellipsoid, drawn as the rings that maps in the press show.
//
// Units      metres along the geodesic.
// Accuracy   a vertex each degree of azimuth; between them straight, off by radius / 26,000.
// Threading  one cairo context a thread.
#pragma once

#include <string>
#include <vector>

#include "products/map/canvas.h"
#include "products/map/label_board.h"
#include "products/map/text.h"

namespace skyshed {

struct MapRing {
  GeodeticPoint center;
  double radius_m = 0;
  std::string label;   // written along the line; may be empty
  bool dashed = true;  // dashed: nominal, what a ring on a map claims; drawn through: computed
};

// The place at a distance along the geodesic that leaves `center` at an azimuth clockwise from north.
[[nodiscard]] GeodeticPoint place_at(GeodeticPoint center, double azimuth_deg, double distance_m);

void draw_ring(cairo_t* cairo, const MapView& view, const MapRing& ring, double unit);

// Keeps later labels off the line where they have a choice.
void discourage_ring(const MapView& view, const MapRing& ring, LabelBoard& board);

// Writes the label along the ring where it is free, else beside its northernmost point, else not at all.
void draw_ring_label(cairo_t* cairo, const MapView& view, const MapRing& ring, double unit, LabelBoard& board);

// A short piece of a dashed ring, for the legend.
void draw_dashed_sample(cairo_t* cairo, Pixel from, Pixel to, double unit);

}  // namespace skyshed
