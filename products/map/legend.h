// What the colours, lines and symbols of a map mean, in rows below it.
//
// Frame      pixels of the picture.
// Threading  one cairo context a thread.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "products/map/canvas.h"
#include "products/map/sites.h"
#include "products/palette.h"

namespace skyshed {

struct DashedLineSample {};
struct NoTerrainSample {};

struct LegendItem {
  std::variant<MapClass, SiteKind, DashedLineSample, NoTerrainSample> sample;
  std::string label;
};

struct Legend {
  std::string heading;  // what the classes are classes of, with units; may be empty
  std::vector<LegendItem> items;
};

// Height of the legend when its rows are `width` wide; draws it with its top left at `at` if that is given.
double lay_legend(cairo_t* cairo, const Legend& legend, double width, double unit, std::optional<Pixel> at);

}  // namespace skyshed
