#include "products/kml.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <memory>

#include "tests/products/records.h"
#include "tests/products/scratch_folder.h"
#include "tests/products/worlds.h"

namespace skyshed {
namespace {

using testing::HasSubstr;
using testing::Not;

const MultiPolygon square{{{{35, 36}, {36, 36}, {36, 37}, {35, 37}, {35, 36}}}};

std::string kml_of(const std::vector<KmlFolder>& folders) {
  const ScratchFolder scratch;
  write_kmz(scratch / "outlines.kmz", "<title>", folders, wgs84_wkt);
  GByte* bytes = nullptr;
  vsi_l_offset size = 0;
  const std::string inside = "/vsizip/" + (scratch / "outlines.kmz").string() + "/doc.kml";
  EXPECT_NE(VSIIngestFile(nullptr, inside.c_str(), &bytes, &size, -1), FALSE);
  std::string text(reinterpret_cast<const char*>(bytes), size);
  CPLFree(bytes);
  return text;
}

TEST(Kmz, HoldsOutlinesAtTheirAltitudeWithTheirDays) {
  KmlPlacemark placemark{.name = "a & b", .geometry = square, .altitude = at_100_m};
  placemark.days = DaySpan{day(12, 6), day(12, 9)};
  const std::string kml = kml_of({{.name = "folder", .placemarks = {placemark}}});
  EXPECT_THAT(kml, HasSubstr("a &amp; b"));
  EXPECT_THAT(kml, HasSubstr("<altitudeMode>relativeToGround</altitudeMode>"));
  EXPECT_THAT(kml, HasSubstr("35.000000,36.000000,100 "));
  EXPECT_THAT(kml, HasSubstr("<begin>2024-12-06</begin>"));
  EXPECT_THAT(kml, HasSubstr("<end>2024-12-08</end>"));  // the last day of the phase
}

TEST(Kmz, TellsAltitudesAboveTheSeaFromHeightsAboveGround) {
  const KmlPlacemark high{.name = "high", .geometry = square, .altitude = to_20_km};
  const KmlPlacemark ring{.name = "ring", .geometry = square};
  EXPECT_THAT(kml_of({{.name = "folder", .placemarks = {high}}}), HasSubstr("<altitudeMode>absolute</altitudeMode>"));
  const std::string on_the_ground = kml_of({{.name = "folder", .placemarks = {ring}}});
  EXPECT_THAT(on_the_ground, HasSubstr("<altitudeMode>clampToGround</altitudeMode>"));
  EXPECT_THAT(on_the_ground, Not(HasSubstr("TimeSpan")));
}

TEST(GeoJson, IsInDegreesWhateverTheGridIsIn) {
  const ScratchFolder scratch;
  VectorLayer layer{.name = "assets", .points = true};
  layer.fields = {{"name", "Name", VectorField::Kind::text}};
  layer.features.push_back({MapPoint{500000, 0}, {std::string("on the central meridian")}});
  OGRSpatialReference utm;
  utm.importFromEPSG(32637);  // UTM zone 37 north: its middle is 39° E on the equator
  char* wkt = nullptr;
  utm.exportToWkt(&wkt);
  write_geojson(scratch / "assets.geojson", layer, wkt);
  CPLFree(wkt);
  const std::unique_ptr<GDALDataset> file(GDALDataset::Open((scratch / "assets.geojson").c_str(), GDAL_OF_VECTOR));
  ASSERT_NE(file, nullptr);
  const std::unique_ptr<OGRFeature> feature(file->GetLayer(0)->GetNextFeature());
  ASSERT_NE(feature, nullptr);
  EXPECT_NEAR(feature->GetGeometryRef()->toPoint()->getX(), 39, 1e-6);
  EXPECT_NEAR(feature->GetGeometryRef()->toPoint()->getY(), 0, 1e-6);
}

}  // namespace
}  // namespace skyshed
