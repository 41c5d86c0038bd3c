// How each kind of raster looks: its classes or steps, their colours, and what legends call them.
//
// Units      those of the raster: metres, or the numbers of its classes.
// Threading  pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "products/palette.h"

namespace skyshed {

struct StyleEntry {
  double value = 0;  // the class itself, or the upper end of the step (that end included)
  std::string label;
  Colour colour;
  double opacity = 1;  // 0: not drawn
};

struct RasterStyle {
  enum class Kind {
    classes,  // each value for itself; a value without an entry is not drawn
    steps,    // every value up to the entry's, by rising value; the last one takes all that is left
    tint,     // colours run evenly between the entries' values
    relief,   // hills lit from the north-west; no entries
  };
  Kind kind = Kind::classes;
  std::vector<StyleEntry> entries;
  std::optional<StyleEntry> no_data;  // how "no data" is drawn; empty: not at all
  double slope_factor = 1;            // of relief: vertical units for one horizontal unit of the grid, exaggerated
};

// Of what kind a raster is, by the end of its file's name: "detect_fighter_confidence.tif" is of the kind "confidence".
// Empty where the name says nothing.
[[nodiscard]] std::optional<RasterStyle> style_of(std::string_view file_name);

// The ground: heights as colours, and lit from the north-west. metres_per_unit: of the grid, 111,320 for degrees.
[[nodiscard]] RasterStyle ground_tint();
[[nodiscard]] RasterStyle ground_relief(double metres_per_unit);

}  // namespace skyshed
