#include "products/quicklook.h"

#include <cairo-svg.h>
#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/base/error.h"
#include "products/map/extent.h"
#include "products/map/graticule.h"
#include "products/map/text.h"
#include "products/picture_bytes.h"
#include "products/text_file.h"

namespace skyshed {
namespace {

// Sizes in points: pixels of a picture of this width. They grow with the picture.
constexpr double design_width = 1600;
constexpr double margin = 40;
constexpr double title_gap = 6;  // between title and subtitle
constexpr int least_width_px = 300;
constexpr int most_width_px = 10000;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

Surface image_surface(int width, int height) {
  return {cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy};
}

Context context_of(const Surface& surface) { return {cairo_create(surface.get()), &cairo_destroy}; }

TextStyle title_style(double unit) { return {.size_px = 37 * unit, .bold = true}; }
TextStyle subtitle_style(double unit) { return {.size_px = 25 * unit, .colour = palette::quiet_ink}; }
TextStyle caption_style(double unit) { return {.size_px = 17.5 * unit, .colour = palette::quiet_ink}; }

double text_width(double unit) { return (design_width - 2 * margin) * unit; }

double line_height(const TextStyle& style) { return 1.25 * style.size_px; }

std::vector<std::string> wrapped_heading(const TextStyle& style, const std::string& text, double width) {
  constexpr int most_lines = 2;
  const Surface scratch = image_surface(1, 1);
  return wrap_evenly(context_of(scratch).get(), style, text, width, most_lines);
}

std::vector<std::string> wrapped_caption(const std::vector<std::string>& paragraphs, double unit) {
  const Surface scratch = image_surface(1, 1);
  const Context cairo = context_of(scratch);
  std::vector<std::string> lines;
  for (const std::string& paragraph : paragraphs) {
    const auto part = wrap(cairo.get(), caption_style(unit), paragraph, text_width(unit), 3);
    lines.insert(lines.end(), part.begin(), part.end());
  }
  return lines;
}

double map_top(std::size_t title_lines, std::size_t subtitle_lines, double unit) {
  const double gap = ((subtitle_lines > 0 ? title_gap : 0) + 18) * unit;
  return std::round(0.75 * margin * unit + static_cast<double>(title_lines) * line_height(title_style(unit)) +
                    static_cast<double>(subtitle_lines) * line_height(subtitle_style(unit)) + gap);
}

MapView view_of(const LonLatBox& extent, double top, int width_px, double unit) {
  const double left = std::round((margin + graticule_room_left) * unit);
  return {with_shape_between(extent, 0.4, 1.0), left, top, std::round(width_px - margin * unit - left)};
}

LonLatBox extent_of(const QuicklookMap& map) {
  if (map.prepared != nullptr) return map.prepared->extent();
  return map.extent ? *map.extent : extent_to_show(map.ground.frame, map.classes, map.scheme, map.rings, map.sites);
}

struct PaintedMap {
  MapImage image;
  std::string grey;  // what it means; empty where there is none
};

std::string meaning_of_grey(const MapGround& ground) {
  const bool outside = ground.ends_in_view();
  if (ground.lacks_terrain()) return outside ? "outside the study, or no terrain data" : "no terrain data";
  return outside ? "outside the study" : "";
}

PaintedMap painted(const QuicklookMap& map, const MapView& view, double unit) {
  if (map.prepared != nullptr) {
    return {map_image(*map.prepared, map.classes, map.scheme, unit), meaning_of_grey(*map.prepared)};
  }
  const MapGround ground(map.ground, view);
  return {map_image(ground, map.classes, map.scheme, unit), meaning_of_grey(ground)};
}

Legend legend_of(const QuicklookMap& map, const MapImage& image, const std::string& grey) {
  Legend legend{map.legend_heading, {}};
  for (std::size_t i = 0; i < map.scheme.size(); ++i) {
    const MapClass& a_class = map.scheme[i];
    if (image.shown[i] && a_class.opacity > 0) legend.items.push_back({a_class, std::string(a_class.label)});
  }
  const auto is_dashed = [](const MapRing& ring) { return ring.dashed; };
  if (std::any_of(map.rings.begin(), map.rings.end(), is_dashed)) {
    legend.items.push_back({DashedLineSample{}, map.ring_legend});
  }
  for (const SiteKind kind : all_site_kinds) {
    const auto is_kind = [kind](const MapSite& site) { return site.kind == kind; };
    if (std::any_of(map.sites.begin(), map.sites.end(), is_kind)) legend.items.push_back({kind, legend_label(kind)});
  }
  if (!grey.empty()) legend.items.push_back({NoTerrainSample{}, grey});
  return legend;
}

double checked_unit(int width_px) {
  if (width_px < least_width_px || width_px > most_width_px) {
    throw Error(ErrorKind::output, "cannot draw a quicklook " + std::to_string(width_px) + " pixels wide; ask for " +
                                       std::to_string(least_width_px) + " to " + std::to_string(most_width_px));
  }
  return width_px / design_width;
}

void draw_lines(cairo_t* cairo, const TextStyle& style, const std::vector<std::string>& lines, Pixel top_left) {
  double base = top_left.y + style.size_px;
  for (const std::string& line : lines) {
    draw_text(cairo, style, {top_left.x, base}, line);
    base += line_height(style);
  }
}

cairo_status_t append_bytes(void* to, const unsigned char* data, unsigned int length) {
  auto* sink = static_cast<std::vector<std::uint8_t>*>(to);
  sink->insert(sink->end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

void check_encoded(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorKind::output, std::string("cannot encode the quicklook: ") + cairo_status_to_string(status));
  }
}

}  // namespace

MapGround prepared_ground(const ElevationModel& ground, const LonLatBox& extent, int width_px) {
  return {ground, view_of(extent, 0, width_px, checked_unit(width_px))};
}

Quicklook::Quicklook(QuicklookMap map)
    : map_(std::move(map)),
      unit_(checked_unit(map_.width_px)),
      title_(wrapped_heading(title_style(unit_), map_.title, text_width(unit_))),
      subtitle_(wrapped_heading(subtitle_style(unit_), map_.subtitle, text_width(unit_))),
      view_(view_of(extent_of(map_), map_top(title_.size(), subtitle_.size(), unit_), map_.width_px, unit_)),
      caption_(wrapped_caption(map_.caption, unit_)) {
  PaintedMap map_painted = painted(map_, view_, unit_);
  legend_ = legend_of(map_, map_painted.image, map_painted.grey);
  image_ = std::move(map_painted.image);
  const Surface scratch = image_surface(1, 1);
  const Context cairo = context_of(scratch);
  const ScaleBarSize scale = scale_bar_size(view_, unit_);
  legend_top_ = view_.frame().bottom() + (graticule_room_below + 22) * unit_;
  legend_width_ = text_width(unit_) - scale.width - 40 * unit_;
  const double legend_height = lay_legend(cairo.get(), legend_, legend_width_, unit_, std::nullopt);
  caption_top_ = legend_top_ + std::max(legend_height, scale.height) + 14 * unit_;
  height_px_ = static_cast<int>(std::ceil(caption_top_ + margin * 0.7 * unit_ +
                                          static_cast<double>(caption_.size()) * line_height(caption_style(unit_))));
}

void Quicklook::draw(cairo_t* cairo) const {
  const double left = margin * unit_;
  const PixelBox& frame = view_.frame();
  set_colour(cairo, palette::paper);
  cairo_paint(cairo);
  draw_lines(cairo, title_style(unit_), title_, {left, 0.75 * left});
  draw_lines(
      cairo, subtitle_style(unit_), subtitle_,
      {left, 0.75 * left + static_cast<double>(title_.size()) * line_height(title_style(unit_)) + title_gap * unit_});

  paint(cairo, image_.pixels, {frame.left, frame.top});
  cairo_save(cairo);
  cairo_rectangle(cairo, frame.left, frame.top, frame.width, frame.height);
  cairo_clip(cairo);
  draw_graticule(cairo, view_, unit_);
  for (const MapRing& ring : map_.rings) draw_ring(cairo, view_, ring, unit_);
  // What matters most takes its room first.
  const double rim = 8 * unit_;
  LabelBoard board({frame.left + rim, frame.top + rim, frame.width - 2 * rim, frame.height - 2 * rim});
  for (const MapRing& ring : map_.rings) discourage_ring(view_, ring, board);
  draw_sites(cairo, view_, map_.sites, unit_, board);
  for (const MapRing& ring : map_.rings) draw_ring_label(cairo, view_, ring, unit_, board);
  draw_places(cairo, view_, map_.places, unit_, board);
  cairo_restore(cairo);
  draw_frame(cairo, view_, unit_);

  lay_legend(cairo, legend_, legend_width_, unit_, Pixel{left, legend_top_});
  draw_scale_bar(cairo, view_, {frame.right(), legend_top_}, unit_);
  draw_lines(cairo, caption_style(unit_), caption_, {left, caption_top_});
  if (cairo_status(cairo) != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorKind::output,
                std::string("cannot draw the quicklook: ") + cairo_status_to_string(cairo_status(cairo)));
  }
}

std::vector<std::uint8_t> Quicklook::png() const {
  const Surface surface = image_surface(width_px(), height_px());
  draw(context_of(surface).get());
  const std::string bytes = skyshed::png(surface.get());
  return {bytes.begin(), bytes.end()};
}

std::vector<std::uint8_t> Quicklook::svg() const {
  std::vector<std::uint8_t> bytes;
  const Surface surface(cairo_svg_surface_create_for_stream(append_bytes, &bytes, width_px(), height_px()),
                        &cairo_surface_destroy);
  draw(context_of(surface).get());
  cairo_surface_finish(surface.get());
  check_encoded(cairo_surface_status(surface.get()));
  return bytes;
}

void write_quicklook(const QuicklookMap& map, const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = Quicklook(map).png();
  write_text_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace skyshed
