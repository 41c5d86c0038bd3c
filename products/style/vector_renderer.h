// A vector layer's style as QGIS writes it. Of this room only: it names the XML tree.
#pragma once

#include "products/style/vector_style.h"
#include "products/style/xml.h"

namespace skyshed {

// Adds renderer, labels, tip and the dates of the features to a layer or a style document. Whether labels are on is an
// attribute of the layer itself (labelsEnabled).
void add_vector_style(XmlNode layer, const VectorStyle& style);

// One symbol on its own, of fill or marker.
void add_symbol(XmlNode parent, const std::string& name, const Symbol& symbol);

}  // namespace skyshed
