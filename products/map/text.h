// Letters on a picture: measured, wrapped, shortened, drawn with a halo.
//
// Frame      (x, y) is the left end of the base line, in pixels.
// Domain     UTF-8 in DejaVu Sans: Latin, Greek, Cyrillic and more; scripts that join their letters (Arabic) come out
//            letter by letter. Bytes that are not UTF-8 and control characters are drawn as U+FFFD.
// Threading  one cairo context a thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "products/map/canvas.h"
#include "products/map/view.h"
#include "products/palette.h"

namespace skyshed {

struct TextStyle {
  double size_px = 12;
  Colour colour = palette::ink;
  bool bold = false;
  bool italic = false;
  double halo_px = 0;            // width of the paper-coloured rim around each letter
  double letter_spacing_px = 0;  // wider for the names of seas and countries
};

struct TextSize {
  double width = 0;
  double ascent = 0;
  double descent = 0;
  double line_height = 0;
};

// Well-formed UTF-8 without control characters, which cairo would answer with a dead context.
[[nodiscard]] std::string printable(std::string_view text);

// The characters of well-formed UTF-8, one string each.
[[nodiscard]] std::vector<std::string> characters(std::string_view text);

[[nodiscard]] TextSize measure(cairo_t* cairo, const TextStyle& style, std::string_view text);
void draw_text(cairo_t* cairo, const TextStyle& style, Pixel base, std::string_view text);

// The text in lines no wider than `width`, broken at spaces (within a word only if it is wider than a line); beyond
// `most_lines` the last line ends with "…".
[[nodiscard]] std::vector<std::string> wrap(cairo_t* cairo, const TextStyle& style, std::string_view text, double width,
                                            int most_lines);

// The same number of lines with the same text, but none much longer than the others: for titles.
[[nodiscard]] std::vector<std::string> wrap_evenly(cairo_t* cairo, const TextStyle& style, std::string_view text,
                                                   double width, int most_lines);

void set_colour(cairo_t* cairo, Colour colour, double opacity = 1);

}  // namespace skyshed
