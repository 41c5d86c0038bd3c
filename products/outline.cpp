#include "products/outline.h"

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <memory>

#include "products/gdal_report.h"
#include "products/post_dataset.h"

namespace skyshed {
namespace {

constexpr double tolerance_cells = 0.49;

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

LinearRing ring_of(const OGRLinearRing& from) {
  LinearRing ring;
  ring.reserve(static_cast<std::size_t>(from.getNumPoints()));
  for (int i = 0; i < from.getNumPoints(); ++i) ring.push_back({from.getX(i), from.getY(i)});
  return ring;
}

}  // namespace

MultiPolygon outline(const Raster<std::uint8_t>& classes, const GridFrame& frame, std::uint8_t first,
                     std::uint8_t last) {
  if (classes.width() != frame.width || classes.height() != frame.height) {
    throw Error(ErrorKind::internal, "an outline of a raster of another shape than its grid");
  }
  Raster<std::uint8_t> inside(classes.width(), classes.height());
  for (std::size_t i = 0; i < classes.size(); ++i) {
    inside.values()[i] = classes.values()[i] >= first && classes.values()[i] <= last ? 1 : 0;
  }
  register_gdal();
  const GdalReport report;
  // Counted in cells: the same tolerance in both directions, whatever the grid's units.
  GridFrame cells;
  cells.kind = GridFrame::Kind::planar;
  cells.width = frame.width;
  cells.height = frame.height;
  cells.step_x = 1;
  cells.step_y = 1;
  PostDataset source(cells, 0);
  source.add_band(inside.values().data(), GDT_Byte, std::nullopt, "", "");
  const Dataset memory(GetGDALDriverManager()->GetDriverByName("Memory")->Create("", 0, 0, 0, GDT_Unknown, nullptr));
  OGRLayer* layer = memory->CreateLayer("outline", nullptr, wkbPolygon);
  GDALRasterBand* band = source.GetRasterBand(1);
  if (GDALPolygonize(band, band, OGRLayer::ToHandle(layer), -1, nullptr, nullptr, nullptr) != CE_None) {
    throw report.error(ErrorKind::internal, "cannot trace an outline");
  }
  OGRMultiPolygon traced;
  for (const auto& feature : *layer) traced.addGeometryDirectly(feature->StealGeometry());
  std::unique_ptr<OGRGeometry> simple(traced.SimplifyPreserveTopology(tolerance_cells));
  if (simple && simple->getGeometryType() == wkbPolygon)
    simple.reset(OGRGeometryFactory::forceToMultiPolygon(simple.release()));
  if (!simple || simple->getGeometryType() != wkbMultiPolygon) simple.reset(traced.clone());

  MultiPolygon polygons;
  for (const OGRPolygon* part : *simple->toMultiPolygon()) {
    Polygon polygon;
    for (const OGRLinearRing* ring : *part) {
      polygon.push_back(ring_of(*ring));
      for (MapPoint& point : polygon.back()) point = {frame.x_of(point.x), frame.y_of(point.y)};
    }
    polygons.push_back(std::move(polygon));
  }
  return polygons;
}

}  // namespace skyshed
