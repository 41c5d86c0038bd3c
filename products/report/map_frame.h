// One place of the earth as all maps of a report show it: its relief once, and coverage as transparent pictures over it.
//
// Frame      Mercator on WGS 84 (map/view.h); places as shares of the frame's width and height, from its top left.
// Accuracy   a pixel of an overlay shows the class that most of the posts below it have.
// Errors     output for a planar grid, or if a picture cannot be encoded.
// Threading  made on one thread (a projection allows no more); then immutable, for any number of overlays at once.
// Cost       some 0.5 s a frame of 1000 pixels, 15 ms an overlay.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/terrain/elevation_model.h"
#include "products/map/view.h"
#include "products/palette.h"

namespace skyshed {

class MapFrame {
 public:
  // Heights below 0.4 or above 1 times the width are filled up on both sides, as in a quicklook.
  MapFrame(const ElevationModel& ground, const LonLatBox& extent, int width_px);

  [[nodiscard]] const MapView& view() const { return view_; }
  [[nodiscard]] int width_px() const { return static_cast<int>(view_.frame().width); }
  [[nodiscard]] int height_px() const { return static_cast<int>(view_.frame().height); }
  [[nodiscard]] const std::string& relief_jpeg() const { return relief_jpeg_; }

  // The classes of a scheme, on the grid of the ground, as a PNG file: transparent where nothing is covered.
  [[nodiscard]] std::string overlay_png(const Raster<std::uint8_t>& classes, std::span<const MapClass> scheme) const;

 private:
  MapView view_;
  std::string relief_jpeg_;
  int samples_per_pixel_ = 1;
  std::vector<std::int64_t> posts_;  // index of the post below each sample, row after row; -1: none
};

}  // namespace skyshed
