// Small worlds drawn as text, so that a failing test is a picture.
//
//   A . . 5 . . t      one character a post, blanks ignored, first line in the north
//   digits             height in units of metres_per_digit
//   .                  height 0
//   ?                  unknown
//   letters            height 0 and a place to be named later
#pragma once

#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>
#include <string>

#include "engine/sight/horizon_sweep.h"
#include "engine/sight/line_of_sight.h"

namespace skyshed::testing {

struct DrawOptions {
  double cell_m = 1000;
  double metres_per_digit = 100;
};

struct World {
  ElevationModel terrain;
  std::map<char, GridPoint> places;

  [[nodiscard]] GridPoint at(char name) const { return places.at(name); }
};

inline World draw(const std::string& picture, const DrawOptions& options = {}) {
  std::vector<std::string> rows;
  std::istringstream lines(picture);
  for (std::string line; std::getline(lines, line);) {
    std::erase_if(line, [](unsigned char c) { return std::isspace(c) != 0; });
    if (!line.empty()) rows.push_back(line);
  }
  World world;
  GridFrame& frame = world.terrain.frame;
  frame.kind = GridFrame::Kind::planar;
  frame.width = static_cast<int>(rows.at(0).size());
  frame.height = static_cast<int>(rows.size());
  frame.step_x = options.cell_m;
  frame.step_y = -options.cell_m;
  world.terrain.heights = Raster<float>(frame.width, frame.height);
  for (int row = 0; row < frame.height; ++row) {
    for (int column = 0; column < frame.width; ++column) {
      const char c = rows[static_cast<std::size_t>(row)].at(static_cast<std::size_t>(column));
      float& height = world.terrain.heights.at(column, row);
      if (std::isdigit(static_cast<unsigned char>(c)))
        height = static_cast<float>((c - '0') * options.metres_per_digit);
      if (c == '?') {
        height = std::numeric_limits<float>::quiet_NaN();
        world.terrain.has_unknown = true;
      }
      if (std::isalpha(static_cast<unsigned char>(c))) {
        world.places[c] = {static_cast<double>(column), static_cast<double>(row)};
      }
    }
  }
  return world;
}

// No curvature at all: k so large that the earth is flat for every purpose (planar frames have none anyway).
inline Refraction straight_rays() { return {}; }

}  // namespace skyshed::testing
