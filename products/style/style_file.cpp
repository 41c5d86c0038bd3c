#include "products/style/style_file.h"

#include <gdal_priv.h>
#include <gdal_rat.h>

#include <cmath>
#include <memory>

#include "products/band_names.h"
#include "products/gdal_report.h"
#include "products/style/raster_renderer.h"
#include "products/text_file.h"

namespace skyshed {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};

constexpr char doctype[] = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";

void write_qml(const std::filesystem::path& raster, const RasterStyle& style, int band) {
  XmlDocument document("qgis");
  document.root().set("version", "3.22.0").set("styleCategories", "Symbology");
  add_raster_style(document.root(), style, band);
  write_text_file(std::filesystem::path(raster).replace_extension(".qml"), document.text(doctype));
}

// The classes, with "no data" as one of them: tools that read tables know nothing of ours.
void fill(GDALDefaultRasterAttributeTable& table, const RasterStyle& style, int largest) {
  table.SetTableType(GRTT_THEMATIC);
  table.CreateColumn("Value", GFT_Integer, GFU_MinMax);
  table.CreateColumn("Meaning", GFT_String, GFU_Name);
  table.CreateColumn("Red", GFT_Integer, GFU_Red);
  table.CreateColumn("Green", GFT_Integer, GFU_Green);
  table.CreateColumn("Blue", GFT_Integer, GFU_Blue);
  table.CreateColumn("Alpha", GFT_Integer, GFU_Alpha);
  int row = 0;
  const auto add = [&](const StyleEntry& entry, int value) {
    table.SetValue(row, 0, value);
    table.SetValue(row, 1, entry.label.c_str());
    table.SetValue(row, 2, entry.colour.red);
    table.SetValue(row, 3, entry.colour.green);
    table.SetValue(row, 4, entry.colour.blue);
    table.SetValue(row, 5, static_cast<int>(std::lround(255 * entry.opacity)));
    ++row;
  };
  int value = 0;
  for (const StyleEntry& entry : style.entries) {
    if (style.kind == RasterStyle::Kind::classes) value = static_cast<int>(entry.value);
    for (const int last = static_cast<int>(entry.value); value <= last && value <= largest; ++value) add(entry, value);
  }
  if (style.no_data) add(*style.no_data, static_cast<int>(style.no_data->value));
}

}  // namespace

void write_style_files(const std::filesystem::path& raster, const RasterStyle& style) {
  register_gdal();
  const GdalReport report;
  std::unique_ptr<GDALDataset, CloseDataset> dataset(
      GDALDataset::Open(raster.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
  if (!dataset) throw report.error(ErrorKind::scenario, "cannot read " + raster.string());
  write_qml(raster, style, band_to_show(band_names(raster)));

  if (dataset->GetRasterBand(1)->GetRasterDataType() != GDT_Byte) return;
  for (GDALRasterBand* band : dataset->GetBands()) {
    double range[2] = {0, 255};
    // Of counts no more rows than the largest needs. Fails where all is "no data": then there is none.
    if (style.kind == RasterStyle::Kind::steps && band->ComputeRasterMinMax(FALSE, range) != CE_None) range[1] = 0;
    GDALDefaultRasterAttributeTable table;
    fill(table, style, static_cast<int>(range[1]));
    // Read only: GDAL keeps the table beside the file.
    if (band->SetDefaultRAT(&table) != CE_None) {
      throw report.error(ErrorKind::output, "cannot write the table of classes beside " + raster.string());
    }
  }
  dataset.reset();
}

}  // namespace skyshed
