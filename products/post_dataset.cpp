#include "products/post_dataset.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "engine/base/error.h"

namespace skyshed {
namespace {

struct Values {
  const std::byte* first;
  GDALDataType type;
  int pixel_step;            // bytes
  std::ptrdiff_t line_step;  // bytes
  int width;
  int height;

  [[nodiscard]] const std::byte* at(int column, int row) const {
    return first + static_cast<std::ptrdiff_t>(row) * line_step + static_cast<std::ptrdiff_t>(column) * pixel_step;
  }
  // Every second post, beginning with the first.
  [[nodiscard]] Values halved() const {
    return {first, type, 2 * pixel_step, 2 * line_step, (width + 1) / 2, (height + 1) / 2};
  }
};

class PostBand final : public GDALRasterBand {
 public:
  PostBand(GDALDataset* dataset, int number, const Values& values, std::optional<double> nodata,
           const std::string& unit, int overview_tile)
      : values_(values), nodata_(nodata), unit_(unit) {
    poDS = dataset;
    nBand = number;
    eDataType = values.type;
    nRasterXSize = values.width;
    nRasterYSize = values.height;
    nBlockXSize = values.width;
    nBlockYSize = 1;
    if (overview_tile == 0) return;
    for (Values level = values; level.width > overview_tile || level.height > overview_tile;) {
      level = level.halved();
      overviews_.push_back(std::make_unique<PostBand>(nullptr, number, level, nodata, unit, 0));
    }
  }

  CPLErr IReadBlock(int /*column*/, int row, void* image) override {
    GDALCopyWords(values_.at(0, row), values_.type, values_.pixel_step, image, values_.type,
                  GDALGetDataTypeSizeBytes(values_.type), values_.width);
    return CE_None;
  }

  // Straight from memory, past GDAL's block cache, unless the reader wants another size.
  CPLErr IRasterIO(GDALRWFlag flag, int column, int row, int width, int height, void* buffer, int buffer_width,
                   int buffer_height, GDALDataType buffer_type, GSpacing pixel_space, GSpacing line_space,
                   GDALRasterIOExtraArg* extra) override {
    if (flag != GF_Read || buffer_width != width || buffer_height != height || pixel_space > 1024) {
      return GDALRasterBand::IRasterIO(flag, column, row, width, height, buffer, buffer_width, buffer_height,
                                       buffer_type, pixel_space, line_space, extra);
    }
    auto* line = static_cast<std::byte*>(buffer);
    for (int i = 0; i < height; ++i, line += line_space) {
      GDALCopyWords(values_.at(column, row + i), values_.type, values_.pixel_step, line, buffer_type,
                    static_cast<int>(pixel_space), width);
    }
    return CE_None;
  }

  double GetNoDataValue(int* is_set) override {
    if (is_set != nullptr) *is_set = nodata_ ? TRUE : FALSE;
    return nodata_.value_or(0);
  }
  const char* GetUnitType() override { return unit_.c_str(); }
  int GetOverviewCount() override { return static_cast<int>(overviews_.size()); }
  GDALRasterBand* GetOverview(int level) override {
    return level >= 0 && level < GetOverviewCount() ? overviews_[static_cast<std::size_t>(level)].get() : nullptr;
  }

 private:
  Values values_;
  std::optional<double> nodata_;
  std::string unit_;
  std::vector<std::unique_ptr<PostBand>> overviews_;
};

}  // namespace

PostDataset::PostDataset(const GridFrame& frame, int overview_tile)
    : overview_tile_(overview_tile),
      // A post is a pixel's centre; the geotransform begins at the first pixel's corner.
      transform_{frame.x_of(-0.5), frame.step_x, 0, frame.y_of(-0.5), 0, frame.step_y} {
  nRasterXSize = frame.width;
  nRasterYSize = frame.height;
  eAccess = GA_ReadOnly;
  SetMetadataItem(GDALMD_AREA_OR_POINT, GDALMD_AOP_POINT);
  if (!frame.crs_wkt.empty()) {
    spatial_reference_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (spatial_reference_.importFromWkt(frame.crs_wkt.c_str()) != OGRERR_NONE) {
      throw Error(ErrorKind::internal, "GDAL does not understand the grid's coordinate reference system");
    }
  }
}

void PostDataset::add_band(const void* values, GDALDataType type, std::optional<double> nodata,
                           const std::string& description, const std::string& unit) {
  const int bytes = GDALGetDataTypeSizeBytes(type);
  const Values whole{static_cast<const std::byte*>(values), type,         bytes,
                     std::ptrdiff_t{bytes} * nRasterXSize,  nRasterXSize, nRasterYSize};
  auto band = std::make_unique<PostBand>(this, nBands + 1, whole, nodata, unit, overview_tile_);
  band->SetDescription(description.c_str());
  SetBand(nBands + 1, band.release());
}

CPLErr PostDataset::GetGeoTransform(double* transform) {
  std::copy(std::begin(transform_), std::end(transform_), transform);
  return CE_None;
}

const OGRSpatialReference* PostDataset::GetSpatialRef() const {
  return spatial_reference_.IsEmpty() ? nullptr : &spatial_reference_;
}

}  // namespace skyshed
