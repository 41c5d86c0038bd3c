#include "products/style/vector_renderer.h"

#include <fmt/format.h>

#include <cmath>

namespace skyshed {
namespace {

std::string rgba(Colour colour, double opacity = 1) {
  return fmt::format("{},{},{},{}", colour.red, colour.green, colour.blue, std::lround(255 * opacity));
}

const char* brush_of(const Symbol& symbol) {
  if (symbol.fill_opacity == 0) return "no";
  switch (symbol.pattern) {
    case Pattern::solid:
      return "solid";
    case Pattern::rising_stripes:
      return "b_diagonal";
    case Pattern::falling_stripes:
      return "f_diagonal";
    case Pattern::dots:
      return "dense5";
  }
  return "solid";
}

void add_labels(XmlNode layer, const std::string& field) {
  XmlNode settings = layer.add("labeling", {{"type", "simple"}}).add("settings", {{"calloutType", "simple"}});
  settings
      .add("text-style", {{"fieldName", field},
                          {"isExpression", "0"},
                          {"fontFamily", "DejaVu Sans"},
                          {"fontSize", "8"},
                          {"fontSizeUnit", "Point"},
                          {"fontWeight", "50"},
                          {"textColor", rgba(palette::ink)},
                          {"textOpacity", "1"},
                          {"multilineHeight", "1"}})
      .add("text-buffer", {{"bufferDraw", "1"},
                           {"bufferSize", "0.8"},
                           {"bufferSizeUnits", "MM"},
                           {"bufferColor", rgba(palette::paper)},
                           {"bufferOpacity", "0.8"},
                           {"bufferJoinStyle", "128"},
                           {"bufferNoFill", "1"}});
  settings.add("placement", {{"placement", "6"},  // around the point, at the places below in this order
                             {"predefinedPositionOrder", "R,L,TR,BR,TL,BL,TSR,BSR"},
                             {"dist", "1.5"},
                             {"distUnits", "MM"},
                             {"offsetType", "1"},
                             {"priority", "5"}});
  settings.add("rendering", {{"drawLabels", "1"}, {"obstacle", "1"}, {"obstacleFactor", "1"}, {"displayAll", "0"}});
}

void add_dates(XmlNode layer, const VectorStyle& style) {
  if (style.from_field.empty()) return;
  XmlNode temporal = layer.add("temporal", {{"enabled", "1"},
                                            {"mode", "2"},       // from one field to another
                                            {"limitMode", "0"},  // the first day counts, the last does not
                                            {"startField", style.from_field},
                                            {"endField", style.until_field},
                                            {"accumulate", "0"},
                                            {"fixedDuration", "0"},
                                            {"durationUnit", "d"}});
  XmlNode range = temporal.add("fixedRange");
  range.add("start");
  range.add("end");
}

}  // namespace

void add_symbol(XmlNode parent, const std::string& name, const Symbol& symbol) {
  const bool marker = symbol.kind == Symbol::Kind::marker;
  XmlNode node = parent.add("symbol", {{"name", name},
                                       {"type", marker ? "marker" : "fill"},
                                       {"alpha", "1"},
                                       {"force_rhr", "0"},
                                       {"clip_to_extent", "1"}});
  XmlNode options =
      node.add("layer",
               {{"class", marker ? "SimpleMarker" : "SimpleFill"}, {"enabled", "1"}, {"locked", "0"}, {"pass", "0"}})
          .add("Option", {{"type", "Map"}});
  const auto option = [&](const char* key, const std::string& value) {
    options.add("Option", {{"name", key}, {"type", "QString"}, {"value", value}});
  };
  option("color", rgba(symbol.fill, symbol.fill_opacity));
  option("outline_color", rgba(symbol.line));
  option("outline_width", fmt::format("{}", symbol.line_mm));
  option("outline_width_unit", "MM");
  option("outline_style", symbol.line_mm == 0 ? "no" : symbol.dashed ? "dash" : "solid");
  option("joinstyle", "round");
  if (marker) {
    option("name", symbol.marker);
    option("size", fmt::format("{}", symbol.size_mm));
    option("size_unit", "MM");
    option("scale_method", "diameter");
  } else {
    option("style", brush_of(symbol));
  }
}

void add_vector_style(XmlNode layer, const VectorStyle& style) {
  add_dates(layer, style);
  const bool single = style.field.empty();
  XmlNode renderer = layer.add("renderer-v2", {{"type", single ? "singleSymbol" : "categorizedSymbol"},
                                               {"symbollevels", "0"},
                                               {"forceraster", "0"},
                                               {"enableorderby", "0"}});
  if (!single) renderer.set("attr", style.field);
  if (!single) {
    XmlNode categories = renderer.add("categories");
    for (std::size_t i = 0; i < style.categories.size(); ++i) {
      categories.add("category", {{"symbol", std::to_string(i)},
                                  {"value", style.categories[i].value},
                                  {"type", "string"},
                                  {"label", style.categories[i].label},
                                  {"render", "true"}});
    }
  }
  XmlNode symbols = renderer.add("symbols");
  for (std::size_t i = 0; i < style.categories.size(); ++i) {
    add_symbol(symbols, std::to_string(i), style.categories[i].symbol);
  }
  if (!style.label_field.empty()) add_labels(layer, style.label_field);
  if (!style.tip.empty()) layer.add_text("mapTip", style.tip);
}

}  // namespace skyshed
