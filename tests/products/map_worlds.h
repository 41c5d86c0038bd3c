// Flat worlds to draw, and the pixels of what was drawn.
#pragma once

#include <cairo.h>

#include <cstdint>
#include <vector>

#include "products/quicklook.h"
#include "tests/products/worlds.h"

namespace skyshed {

// 32–40° E, 32–38° N, a post every 0.05°, all at one height; 0 is sea.
inline ElevationModel flat_world(float height) {
  ElevationModel ground;
  ground.frame.width = 161;
  ground.frame.height = 121;
  ground.frame.origin_x = 32;
  ground.frame.origin_y = 38;
  ground.frame.step_x = 0.05;
  ground.frame.step_y = -0.05;
  ground.frame.crs_wkt = wgs84_wkt;
  ground.heights = Raster<float>(ground.frame.width, ground.frame.height, height);
  return ground;
}

// What a PNG file shows.
class Picture {
 public:
  explicit Picture(const std::vector<std::uint8_t>& png) : bytes_(png) {
    surface_ = cairo_image_surface_create_from_png_stream(&Picture::read, this);
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
  ~Picture() { cairo_surface_destroy(surface_); }

  [[nodiscard]] int width() const { return cairo_image_surface_get_width(surface_); }
  [[nodiscard]] int height() const { return cairo_image_surface_get_height(surface_); }
  [[nodiscard]] Colour at(Pixel pixel) const {
    const int column = static_cast<int>(pixel.x);
    const int row = static_cast<int>(pixel.y);
    const unsigned char* data = cairo_image_surface_get_data(surface_);
    const unsigned char* bgr = data + row * cairo_image_surface_get_stride(surface_) + column * 4;
    return {bgr[2], bgr[1], bgr[0]};
  }

 private:
  static cairo_status_t read(void* self, unsigned char* to, unsigned int length) {
    auto* picture = static_cast<Picture*>(self);
    if (picture->next_ + length > picture->bytes_.size()) return CAIRO_STATUS_READ_ERROR;
    for (unsigned int i = 0; i < length; ++i) to[i] = picture->bytes_[picture->next_++];
    return CAIRO_STATUS_SUCCESS;
  }
  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
  cairo_surface_t* surface_ = nullptr;
};

inline void PrintTo(const Colour& colour, std::ostream* stream) {
  *stream << "rgb(" << int{colour.red} << ", " << int{colour.green} << ", " << int{colour.blue} << ")";
}

}  // namespace skyshed
