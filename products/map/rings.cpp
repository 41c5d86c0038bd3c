#include "products/map/rings.h"

#include <cairo.h>
#include <GeographicLib/Geodesic.hpp>
#include <algorithm>
#include <cmath>

namespace skyshed {
namespace {

void stroke_ring(cairo_t* cairo, bool dashed, double unit) {
  const double dashes[] = {13 * unit, 8 * unit};
  // A pale line below keeps the ring in sight on dark coverage.
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash(cairo, nullptr, 0, 0);
  set_colour(cairo, palette::paper, 0.55);
  cairo_set_line_width(cairo, 5.5 * unit);
  cairo_stroke_preserve(cairo);
  if (dashed) cairo_set_dash(cairo, dashes, 2, 0);
  set_colour(cairo, palette::ring);
  cairo_set_line_width(cairo, 2.6 * unit);
  cairo_stroke(cairo);
  cairo_set_dash(cairo, nullptr, 0, 0);
}

// One letter of a curved label: where its base line's middle stands and how it is turned.
struct Letter {
  std::string character;
  Pixel middle;
  double turn_rad = 0;
  double width = 0;
};

// The letters along the outside of the ring about an azimuth, upright to the reader.
std::vector<Letter> letters_along(cairo_t* cairo, const MapView& view, const MapRing& ring, const TextStyle& style,
                                  double azimuth_deg, double gap_px) {
  const Pixel center = view.to_pixel(ring.center);
  const Pixel middle = view.to_pixel(place_at(ring.center, azimuth_deg, ring.radius_m));
  const bool upper = middle.y <= center.y;
  const TextSize size = measure(cairo, style, ring.label);
  const double radius_px = std::hypot(middle.x - center.x, middle.y - center.y);
  const double outward_px = gap_px + (upper ? 0 : size.ascent);
  const double direction = upper ? 1 : -1;  // the sense of azimuth in which the text runs
  std::vector<Letter> letters;
  double along_px = -size.width / 2;
  for (const std::string& character : characters(ring.label)) {
    const double width = measure(cairo, style, character).width;
    const double turn_deg = to_degrees((along_px + width / 2) / (radius_px + outward_px)) * direction;
    const Pixel on_ring = view.to_pixel(place_at(ring.center, azimuth_deg + turn_deg, ring.radius_m));
    const double away = std::hypot(on_ring.x - center.x, on_ring.y - center.y);
    const Pixel out = {(on_ring.x - center.x) / away, (on_ring.y - center.y) / away};
    const double turn_rad = upper ? std::atan2(out.x, -out.y) : std::atan2(-out.x, out.y);
    letters.push_back({character, {on_ring.x + out.x * outward_px, on_ring.y + out.y * outward_px}, turn_rad, width});
    along_px += width;
  }
  return letters;
}

std::vector<PixelBox> boxes_of(const std::vector<Letter>& letters, const TextSize& size) {
  std::vector<PixelBox> boxes;
  for (const Letter& letter : letters) {
    // The box about the letter's middle, whichever way it is turned.
    const double half = size.line_height / 2;
    const double up = size.ascent / 2;
    const Pixel middle = {letter.middle.x + std::sin(letter.turn_rad) * up,
                          letter.middle.y - std::cos(letter.turn_rad) * up};
    boxes.push_back({middle.x - half, middle.y - half, 2 * half, 2 * half});
  }
  return boxes;
}

void draw_letters(cairo_t* cairo, const std::vector<Letter>& letters, TextStyle style) {
  // All halos first, so that no letter is cut by its neighbour's.
  for (const bool halo : {true, false}) {
    TextStyle pass = style;
    if (!halo) pass.halo_px = 0;
    for (const Letter& letter : letters) {
      cairo_save(cairo);
      cairo_translate(cairo, letter.middle.x, letter.middle.y);
      cairo_rotate(cairo, letter.turn_rad);
      draw_text(cairo, pass, {-letter.width / 2, 0}, letter.character);
      cairo_restore(cairo);
    }
  }
}

}  // namespace

GeodeticPoint place_at(GeodeticPoint center, double azimuth_deg, double distance_m) {
  GeodeticPoint place;
  GeographicLib::Geodesic::WGS84().Direct(center.latitude_deg, center.longitude_deg, azimuth_deg, distance_m,
                                          place.latitude_deg, place.longitude_deg);
  return place;
}

void draw_ring(cairo_t* cairo, const MapView& view, const MapRing& ring, double unit) {
  cairo_new_path(cairo);
  for (int azimuth_deg = 0; azimuth_deg < 360; ++azimuth_deg) {
    const Pixel pixel = view.to_pixel(place_at(ring.center, azimuth_deg, ring.radius_m));
    cairo_line_to(cairo, pixel.x, pixel.y);
  }
  cairo_close_path(cairo);
  stroke_ring(cairo, ring.dashed, unit);
}

void discourage_ring(const MapView& view, const MapRing& ring, LabelBoard& board) {
  Pixel last = view.to_pixel(place_at(ring.center, 0, ring.radius_m));
  for (int azimuth_deg = 1; azimuth_deg <= 360; ++azimuth_deg) {
    const Pixel next = view.to_pixel(place_at(ring.center, azimuth_deg, ring.radius_m));
    board.discourage({std::min(last.x, next.x) - 1, std::min(last.y, next.y) - 1, std::abs(next.x - last.x) + 2,
                      std::abs(next.y - last.y) + 2});
    last = next;
  }
}

void draw_ring_label(cairo_t* cairo, const MapView& view, const MapRing& ring, double unit, LabelBoard& board) {
  if (ring.label.empty()) return;
  const TextStyle style{.size_px = 21 * unit, .colour = palette::ring, .bold = true, .halo_px = 3 * unit};
  const TextSize size = measure(cairo, style, ring.label);
  const Pixel center = view.to_pixel(ring.center);
  const Pixel north = view.to_pixel(place_at(ring.center, 0, ring.radius_m));
  const double radius_px = center.y - north.y;
  if (size.width < 2.2 * radius_px) {  // longer text would bend round too much to be read
    for (const double azimuth_deg : {0, -25, 25, -45, 45, 180, -65, 65, 155, -155, 135, -135, 90, -90}) {
      const auto letters = letters_along(cairo, view, ring, style, azimuth_deg, 9 * unit);
      const auto boxes = boxes_of(letters, size);
      if (!board.is_free(boxes)) continue;
      for (const PixelBox& box : boxes) board.take(box);
      draw_letters(cairo, letters, style);
      return;
    }
  }
  const auto room = board.place_beside(north, 8 * unit, size.width, size.line_height, false);
  if (room) draw_text(cairo, style, {room->box.left, room->box.top + size.ascent}, ring.label);
}

void draw_dashed_sample(cairo_t* cairo, Pixel from, Pixel to, double unit) {
  cairo_move_to(cairo, from.x, from.y);
  cairo_line_to(cairo, to.x, to.y);
  stroke_ring(cairo, true, unit);
}

}  // namespace skyshed
