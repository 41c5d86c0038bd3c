#include "products/outline.h"

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <memory>

#include "engine/base/crop.h"
#include "products/gdal_report.h"
#include "products/post_dataset.h"

namespace skyshed {
namespace {

constexpr double tolerance_cells = 0.49;

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

// The cells of the classes, 1, and the others, 0: their box alone. Tracing costs by the cell.
struct Inside {
  GridWindow box;
  Raster<std::uint8_t> cells;
};
Inside inside_of(const Raster<std::uint8_t>& classes, std::uint8_t first, std::uint8_t last) {
  const auto is_inside = [&](std::uint8_t value) { return value >= first && value <= last; };
  int left = classes.width();
  int right = 0;
  int top = classes.height();
  int bottom = 0;
  for (int row = 0; row < classes.height(); ++row) {
    const auto values = classes.row(row);
    const auto west = std::ranges::find_if(values, is_inside);
    if (west == values.end()) continue;
    const auto east = std::find_if(values.rbegin(), values.rend(), is_inside);
    left = std::min(left, static_cast<int>(west - values.begin()));
    right = std::max(right, static_cast<int>(values.rend() - east));
    top = std::min(top, row);
    bottom = row + 1;
  }
  if (bottom == 0) return {};
  Inside inside{.box = {left, top, right - left, bottom - top}, .cells = {}};
  inside.cells = cropped(classes, inside.box);
  std::ranges::transform(inside.cells.values(), inside.cells.values().begin(),
                         [&](std::uint8_t value) { return std::uint8_t{is_inside(value)}; });
  return inside;
}

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
  Inside inside = inside_of(classes, first, last);
  if (inside.box.width == 0) return {};
  const GdalReport report;
  // Counted in cells: the same tolerance in both directions, whatever the grid's units.
  GridFrame cells;
  cells.kind = GridFrame::Kind::planar;
  cells.width = inside.box.width;
  cells.height = inside.box.height;
  cells.step_x = 1;
  cells.step_y = 1;
  PostDataset source(cells, 0);
  source.add_band(inside.cells.values().data(), GDT_Byte, std::nullopt, "", "");
  const Dataset memory(driver_to_write("Memory")->Create("", 0, 0, 0, GDT_Unknown, nullptr));
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
      for (MapPoint& point : polygon.back()) {
        point = {frame.x_of(point.x + inside.box.column), frame.y_of(point.y + inside.box.row)};
      }
    }
    polygons.push_back(std::move(polygon));
  }
  return polygons;
}

}  // namespace skyshed
