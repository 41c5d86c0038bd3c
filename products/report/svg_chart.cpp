#include "products/report/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <kainjow/mustache.hpp>

#include "products/map/view.h"
#include "products/table.h"

namespace skyshed {
namespace {

constexpr double width = 440;
constexpr double left = 62;    // room for figures
constexpr double right = 428;  // and for half of the last one
constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// 1, 2 or 5 times a power of ten, so that at most `count` steps make the span.
double round_step(double span, double count) {
  const double raw = span / count;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= raw) return factor * power;
  }
  return 10 * power;
}

// Whole steps up to something that holds the largest value; never an empty axis.
struct Axis {
  double step;
  double top;
  explicit Axis(double largest)
      : step(std::max(1.0, round_step(std::max(largest, 1.0), 4))), top(std::ceil(largest / step) * step) {
    if (top <= 0) top = step;
  }
};

std::string head(const std::string& title, double height) {
  return fmt::format(R"(<svg class="chart" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">)", width, height,
                     html_escaped(title));
}

std::string rect(const char* css_class, double x0, double y0, double x1, double y1) {
  return fmt::format(R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)", css_class,
                     std::min(x0, x1), std::min(y0, y1), std::abs(x1 - x0), std::abs(y1 - y0));
}

std::string line(const char* css_class, double x0, double y0, double x1, double y1) {
  return fmt::format(R"(<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>)", css_class, x0, y0, x1,
                     y1);
}

std::string text(const char* anchor, double x, double y, const std::string& words, const char* css_class = "tick") {
  return fmt::format(R"(<text class="{}" text-anchor="{}" x="{:.1f}" y="{:.1f}">{}</text>)", css_class, anchor, x, y,
                     html_escaped(words));
}

// From end to end, with a cross-stroke of `half` to either side at both.
std::string whisker(Pixel a, Pixel b, Pixel half) {
  return line("interval", a.x, a.y, b.x, b.y) +
         line("interval", a.x - half.x, a.y - half.y, a.x + half.x, a.y + half.y) +
         line("interval", b.x - half.x, b.y - half.y, b.x + half.x, b.y + half.y);
}

std::string dot(double x, double y) {
  return fmt::format(R"(<circle class="mean" cx="{:.1f}" cy="{:.1f}" r="3"/>)", x, y);
}

std::string day_text(Day day, bool with_year) {
  const std::chrono::year_month_day date(day);
  std::string words =
      fmt::format("{} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1]);
  if (with_year) words += fmt::format(" {}", static_cast<int>(date.year()));
  return words;
}

}  // namespace

std::string html_escaped(const std::string& text) { return kainjow::mustache::html_escape(text); }

std::string time_chart(const std::string& title, const std::vector<TimePiece>& pieces) {
  constexpr double height = 270;
  constexpr double top = 24;
  constexpr double bottom = 234;
  double largest = 0;
  for (const TimePiece& piece : pieces) {
    largest = std::max({largest, piece.km2.possible, piece.sampled ? piece.sampled->p95 : 0});
  }
  const Axis axis(largest);
  const Day from = pieces.front().from;
  const auto days = static_cast<double>((pieces.back().until - from).count());
  const auto x_of = [&](Day day) { return left + (right - left) * static_cast<double>((day - from).count()) / days; };
  const auto y_of = [&](double km2) { return bottom - (bottom - top) * km2 / axis.top; };

  std::string svg = head(title, height);
  svg += text("start", 4, 12, "km² covered", "unit");
  for (int i = 0; i * axis.step <= axis.top * 1.0001; ++i) {
    const double y = y_of(i * axis.step);
    svg += line("grid", left, y, right, y) + text("end", left - 6, y + 4, with_thousands(i * axis.step));
  }
  for (const TimePiece& piece : pieces) {
    const double x0 = x_of(piece.from);
    const double x1 = x_of(piece.until);
    const auto& [certain, likely, possible] = piece.km2;
    svg += rect("certain", x0, y_of(0), x1, y_of(certain)) + rect("likely", x0, y_of(certain), x1, y_of(likely)) +
           rect("possible", x0, y_of(likely), x1, y_of(possible));
    if (!piece.sampled) continue;
    const double x = (x0 + x1) / 2;
    const double half = std::min(5.0, (x1 - x0) / 3);
    svg += whisker(Pixel{x, y_of(piece.sampled->p05)}, Pixel{x, y_of(piece.sampled->p95)}, Pixel{half, 0}) +
           dot(x, y_of(piece.sampled->mean));
  }
  // Ticks at days at which something changes; words where there is room, the first and the last day before all others.
  const Day until = pieces.back().until;
  constexpr double room = 62;
  double free_from = left + 78;
  svg += line("axis", right, bottom, right, bottom + 5) + text("start", left, bottom + 19, day_text(from, true)) +
         text("end", right, bottom + 19, day_text(until, false));
  for (const TimePiece& piece : pieces) {
    const double x = x_of(piece.from);
    svg += line("axis", x, bottom, x, bottom + 5);
    if (x - room / 2 < free_from || x > right - 1.5 * room) continue;
    svg += text("middle", x, bottom + 19, day_text(piece.from, false));
    free_from = x + room / 2;
  }
  svg += line("axis", left, bottom, right, bottom);
  for (const TimePiece& piece : pieces) {
    svg += fmt::format(R"(<g class="piece" data-scene="{}">{}<title>{}</title></g>)", piece.scene,
                       rect("hit", x_of(piece.from), top, x_of(piece.until), bottom), html_escaped(piece.label));
  }
  return svg + "</svg>";
}

std::string altitude_chart(const std::string& title, const std::vector<AltitudeBar>& bars,
                           std::optional<double> nominal_km2, double top_km2) {
  constexpr double row = 36;
  constexpr double top = 24;
  constexpr double names = 128;  // room for the altitudes
  const double bottom = top + row * static_cast<double>(bars.size());
  const double height = bottom + 36;
  const Axis axis(std::max(top_km2, nominal_km2.value_or(0)));
  const auto x_of = [&](double km2) { return names + (right - 14 - names) * km2 / axis.top; };

  std::string svg = head(title, height);
  svg += text("end", right, bottom + 33, "km² covered", "unit");
  for (int i = 0; i * axis.step <= axis.top * 1.0001; ++i) {
    const double x = x_of(i * axis.step);
    svg += line("grid", x, top, x, bottom) + text("middle", x, bottom + 17, with_thousands(i * axis.step));
  }
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const AltitudeBar& bar = bars[i];
    const double y1 = bottom - row * static_cast<double>(i) - 7;
    const double y0 = y1 - row + 14;
    const auto& [certain, likely, possible] = bar.km2;
    std::string sampled;
    if (bar.sampled) {
      const double y = (y0 + y1) / 2;
      sampled =
          whisker({x_of(bar.sampled->p05), y}, {x_of(bar.sampled->p95), y}, {0, 5}) + dot(x_of(bar.sampled->mean), y);
    }
    svg += fmt::format(R"(<g class="bar" data-altitude="{}">)", i) +
           text("end", names - 8, (y0 + y1) / 2 + 4, bar.altitude) + rect("certain", x_of(0), y0, x_of(certain), y1) +
           rect("likely", x_of(certain), y0, x_of(likely), y1) +
           rect("possible", x_of(likely), y0, x_of(possible), y1) + sampled + rect("hit", 0, y0 - 7, right, y1 + 7) +
           fmt::format("<title>{}</title></g>", html_escaped(bar.label));
  }
  svg += line("axis", names, top, names, bottom);
  if (nominal_km2) {
    const double x = x_of(*nominal_km2);
    const bool to_the_right = x < width / 2;
    svg += line("nominal", x, top - 4, x, bottom) + text(to_the_right ? "start" : "end", x, top - 9, "nominal rings");
  }
  return svg + "</svg>";
}

}  // namespace skyshed
