#include "products/style/raster_renderer.h"

#include <fmt/format.h>

#include <cmath>

namespace skyshed {
namespace {

std::string hex(Colour colour) { return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue); }

std::string alpha(double opacity) { return std::to_string(std::lround(255 * opacity)); }

std::string rgba(const StyleEntry& entry) {
  return fmt::format("{},{},{},{}", entry.colour.red, entry.colour.green, entry.colour.blue, alpha(entry.opacity));
}

// QGIS asks the file for its smallest and largest value unless it is told not to.
void add_fixed_limits(XmlNode renderer) {
  XmlNode origin = renderer.add("minMaxOrigin");
  origin.add_text("limits", "None");
  origin.add_text("extent", "WholeRaster");
  origin.add_text("statAccuracy", "Estimated");
}

void add_classes(XmlNode renderer, const RasterStyle& style) {
  XmlNode palette = renderer.add("colorPalette");
  const auto add = [&](const StyleEntry& entry) {
    palette.add("paletteEntry", {{"value", fmt::format("{}", entry.value)},
                                 {"color", hex(entry.colour)},
                                 {"alpha", alpha(entry.opacity)},
                                 {"label", entry.label}});
  };
  for (const StyleEntry& entry : style.entries) {
    if (entry.opacity > 0) add(entry);
  }
  if (style.no_data) add(*style.no_data);  // drawn by nodataColor; here for the legend
  // QGIS draws values that the palette does not name as no data: what is not shown is named too, last and out of sight.
  for (const StyleEntry& entry : style.entries) {
    if (entry.opacity <= 0) add(entry);
  }
}

void add_shader(XmlNode renderer, const RasterStyle& style) {
  const bool tint = style.kind == RasterStyle::Kind::tint;
  double last_finite = style.entries.front().value;
  for (const StyleEntry& entry : style.entries) last_finite = std::isfinite(entry.value) ? entry.value : last_finite;
  renderer.set("classificationMin", fmt::format("{}", style.entries.front().value));
  renderer.set("classificationMax", fmt::format("{}", last_finite));
  XmlNode shader = renderer.add("rastershader")
                       .add("colorrampshader", {{"colorRampType", tint ? "INTERPOLATED" : "DISCRETE"},
                                                {"classificationMode", "1"},
                                                {"clip", "0"},
                                                {"minimumValue", fmt::format("{}", style.entries.front().value)},
                                                {"maximumValue", fmt::format("{}", last_finite)},
                                                {"labelPrecision", "0"}});
  if (tint) shader.add("rampLegendSettings", {{"useContinuousLegend", "0"}});
  // Without a ramp QGIS forgets the colours as soon as its user presses Apply.
  XmlNode ramp = shader.add("colorramp", {{"type", "gradient"}, {"name", "[source]"}}).add("Option", {{"type", "Map"}});
  const auto option = [&](const char* name, const std::string& value) {
    ramp.add("Option", {{"name", name}, {"type", "QString"}, {"value", value}});
  };
  option("color1", rgba(style.entries.front()));
  option("color2", rgba(style.entries.back()));
  option("discrete", "0");
  option("rampType", "gradient");
  for (const StyleEntry& entry : style.entries) {
    shader.add("item", {{"value", fmt::format("{}", entry.value)},
                        {"color", hex(entry.colour)},
                        {"alpha", alpha(entry.opacity)},
                        {"label", entry.label}});
  }
}

}  // namespace

void add_raster_style(XmlNode layer, const RasterStyle& style, int band) {
  const bool relief = style.kind == RasterStyle::Kind::relief;
  XmlNode pipe = layer.add("pipe");
  const std::string resampling = relief ? "bilinear" : "nearestNeighbour";
  pipe.add("provider")
      .add("resampling", {{"enabled", "false"},
                          {"zoomedInResamplingMethod", resampling},
                          {"zoomedOutResamplingMethod", resampling},
                          {"maxOversampling", "2"}});
  XmlNode renderer = pipe.add("rasterrenderer", {{"band", std::to_string(band)},
                                                 {"opacity", "1"},
                                                 {"alphaBand", "-1"},
                                                 {"nodataColor", style.no_data ? rgba(*style.no_data) : ""}});
  switch (style.kind) {
    case RasterStyle::Kind::classes:
      renderer.set("type", "paletted");
      add_fixed_limits(renderer);
      add_classes(renderer, style);
      break;
    case RasterStyle::Kind::steps:
    case RasterStyle::Kind::tint:
      renderer.set("type", "singlebandpseudocolor");
      add_fixed_limits(renderer);
      add_shader(renderer, style);
      break;
    case RasterStyle::Kind::relief:
      renderer.set("type", "hillshade");
      add_fixed_limits(renderer);
      // QGIS 3.22 counts this angle from the zenith, its slider from the horizon: half way both mean the same.
      renderer.set("azimuth", "315").set("angle", "45").set("multidirection", "0");
      renderer.set("zfactor", fmt::format("{}", style.slope_factor));
      break;
  }
  // Level ground nearly white, for it is multiplied onto the tint below.
  if (relief) {
    pipe.add("brightnesscontrast", {{"brightness", "60"}, {"contrast", "0"}, {"gamma", "1"}});
    pipe.add("rasterresampler", {{"zoomedInResampler", "bilinear"}, {"maxOversampling", "2"}});
  }
  layer.add_text("blendMode", relief ? "6" : "0");
}

}  // namespace skyshed
