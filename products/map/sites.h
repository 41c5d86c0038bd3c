// Where systems stand: a symbol for each kind, with the name beside it.
//
// Units      pixels; `unit` is the size of one point of the design.
// Threading  one cairo context a thread.
#pragma once

#include <string>
#include <vector>

#include "products/map/canvas.h"
#include "products/map/label_board.h"

namespace skyshed {

enum class SiteKind { radar, missile, ship, jammer };
inline constexpr SiteKind all_site_kinds[] = {SiteKind::radar, SiteKind::missile, SiteKind::ship, SiteKind::jammer};

struct MapSite {
  GeodeticPoint position;
  std::string label;
  SiteKind kind = SiteKind::radar;
};

[[nodiscard]] const char* legend_label(SiteKind kind);
void draw_site_symbol(cairo_t* cairo, SiteKind kind, Pixel at, double unit);

// Symbols that would cover one another stand side by side and share a label of several lines. Draws every symbol
// within the map and every label that finds room.
void draw_sites(cairo_t* cairo, const MapView& view, const std::vector<MapSite>& sites, double unit, LabelBoard& board);

}  // namespace skyshed
