#include "products/read_raster.h"

#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "products/gdal_report.h"

namespace skyshed {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};

template <class T>
constexpr GDALDataType type_of = sizeof(T) == 1 ? GDT_Byte : GDT_Float32;

template <class T>
bool is_our_nodata(double nodata) {
  return sizeof(T) == 1 ? nodata == 255 : std::isnan(nodata);
}

Error not_ours(const std::filesystem::path& path, const std::string& why) {
  return {ErrorKind::scenario, fmt::format("{} was not written by skyshed: {}", path.string(), why)};
}

GridFrame frame_of(GDALDataset& dataset, const std::filesystem::path& path) {
  // Without a georeference GDAL's default, one metre a pixel from the corner (0, 0), is what a planar grid means.
  double corner[6] = {0, 1, 0, 0, 0, 1};
  dataset.GetGeoTransform(corner);
  if (corner[2] != 0 || corner[4] != 0) throw not_ours(path, "its grid is rotated");
  GridFrame frame;
  frame.width = dataset.GetRasterXSize();
  frame.height = dataset.GetRasterYSize();
  frame.step_x = corner[1];
  frame.step_y = corner[5];
  frame.origin_x = corner[0] + 0.5 * frame.step_x;
  frame.origin_y = corner[3] + 0.5 * frame.step_y;
  const OGRSpatialReference* reference = dataset.GetSpatialRef();
  // GDAL gives a file without a coordinate reference system a nameless local one.
  if (reference == nullptr || reference->IsLocal() != 0) {
    frame.kind = GridFrame::Kind::planar;
    return frame;
  }
  if (reference->IsGeographic() == 0 && reference->IsProjected() == 0) {
    throw not_ours(path, "its coordinates are neither longitude/latitude nor those of a map projection");
  }
  frame.kind = reference->IsGeographic() != 0 ? GridFrame::Kind::geographic : GridFrame::Kind::projected;
  char* wkt = nullptr;
  const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
  reference->exportToWkt(&wkt, options);
  frame.crs_wkt = wkt;
  CPLFree(wkt);
  return frame;
}

RasterDescription description_of(GDALDataset& dataset) {
  RasterDescription description;
  char** items = dataset.GetMetadata();
  for (int i = 0; i < CSLCount(items); ++i) {
    char* key = nullptr;
    const char* value = CPLParseNameValue(items[i], &key);
    if (key == nullptr) continue;
    const std::string name = key;
    CPLFree(key);
    if (name == "TIFFTAG_IMAGEDESCRIPTION") {
      description.title = value;
    } else if (name != GDALMD_AREA_OR_POINT) {
      description.metadata.emplace_back(name, value);
    }
  }
  std::sort(description.metadata.begin(), description.metadata.end());
  return description;
}

}  // namespace

template <class T>
StoredRaster<T> read_raster(const std::filesystem::path& path) {
  register_gdal();
  const GdalReport report;
  const std::string cannot = "cannot read " + path.string();
  std::error_code reason;
  if (!std::filesystem::exists(path, reason)) {
    throw Error(ErrorKind::scenario, cannot + ": there is no such file");
  }
  const char* const drivers[] = {"GTiff", nullptr};
  const std::unique_ptr<GDALDataset, CloseDataset> dataset(
      GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers));
  if (!dataset) throw report.error(ErrorKind::scenario, cannot);

  StoredRaster<T> stored;
  stored.frame = frame_of(*dataset, path);
  stored.description = description_of(*dataset);
  for (GDALRasterBand* band : dataset->GetBands()) {
    if (band->GetRasterDataType() != type_of<T>) {
      throw not_ours(path, fmt::format("its values are {}, not {}", GDALGetDataTypeName(band->GetRasterDataType()),
                                       GDALGetDataTypeName(type_of<T>)));
    }
    int has_nodata = FALSE;
    const double nodata = band->GetNoDataValue(&has_nodata);
    if (has_nodata == FALSE || !is_our_nodata<T>(nodata)) throw not_ours(path, "its nodata value is another");

    Raster<T> values(stored.frame.width, stored.frame.height);
    const CPLErr result = band->RasterIO(GF_Read, 0, 0, values.width(), values.height(), values.values().data(),
                                         values.width(), values.height(), type_of<T>, 0, 0, nullptr);
    if (result != CE_None || report.failed()) throw report.error(ErrorKind::scenario, cannot);
    stored.bands.push_back({std::move(values), band->GetDescription(), band->GetUnitType()});
  }
  return stored;
}

template StoredRaster<std::uint8_t> read_raster(const std::filesystem::path&);
template StoredRaster<float> read_raster(const std::filesystem::path&);

}  // namespace skyshed
