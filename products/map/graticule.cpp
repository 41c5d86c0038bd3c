#include "products/map/graticule.h"

#include <cairo.h>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "products/map/text.h"

namespace skyshed {
namespace {

// A degree sign after at most three decimals, none of them idle.
std::string degrees(double value, const char* positive, const char* negative) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.3f", std::abs(value));
  std::string text = digits;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  const char* side = text == "0" || text == "180" ? "" : value > 0 ? positive : negative;
  return text + "\xC2\xB0" + side;
}

// Calls back with each multiple of the step within [from, to].
template <class Callback>
void each_multiple(double step, double from, double to, Callback callback) {
  for (int i = static_cast<int>(std::ceil(from / step)); i * step <= to; ++i) callback(i * step);
}

double scale_bar_km(const MapView& view, double unit) {
  const double middle_deg =
      view.to_geodetic({view.frame().left, view.frame().top + view.frame().height / 2}).latitude_deg;
  const double most_km = 300 * unit * view.metres_per_pixel(middle_deg) / 1000;
  double best = 0.001;
  for (const double power : {0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0}) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      if (digit * power <= most_km) best = digit * power;
    }
  }
  return best;
}

double scale_bar_px(const MapView& view, double unit) {
  const double middle_deg =
      view.to_geodetic({view.frame().left, view.frame().top + view.frame().height / 2}).latitude_deg;
  return scale_bar_km(view, unit) * 1000 / view.metres_per_pixel(middle_deg);
}

TextStyle scale_style(double unit) { return {.size_px = 19 * unit, .colour = palette::ink}; }
constexpr double arrow_room = 44;   // points, left of the bar
constexpr double letter_room = 54;  // right of the bar: half the last number and its unit

void draw_north_arrow(cairo_t* cairo, Pixel tip, double unit) {
  cairo_save(cairo);
  cairo_translate(cairo, tip.x, tip.y);
  cairo_scale(cairo, unit, unit);
  set_colour(cairo, palette::ink);
  cairo_set_line_width(cairo, 1.5);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
  cairo_new_path(cairo);
  for (const Pixel corner : {Pixel{0, 0}, {8, 24}, {0, 18}, {-8, 24}}) cairo_line_to(cairo, corner.x, corner.y);
  cairo_close_path(cairo);
  cairo_fill(cairo);
  cairo_restore(cairo);
  const TextStyle style{.size_px = 17 * unit, .bold = true};
  draw_text(cairo, style, {tip.x - measure(cairo, style, "N").width / 2, tip.y + 40 * unit}, "N");
}

}  // namespace

double graticule_step(const LonLatBox& extent) {
  const double span = std::max(extent.east_deg - extent.west_deg, extent.north_deg - extent.south_deg);
  for (const double step : {0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0}) {
    if (span / step <= 9) return step;
  }
  return 20;
}

std::string longitude_label(double longitude_deg) { return degrees(std::remainder(longitude_deg, 360.0), "E", "W"); }

std::string latitude_label(double latitude_deg) { return degrees(latitude_deg, "N", "S"); }

void draw_graticule(cairo_t* cairo, const MapView& view, double unit) {
  const PixelBox& frame = view.frame();
  const LonLatBox& extent = view.extent();
  const double step = graticule_step(extent);
  each_multiple(step, extent.west_deg, extent.east_deg, [&](double longitude_deg) {
    const double x = view.to_pixel({longitude_deg, extent.south_deg}).x;
    cairo_move_to(cairo, x, frame.top);
    cairo_line_to(cairo, x, frame.bottom());
  });
  each_multiple(step, extent.south_deg, extent.north_deg, [&](double latitude_deg) {
    const double y = view.to_pixel({extent.west_deg, latitude_deg}).y;
    cairo_move_to(cairo, frame.left, y);
    cairo_line_to(cairo, frame.right(), y);
  });
  set_colour(cairo, palette::graticule, 0.45);
  cairo_set_line_width(cairo, unit);
  cairo_stroke(cairo);
}

void draw_frame(cairo_t* cairo, const MapView& view, double unit) {
  const PixelBox& frame = view.frame();
  const LonLatBox& extent = view.extent();
  const double step = graticule_step(extent);
  const double tick = 7 * unit;
  const TextStyle style{.size_px = 18 * unit, .colour = palette::quiet_ink};
  set_colour(cairo, palette::quiet_ink);
  cairo_set_line_width(cairo, 1.5 * unit);
  cairo_rectangle(cairo, frame.left, frame.top, frame.width, frame.height);
  cairo_stroke(cairo);
  each_multiple(step, extent.west_deg, extent.east_deg, [&](double longitude_deg) {
    const double x = view.to_pixel({longitude_deg, extent.south_deg}).x;
    cairo_move_to(cairo, x, frame.bottom());
    cairo_line_to(cairo, x, frame.bottom() + tick);
    set_colour(cairo, palette::quiet_ink);
    cairo_stroke(cairo);
    const std::string label = longitude_label(longitude_deg);
    const TextSize size = measure(cairo, style, label);
    draw_text(cairo, style, {x - size.width / 2, frame.bottom() + tick + 3 * unit + size.ascent}, label);
  });
  each_multiple(step, extent.south_deg, extent.north_deg, [&](double latitude_deg) {
    const double y = view.to_pixel({extent.west_deg, latitude_deg}).y;
    cairo_move_to(cairo, frame.left - tick, y);
    cairo_line_to(cairo, frame.left, y);
    set_colour(cairo, palette::quiet_ink);
    cairo_stroke(cairo);
    const std::string label = latitude_label(latitude_deg);
    const TextSize size = measure(cairo, style, label);
    draw_text(cairo, style, {frame.left - tick - 4 * unit - size.width, y + (size.ascent - size.descent) / 2}, label);
  });
}

ScaleBarSize scale_bar_size(const MapView& view, double unit) {
  return {scale_bar_px(view, unit) + (arrow_room + letter_room) * unit, 46 * unit};
}

void draw_scale_bar(cairo_t* cairo, const MapView& view, Pixel right_top, double unit) {
  const double bar_km = scale_bar_km(view, unit);
  const double bar_px = scale_bar_px(view, unit);
  const double left = right_top.x - letter_room * unit - bar_px;
  const TextStyle style = scale_style(unit);
  const double base = right_top.y + 18 * unit;
  const double top = base + 8 * unit;
  const double thickness = 9 * unit;
  for (int quarter = 0; quarter < 4; ++quarter) {
    cairo_rectangle(cairo, left + quarter * bar_px / 4, top, bar_px / 4, thickness);
    set_colour(cairo, quarter % 2 == 0 ? palette::ink : palette::paper);
    cairo_fill(cairo);
  }
  cairo_rectangle(cairo, left, top, bar_px, thickness);
  set_colour(cairo, palette::ink);
  cairo_set_line_width(cairo, 1.2 * unit);
  cairo_stroke(cairo);
  for (const double share : {0.0, 0.5, 1.0}) {
    char number[32];
    std::snprintf(number, sizeof number, "%g", bar_km * share);
    const double half = measure(cairo, style, number).width / 2;
    const std::string label = share == 1 ? std::string(number) + " km" : number;
    draw_text(cairo, style, {left + share * bar_px - half, base}, label);
  }
  draw_north_arrow(cairo, {left - 30 * unit, right_top.y + unit}, unit);
}

}  // namespace skyshed
