#include "products/band_names.h"

#include <gdal_priv.h>

#include <cmath>
#include <memory>

#include "products/gdal_report.h"
#include "products/words.h"

namespace skyshed {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};

}  // namespace

std::vector<BandName> band_names(const std::filesystem::path& raster) {
  register_gdal();
  const GdalReport report;
  const std::unique_ptr<GDALDataset, CloseDataset> dataset(
      GDALDataset::Open(raster.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
  if (!dataset) throw report.error(ErrorKind::scenario, "cannot read " + raster.string());
  std::vector<BandName> names;
  for (GDALRasterBand* band : dataset->GetBands()) names.push_back({band->GetDescription(), band->GetUnitType()});
  return names;
}

int band_to_show(const std::vector<BandName>& bands) {
  int chosen = 1;
  double nearest = INFINITY;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const auto& [description, unit] = bands[i];
    const std::optional<SliceAltitude> altitude = altitude_in(description);
    if (unit == "m AGL") return static_cast<int>(i) + 1;
    if (!altitude) continue;
    const double distance =
        (altitude->reference == SliceAltitude::Reference::agl ? 0 : 1e6) + std::abs(altitude->metres - 100);
    if (distance >= nearest) continue;
    nearest = distance;
    chosen = static_cast<int>(i) + 1;
  }
  return chosen;
}

}  // namespace skyshed
