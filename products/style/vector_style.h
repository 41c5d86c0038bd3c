// How points and polygons with attributes look: symbols by category, labels, tips, and their place in time.
//
// Units      millimetres on the screen or the page.
// Threading  plain values.
#pragma once

#include <string>
#include <vector>

#include "products/palette.h"

namespace skyshed {

struct Symbol {
  enum class Kind { marker, area };
  Kind kind = Kind::area;
  std::string marker = "circle";  // QGIS's name of the shape
  double size_mm = 3;
  Colour fill;
  double fill_opacity = 1;  // 0: no fill
  Pattern pattern = Pattern::solid;
  Colour line = palette::ink;
  double line_mm = 0.4;  // 0: none
  bool dashed = false;
};

struct VectorCategory {
  std::string value;  // of the style's field
  std::string label;
  Symbol symbol;
};

struct VectorStyle {
  std::string field;                       // empty: one symbol for all, that of the only category
  std::vector<VectorCategory> categories;  // the last drawn on top
  std::string label_field;                 // empty: no labels
  std::string from_field;                  // dates between which a feature is shown (the second is the first day after)
  std::string until_field;                 // empty: always
  std::string tip;                         // HTML with [% expressions %]
};

// Over the features of outlines.gpkg (cli/study_outlines.h writes their attributes).
[[nodiscard]] VectorStyle asset_style(const std::vector<std::string>& kinds);  // that there are: "radar", "ship", …
[[nodiscard]] VectorStyle ring_style();
[[nodiscard]] VectorStyle footprint_style(const std::vector<std::string>& altitudes);  // as the field spells them
[[nodiscard]] VectorStyle change_style();

// The style as a document of its own, for tables of styles.
[[nodiscard]] std::string qml_of(const VectorStyle& style);

}  // namespace skyshed
