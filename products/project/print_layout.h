// A page to print, as QGIS writes it. Of this room only: it names the XML tree.
#pragma once

#include "products/project/qgis_project.h"
#include "products/style/xml.h"

namespace skyshed {

// A4 across. box: what the map shows, in the map's reference system; widened to the paper's shape.
void add_print_layout(XmlNode layouts, const ProjectPage& page, const MapBox& box);

}  // namespace skyshed
