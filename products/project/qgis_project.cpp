#include "products/project/qgis_project.h"

#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>

#include "products/gdal_report.h"
#include "products/output_error.h"
#include "products/project/print_layout.h"
#include "products/project/project_xml.h"
#include "products/project/reference_systems.h"
#include "products/sha256.h"
#include "products/style/raster_renderer.h"
#include "products/style/vector_renderer.h"

namespace skyshed {
namespace {

std::string id_of(const ProjectNode& node) {
  if (const auto* raster = std::get_if<RasterSource>(&node.what)) return layer_id(*raster);
  const auto* vector = std::get_if<VectorSource>(&node.what);
  const std::string what = vector ? vector->table + vector->filter : std::get<TileSource>(node.what).url;
  return "layer_" + sha256_of_text(what + node.name).substr(0, 16);
}

const char* provider_of(const ProjectNode& node) {
  const char* const providers[] = {"", "gdal", "ogr", "wms"};
  return providers[node.what.index()];
}

std::string source_of(const ProjectNode& node) {
  if (const auto* raster = std::get_if<RasterSource>(&node.what)) return fmt::format("./{}", raster->file);
  if (const auto* vector = std::get_if<VectorSource>(&node.what)) {
    return fmt::format("./{}|layername={}{}", vector->file, vector->table,
                       vector->filter.empty() ? "" : "|subset=" + vector->filter);
  }
  const auto& tiles = std::get<TileSource>(node.what);
  std::string url;
  for (const char letter : tiles.url) url += letter == '{' ? "%7B" : letter == '}' ? "%7D" : std::string(1, letter);
  return fmt::format("type=xyz&url={}&zmax={}&zmin=0", url, tiles.largest_zoom);
}

// How many lines the legend has below the name of the band.
std::size_t legend_lines(const RasterStyle& style) {
  std::size_t lines = style.no_data && style.kind == RasterStyle::Kind::classes ? 1 : 0;
  for (const StyleEntry& entry : style.entries) {
    if (style.kind != RasterStyle::Kind::classes || entry.opacity > 0) ++lines;
  }
  return lines;
}

void add_option(XmlNode options, const std::string& name, const std::string& value) {
  options.add("Option", {{"name", name}, {"type", "QString"}, {"value", value}});
}

std::string first_moment(Day day) { return iso_date(day) + "T00:00:00Z"; }

// Both ends of QGIS's ranges are inside.
std::string last_moment(Day until) { return iso_date(until - std::chrono::days(1)) + "T23:59:59Z"; }

// "phases_2024-12-06_detect_fighter_confidence_2"
std::string short_name(const RasterSource& raster) {
  std::string name = fmt::format("{}_{}", raster.file.substr(0, raster.file.rfind('.')), raster.band);
  std::ranges::replace(name, '/', '_');
  return raster.style.kind == RasterStyle::Kind::relief ? name + "_relief" : name;
}

void add_map_layer(XmlNode layers, const ProjectNode& node, const ProjectReference& reference) {
  const auto* raster = std::get_if<RasterSource>(&node.what);
  const auto* vector = std::get_if<VectorSource>(&node.what);
  XmlNode layer = layers.add("maplayer", {{"type", vector ? "vector" : "raster"},
                                          {"hasScaleBasedVisibilityFlag", "0"},
                                          {"styleCategories", "AllStyleCategories"}});
  if (vector) {
    layer.set("geometry", vector->points ? "Point" : "Polygon");
    layer.set("labelsEnabled", vector->style.label_field.empty() ? "0" : "1");
    layer.set("readOnly", "0");
  }
  layer.add_text("id", id_of(node));
  layer.add_text("datasource", source_of(node));
  layer.add_text("layername", node.name);
  // In requests to a server commas stand between layers' names.
  if (raster) layer.add_text("shortname", short_name(*raster));
  const bool tiles = !raster && !vector;
  add_reference(layer.add("srs"), tiles ? reference.map : reference.data);
  layer.add_text("provider", provider_of(node), {{"encoding", "UTF-8"}});
  if (vector) {
    add_vector_style(layer, vector->style);
  } else if (raster) {
    if (raster->days) {
      XmlNode range = layer.add("temporal", {{"enabled", "1"}, {"mode", "0"}, {"fetchMode", "0"}}).add("fixedRange");
      range.add_text("start", first_moment(raster->days->from));
      range.add_text("end", last_moment(raster->days->until));
    }
    add_raster_style(layer, raster->style, raster->band);
    if (!raster->tip.empty()) layer.add_text("mapTip", raster->tip, {{"enabled", "1"}});
  } else {
    XmlNode pipe = layer.add("pipe");
    pipe.add("rasterrenderer", {{"type", "singlebandcolordata"}, {"band", "1"}, {"opacity", "1"}, {"alphaBand", "-1"}});
    layer.add_text("blendMode", "0");
  }
}

void add_map_layers(XmlNode layers, const std::vector<ProjectNode>& nodes, const ProjectReference& reference) {
  for (const ProjectNode& node : nodes) {
    if (const auto* group = std::get_if<std::vector<ProjectNode>>(&node.what)) {
      add_map_layers(layers, *group, reference);
    } else {
      add_map_layer(layers, node, reference);
    }
  }
}

void add_tree(XmlNode parent, const std::vector<ProjectNode>& nodes) {
  parent.add("customproperties");
  for (const ProjectNode& node : nodes) {
    if (const auto* group = std::get_if<std::vector<ProjectNode>>(&node.what)) {
      add_tree(parent.add("layer-tree-group", {{"name", node.name},
                                               {"checked", node.visible ? "Qt::Checked" : "Qt::Unchecked"},
                                               {"expanded", node.expanded ? "1" : "0"}}),
               *group);
    } else {
      add_tree_layer(parent, node, node.name);
    }
  }
}

void add_time(XmlNode root, XmlNode properties, const DaySpan& days) {
  XmlNode settings =
      root.add("ProjectTimeSettings",
               {{"timeStep", "1"}, {"timeStepUnit", "d"}, {"frameRate", "2"}, {"cumulativeTemporalRange", "0"}});
  XmlNode range = settings.add("TemporalRange");
  range.add_text("start", first_moment(days.from));
  range.add_text("end", last_moment(days.until));
  // Opens with the temporal controller on, at the first day: without it all phases lie on one another.
  XmlNode controller = properties.add("TemporalControllerWidget");
  controller.add_text("NavigationMode", "1", {{"type", "int"}});
  controller.add_text("StartDateTime", first_moment(days.from), {{"type", "QString"}});
  controller.add_text("EndDateTime", last_moment(days.until), {{"type", "QString"}});
}

std::string project_text(const ProjectDescription& project) {
  const ProjectReference reference(project.crs_wkt);
  const MapBox box = reference.to_map(project.box);
  XmlDocument document("qgis");
  XmlNode root = document.root();
  root.set("version", "3.22.0").set("projectname", project.title);
  root.add_text("title", project.title);
  add_reference(root.add("projectCrs"), reference.map);
  add_tree(root.add("layer-tree-group"), project.nodes);
  XmlNode canvas = root.add("mapcanvas", {{"name", "theMapCanvas"}, {"annotationsVisible", "1"}});
  canvas.add_text("units", "meters");
  add_extent(canvas.add("extent"), box);
  add_reference(canvas.add("destinationsrs"), reference.map);
  add_map_layers(root.add("projectlayers"), project.nodes, reference);
  XmlNode properties = root.add("properties");
  properties.add("SpatialRefSys").add_text("ProjectionsEnabled", "1", {{"type", "int"}});
  properties.add("Paths").add_text("Absolute", "false", {{"type", "bool"}});
  properties.add_text("WMSServiceTitle", project.title, {{"type", "QString"}});
  properties.add("Measure").add_text("Ellipsoid", "EPSG:7030", {{"type", "QString"}});
  XmlNode metadata = root.add("projectMetadata");
  metadata.add_text("title", project.title);
  metadata.add_text("abstract", project.abstract);
  XmlNode view = root.add("ProjectViewSettings", {{"UseProjectScales", "0"}, {"rotation", "0"}});
  XmlNode extent = view.add("DefaultViewExtent", {{"xmin", number(box.west)},
                                                  {"ymin", number(box.south)},
                                                  {"xmax", number(box.east)},
                                                  {"ymax", number(box.north)}});
  add_reference(extent, reference.map);
  if (project.days) add_time(root, properties, *project.days);
  XmlNode layouts = root.add("Layouts");
  for (const ProjectPage& page : project.pages) add_print_layout(layouts, page, box);
  return document.text("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
}

}  // namespace

std::string number(double value) { return fmt::format("{:.10g}", value); }

void add_extent(XmlNode extent, const MapBox& box) {
  extent.add_text("xmin", number(box.west));
  extent.add_text("ymin", number(box.south));
  extent.add_text("xmax", number(box.east));
  extent.add_text("ymax", number(box.north));
}

std::string layer_id_of(const ProjectNode& node) { return id_of(node); }

void add_tree_layer(XmlNode parent, const ProjectNode& node, const std::string& legend_name) {
  XmlNode layer = parent.add("layer-tree-layer", {{"id", id_of(node)},
                                                  {"name", node.name},
                                                  {"source", source_of(node)},
                                                  {"providerKey", provider_of(node)},
                                                  {"checked", node.visible ? "Qt::Checked" : "Qt::Unchecked"},
                                                  {"expanded", node.expanded ? "1" : "0"}});
  XmlNode properties = layer.add("customproperties").add("Option", {{"type", "Map"}});
  if (legend_name != node.name) add_option(properties, "legend/title-label", legend_name);
  // Tiles have an empty legend of one line.
  if (std::holds_alternative<TileSource>(node.what)) add_option(properties, "legend/node-order", "empty");
  const auto* raster = std::get_if<RasterSource>(&node.what);
  if (raster == nullptr) return;
  // Without the line that names the band, which the layer's name says better.
  std::string order;
  for (std::size_t line = 1; line <= legend_lines(raster->style); ++line) {
    order += fmt::format("{}{}", order.empty() ? "" : ",", line);
  }
  if (!order.empty()) add_option(properties, "legend/node-order", order);
}

std::string layer_id(const RasterSource& source) {
  return "layer_" + sha256_of_text(fmt::format("{}|{}|{}", source.file, source.band,
                                               source.style.kind == RasterStyle::Kind::relief))
                        .substr(0, 16);
}

void write_qgis_project(const std::filesystem::path& path, const ProjectDescription& project) {
  const std::string text = project_text(project);
  const GdalReport report;
  // GDAL knows a zip by its ending.
  const std::filesystem::path zip = path.string() + ".zip";
  const std::string inside = "/vsizip/" + zip.string() + "/" + path.stem().string() + ".qgs";
  VSILFILE* file = VSIFOpenL(inside.c_str(), "wb");
  const bool written = file != nullptr && VSIFWriteL(text.data(), 1, text.size(), file) == text.size();
  const bool closed = file != nullptr && VSIFCloseL(file) == 0;
  if (!written || !closed) throw report.error(ErrorKind::output, "cannot write " + path.string());
  std::error_code reason;
  std::filesystem::rename(zip, path, reason);
  if (reason) throw output_error("cannot create", path, reason);
}

}  // namespace skyshed
