#include "products/map/places.h"

#include <cairo.h>
#include <algorithm>
#include <sstream>

#include "products/map/text.h"

namespace skyshed {
namespace {

TextStyle style_of(PlaceKind kind, double unit) {
  switch (kind) {
    case PlaceKind::city:
      return {.size_px = 19 * unit, .colour = palette::ink, .halo_px = 2.5 * unit};
    case PlaceKind::capital:
      return {.size_px = 20 * unit, .colour = palette::ink, .bold = true, .halo_px = 2.5 * unit};
    case PlaceKind::country:
      return {.size_px = 23 * unit,
              .colour = palette::country_name,
              .bold = true,
              .halo_px = 2.5 * unit,
              .letter_spacing_px = 7 * unit};
    case PlaceKind::sea:
      return {.size_px = 23 * unit,
              .colour = palette::sea_name,
              .italic = true,
              .halo_px = 2.5 * unit,
              .letter_spacing_px = 3 * unit};
  }
  return {};
}

std::vector<std::string> lines_of(const std::string& name) {
  std::vector<std::string> lines;
  std::istringstream stream(name);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void draw_city(cairo_t* cairo, const MapPlace& place, Pixel at, double unit, LabelBoard& board) {
  const TextStyle style = style_of(place.kind, unit);
  const double radius = (place.kind == PlaceKind::capital ? 5.5 : 4.5) * unit;
  const PixelBox dot = {at.x - radius - unit, at.y - radius - unit, 2 * (radius + unit), 2 * (radius + unit)};
  if (!board.is_free(dot)) return;
  const TextSize size = measure(cairo, style, place.name);
  const auto room = board.place_beside(at, radius + 4 * unit, size.width, size.line_height, false);
  if (!room) return;
  board.take(dot);
  cairo_new_path(cairo);
  cairo_arc(cairo, at.x, at.y, radius, 0, 2 * std::numbers::pi);
  set_colour(cairo, palette::ink);
  cairo_set_line_width(cairo, 2.5 * unit);
  cairo_stroke_preserve(cairo);
  set_colour(cairo, palette::paper);
  cairo_fill(cairo);
  const double base = room->box.top + (size.line_height + size.ascent - size.descent) / 2;
  draw_text(cairo, style, {room->box.left, base}, place.name);
}

// Names of areas may slide a little from their middle to find room.
void draw_area_name(cairo_t* cairo, const MapPlace& place, Pixel at, double unit, LabelBoard& board) {
  const TextStyle style = style_of(place.kind, unit);
  const std::vector<std::string> lines = lines_of(place.name);
  double width = 0;
  for (const std::string& line : lines) width = std::max(width, measure(cairo, style, line).width);
  const TextSize size = measure(cairo, style, place.name);
  const double height = size.line_height * static_cast<double>(lines.size());
  const auto slid = [&](Pixel slide) {
    return PixelBox{at.x + slide.x * 40 * unit - width / 2, at.y + slide.y * 30 * unit - height / 2, width, height};
  };
  const Pixel slides[] = {{0, 0}, {0, -1}, {0, 1}, {-1, 0}, {1, 0}, {0, -2}, {0, 2}, {-1, -1}, {1, 1}, {-2, 0}};
  const auto* slide =
      std::find_if(std::begin(slides), std::end(slides), [&](Pixel s) { return board.is_clear(slid(s)); });
  if (slide == std::end(slides)) {
    slide = std::find_if(std::begin(slides), std::end(slides), [&](Pixel s) { return board.is_free(slid(s)); });
  }
  if (slide == std::end(slides)) return;
  const PixelBox box = slid(*slide);
  board.take(box);
  double base = box.top + (size.line_height + size.ascent - size.descent) / 2;
  for (const std::string& line : lines) {
    draw_text(cairo, style, {box.left + (width - measure(cairo, style, line).width) / 2, base}, line);
    base += size.line_height;
  }
}

}  // namespace

void draw_places(cairo_t* cairo, const MapView& view, const std::vector<MapPlace>& places, double unit,
                 LabelBoard& board) {
  for (const MapPlace& place : places) {
    const Pixel at = view.to_pixel(place.position);
    if (!view.frame().contains({at.x, at.y, 0, 0})) continue;
    const bool is_area = place.kind == PlaceKind::country || place.kind == PlaceKind::sea;
    if (is_area) {
      draw_area_name(cairo, place, at, unit, board);
    } else {
      draw_city(cairo, place, at, unit, board);
    }
  }
}

}  // namespace skyshed
