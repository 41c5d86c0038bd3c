// Names that tell the reader where on the earth the map is.
//
// Threading  one cairo context a thread.
#pragma once

#include <string>
#include <vector>

#include "products/map/canvas.h"
#include "products/map/label_board.h"

namespace skyshed {

enum class PlaceKind { city, capital, country, sea };

struct MapPlace {
  GeodeticPoint position;  // of a city: the city; of a country or sea: the middle of its name
  std::string name;        // a line break in the name of a sea or a country starts a new line
  PlaceKind kind = PlaceKind::city;
};

// Writes each name within the map that finds room, earlier ones first; a city without room for its name is left out
// altogether.
void draw_places(cairo_t* cairo, const MapView& view, const std::vector<MapPlace>& places, double unit,
                 LabelBoard& board);

}  // namespace skyshed
