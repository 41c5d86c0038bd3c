// Pictures as the bytes of a file.
//
// Errors     output if the picture cannot be encoded.
// Threading  several threads may encode at once; the same bytes on every run.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/raster.h"
#include "products/map/canvas.h"
#include "products/palette.h"

namespace skyshed {

struct PaletteEntry {
  Colour colour;
  std::uint8_t alpha = 255;
};

// Domain: every value is an index into the palette; at most 16 entries (four bits a pixel).
[[nodiscard]] std::string paletted_png(const Raster<std::uint8_t>& indices, std::span<const PaletteEntry> palette);

// Of a finished drawing on an image surface of cairo's, RGB24.
[[nodiscard]] std::string png(cairo_surface_t* drawing);

[[nodiscard]] std::string jpeg(const Raster<Colour>& pixels);

// "data:image/png;base64,…"
[[nodiscard]] std::string data_uri(std::string_view media_type, std::string_view bytes);
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace skyshed
