#include "products/read_points.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <memory>

#include "products/gdal_report.h"
#include "products/words.h"

namespace skyshed {
namespace {

constexpr int most_features = 10000;

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

std::string names_of_layers(GDALDataset& dataset) {
  std::string names;
  for (OGRLayer* layer : dataset.GetLayers()) names += (names.empty() ? "" : ", ") + std::string(layer->GetName());
  return names;
}

OGRLayer& layer_of(GDALDataset& dataset, const std::string& file, const std::string& name) {
  if (name.empty() && dataset.GetLayerCount() == 1) return *dataset.GetLayer(0);
  OGRLayer* layer = name.empty() ? nullptr : dataset.GetLayerByName(name.c_str());
  if (layer != nullptr) return *layer;
  const std::string names = names_of_layers(dataset);
  throw Error(ErrorKind::scenario,
              name.empty()
                  ? fmt::format("{} holds several layers ({}); name one: \"{}|layername=NAME\"", file, names, file)
                  : fmt::format("{} has no layer \"{}\"; it has: {}", file, name, names));
}

std::string text_of(const OGRFeature& feature, int field) {
  const OGRFieldType type = feature.GetFieldDefnRef(field)->GetType();
  if (type != OFTDate && type != OFTDateTime) return feature.GetFieldAsString(field);
  int year = 0;
  int month = 0;
  int day = 0;
  int unused = 0;
  feature.GetFieldAsDateTime(field, &year, &month, &day, &unused, &unused, &unused, &unused);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

void read_geometry(const OGRGeometry* geometry, OGRCoordinateTransformation* to_degrees, PointFeature& feature) {
  if (geometry == nullptr || geometry->IsEmpty()) {
    feature.geometry = "no geometry";
    return;
  }
  const OGRwkbGeometryType type = wkbFlatten(geometry->getGeometryType());
  if (type == wkbMultiPoint && geometry->toMultiPoint()->getNumGeometries() == 1) {
    geometry = geometry->toMultiPoint()->getGeometryRef(0);
  } else if (type != wkbPoint) {
    feature.geometry = fmt::format("a {}", lower_case(OGRGeometryTypeToName(type)));
    return;
  }
  double x = geometry->toPoint()->getX();
  double y = geometry->toPoint()->getY();
  if (to_degrees != nullptr && to_degrees->Transform(1, &x, &y) == FALSE) {
    feature.geometry = "a point that its reference system cannot place on the earth";
    return;
  }
  feature.geometry = "a point";
  feature.position = GeodeticPoint{x, y};
}

}  // namespace

PointLayer read_points(const std::string& source) {
  constexpr std::string_view mark = "|layername=";
  const std::size_t bar = source.find(mark);
  const std::string file = source.substr(0, bar);
  const std::string name = bar == std::string::npos ? "" : source.substr(bar + mark.size());
  register_gdal();
  const GdalReport report;
  const Dataset dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  if (!dataset) throw report.error(ErrorKind::scenario, "cannot open the layer of assets " + file);
  OGRLayer& layer = layer_of(*dataset, file, name);
  if (layer.GetFeatureCount() > most_features) {
    throw Error(ErrorKind::scenario, fmt::format("{} holds {} features; a study takes at most {}", source,
                                                 layer.GetFeatureCount(), most_features));
  }

  OGRSpatialReference degrees;
  degrees.importFromEPSG(4326);
  degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const OGRSpatialReference* own = layer.GetSpatialRef();
  const std::unique_ptr<OGRCoordinateTransformation> to_degrees(
      own == nullptr ? nullptr : OGRCreateCoordinateTransformation(own, &degrees));
  if (own != nullptr && !to_degrees) {
    throw report.error(ErrorKind::scenario, "cannot bring the coordinates of " + source + " to longitude and latitude");
  }

  PointLayer points;
  const OGRFeatureDefn& definition = *layer.GetLayerDefn();
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    points.fields.push_back(lower_case(definition.GetFieldDefn(i)->GetNameRef()));
  }
  for (const auto& from : layer) {
    PointFeature feature{.id = from->GetFID(), .position = {}, .geometry = {}, .values = {}};
    read_geometry(from->GetGeometryRef(), to_degrees.get(), feature);
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
      if (!from->IsFieldSetAndNotNull(i)) continue;
      std::string text = text_of(*from, i);
      if (!text.empty()) feature.values.emplace_back(points.fields[static_cast<std::size_t>(i)], std::move(text));
    }
    points.features.push_back(std::move(feature));
  }
  if (report.failed()) throw report.error(ErrorKind::scenario, "cannot read " + source);
  return points;
}

}  // namespace skyshed
