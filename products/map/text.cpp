#include "products/map/text.h"

#include <cairo.h>
#include <cstdint>
#include <utility>

namespace skyshed {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";     // …

// Length of the well-formed UTF-8 sequence that begins the text; 0 if none does.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (length > 1) {
    const std::uint8_t second = byte(1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    const bool beyond_unicode = lead == 0xF4 && second >= 0x90;
    if (overlong || surrogate || beyond_unicode) return 0;
  }
  return length;
}

void select(cairo_t* cairo, const TextStyle& style) {
  cairo_select_font_face(cairo, "DejaVu Sans", style.italic ? CAIRO_FONT_SLANT_ITALIC : CAIRO_FONT_SLANT_NORMAL,
                         style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cairo, style.size_px);
  // Unhinted outlines have the same widths on every surface, so that PNG and SVG break their lines alike.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cairo, options);
  cairo_font_options_destroy(options);
}

double advance(cairo_t* cairo, const std::string& text) {
  cairo_text_extents_t extents;
  cairo_text_extents(cairo, text.c_str(), &extents);
  return extents.x_advance;
}

void show(cairo_t* cairo, const TextStyle& style, Pixel base, const std::string& text) {
  cairo_move_to(cairo, base.x, base.y);
  if (style.halo_px > 0) {
    cairo_text_path(cairo, text.c_str());
    set_colour(cairo, palette::paper, 0.85);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cairo, 2 * style.halo_px);
    cairo_stroke(cairo);
    cairo_move_to(cairo, base.x, base.y);
  }
  set_colour(cairo, style.colour);
  cairo_show_text(cairo, text.c_str());
}

// Words at spaces; a word wider than the line in pieces that fit.
std::vector<std::string> breakable_words(cairo_t* cairo, const std::string& text, double width) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const std::string& character : characters(text)) {
    if (character == " ") {
      finish();
      continue;
    }
    if (!word.empty() && advance(cairo, word + character) > width) finish();
    word += character;
  }
  finish();
  return words;
}

std::string shortened(cairo_t* cairo, const std::string& text, double width) {
  std::vector<std::string> kept = characters(text);
  const auto joined = [&] {
    std::string line;
    for (const std::string& character : kept) line += character;
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line + std::string(ellipsis);
  };
  while (!kept.empty() && advance(cairo, joined()) > width) kept.pop_back();
  return joined();
}

}  // namespace

std::string printable(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      clean += replacement;
      text.remove_prefix(1);
      continue;
    }
    const auto first = static_cast<std::uint8_t>(text[0]);
    const bool blank = length == 1 && (first == '\n' || first == '\t' || first == '\r');
    const bool control = (length == 1 && (first < 0x20 || first == 0x7F)) ||
                         (length == 2 && first == 0xC2 && static_cast<std::uint8_t>(text[1]) < 0xA0);
    if (blank) {
      clean += ' ';
    } else if (control) {
      clean += replacement;
    } else {
      clean += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return clean;
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> result;
  const std::string clean = printable(text);
  for (std::string_view rest = clean; !rest.empty();) {
    const std::size_t length = sequence_length(rest);
    result.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return result;
}

TextSize measure(cairo_t* cairo, const TextStyle& style, std::string_view text) {
  select(cairo, style);
  cairo_font_extents_t font;
  cairo_font_extents(cairo, &font);
  const std::vector<std::string> letters = characters(text);
  const double spacing = letters.empty() ? 0 : style.letter_spacing_px * static_cast<double>(letters.size() - 1);
  return {advance(cairo, printable(text)) + spacing, font.ascent * 0.82, font.descent, style.size_px * 1.28};
}

void draw_text(cairo_t* cairo, const TextStyle& style, Pixel base, std::string_view text) {
  select(cairo, style);
  if (style.letter_spacing_px == 0) {
    show(cairo, style, base, printable(text));
    return;
  }
  for (const std::string& character : characters(text)) {
    show(cairo, style, base, character);
    base.x += advance(cairo, character) + style.letter_spacing_px;
  }
}

std::vector<std::string> wrap(cairo_t* cairo, const TextStyle& style, std::string_view text, double width,
                              int most_lines) {
  select(cairo, style);
  std::vector<std::string> lines;
  const std::vector<std::string> words = breakable_words(cairo, printable(text), width);
  for (const std::string& word : words) {
    if (!lines.empty() && advance(cairo, lines.back() + " " + word) <= width) {
      lines.back() += " " + word;
    } else if (static_cast<int>(lines.size()) < most_lines) {
      lines.push_back(word);
    } else {
      // What does not fit is said to be missing.
      lines.back() = shortened(cairo, lines.back() + " " + word, width);
      break;
    }
  }
  return lines;
}

std::vector<std::string> wrap_evenly(cairo_t* cairo, const TextStyle& style, std::string_view text, double width,
                                     int most_lines) {
  std::vector<std::string> lines = wrap(cairo, style, text, width, most_lines);
  const bool is_cut = !lines.empty() && lines.back().ends_with(ellipsis);
  if (lines.size() < 2 || is_cut) return lines;
  std::vector<std::string> even = lines;
  constexpr int steps = 20;
  for (int step = 1; step < steps; ++step) {
    std::vector<std::string> narrower = wrap(cairo, style, text, width * (steps - step) / steps, most_lines + 1);
    if (narrower.size() > lines.size()) break;
    even = std::move(narrower);
  }
  return even;
}

void set_colour(cairo_t* cairo, Colour colour, double opacity) {
  cairo_set_source_rgba(cairo, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0, opacity);
}

}  // namespace skyshed
