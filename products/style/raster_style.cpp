#include "products/style/raster_style.h"

#include <fmt/format.h>

#include <limits>
#include <span>

#include "engine/change/compare.h"
#include "products/table.h"

namespace skyshed {
namespace {

constexpr double everything_else = std::numeric_limits<double>::infinity();
constexpr double beyond_any_altitude_m = 1e9;  // below it stand finite values, above it infinity
constexpr double opacity = 0.7;

StyleEntry entry_of(const MapClass& map_class, double value) {
  return {value, std::string(map_class.label), map_class.plain_colour(), map_class.opacity};
}

RasterStyle classes(std::span<const MapClass> scheme, RasterStyle::Kind kind) {
  RasterStyle style{.kind = kind};
  for (const MapClass& map_class : scheme) {
    // "No data" in the files: QGIS never shows it as a class.
    if (map_class.first == 255) style.no_data = entry_of(map_class, 255);
    if (map_class.first == 255) continue;
    style.entries.push_back(entry_of(map_class, map_class.last));
  }
  return style;
}

// Steps up to the given ends and one above, from the dark end of the ramp to the pale one.
RasterStyle steps(std::span<const double> ends_m, Colour ramp(double), bool dark_first, const std::string& last) {
  RasterStyle style{.kind = RasterStyle::Kind::steps};
  const auto count = static_cast<double>(ends_m.size());
  const auto colour = [&](std::size_t i) {
    const double share = static_cast<double>(i) / count;
    return ramp(dark_first ? share : 1 - share);
  };
  for (std::size_t i = 0; i < ends_m.size(); ++i) {
    const std::string from = i == 0 ? "up to " : fmt::format("{} to ", with_thousands(ends_m[i - 1]));
    style.entries.push_back({ends_m[i], from + with_thousands(ends_m[i]) + " m", colour(i), opacity});
  }
  style.entries.push_back({everything_else, last, colour(ends_m.size()), opacity});
  return style;
}

RasterStyle altitudes(bool floor) {
  static constexpr double floors_m[] = {50, 100, 300, 1000, 3000, 10'000};
  static constexpr double ceilings_m[] = {1000, 3000, 6000, 10'000, 15'000, 20'000, 30'000};
  // What is covered from near the ground up weighs most: dark; likewise what is covered to great heights.
  return floor ? steps(floors_m, viridis, true, "above 10,000 m") : steps(ceilings_m, viridis, false, "above 30,000 m");
}

RasterStyle depths() {
  static constexpr double depths_m[] = {1000, 3000, 6000, 10'000, 15'000};
  RasterStyle style = steps(depths_m, cividis, false, "more than 15,000 m");
  style.entries.insert(style.entries.begin(), {0, "nothing covered", palette::paper, 0});
  return style;
}

// Percent of samples. Dark where coverage is sure: what is drawn at all is covered in some sample.
RasterStyle probabilities() {
  static constexpr double ends[] = {5, 25, 50, 75, 95};
  RasterStyle style{.kind = RasterStyle::Kind::steps};
  style.entries.push_back({0, "covered in no sample", palette::paper, 0});
  double from = 0;
  for (std::size_t i = 0; i < std::size(ends); ++i) {
    const double share = 1 - static_cast<double>(i) / (std::size(ends) + 1.0);
    style.entries.push_back({ends[i], fmt::format("{} to {} %", from, ends[i]), cividis(share), opacity});
    from = ends[i];
  }
  style.entries.push_back({99, "more than 95 %", cividis(1.0 / (std::size(ends) + 1.0)), opacity});
  style.entries.push_back({100, "covered in every sample", cividis(0), opacity});
  const MapClass& unknown = confidence_classes().back();
  style.no_data = entry_of(unknown, 255);
  return style;
}

RasterStyle rises() {
  const auto of_change = [](Change change) { return change_classes()[static_cast<std::size_t>(change)].colour; };
  const Colour gained = of_change(Change::gained);
  const Colour lost = of_change(Change::lost);
  const Colour same{225, 225, 225};
  return {.kind = RasterStyle::Kind::steps,
          .entries = {{-beyond_any_altitude_m, "newly covered", gained, 0.9},
                      {-1000, "fell by more than 1,000 m", mix(gained, same, 0.3), opacity},
                      {-100, "fell by 100 to 1,000 m", mix(gained, same, 0.6), opacity},
                      {100, "within 100 m of before", same, opacity},
                      {1000, "rose by 100 to 1,000 m", mix(lost, same, 0.6), opacity},
                      {beyond_any_altitude_m, "rose by more than 1,000 m", mix(lost, same, 0.3), opacity},
                      {everything_else, "no longer covered", lost, 0.9}}};
}

}  // namespace

std::optional<RasterStyle> style_of(std::string_view file_name) {
  const std::string_view stem = file_name.substr(0, file_name.rfind('.'));
  if (stem.ends_with("_confidence")) return classes(confidence_classes(), RasterStyle::Kind::classes);
  if (stem.ends_with("_coverage")) return classes(count_classes(), RasterStyle::Kind::steps);
  if (stem.ends_with("_change")) return classes(change_classes(), RasterStyle::Kind::classes);
  if (stem.ends_with("_reason")) return classes(reason_classes(), RasterStyle::Kind::classes);
  if (stem.ends_with("_floor_rise")) return rises();
  if (stem.ends_with("_floor")) return altitudes(true);
  if (stem.ends_with("_ceiling")) return altitudes(false);
  if (stem.ends_with("_depth")) return depths();
  if (stem.ends_with("_probability")) return probabilities();
  if (stem == "ground") return ground_tint();
  return std::nullopt;
}

RasterStyle ground_tint() {
  const Colour slope = mix(palette::land, palette::highland, 0.5);
  return {.kind = RasterStyle::Kind::tint,
          .entries = {{-1, "below sea level", mix(palette::land, palette::sea, 0.5), 1},
                      {0, "sea level", palette::sea, 1},
                      {1, "1 m", palette::land, 1},
                      {1000, "1,000 m", slope, 1},
                      {3000, "3,000 m", palette::highland, 1},
                      {5000, "5,000 m", palette::paper, 1}}};
}

RasterStyle ground_relief(double metres_per_unit) {
  constexpr double exaggeration = 4;  // posts a kilometre apart make gentle slopes
  return {.kind = RasterStyle::Kind::relief, .slope_factor = exaggeration / metres_per_unit};
}

}  // namespace skyshed
