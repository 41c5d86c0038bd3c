#include "products/vector_file.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <memory>

#include "products/gdal_report.h"
#include "products/partial_folder.h"

namespace skyshed {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

// GeoPackages carry the time of their last change. One study gives the same bytes whenever it runs, so theirs is fixed.
constexpr char time_of_change[] = "2000-01-01T00:00:00.000Z";

class FixedDate {
 public:
  FixedDate() { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", time_of_change); }
  FixedDate(const FixedDate&) = delete;
  FixedDate& operator=(const FixedDate&) = delete;
  ~FixedDate() { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr); }
};

OGRFieldType type_of(VectorField::Kind kind) {
  switch (kind) {
    case VectorField::Kind::text:
      return OFTString;
    case VectorField::Kind::real:
      return OFTReal;
    case VectorField::Kind::integer:
      return OFTInteger64;
    case VectorField::Kind::date:
      return OFTDate;
  }
  return OFTString;
}

void set(OGRFeature& feature, int field, const Attribute& value) {
  if (const auto* text = std::get_if<std::string>(&value)) feature.SetField(field, text->c_str());
  if (const auto* real = std::get_if<double>(&value)) feature.SetField(field, *real);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) feature.SetField(field, static_cast<GIntBig>(*whole));
  if (const auto* day = std::get_if<Day>(&value)) {
    const std::chrono::year_month_day date(*day);
    feature.SetField(field, static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                     static_cast<int>(static_cast<unsigned>(date.day())));
  }
}

std::unique_ptr<OGRGeometry> geometry_of(const Geometry& geometry) {
  if (const auto* point = std::get_if<MapPoint>(&geometry)) return std::make_unique<OGRPoint>(point->x, point->y);
  auto polygons = std::make_unique<OGRMultiPolygon>();
  for (const Polygon& from : std::get<MultiPolygon>(geometry)) {
    auto polygon = std::make_unique<OGRPolygon>();
    for (const LinearRing& ring : from) {
      auto line = std::make_unique<OGRLinearRing>();
      line->setNumPoints(static_cast<int>(ring.size()), FALSE);
      for (std::size_t i = 0; i < ring.size(); ++i) line->setPoint(static_cast<int>(i), ring[i].x, ring[i].y);
      polygon->addRingDirectly(line.release());
    }
    polygons->addGeometryDirectly(polygon.release());
  }
  return polygons;
}

bool write_layer(GDALDataset& file, const VectorLayer& layer, OGRSpatialReference& reference,
                 const CPLStringList& options) {
  OGRLayer* written = file.CreateLayer(layer.name.c_str(), &reference, layer.points ? wkbPoint : wkbMultiPolygon,
                                       const_cast<char**>(options.List()));
  if (written == nullptr) return false;
  for (const VectorField& field : layer.fields) {
    OGRFieldDefn definition(field.name.c_str(), type_of(field.kind));
    definition.SetAlternativeName(field.title.c_str());
    if (written->CreateField(&definition) != OGRERR_NONE) return false;
  }
  for (const VectorFeature& from : layer.features) {
    OGRFeature feature(written->GetLayerDefn());
    for (std::size_t i = 0; i < from.attributes.size(); ++i) set(feature, static_cast<int>(i), from.attributes[i]);
    feature.SetGeometryDirectly(geometry_of(from.geometry).release());
    if (written->CreateFeature(&feature) != OGRERR_NONE) return false;
  }
  return true;
}

// The table that QGIS keeps styles in; one default style a layer.
bool write_styles(GDALDataset& file, const std::vector<VectorLayer>& layers) {
  OGRLayer* table = file.CreateLayer("layer_styles", nullptr, wkbNone, nullptr);
  if (table == nullptr) return false;
  const std::pair<const char*, OGRFieldType> columns[] = {{"f_table_catalog", OFTString},
                                                          {"f_table_schema", OFTString},
                                                          {"f_table_name", OFTString},
                                                          {"f_geometry_column", OFTString},
                                                          {"styleName", OFTString},
                                                          {"styleQML", OFTString},
                                                          {"styleSLD", OFTString},
                                                          {"useAsDefault", OFTInteger},
                                                          {"description", OFTString},
                                                          {"owner", OFTString},
                                                          {"ui", OFTString},
                                                          {"update_time", OFTDateTime}};
  for (const auto& [name, type] : columns) {
    OGRFieldDefn definition(name, type);
    if (EQUAL(name, "useAsDefault")) definition.SetSubType(OFSTBoolean);
    if (table->CreateField(&definition) != OGRERR_NONE) return false;
  }
  for (const VectorLayer& layer : layers) {
    if (layer.style.empty()) continue;
    OGRFeature row(table->GetLayerDefn());
    row.SetField("f_table_catalog", "");
    row.SetField("f_table_schema", "");
    row.SetField("f_table_name", layer.name.c_str());
    row.SetField("f_geometry_column", "geom");
    row.SetField("styleName", "skyshed");
    row.SetField("styleQML", layer.style.c_str());
    row.SetField("styleSLD", "");
    row.SetField("useAsDefault", 1);
    row.SetField("description", layer.title.c_str());
    row.SetField("owner", "");
    row.SetField("update_time", time_of_change);
    if (table->CreateFeature(&row) != OGRERR_NONE) return false;
  }
  return true;
}

OGRSpatialReference reference_of(const std::string& crs_wkt) {
  OGRSpatialReference reference;
  reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  if (reference.importFromWkt(crs_wkt.c_str()) != OGRERR_NONE) {
    throw Error(ErrorKind::internal, "GDAL does not understand the grid's coordinate reference system");
  }
  return reference;
}

}  // namespace

void write_geojson(const std::filesystem::path& path, const VectorLayer& layer, const std::string& crs_wkt) {
  register_gdal();
  GdalReport report;
  OGRSpatialReference reference = reference_of(crs_wkt);
  Dataset file(driver_to_write("GeoJSON")->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  CPLStringList options;
  options.SetNameValue("RFC7946", "YES");
  options.SetNameValue("DESCRIPTION", layer.title.c_str());
  const bool whole = file && write_layer(*file, layer, reference, options);
  file.reset();  // what only closing finds out is in the report alone
  if (!whole || report.failed()) throw report.error(ErrorKind::output, "cannot write " + final_path(path).string());
}

void write_geopackage(const std::filesystem::path& path, const std::vector<VectorLayer>& layers,
                      const std::string& crs_wkt) {
  register_gdal();
  const FixedDate fixed_date;
  GdalReport report;
  OGRSpatialReference reference = reference_of(crs_wkt);
  Dataset file(driver_to_write("GPKG")->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  bool whole = file && file->StartTransaction() == OGRERR_NONE;
  for (const VectorLayer& layer : layers) {
    CPLStringList options;
    options.SetNameValue("IDENTIFIER", layer.title.c_str());
    options.SetNameValue("GEOMETRY_NAME", "geom");
    whole = whole && write_layer(*file, layer, reference, options);
  }
  whole = whole && write_styles(*file, layers) && file->CommitTransaction() == OGRERR_NONE;
  file.reset();  // what only closing finds out is in the report alone
  if (!whole || report.failed()) throw report.error(ErrorKind::output, "cannot write " + final_path(path).string());
}

}  // namespace skyshed
