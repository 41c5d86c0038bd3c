// Meridians and parallels with their degrees on the frame, the scale bar and the arrow to the north.
//
// Threading  one cairo context a thread.
#pragma once

#include <string>

#include "products/map/canvas.h"
#include "products/map/view.h"

namespace skyshed {

// Degrees from one line to the next.
[[nodiscard]] double graticule_step(const LonLatBox& extent);

// Lines within the map's frame, at round degrees, some four to eight across.
void draw_graticule(cairo_t* cairo, const MapView& view, double unit);
// The frame's line and the degrees outside it, on the left and below.
void draw_frame(cairo_t* cairo, const MapView& view, double unit);
// Room that the degrees take on the left of the frame and below it, in points.
inline constexpr double graticule_room_left = 74;
inline constexpr double graticule_room_below = 34;

// "36°E", "0.5°S", "180°".
[[nodiscard]] std::string longitude_label(double longitude_deg);
[[nodiscard]] std::string latitude_label(double latitude_deg);

// A bar of a round number of kilometres at the map's middle latitude, with an arrow to the north on its left; its box
// ends at `right`, with `top` above its letters.
struct ScaleBarSize {
  double width = 0;
  double height = 0;
};
[[nodiscard]] ScaleBarSize scale_bar_size(const MapView& view, double unit);
void draw_scale_bar(cairo_t* cairo, const MapView& view, Pixel right_top, double unit);

}  // namespace skyshed
