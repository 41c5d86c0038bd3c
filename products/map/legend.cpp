#include "products/map/legend.h"

#include <cairo.h>
#include <algorithm>
#include <cmath>

#include "products/map/map_image.h"
#include "products/map/rings.h"

namespace skyshed {
namespace {

constexpr double swatch_width = 44;  // points
constexpr double swatch_height = 24;
constexpr double row_height = 36;
constexpr double item_gap = 30;
constexpr double label_gap = 10;

// The class as it looks half on level land and half on the sea.
void draw_class_swatch(cairo_t* cairo, const MapClass& a_class, const PixelBox& box, double unit) {
  Raster<Colour> pixels(static_cast<int>(std::lround(box.width)), static_cast<int>(std::lround(box.height)));
  for (int y = 0; y < pixels.height(); ++y) {
    for (int x = 0; x < pixels.width(); ++x) {
      const Colour ground = x < pixels.width() / 2 ? palette::land : palette::sea;
      pixels.at(x, y) = tinted(ground, a_class, 1, {x + 0.5, y + 0.5}, unit);
    }
  }
  paint(cairo, pixels, {std::round(box.left), std::round(box.top)});
}

void draw_sample(cairo_t* cairo, const LegendItem& item, const PixelBox& box, double unit) {
  const Pixel middle = {box.left + box.width / 2, box.top + box.height / 2};
  if (const auto* a_class = std::get_if<MapClass>(&item.sample)) {
    draw_class_swatch(cairo, *a_class, box, unit);
  } else if (const auto* kind = std::get_if<SiteKind>(&item.sample)) {
    draw_site_symbol(cairo, *kind, middle, unit);
    return;
  } else if (std::holds_alternative<DashedLineSample>(item.sample)) {
    draw_dashed_sample(cairo, {box.left, middle.y}, {box.right(), middle.y}, unit);
    return;
  } else {
    cairo_rectangle(cairo, box.left, box.top, box.width, box.height);
    set_colour(cairo, palette::no_terrain);
    cairo_fill(cairo);
  }
  cairo_rectangle(cairo, std::round(box.left), std::round(box.top), std::round(box.width), std::round(box.height));
  set_colour(cairo, palette::quiet_ink);
  cairo_set_line_width(cairo, unit);
  cairo_stroke(cairo);
}

}  // namespace

double lay_legend(cairo_t* cairo, const Legend& legend, double width, double unit, std::optional<Pixel> at) {
  const TextStyle style{.size_px = 20 * unit};
  const TextStyle heading_style{.size_px = 20 * unit, .bold = true};
  double y = 0;
  for (const std::string& line : wrap(cairo, heading_style, legend.heading, width, 2)) {
    const TextSize size = measure(cairo, heading_style, line);
    if (at) draw_text(cairo, heading_style, {at->x, at->y + y + size.ascent}, line);
    y += size.line_height;
  }
  if (!legend.heading.empty()) y += 8 * unit;
  double x = 0;
  for (const LegendItem& item : legend.items) {
    const bool is_symbol = std::holds_alternative<SiteKind>(item.sample);
    const double sample_px = (is_symbol ? swatch_height : swatch_width) * unit;
    const TextSize size = measure(cairo, style, item.label);
    const double item_px = sample_px + label_gap * unit + size.width;
    if (x > 0 && x + item_px > width) {
      x = 0;
      y += row_height * unit;
    }
    if (at) {
      draw_sample(cairo, item, {at->x + x, at->y + y, sample_px, swatch_height * unit}, unit);
      const double base = at->y + y + (swatch_height * unit + size.ascent - size.descent) / 2;
      draw_text(cairo, style, {at->x + x + sample_px + label_gap * unit, base}, item.label);
    }
    x += item_px + item_gap * unit;
  }
  return legend.items.empty() ? y : y + row_height * unit;
}

}  // namespace skyshed
