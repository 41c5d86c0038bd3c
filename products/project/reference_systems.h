// The reference systems of a project, as QGIS writes them. Of this room only: it names GDAL.
#pragma once

#include <ogr_spatialref.h>

#include "products/project/qgis_project.h"
#include "products/style/xml.h"

namespace skyshed {

struct ProjectReference {
  explicit ProjectReference(const std::string& data_wkt);
  OGRSpatialReference data;  // of the files
  OGRSpatialReference map;   // of the view

  [[nodiscard]] MapBox to_map(const MapBox& box) const;
};

void add_reference(XmlNode parent, const OGRSpatialReference& reference);

}  // namespace skyshed
