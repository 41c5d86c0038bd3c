// Areas against time and against altitude as inline SVG: certain, likely and possible coverage in the maps' own colours.
//
// Units      square kilometres; days.
// Style      classes that the page's style sheet colours: certain, likely, possible, nominal, axis, interval (of samples). Texts have
//            12 units in a picture of 440 units of width, so that they can be read at the width of a phone.
// Domain     certain <= likely <= possible, finite; at least one piece or bar.
// Threading  pure functions; the same text for the same figures.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/systems/asset.h"

namespace skyshed {

struct CoveredKm2 {
  double certain = 0;
  double likely = 0;
  double possible = 0;
};

// Of the areas of many samples of what is uncertain: 5 and 95 % cover less.
struct SampledKm2 {
  double p05 = 0;
  double mean = 0;
  double p95 = 0;
};

struct TimePiece {
  Day from;
  Day until;  // exclusive
  CoveredKm2 km2;
  std::optional<SampledKm2> sampled = {};
  std::string label;      // told when it is pointed at: days and figures
  std::size_t scene = 0;  // of the report, for the script
};
// A stretch of level ground for each phase, one after the other. title: what it shows, for those who cannot see it.
[[nodiscard]] std::string time_chart(const std::string& title, const std::vector<TimePiece>& pieces);

struct AltitudeBar {
  std::string altitude;  // "100 m above ground"
  CoveredKm2 km2;
  std::optional<SampledKm2> sampled = {};
  std::string label;
};
// A bar for each altitude, the lowest at the bottom. top_km2: what the axis reaches, so that charts can be compared.
// nominal_km2: the area of the nominal rings, drawn as a dashed line.
[[nodiscard]] std::string altitude_chart(const std::string& title, const std::vector<AltitudeBar>& bars,
                                         std::optional<double> nominal_km2, double top_km2);

// The text with &, <, > and quotes written so that HTML and SVG show them.
[[nodiscard]] std::string html_escaped(const std::string& text);

}  // namespace skyshed
