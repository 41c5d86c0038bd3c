#include "products/map/sites.h"

#include <cairo.h>
#include <algorithm>
#include <cmath>

#include "products/map/text.h"

namespace skyshed {
namespace {

constexpr double symbol_size = 26;  // points
constexpr std::size_t most_lines = 4;

// Sites at one spot of the map.
struct SiteGroup {
  Pixel at;
  std::vector<SiteKind> kinds;      // each once
  std::vector<std::string> labels;  // each once
};

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

std::vector<SiteGroup> grouped(const MapView& view, const std::vector<MapSite>& sites, double unit) {
  std::vector<SiteGroup> groups;
  for (const MapSite& site : sites) {
    const Pixel at = view.to_pixel(site.position);
    if (!view.frame().contains({at.x, at.y, 0, 0})) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const SiteGroup& other) {
      return std::hypot(other.at.x - at.x, other.at.y - at.y) < 0.9 * symbol_size * unit;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), {at, {}, {}});
    add_once(group->kinds, site.kind);
    if (!site.label.empty()) add_once(group->labels, site.label);
  }
  for (SiteGroup& group : groups) {
    if (group.labels.size() > most_lines) {
      const std::size_t more = group.labels.size() - (most_lines - 1);
      group.labels.resize(most_lines - 1);
      group.labels.push_back("and " + std::to_string(more) + " more");
    }
  }
  return groups;
}

Pixel symbol_position(const SiteGroup& group, std::size_t index, double unit) {
  const double offset = static_cast<double>(index) - static_cast<double>(group.kinds.size() - 1) / 2;
  return {group.at.x + offset * (symbol_size + 2) * unit, group.at.y};
}

void draw_label(cairo_t* cairo, const SiteGroup& group, double unit, LabelBoard& board) {
  if (group.labels.empty()) return;
  const TextStyle style{.size_px = 22 * unit, .colour = palette::site, .bold = true, .halo_px = 3.5 * unit};
  double width = 0;
  for (const std::string& line : group.labels) width = std::max(width, measure(cairo, style, line).width);
  const TextSize size = measure(cairo, style, group.labels.front());
  const double height = size.line_height * static_cast<double>(group.labels.size());
  const double clearance = (0.5 * static_cast<double>(group.kinds.size()) * (symbol_size + 2) + 4) * unit;
  const auto room = board.place_beside(group.at, clearance, width, height, true);
  if (!room) return;
  if (room->is_far) {
    const Pixel end = nearest_point(room->box, group.at);
    // From the edge of the row of symbols.
    const double half_width = static_cast<double>(group.kinds.size()) * (symbol_size + 2) / 2 * unit;
    const double start = std::min(half_width / std::max(std::abs(end.x - group.at.x), 1e-6),
                                  symbol_size / 2 * unit / std::max(std::abs(end.y - group.at.y), 1e-6));
    cairo_move_to(cairo, std::lerp(group.at.x, end.x, start), std::lerp(group.at.y, end.y, start));
    cairo_line_to(cairo, end.x, end.y);
    set_colour(cairo, palette::site);
    cairo_set_line_width(cairo, 1.5 * unit);
    cairo_stroke(cairo);
  }
  // Lines lean towards the symbol.
  const bool ends_at_symbol = room->box.right() <= group.at.x;
  double base = room->box.top + (size.line_height + size.ascent - size.descent) / 2;
  for (const std::string& line : group.labels) {
    const double left = ends_at_symbol ? room->box.right() - measure(cairo, style, line).width : room->box.left;
    draw_text(cairo, style, {left, base}, line);
    base += size.line_height;
  }
}

}  // namespace

const char* legend_label(SiteKind kind) {
  switch (kind) {
    case SiteKind::radar:
      return "radar";
    case SiteKind::missile:
      return "missiles";
    case SiteKind::ship:
      return "ship";
    case SiteKind::jammer:
      return "jammer";
  }
  return "";
}

void draw_site_symbol(cairo_t* cairo, SiteKind kind, Pixel at, double unit) {
  cairo_save(cairo);
  cairo_translate(cairo, at.x, at.y);
  cairo_scale(cairo, symbol_size / 2 * unit, symbol_size / 2 * unit);  // the symbol fills [-1, 1]²
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path(cairo);
  const auto polygon = [&](std::initializer_list<Pixel> corners) {
    for (const Pixel& corner : corners) cairo_line_to(cairo, corner.x, corner.y);
    cairo_close_path(cairo);
  };
  switch (kind) {
    case SiteKind::radar:
      cairo_arc(cairo, 0, 0, 0.82, 0, 2 * std::numbers::pi);
      break;
    case SiteKind::missile:
      polygon({{0, -0.95}, {0.9, 0.75}, {-0.9, 0.75}});
      break;
    case SiteKind::ship:
      polygon({{-1.05, 0.05},
               {-0.35, 0.05},
               {-0.35, -0.7},
               {0.4, -0.7},
               {0.4, 0.05},
               {1.05, 0.05},
               {0.65, 0.75},
               {-0.7, 0.75}});
      break;
    case SiteKind::jammer:
      polygon({{0, -1}, {1, 0}, {0, 1}, {-1, 0}});
      break;
  }
  set_colour(cairo, palette::paper);
  cairo_set_line_width(cairo, 0.4);
  cairo_stroke_preserve(cairo);
  set_colour(cairo, palette::site);
  cairo_fill(cairo);
  set_colour(cairo, palette::paper);
  if (kind == SiteKind::radar) {
    cairo_arc(cairo, 0, 0, 0.5, 0, 2 * std::numbers::pi);
    cairo_set_line_width(cairo, 0.16);
    cairo_stroke(cairo);
    cairo_arc(cairo, 0, 0, 0.18, 0, 2 * std::numbers::pi);
    cairo_fill(cairo);
  } else if (kind == SiteKind::jammer) {
    polygon({{0.12, -0.6}, {-0.32, 0.1}, {-0.02, 0.1}, {-0.12, 0.6}, {0.32, -0.1}, {0.02, -0.1}});
    cairo_fill(cairo);
  }
  cairo_restore(cairo);
}

void draw_sites(cairo_t* cairo, const MapView& view, const std::vector<MapSite>& sites, double unit,
                LabelBoard& board) {
  const std::vector<SiteGroup> groups = grouped(view, sites, unit);
  const double half = symbol_size / 2 * unit;
  for (const SiteGroup& group : groups) {
    for (std::size_t i = 0; i < group.kinds.size(); ++i) {
      const Pixel at = symbol_position(group, i, unit);
      draw_site_symbol(cairo, group.kinds[i], at, unit);
      board.take({at.x - half, at.y - half, 2 * half, 2 * half});
    }
  }
  for (const SiteGroup& group : groups) draw_label(cairo, group, unit, board);
}

}  // namespace skyshed
