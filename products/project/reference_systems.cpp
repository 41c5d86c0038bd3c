#include "products/project/reference_systems.h"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <memory>

#include "products/gdal_report.h"

namespace skyshed {

ProjectReference::ProjectReference(const std::string& data_wkt) {
  const GdalReport report;
  for (OGRSpatialReference* reference : {&data, &map}) reference->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  if (data.importFromWkt(data_wkt.c_str()) != OGRERR_NONE ||
      (data.IsGeographic() != 0 ? map.importFromEPSG(3857) : map.importFromWkt(data_wkt.c_str())) != OGRERR_NONE) {
    throw report.error(ErrorKind::internal, "the grid's coordinate reference system is not understood");
  }
}

MapBox ProjectReference::to_map(const MapBox& box) const {
  const GdalReport report;
  const std::unique_ptr<OGRCoordinateTransformation> transform(OGRCreateCoordinateTransformation(&data, &map));
  MapBox result;
  constexpr int points_a_side = 21;
  if (!transform || transform->TransformBounds(box.west, box.south, box.east, box.north, &result.west, &result.south,
                                               &result.east, &result.north, points_a_side) == FALSE) {
    throw report.error(ErrorKind::internal, "the map's extent cannot be projected");
  }
  return result;
}

void add_reference(XmlNode parent, const OGRSpatialReference& reference) {
  char* wkt = nullptr;
  const char* const options[] = {"FORMAT=WKT2_2019", "MULTILINE=NO", nullptr};
  reference.exportToWkt(&wkt, options);
  XmlNode node = parent.add("spatialrefsys");
  node.add_text("wkt", wkt);
  CPLFree(wkt);
  const char* authority = reference.GetAuthorityName(nullptr);
  const char* code = reference.GetAuthorityCode(nullptr);
  if (authority != nullptr && code != nullptr) node.add_text("authid", fmt::format("{}:{}", authority, code));
  node.add_text("geographicflag", reference.IsGeographic() != 0 ? "true" : "false");
}

}  // namespace skyshed
