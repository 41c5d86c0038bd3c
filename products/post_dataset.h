// Rasters in memory as a GDAL dataset with overviews, without copying a value. Of this room only: it names GDAL.
//
// An overview is every 2nd, 4th, ... post, which is a matter of strides: no overview takes memory, and every value in
// one is the value at a post.
//
// Threading  as any GDAL dataset: one thread at a time.
#pragma once

#include <gdal_priv.h>

#include <optional>
#include <string>

#include "engine/base/grid.h"

namespace skyshed {

class PostDataset final : public GDALDataset {
 public:
  // Overviews go on until one fits into a tile of this many pixels; 0: none.
  PostDataset(const GridFrame& frame, int overview_tile);

  // The values are borrowed: rows of the frame's width, one after the other.
  void add_band(const void* values, GDALDataType type, std::optional<double> nodata, const std::string& description,
                const std::string& unit);

  CPLErr GetGeoTransform(double* transform) override;
  const OGRSpatialReference* GetSpatialRef() const override;

 private:
  int overview_tile_;
  double transform_[6];
  OGRSpatialReference spatial_reference_;
};

}  // namespace skyshed
