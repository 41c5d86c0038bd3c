#include "products/style/vector_style.h"

#include <algorithm>

#include "products/style/vector_renderer.h"

namespace skyshed {

VectorStyle asset_style(const std::vector<std::string>& kinds) {
  const auto marker = [](const char* value, const char* label, const char* shape, double size_mm) {
    return VectorCategory{value,
                          label,
                          {.kind = Symbol::Kind::marker,
                           .marker = shape,
                           .size_mm = size_mm,
                           .fill = palette::site,
                           .line = palette::paper,
                           .line_mm = 0.3}};
  };
  VectorStyle style{
      .field = "kind",
      .label_field = "name",
      .from_field = "from",
      .until_field = "until",
      .tip =
          "<b>[% \"name\" %]</b><br>[% \"system\" %]: [% \"components\" %]<br>Here [% \"presence\" %]"
          "<br>[% coalesce(\"confidence\", '') %]<br><i>[% replace(coalesce(\"sources\", ''), '\n', '<br>') %]</i>"};
  for (const VectorCategory& category :
       {marker("radar", "Radar", "circle", 3.0), marker("missile", "Missile system", "triangle", 3.8),
        marker("ship", "Ship", "diamond", 3.8), marker("jammer", "Jammer", "square", 3.0)}) {
    if (std::ranges::find(kinds, category.value) != kinds.end()) style.categories.push_back(category);
  }
  return style;
}

VectorStyle ring_style() {
  const Symbol symbol{.fill_opacity = 0, .line = palette::ring, .line_mm = 0.5, .dashed = true};
  return {.categories = {{"", "Nominal range, terrain ignored", symbol}},
          .from_field = "from",
          .until_field = "until",
          .tip =
              "[% \"asset_name\" %], [% \"component\" %]: nominal range against a [% \"target_name\" %] "
              "[% round(\"radius_km\") %] km, terrain ignored"};
}

VectorStyle footprint_style(const std::vector<std::string>& altitudes) {
  VectorStyle style{.field = "altitude",
                    .from_field = "from",
                    .until_field = "until",
                    .tip = "<b>[% \"title\" %]</b><br>[% \"confidence\" %]: [% format_number(\"area_km2\", 0) %] km²"};
  const auto count = static_cast<double>(altitudes.size());
  for (std::size_t i = 0; i < altitudes.size(); ++i) {
    // The palest yellow is lost on pale ground.
    const Colour colour = viridis(0.85 * static_cast<double>(i) / std::max(1.0, count - 1));
    style.categories.push_back({altitudes[i], altitudes[i], {.fill_opacity = 0, .line = colour, .line_mm = 0.6}});
  }
  return style;
}

VectorStyle change_style() {
  VectorStyle style{.field = "change",
                    .tip = "<b>[% \"title\" %]</b><br>[% \"change\" %]: [% format_number(\"area_km2\", 0) %] km²"};
  for (const MapClass& map_class : change_classes()) {
    if (map_class.opacity == 0 || map_class.first == 255) continue;
    style.categories.push_back({std::string(map_class.key),
                                std::string(map_class.label),
                                {.fill = map_class.colour,
                                 .fill_opacity = map_class.opacity,
                                 .pattern = map_class.pattern,
                                 .line = map_class.colour,
                                 .line_mm = 0.3}});
  }
  return style;
}

std::string qml_of(const VectorStyle& style) {
  XmlDocument document("qgis");
  document.root().set("version", "3.22.0").set("labelsEnabled", style.label_field.empty() ? "0" : "1");
  document.root().set("styleCategories", "Symbology|Labeling|MapTips|Temporal");
  add_vector_style(document.root(), style);
  return document.text("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
}

}  // namespace skyshed
