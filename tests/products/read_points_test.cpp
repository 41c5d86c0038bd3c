#include "products/read_points.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <memory>

#include "products/gdal_report.h"
#include "tests/products/scratch_folder.h"

namespace skyshed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

// On the equator and the central meridian of UTM zone 37, 39° E: easting 500 km, northing 0.
void write_projected(const std::filesystem::path& path) {
  register_gdal();
  const std::unique_ptr<GDALDataset> file(
      GetGDALDriverManager()->GetDriverByName("GPKG")->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  OGRSpatialReference utm;
  utm.importFromEPSG(32637);
  for (const char* name : {"sites", "roads"}) {
    OGRLayer* layer = file->CreateLayer(name, &utm, wkbPoint);
    OGRFieldDefn id("ID", OFTString);
    OGRFieldDefn until("until", OFTDate);
    ASSERT_EQ(layer->CreateField(&id), OGRERR_NONE);
    ASSERT_EQ(layer->CreateField(&until), OGRERR_NONE);
    OGRFeature feature(layer->GetLayerDefn());
    feature.SetField("ID", "north");
    feature.SetField("until", 2024, 12, 6);
    const OGRPoint point(500000, 0);
    feature.SetGeometry(&point);
    ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
  }
}

std::string message_of(const std::string& source) {
  try {
    static_cast<void>(read_points(source));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(ReadPoints, GivesDegreesWhateverTheReferenceSystem) {
  const ScratchFolder scratch;
  write_projected(scratch / "orbat.gpkg");
  const PointLayer layer = read_points((scratch / "orbat.gpkg").string() + "|layername=sites");
  EXPECT_THAT(layer.fields, ElementsAre("id", "until"));
  ASSERT_EQ(layer.features.size(), 1U);
  EXPECT_NEAR(layer.features[0].position->longitude_deg, 39, 1e-9);
  EXPECT_NEAR(layer.features[0].position->latitude_deg, 0, 1e-9);
  EXPECT_THAT(layer.features[0].values, ElementsAre(Pair("id", "north"), Pair("until", "2024-12-06")));
}

TEST(ReadPoints, AsksWhichLayerWhereThereAreSeveral) {
  const ScratchFolder scratch;
  write_projected(scratch / "orbat.gpkg");
  EXPECT_THAT(message_of((scratch / "orbat.gpkg").string()), HasSubstr("several layers (sites, roads)"));
  EXPECT_THAT(message_of((scratch / "orbat.gpkg").string() + "|layername=site"), HasSubstr("no layer \"site\""));
}

TEST(ReadPoints, SaysWhatCannotBeOpened) {
  EXPECT_THAT(message_of("/nowhere/orbat.gpkg"), HasSubstr("/nowhere/orbat.gpkg"));
}

}  // namespace
}  // namespace skyshed
