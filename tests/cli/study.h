// A small study as text, to be changed by the tests.
#pragma once

#include <string>

#include "program.h"

namespace skyshed::test {

// A radar of 30 km on a plain of the built-in terrain; lines of the scenario may be added or its parts replaced.
struct Study {
  std::string terrain = levant();
  std::string outside = "error";
  std::string position = "{ latitude = 35.4, longitude = 36.9 }";
  std::string asset_lines;
  std::string range = "30";

  std::string resolution_m = "4000";

  [[nodiscard]] std::string text() const {
    return "title = \"A watchtower\"\nfrom = 2024-12-01\nuntil = 2024-12-31\ntargets = [\"fighter\"]\n"
           "altitudes_agl_m = [100]\nterrain = { sources = [\"" +
           terrain + "\"], outside = \"" + outside + "\" }\ngrid.resolution_m = " + resolution_m +
           "\n[[asset]]\nid = \"tower\"\nsystem = \"Watchtower\"\nposition = " + position + "\n" + asset_lines +
           "[system.Watchtower]\nname = \"a watchtower\"\n[system.Watchtower.radar.search]\ninstrumented_range_km = " +
           range + "\nantenna_agl_m = 12\n";
  }
};

}  // namespace skyshed::test
