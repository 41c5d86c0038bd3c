// Pieces that a project and its print layouts both write. Of this room only: it names the XML tree.
#pragma once

#include "products/project/qgis_project.h"
#include "products/style/xml.h"

namespace skyshed {

[[nodiscard]] std::string number(double value);
[[nodiscard]] std::string layer_id_of(const ProjectNode& node);
void add_extent(XmlNode extent, const MapBox& box);
// One layer of a layer tree; legends may call it by another name than its own.
void add_tree_layer(XmlNode parent, const ProjectNode& node, const std::string& legend_name);

}  // namespace skyshed
