#include "products/profile_chart.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "engine/base/error.h"
#include "products/map/label_board.h"
#include "products/map/text.h"
#include "products/picture_bytes.h"
#include "products/profile_plane.h"
#include "products/table.h"
#include "products/text_file.h"

namespace skyshed {
namespace {

constexpr double width_px = 1600;
constexpr double margin = 40;
constexpr double axis_room = 118;  // for the numbers and the name of the altitudes
constexpr double right_room = 200;
constexpr double plot_height = 620;

constexpr Colour land_fill{214, 203, 178};
constexpr Colour land_edge{96, 84, 62};
constexpr Colour sea_fill{183, 208, 222};
constexpr Colour ray_colour{0, 82, 147};
constexpr Colour hidden_colour{190, 75, 0};
constexpr Colour shadow_fill{60, 60, 70};
constexpr Colour grid_colour{196, 201, 205};

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

const TextStyle title_style{.size_px = 30, .bold = true};
const TextStyle subtitle_style{.size_px = 23, .colour = palette::quiet_ink};
const TextStyle caption_style{.size_px = 17.5, .colour = palette::quiet_ink};
const TextStyle axis_style{.size_px = 18, .colour = palette::quiet_ink};
const TextStyle label_style{.size_px = 19, .halo_px = 4};

double line_height(const TextStyle& style) { return 1.25 * style.size_px; }

// Texts broken into lines, with the places of everything that depends on them.
struct Layout {
  std::vector<std::string> title;
  std::vector<std::string> subtitle;
  std::vector<std::string> caption;
  PixelBox plot;
  double height = 0;
};

// A sentence of two halves is broken between them.
std::vector<std::string> title_lines(cairo_t* cairo, const std::string& title, double width) {
  const std::size_t half = title.find("; ");
  if (half == std::string::npos || measure(cairo, title_style, title).width <= width) {
    return wrap_evenly(cairo, title_style, title, width, 3);
  }
  std::vector<std::string> lines = wrap_evenly(cairo, title_style, title.substr(0, half + 1), width, 2);
  for (std::string& line : wrap_evenly(cairo, title_style, title.substr(half + 2), width, 2)) lines.push_back(line);
  return lines;
}

Layout layout_of(const ProfileChart& chart, double exaggeration_room) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1), &cairo_surface_destroy);
  const Context cairo(cairo_create(surface.get()), &cairo_destroy);
  const double width = width_px - 2 * margin;
  Layout layout{.title = title_lines(cairo.get(), chart.title, width),
                .subtitle = wrap_evenly(cairo.get(), subtitle_style, chart.subtitle, width, 2)};
  for (const std::string& paragraph : chart.caption) {
    for (std::string& line : wrap(cairo.get(), caption_style, paragraph, width, 3)) layout.caption.push_back(line);
  }
  const double top = 0.75 * margin + static_cast<double>(layout.title.size()) * line_height(title_style) +
                     static_cast<double>(layout.subtitle.size()) * line_height(subtitle_style) + 24;
  layout.plot = {margin + axis_room, top, width_px - 2 * margin - axis_room - right_room, plot_height};
  layout.height = layout.plot.bottom() + 92 + exaggeration_room +
                  static_cast<double>(layout.caption.size()) * line_height(caption_style) + 0.6 * margin;
  return layout;
}

// 1, 2 or 5 times a power of ten, so that about `count` steps make the span.
double round_step(double span, double count) {
  const double raw = span / count;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= raw) return factor * power;
  }
  return 10 * power;
}

class Drawing {
 public:
  Drawing(cairo_t* cairo, const ProfileChart& chart, const Layout& layout)
      : cairo_(cairo),
        chart_(chart),
        layout_(layout),
        plane_(chart.distance_m, chart.effective_radius_m, layout.plot, altitudes_of(chart)),
        board_({layout.plot.left + 6, layout.plot.top + 6, layout.plot.width + right_room - 12, plot_height - 12}) {}

  void draw() {
    set_colour(cairo_, palette::paper);
    cairo_paint(cairo_);
    draw_headings();
    draw_altitude_lines();
    cairo_save(cairo_);
    clip_to_plot();
    draw_shadow();
    draw_ground();
    cairo_restore(cairo_);
    draw_range();
    draw_rays();
    draw_end();
    draw_axes();
    draw_labels();
    draw_caption();
  }

 private:
  static std::vector<ChartPoint> altitudes_of(const ProfileChart& chart) {
    std::vector<ChartPoint> points{{0, 0}, {0, chart.antenna_m}, {chart.distance_m / 2, 0}, {chart.distance_m, 0}};
    for (const double altitude : {chart.floor_m, chart.target_m}) {
      if (std::isfinite(altitude)) points.push_back({chart.distance_m, altitude});
    }
    for (const ChartPoint& point : chart.ground) {
      if (std::isfinite(point.altitude_m)) points.push_back(point);
    }
    return points;
  }

  void clip_to_plot() {
    cairo_rectangle(cairo_, layout_.plot.left, layout_.plot.top, layout_.plot.width, layout_.plot.height);
    cairo_clip(cairo_);
  }

  void line_to(const ChartPoint& point, bool first) {
    const Pixel at = plane_.at(point);
    if (first) {
      cairo_move_to(cairo_, at.x, at.y);
    } else {
      cairo_line_to(cairo_, at.x, at.y);
    }
  }

  void stroke(Colour colour, double width, const std::vector<double>& dashes = {}, double opacity = 1) {
    set_colour(cairo_, colour, opacity);
    cairo_set_line_width(cairo_, width);
    cairo_set_dash(cairo_, dashes.data(), static_cast<int>(dashes.size()), 0);
    cairo_stroke(cairo_);
    cairo_set_dash(cairo_, nullptr, 0, 0);
  }

  void draw_lines(const TextStyle& style, const std::vector<std::string>& lines, Pixel at) {
    for (const std::string& line : lines) {
      at.y += line_height(style);
      draw_text(cairo_, style, at, line);
    }
  }

  void draw_headings() {
    double y = 0.75 * margin - 0.25 * title_style.size_px;
    draw_lines(title_style, layout_.title, {margin, y});
    y += static_cast<double>(layout_.title.size()) * line_height(title_style) + 2;
    draw_lines(subtitle_style, layout_.subtitle, {margin, y});
  }

  // Arcs of equal altitude above the sea: what bends here is the earth.
  void draw_altitude_lines() {
    const AltitudeSpan span = plane_.altitudes_at_start();
    const double step = round_step(span.highest - span.lowest, 7);
    for (double level = std::ceil(span.lowest / step) * step; level <= span.highest; level += step) {
      constexpr int pieces = 120;
      cairo_save(cairo_);
      clip_to_plot();
      for (int i = 0; i <= pieces; ++i) line_to({chart_.distance_m * i / pieces, level}, i == 0);
      stroke(grid_colour, level == 0 ? 1.6 : 1);
      cairo_restore(cairo_);
      const std::string number = with_thousands(level);
      const TextSize size = measure(cairo_, axis_style, number);
      const Pixel at = plane_.at({0, level});
      draw_text(cairo_, axis_style, {at.x - size.width - 10, at.y + size.ascent / 2}, number);
    }
  }

  // Below the lowest ray and above the ground.
  void draw_shadow() {
    if (!chart_.obstacle) return;
    bool first = true;
    for (const ChartPoint& point : chart_.ground) {
      if (point.distance_m < chart_.obstacle->distance_m) continue;
      line_to({point.distance_m, std::isnan(point.altitude_m) ? 0 : point.altitude_m}, first);
      first = false;
    }
    if (first) return;
    for (std::size_t i = chart_.ray_m.size(); i-- > 0;) {
      if (chart_.ground[i].distance_m < chart_.obstacle->distance_m) break;
      line_to({chart_.ground[i].distance_m, chart_.ray_m[i]}, false);
    }
    cairo_close_path(cairo_);
    set_colour(cairo_, shadow_fill, 0.14);
    cairo_fill(cairo_);
  }

  // Runs of land, sea and unknown ground, each down to the bottom of the plot.
  void draw_ground() {
    enum class Kind { land, sea, unknown };
    const auto kind_of = [](double altitude) {
      return std::isnan(altitude) ? Kind::unknown : altitude == 0 ? Kind::sea : Kind::land;
    };
    const std::vector<ChartPoint>& ground = chart_.ground;
    for (std::size_t begin = 0; begin + 1 < ground.size();) {
      const auto kind_at = [&](std::size_t i) {
        const Kind a = kind_of(ground[i].altitude_m);
        const Kind b = kind_of(ground[i + 1].altitude_m);
        if (a == Kind::unknown || b == Kind::unknown) return Kind::unknown;
        return a == Kind::sea && b == Kind::sea ? Kind::sea : Kind::land;
      };
      const Kind kind = kind_at(begin);
      std::size_t end = begin + 1;
      while (end + 1 < ground.size() && kind_at(end) == kind) ++end;
      const auto trace = [&] {
        for (std::size_t i = begin; i <= end; ++i) {
          const double altitude = ground[i].altitude_m;
          line_to({ground[i].distance_m, std::isnan(altitude) ? 0 : altitude}, i == begin);
        }
      };
      trace();
      cairo_line_to(cairo_, plane_.at(ground[end]).x, layout_.plot.bottom());
      cairo_line_to(cairo_, plane_.at(ground[begin]).x, layout_.plot.bottom());
      cairo_close_path(cairo_);
      set_colour(cairo_, kind == Kind::land ? land_fill : kind == Kind::sea ? sea_fill : palette::no_terrain);
      cairo_fill(cairo_);
      trace();
      stroke(kind == Kind::land ? land_edge : kind == Kind::sea ? palette::coast : palette::graticule, 1.8);
      begin = end;
    }
  }

  void draw_range() {
    if (!chart_.range_m) return;
    const double x = plane_.at({*chart_.range_m, 0}).x;
    cairo_move_to(cairo_, x, layout_.plot.top);
    cairo_line_to(cairo_, x, plane_.at({*chart_.range_m, 0}).y);
    stroke(palette::ring, 1.6, {9, 6});
  }

  void draw_rays() {
    trace(chart_.ray_m);
    stroke(ray_colour, 2.6);
    trace(chart_.target_ray_m);
    stroke(target_colour(), 2, {3, 6});
  }

  void trace(const std::vector<double>& altitudes_m) {
    for (std::size_t i = 0; i < altitudes_m.size(); ++i) {
      line_to({chart_.ground[i].distance_m, altitudes_m[i]}, i == 0);
    }
  }

  [[nodiscard]] Colour target_colour() const { return chart_.target_in_sight ? ray_colour : hidden_colour; }

  // The vertical above the place: in sight above the floor, hidden below.
  void draw_end() {
    const Pixel floor = plane_.at({chart_.distance_m, chart_.floor_m});
    const Pixel ground = plane_.at({chart_.distance_m, end_ground()});
    cairo_move_to(cairo_, floor.x, floor.y);
    cairo_line_to(cairo_, floor.x, layout_.plot.top);
    stroke(ray_colour, 5);
    cairo_move_to(cairo_, ground.x, ground.y);
    cairo_line_to(cairo_, floor.x, floor.y);
    stroke(hidden_colour, 5, {5, 5});
    cairo_move_to(cairo_, floor.x - 9, floor.y);
    cairo_line_to(cairo_, floor.x + 9, floor.y);
    stroke(ray_colour, 3.5);

    // The antenna on its mast.
    const Pixel foot = plane_.at({0, chart_.ground.empty() ? 0 : std::max(0.0, chart_.ground.front().altitude_m)});
    const Pixel top = plane_.at({0, chart_.antenna_m});
    cairo_move_to(cairo_, foot.x, foot.y);
    cairo_line_to(cairo_, top.x, top.y);
    stroke(palette::site, 3);
    dot(top, 5.5, palette::site);
    if (chart_.obstacle) dot(plane_.at(*chart_.obstacle), 6, ray_colour);
    if (std::isfinite(chart_.target_m)) dot(plane_.at({chart_.distance_m, chart_.target_m}), 8, target_colour());
  }

  void dot(Pixel at, double radius, Colour colour) {
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, at.x, at.y, radius, 0, 2 * std::numbers::pi);
    set_colour(cairo_, colour);
    cairo_fill_preserve(cairo_);
    stroke(palette::paper, 1.5);
  }

  [[nodiscard]] double end_ground() const {
    return chart_.ground.empty() || std::isnan(chart_.ground.back().altitude_m) ? 0 : chart_.ground.back().altitude_m;
  }

  void draw_axes() {
    const PixelBox& plot = layout_.plot;
    cairo_move_to(cairo_, plot.left, plot.top);
    cairo_line_to(cairo_, plot.left, plot.bottom());
    cairo_line_to(cairo_, plot.right(), plot.bottom());
    stroke(palette::quiet_ink, 1.4);
    const double step = round_step(chart_.distance_m / 1000, 9);
    for (int i = 0; i * step * 1000 <= chart_.distance_m * 1.0001; ++i) {
      const double x = plane_.at({i * step * 1000, 0}).x;
      cairo_move_to(cairo_, x, plot.bottom());
      cairo_line_to(cairo_, x, plot.bottom() + 7);
      stroke(palette::quiet_ink, 1.4);
      const std::string number = fmt::format("{:.6g}", i * step);
      const TextSize size = measure(cairo_, axis_style, number);
      draw_text(cairo_, axis_style, {x - size.width / 2, plot.bottom() + 12 + size.ascent}, number);
    }
    const std::string across = "distance from the site (km)";
    const TextSize size = measure(cairo_, axis_style, across);
    draw_text(cairo_, axis_style, {plot.left + (plot.width - size.width) / 2, plot.bottom() + 58}, across);
    const std::string up = "altitude above mean sea level (m)";
    const TextSize up_size = measure(cairo_, axis_style, up);
    cairo_save(cairo_);
    cairo_translate(cairo_, margin + 8, plot.top + (plot.height + up_size.width) / 2);
    cairo_rotate(cairo_, -std::numbers::pi / 2);
    draw_text(cairo_, axis_style, {0, up_size.ascent / 2}, up);
    cairo_restore(cairo_);
  }

  // ---- labels

  void take_line(Pixel from, Pixel to) {
    constexpr int pieces = 60;
    for (int i = 0; i <= pieces; ++i) {
      const double share = static_cast<double>(i) / pieces;
      board_.discourage({std::lerp(from.x, to.x, share) - 5, std::lerp(from.y, to.y, share) - 5, 10, 10});
    }
  }

  void label(Pixel place, double clearance, const std::string& text, Colour colour, double widest = 330) {
    if (text.empty()) return;
    TextStyle style = label_style;
    style.colour = colour;
    const std::vector<std::string> lines = wrap_evenly(cairo_, style, text, widest, 3);
    double width = 0;
    for (const std::string& line : lines) width = std::max(width, measure(cairo_, style, line).width);
    const double height = static_cast<double>(lines.size()) * line_height(style);
    const std::optional<LabelRoom> room = board_.place_beside(place, clearance, width, height, true);
    if (!room) return;
    if (room->is_far) {
      const Pixel end = nearest_point(room->box, place);
      cairo_move_to(cairo_, place.x, place.y);
      cairo_line_to(cairo_, end.x, end.y);
      stroke(colour, 1.2);
    }
    draw_lines(style, lines, {room->box.left, room->box.top - 0.25 * style.size_px});
  }

  // In the open sky over a place, right- or left-aligned with it, with a leader line if that is far up.
  void label_above(Pixel place, const std::string& text) {
    const TextSize size = measure(cairo_, label_style, text);
    constexpr double near = 10;
    constexpr double step = 8;
    for (double up = near; up < plot_height; up += step) {
      for (const double left : {place.x - size.width - 4, place.x + 8}) {
        const PixelBox box{left, place.y - up - size.ascent, size.width, size.ascent};
        constexpr double air = 6;  // between two labels
        if (!board_.is_clear({box.left, box.top - air, box.width, box.height + 2 * air})) continue;
        if (up > near + step) {
          cairo_move_to(cairo_, place.x, place.y - near);
          cairo_line_to(cairo_, place.x, box.bottom());
          stroke(palette::ink, 1.2);
        }
        board_.take({box.left, box.top, box.width, place.y - box.top});
        draw_text(cairo_, label_style, {box.left, box.bottom()}, text);
        return;
      }
    }
  }

  void draw_labels() {
    const Pixel antenna = plane_.at({0, chart_.antenna_m});
    const Pixel floor = plane_.at({chart_.distance_m, chart_.floor_m});
    const Pixel target = plane_.at({chart_.distance_m, std::isfinite(chart_.target_m) ? chart_.target_m : 0});
    take_line(antenna, floor);
    take_line(antenna, target);
    take_line({floor.x, layout_.plot.top}, plane_.at({chart_.distance_m, 0}));
    for (std::size_t i = 0; i < chart_.ground.size(); i += std::max<std::size_t>(1, chart_.ground.size() / 200)) {
      if (std::isnan(chart_.ground[i].altitude_m)) continue;
      const Pixel at = plane_.at(chart_.ground[i]);
      // From the ray or the ground, whichever is higher, down: labels belong to the open sky.
      const double ray = std::lerp(antenna.y, floor.y, chart_.ground[i].distance_m / chart_.distance_m);
      const double top = std::min(ray, at.y) - 5;
      board_.discourage({at.x - 5, top, 10, layout_.plot.bottom() - top});
    }
    if (std::isfinite(chart_.target_m)) board_.take({target.x - 9, target.y - 9, 18, 18});
    board_.take({antenna.x - 7, antenna.y - 7, 14, 14});
    if (chart_.obstacle) {
      const Pixel at = plane_.at(*chart_.obstacle);
      board_.take({at.x - 7, at.y - 7, 14, 14});
    }
    label(floor, 14, chart_.floor_label, ray_colour, right_room - 26);
    if (std::isfinite(chart_.target_m)) label(target, 16, chart_.target_label, target_colour(), right_room - 26);
    if (chart_.obstacle) label_above(plane_.at(*chart_.obstacle), chart_.obstacle_label);
    label_above(antenna, chart_.antenna_label);
    if (chart_.range_m) {
      label({plane_.at({*chart_.range_m, 0}).x, layout_.plot.top + 30}, 10, chart_.range_label, palette::ink, 220);
    }
    label_shadow();
  }

  // In the middle between ray and ground, where there is room.
  void label_shadow() {
    if (!chart_.obstacle) return;
    TextStyle style = label_style;
    style.colour = palette::quiet_ink;
    style.italic = true;
    style.halo_px = 0;
    const std::string text = "out of sight";
    const TextSize size = measure(cairo_, style, text);
    const Pixel from = plane_.at(*chart_.obstacle);
    const Pixel to = plane_.at({chart_.distance_m, chart_.floor_m});
    for (const double share : {0.72, 0.6, 0.84, 0.5}) {
      const double distance = std::lerp(chart_.obstacle->distance_m, chart_.distance_m, share);
      const auto after = std::ranges::lower_bound(chart_.ground, distance, {}, &ChartPoint::distance_m);
      if (after == chart_.ground.end() || std::isnan(after->altitude_m)) continue;
      const Pixel ground = plane_.at(*after);
      const double ray = std::lerp(from.y, to.y, (ground.x - from.x) / (to.x - from.x));
      const PixelBox box{ground.x - size.width / 2, (ray + ground.y) / 2 - size.ascent / 2, size.width, size.ascent};
      const bool has_room = ground.y - ray > 3 * style.size_px && ground.x + size.width / 2 < to.x - 12;
      if (!has_room || !board_.is_free(box)) continue;
      draw_text(cairo_, style, {box.left, box.bottom()}, text);
      return;
    }
  }

  void draw_caption() {
    Pixel at{margin, layout_.plot.bottom() + 74};
    draw_lines(caption_style,
               {fmt::format("Altitudes are drawn {:.2g} times larger than distances.", plane_.exaggeration())}, at);
    at.y += line_height(caption_style);
    draw_lines(caption_style, layout_.caption, at);
  }

  cairo_t* cairo_;
  const ProfileChart& chart_;
  const Layout& layout_;
  ProfilePlane plane_;
  LabelBoard board_;
};

cairo_status_t append(void* to, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorKind::output, std::string("cannot draw the profile: ") + cairo_status_to_string(status));
  }
}

void draw_on(cairo_surface_t* surface, const ProfileChart& chart, const Layout& layout) {
  const Context cairo(cairo_create(surface), &cairo_destroy);
  Drawing(cairo.get(), chart, layout).draw();
  check(cairo_status(cairo.get()));
}

}  // namespace

void write_profile_svg(const ProfileChart& chart, const std::filesystem::path& path) {
  const Layout layout = layout_of(chart, line_height(caption_style));
  std::string bytes;
  {
    const Surface surface(cairo_svg_surface_create_for_stream(&append, &bytes, width_px, layout.height),
                          &cairo_surface_destroy);
    draw_on(surface.get(), chart, layout);
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
  }
  write_text_file(path, bytes);
}

std::string profile_png(const ProfileChart& chart) {
  const Layout layout = layout_of(chart, line_height(caption_style));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width_px),
                                                   static_cast<int>(std::ceil(layout.height))),
                        &cairo_surface_destroy);
  draw_on(surface.get(), chart, layout);
  return png(surface.get());
}

void write_profile_png(const ProfileChart& chart, const std::filesystem::path& path) {
  write_text_file(path, profile_png(chart));
}

}  // namespace skyshed
