#include "products/vector_file.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <memory>

#include "tests/products/records.h"
#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

VectorLayer one_square() {
  VectorLayer layer{.name = "footprints", .title = "One square", .style = "<qgis/>"};
  layer.fields = {{"title", "What", VectorField::Kind::text},
                  {"area_km2", "Area", VectorField::Kind::real},
                  {"count", "Count", VectorField::Kind::integer},
                  {"from", "From", VectorField::Kind::date},
                  {"until", "Until", VectorField::Kind::date}};
  const MultiPolygon square{{{{35, 36}, {36, 36}, {36, 37}, {35, 37}, {35, 36}}}};
  layer.features.push_back(
      {square, {std::string("<S-400> & \"Tor\""), 12.5, std::int64_t{3}, day(12, 6), std::monostate()}});
  return layer;
}

TEST(GeoPackage, HoldsGeometryAttributesAndDatesAsGiven) {
  const ScratchFolder scratch;
  write_geopackage(scratch / "outlines.gpkg", {one_square()}, wgs84_wkt);
  const std::unique_ptr<GDALDataset> file(GDALDataset::Open((scratch / "outlines.gpkg").c_str(), GDAL_OF_VECTOR));
  ASSERT_NE(file, nullptr);
  OGRLayer* layer = file->GetLayerByName("footprints");
  ASSERT_NE(layer, nullptr);
  ASSERT_EQ(layer->GetFeatureCount(), 1);
  const std::unique_ptr<OGRFeature> feature(layer->GetNextFeature());
  EXPECT_STREQ(feature->GetFieldAsString("title"), "<S-400> & \"Tor\"");
  EXPECT_EQ(feature->GetFieldAsDouble("area_km2"), 12.5);
  EXPECT_STREQ(feature->GetFieldAsString("from"), "2024/12/06");
  EXPECT_FALSE(feature->IsFieldSetAndNotNull(feature->GetFieldIndex("until")));
  EXPECT_TRUE(feature->GetGeometryRef()->IsValid());
  EXPECT_DOUBLE_EQ(feature->GetGeometryRef()->toMultiPolygon()->get_Area(), 1);
}

TEST(GeoPackage, BringsADefaultStyleForEachLayer) {
  const ScratchFolder scratch;
  write_geopackage(scratch / "outlines.gpkg", {one_square()}, wgs84_wkt);
  const std::unique_ptr<GDALDataset> file(GDALDataset::Open((scratch / "outlines.gpkg").c_str(), GDAL_OF_VECTOR));
  OGRLayer* styles = file->GetLayerByName("layer_styles");
  ASSERT_NE(styles, nullptr);
  const std::unique_ptr<OGRFeature> row(styles->GetNextFeature());
  ASSERT_NE(row, nullptr);
  EXPECT_STREQ(row->GetFieldAsString("f_table_name"), "footprints");
  EXPECT_STREQ(row->GetFieldAsString("f_geometry_column"), "geom");
  EXPECT_STREQ(row->GetFieldAsString("styleQML"), "<qgis/>");
  EXPECT_EQ(row->GetFieldAsInteger("useAsDefault"), 1);
}

TEST(GeoPackage, IsTheSameBytesOnEveryRun) {
  const ScratchFolder scratch;
  write_geopackage(scratch / "a.gpkg", {one_square()}, wgs84_wkt);
  write_geopackage(scratch / "b.gpkg", {one_square()}, wgs84_wkt);
  EXPECT_EQ(content_of(scratch / "a.gpkg"), content_of(scratch / "b.gpkg"));
}

TEST(GeoPackage, ThatCannotBeWrittenIsAnErrorWithItsPath) {
  const ScratchFolder scratch;
  // In the folder that a run writes into, the path is the final one.
  const auto partial = scratch / ".out.skyshed-partial" / "missing" / "outlines.gpkg";
  const Error error = error_of([&] { write_geopackage(partial, {one_square()}, wgs84_wkt); });
  EXPECT_EQ(error.kind(), ErrorKind::output);
  EXPECT_NE(std::string(error.what()).find((scratch / "out" / "missing" / "outlines.gpkg").string()),
            std::string::npos);
}

}  // namespace
}  // namespace skyshed
