#include "tests/dem/made_raster.h"

#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

namespace skyshed::test {

std::string make(const MadeRaster& raster) {
  GDALAllRegister();
  CPLSetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES");
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
  const GDALDatasetUniquePtr dataset(driver->Create(raster.file.c_str(), raster.width, raster.height, raster.bands,
                                                    GDALGetDataTypeByName(raster.type.c_str()), nullptr));
  if (!dataset) {
    ADD_FAILURE() << "cannot make " << raster.file;
    return raster.file;
  }
  if (raster.pixel_is_point) dataset->SetMetadataItem(GDALMD_AREA_OR_POINT, GDALMD_AOP_POINT);
  double transform[] = {raster.corner_x, raster.step_x, raster.shear, raster.corner_y, 0, raster.step_y};
  dataset->SetGeoTransform(transform);
  if (!raster.system.empty()) {
    OGRSpatialReference system;
    EXPECT_EQ(system.SetFromUserInput(raster.system.c_str()), OGRERR_NONE);
    dataset->SetSpatialRef(&system);
  }
  GDALRasterBand& band = *dataset->GetRasterBand(1);
  if (raster.nodata != 1e38) band.SetNoDataValue(raster.nodata);
  if (raster.scale != 1) band.SetScale(raster.scale);
  if (raster.offset != 0) band.SetOffset(raster.offset);
  if (!raster.unit.empty()) band.SetUnitType(raster.unit.c_str());
  std::vector<double> values = raster.values;
  if (!values.empty()) {
    EXPECT_EQ(values.size(), static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height));
    EXPECT_EQ(band.RasterIO(GF_Write, 0, 0, raster.width, raster.height, values.data(), raster.width, raster.height,
                            GDT_Float64, 0, 0, nullptr),
              CE_None);
  }
  if (!raster.mask.empty()) {
    std::vector<unsigned char> mask = raster.mask;
    EXPECT_EQ(dataset->CreateMaskBand(GMF_PER_DATASET), CE_None);
    EXPECT_EQ(band.GetMaskBand()->RasterIO(GF_Write, 0, 0, raster.width, raster.height, mask.data(), raster.width,
                                           raster.height, GDT_Byte, 0, 0, nullptr),
              CE_None);
  }
  return raster.file;
}

void write_bytes(const std::string& file, const std::vector<unsigned char>& bytes) {
  VSILFILE* handle = VSIFOpenL(file.c_str(), "wb");
  ASSERT_NE(handle, nullptr);
  EXPECT_EQ(VSIFWriteL(bytes.data(), 1, bytes.size(), handle), bytes.size());
  VSIFCloseL(handle);
}

std::vector<unsigned char> read_bytes(const std::string& file) {
  VSILFILE* handle = VSIFOpenL(file.c_str(), "rb");
  if (!handle) {
    ADD_FAILURE() << "cannot read " << file;
    return {};
  }
  VSIFSeekL(handle, 0, SEEK_END);
  std::vector<unsigned char> bytes(static_cast<std::size_t>(VSIFTellL(handle)));
  VSIFSeekL(handle, 0, SEEK_SET);
  EXPECT_EQ(VSIFReadL(bytes.data(), 1, bytes.size(), handle), bytes.size());
  VSIFCloseL(handle);
  return bytes;
}

std::vector<float> values_of(const Raster<float>& raster) { return {raster.values().begin(), raster.values().end()}; }

}  // namespace skyshed::test
