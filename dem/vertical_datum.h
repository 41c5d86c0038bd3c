// What heights are counted from, and the way from one to another.
//
// Units      metres.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/grid.h"

namespace skyshed {

enum class VerticalDatum {
  unstated,   // taken as mean sea level
  egm96,      // the geoid of 1996: SRTM, DTED
  egm2008,    // the geoid of 2008: Copernicus
  ellipsoid,  // of WGS 84; 106 m below to 85 m above the geoid
  other,      // stated, but not one of these; taken as mean sea level
};

[[nodiscard]] const char* name_of(VerticalDatum datum);  // "EGM96"
// From what a file states: "EGM96 geoid", "mean sea level (EGM96)", "E96".
[[nodiscard]] VerticalDatum vertical_datum_of(const std::string& statement);

// Turns heights above one datum into heights above another.
// Accuracy   that of PROJ's grid, which is taken every minute of arc or 1.8 km and bilinearly in between: 1 cm.
// Threading  add() may be called from any thread.
class HeightShift {
 public:
  virtual ~HeightShift() = default;
  // Heights of a frame's window, row after row; unknown ones stay unknown, and 0 stays 0 from geoid to geoid: the sea.
  virtual void add(const GridFrame& frame, const GridWindow& window, std::span<float> heights) const = 0;
};

// Domain     EGM96, EGM2008 and the ellipsoid.
// Errors     terrain if PROJ lacks the grid that it takes; the message says how to get it.
[[nodiscard]] std::shared_ptr<const HeightShift> height_shift(VerticalDatum from, VerticalDatum to);

}  // namespace skyshed
