// The picture of the map itself, without letters: relief, with the classes of a raster tinted over it.
//
// Frame      pixels of the map's frame.
// Accuracy   a pixel shows the class of the nearest post, averaged over the pixel.
// Errors     internal if the raster does not fit the ground's grid.
// Threading  runs on the calling thread's oneTBB arena; the same bytes for any number of threads.
#pragma once

#include <span>
#include <vector>

#include "products/map/canvas.h"
#include "products/map/map_ground.h"
#include "products/palette.h"

namespace skyshed {

struct MapImage {
  Raster<Colour> pixels;
  std::vector<bool> shown;  // for each class of the scheme: does any pixel show it?
};

// `unit` is the size of one point of the design in pixels: stripes grow with the picture.
[[nodiscard]] MapImage map_image(const MapGround& ground, const Raster<std::uint8_t>* classes,
                                 std::span<const MapClass> scheme, double unit);

// How much of a class's opacity its pattern leaves at a pixel, 0 … 1.
[[nodiscard]] double pattern_strength(Pattern pattern, Pixel pixel, double unit);

// A colour under more or less light than 1.
[[nodiscard]] Colour lit(Colour colour, double light);

// What a class looks like over level ground of the given colour, at a pixel of the picture.
[[nodiscard]] Colour tinted(Colour ground, const MapClass& a_class, double light, Pixel pixel, double unit);

// Puts the pixels one to one onto a surface, the first with its top left at whole coordinates.
void paint(cairo_t* cairo, const Raster<Colour>& pixels, Pixel top_left);

}  // namespace skyshed
