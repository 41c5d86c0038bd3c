#include "products/project/print_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "products/project/project_xml.h"
#include "products/sha256.h"
#include "products/style/vector_renderer.h"

namespace skyshed {
namespace {

struct PaperBox {
  double left, top, width, height;  // mm
};
constexpr PaperBox map_place{10, 26, 208, 154};
constexpr PaperBox title_place{10, 7, 277, 9};
constexpr PaperBox subtitle_place{10, 16, 277, 7};
constexpr PaperBox legend_place{221, 26, 66, 120};
constexpr PaperBox scale_place{14, 164, 80, 13};
constexpr PaperBox caption_place{10, 183, 277, 22};

// QGIS's numbers for the kinds of items.
constexpr char page_item[] = "65638", map_item[] = "65639", label_item[] = "65641", legend_item[] = "65642",
               scale_bar_item[] = "65646";

class Page {
 public:
  Page(XmlNode layouts, const ProjectPage& page)
      : page_(page),
        layout_(layouts.add("Layout", {{"name", page.name}, {"units", "mm"}, {"printResolution", "200"}})) {
    XmlNode sheet = item_in(layout_.add("PageCollection"), page_item, {0, 0, 297, 210});
    sheet.set("background", "true");
  }

  XmlNode item(const char* type, const PaperBox& place) { return item_in(layout_, type, place); }

  // Names of items are the same on every run: QGIS wants UUIDs.
  [[nodiscard]] std::string identity(const char* type, const PaperBox& place) const {
    const std::string hash = sha256_of_text(fmt::format("{} {} {} {}", page_.name, type, place.left, place.top));
    return fmt::format("{{{}-{}-{}-{}-{}}}", hash.substr(0, 8), hash.substr(8, 4), hash.substr(12, 4),
                       hash.substr(16, 4), hash.substr(20, 12));
  }

  void finish() { layout_.add("Atlas", {{"enabled", "0"}, {"coverageLayer", ""}}); }

 private:
  XmlNode item_in(XmlNode parent, const char* type, const PaperBox& place) const {
    const std::string position = fmt::format("{},{},mm", place.left, place.top);
    XmlNode item = parent.add("LayoutItem", {{"type", type},
                                             {"uuid", identity(type, place)},
                                             {"templateUuid", identity(type, place)},
                                             {"position", position},
                                             {"positionOnPage", position},
                                             {"size", fmt::format("{},{},mm", place.width, place.height)},
                                             {"referencePoint", "0"},
                                             {"visibility", "1"},
                                             {"opacity", "1"},
                                             {"blendMode", "0"},
                                             {"itemRotation", "0"},
                                             {"frameJoinStyle", "miter"},
                                             {"outlineWidthM", "0.2,mm"}});
    item.add("FrameColor", {{"red", "120"}, {"green", "120"}, {"blue", "120"}, {"alpha", "255"}});
    item.add("BackgroundColor", {{"red", "255"}, {"green", "255"}, {"blue", "255"}, {"alpha", "255"}});
    return item;
  }

  const ProjectPage& page_;
  XmlNode layout_;
};

void add_font(XmlNode parent, const char* name, int points, bool bold) {
  parent.add(name,
             {{"style", ""}, {"description", fmt::format("DejaVu Sans,{},-1,5,{},0,0,0,0,0", points, bold ? 75 : 50)}});
}

void add_label(Page& page, const PaperBox& place, const std::string& text, int points, bool bold) {
  XmlNode label = page.item(label_item, place);
  label.set("labelText", text).set("htmlState", "0").set("halign", "1").set("valign", "32");
  label.set("marginX", "0").set("marginY", "0").set("frame", "false").set("background", "false");
  add_font(label, "LabelFont", points, bold);
  label.add("FontColor", {{"red", "34"}, {"green", "34"}, {"blue", "34"}, {"alpha", "255"}});
}

// The smallest box of the paper's shape about the given one.
MapBox fitted(MapBox box) {
  const double shape = map_place.width / map_place.height;
  const double width = std::max(box.east - box.west, (box.north - box.south) * shape);
  const double height = width / shape;
  const double x = (box.west + box.east) / 2;
  const double y = (box.south + box.north) / 2;
  return {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

void add_map(Page& page, const ProjectPage& what, const MapBox& box) {
  XmlNode map = page.item(map_item, map_place);
  map.set("frame", "true").set("background", "true").set("drawCanvasItems", "true").set("mapRotation", "0");
  map.set("followPreset", "false").set("keepLayerSet", "true").set("mapFlags", "0").set("labelMargin", "0,mm");
  if (what.days) {
    map.set("isTemporal", "1").set("temporalRangeBegin", iso_date(what.days->from) + "T00:00:00Z");
    map.set("temporalRangeEnd", iso_date(what.days->until - std::chrono::days(1)) + "T23:59:59Z");
  }
  const MapBox shown = fitted(box);
  map.add("Extent", {{"xmin", number(shown.west)},
                     {"ymin", number(shown.south)},
                     {"xmax", number(shown.east)},
                     {"ymax", number(shown.north)}});
  XmlNode layers = map.add("LayerSet");
  for (const ProjectNode* node : what.layers) layers.add_text("Layer", layer_id_of(*node), {{"name", node->name}});
  map.add("AtlasMap", {{"atlasDriven", "0"}, {"margin", "0.1"}, {"scalingMode", "2"}});
}

bool has_legend(const ProjectNode& node) {
  const auto* raster = std::get_if<RasterSource>(&node.what);
  if (raster == nullptr) return std::holds_alternative<VectorSource>(node.what);
  return raster->style.kind == RasterStyle::Kind::classes || raster->style.kind == RasterStyle::Kind::steps;
}

void add_legend(Page& page, const ProjectPage& what) {
  XmlNode legend = page.item(legend_item, legend_place);
  legend.set("map_uuid", page.identity(map_item, map_place)).set("legendFilterByMap", "0").set("title", "");
  legend.set("resizeToContents", "1").set("columnCount", "1").set("wrapChar", "|").set("symbolWidth", "6");
  legend.set("symbolHeight", "3.5").set("boxSpace", "1").set("background", "true").set("lineSpacing", "1");
  legend.set("titleAlignment", "1").set("symbolAlignment", "1").set("fontColor", "#222222");
  XmlNode styles = legend.add("styles");
  for (const auto& [name, points] : {std::pair{"title", 10}, {"group", 9}, {"subgroup", 9}, {"symbolLabel", 8}}) {
    XmlNode style = styles.add("style", {{"name", name}, {"alignment", "1"}, {"indent", "0"}, {"marginTop", "2"}});
    if (std::string_view(name) == "symbolLabel") style.set("marginLeft", "2");
    add_font(style, "styleFont", points, false);
  }
  XmlNode tree = legend.add("layer-tree-group");
  tree.add("customproperties");
  for (const ProjectNode* node : what.layers) {
    if (!has_legend(*node)) continue;
    // The legend is narrow: names break where they enumerate.
    add_tree_layer(tree, *node, std::regex_replace(node->name, std::regex("(, | (?=to ))"), "|"));
  }
}

void add_scale_bar(Page& page, const MapBox& box) {
  // A round length of about a sixth of the map. Mercator's scale at the middle is near enough to choose by; what is
  // drawn is exact.
  const double width_km = (fitted(box).east - fitted(box).west) / 1000;
  double segment_km = 1;
  for (const double length : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
    if (length <= width_km / 8) segment_km = length;
  }
  XmlNode bar = page.item(scale_bar_item, scale_place);
  bar.set("mapUuid", page.identity(map_item, map_place)).set("style", "Single Box").set("unitType", "km");
  bar.set("unitLabel", "km").set("numMapUnitsPerScaleBarUnit", "1").set("numSegments", "2").set("numSegmentsLeft", "0");
  bar.set("numUnitsPerSegment", number(segment_km)).set("segmentSizeMode", "0").set("height", "2");
  bar.set("labelBarSpace", "1").set("boxContentSpace", "1").set("minBarWidth", "20").set("maxBarWidth", "100");
  bar.set("alignment", "0").set("outlineWidth", "0.2").set("background", "true").set("numSubdivisions", "1");
  const auto symbol = [&](const char* place, Colour fill) {
    add_symbol(bar.add(place), "", {.fill = fill, .line_mm = 0});
  };
  symbol("fillSymbol1", palette::ink);
  symbol("fillSymbol2", palette::paper);
  bar.add("text-style", {{"fontFamily", "DejaVu Sans"},
                         {"fontSize", "8"},
                         {"fontSizeUnit", "Point"},
                         {"fontWeight", "50"},
                         {"textColor", "34,34,34,255"},
                         {"textOpacity", "1"},
                         {"multilineHeight", "1"}});
}

}  // namespace

void add_print_layout(XmlNode layouts, const ProjectPage& page, const MapBox& box) {
  Page paper(layouts, page);
  // QGIS draws the last item at the bottom.
  add_scale_bar(paper, box);
  add_legend(paper, page);
  add_label(paper, title_place, page.title, 15, true);
  add_label(paper, subtitle_place, page.subtitle, 10, false);
  add_label(paper, caption_place, page.caption, 7, false);
  add_map(paper, page, box);
  paper.finish();
}

}  // namespace skyshed
