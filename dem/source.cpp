#include "dem/source.h"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "dem/gdal_errors.h"
#include "dem/lattice.h"
#include "engine/base/error.h"

namespace skyshed {
namespace {

// No ground on earth lies outside: what does is an undeclared "no data" or not a height.
constexpr float lowest_m = -12000.0F;
constexpr float highest_m = 9000.0F;

bool is_remote(const std::string& name) {
  return name.find("/vsicurl") != std::string::npos || name.find("/vsis3") != std::string::npos;
}

// How GDAL speaks with servers while a source is opened, unless the user has said otherwise. Without the first, opening
// one remote file first lists or guesses its neighbours, dozens of requests each; without the others a server that
// falls silent is waited for without end, and one that is busy for a moment ends the run.
class ManneredRequests {
 public:
  explicit ManneredRequests(bool wanted) {
    constexpr std::pair<const char*, const char*> manners[] = {
        {"GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR"},
        {"GDAL_HTTP_CONNECTTIMEOUT", "20"},
        {"GDAL_HTTP_LOW_SPEED_TIME", "20"},
        {"GDAL_HTTP_LOW_SPEED_LIMIT", "100"},
        {"GDAL_HTTP_MAX_RETRY", "3"},
        {"GDAL_HTTP_RETRY_DELAY", "1"},
    };
    for (const auto& [key, value] : manners) {
      if (!wanted || CPLGetConfigOption(key, nullptr)) continue;
      CPLSetThreadLocalConfigOption(key, value);
      set_.push_back(key);
    }
  }
  ~ManneredRequests() {
    for (const char* key : set_) CPLSetThreadLocalConfigOption(key, nullptr);
  }
  ManneredRequests(const ManneredRequests&) = delete;
  ManneredRequests& operator=(const ManneredRequests&) = delete;

 private:
  std::vector<const char*> set_;
};

// Formats in which any block is found without reading those before it.
bool has_free_access(const std::string& name, const std::string& driver) {
  return !name.starts_with("/vsi") && (driver == "GTiff" || driver == "VRT" || driver == "SRTMHGT" || driver == "DTED");
}

std::optional<double> metres_of_unit(std::string unit) {
  std::transform(unit.begin(), unit.end(), unit.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (unit.empty() || unit == "m" || unit == "metre" || unit == "meter" || unit == "metres" || unit == "meters" ||
      unit == "m msl")  // as skyshed writes ground.tif
    return 1;
  if (unit == "ft" || unit == "foot" || unit == "feet") return 0.3048;
  if (unit == "us-ft" || unit == "ftus" || unit == "us survey foot" || unit == "us survey feet") return 1200.0 / 3937.0;
  if (unit == "dm" || unit == "decimetre" || unit == "decimeter") return 0.1;
  if (unit == "cm" || unit == "centimetre" || unit == "centimeter") return 0.01;
  return std::nullopt;
}

std::string metadata_item(GDALDataset& dataset, const char* key) {
  const char* value = dataset.GetMetadataItem(key);
  return value ? value : "";
}

}  // namespace

Source::Source(std::string name) : name_(std::move(name)) {
  use_gdal();
  open();
  read_frame();
  read_band();
  read_statements();
}

void Source::refuse(const std::string& why_and_advice) const {
  throw Error(ErrorKind::terrain, fmt::format("{}: {}", name_, why_and_advice));
}

std::string Source::base_name() const { return CPLGetFilename(name_.c_str()); }

void Source::open() {
  const GdalErrorCapture capture;
  const ManneredRequests manners(is_remote(name_));
  dataset_.reset(GDALDataset::Open(name_.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
  if (!dataset_)
    refuse(fmt::format("cannot be opened as terrain ({}); check the name and the file", capture.message()));
  if (dataset_->GetRasterCount() == 0) {
    refuse("holds no raster of its own; name one of its subdatasets (gdalinfo lists them)");
  }
  band_ = dataset_->GetRasterBand(1);
}

void Source::read_frame() {
  const GdalErrorCapture quiet;
  system_ = read_reference_system(dataset_->GetSpatialRef(), name_);
  double transform[6];
  if (dataset_->GetGeoTransform(transform) != CE_None) {
    refuse("does not say where its posts stand; georeference it, for example with gdal_translate -a_ullr");
  }
  const double width = dataset_->GetRasterXSize();
  const double height = dataset_->GetRasterYSize();
  const double step_x = transform[1];
  const double step_y = transform[5];
  if (step_x == 0 || step_y == 0 || !std::isfinite(step_x) || !std::isfinite(step_y)) {
    refuse("its posts stand on top of each other (the geotransform has no step); georeference it again");
  }
  // A shear that moves no post by more than a hundredth of a post is rounding.
  if (std::abs(transform[2] * height) > 0.01 * std::abs(step_x) ||
      std::abs(transform[4] * width) > 0.01 * std::abs(step_y)) {
    refuse("its grid is rotated; make it north-up first: gdalwarp IN OUT");
  }
  if (step_x < 0) refuse("its columns run from east to west; make it north-up first: gdalwarp IN OUT");
  south_up_ = step_y > 0;
  frame_.kind = system_.kind;
  frame_.width = dataset_->GetRasterXSize();
  frame_.height = dataset_->GetRasterYSize();
  frame_.origin_x = transform[0] + step_x / 2;
  frame_.origin_y = transform[3] + (south_up_ ? step_y * (height - 0.5) : step_y / 2);
  frame_.step_x = step_x;
  frame_.step_y = -std::abs(step_y);
  frame_.projection = system_.projection;
  frame_.crs_wkt = system_.wkt;
  if (frame_.kind == GridFrame::Kind::geographic) {
    if (frame_.origin_y > 90.001 || frame_.y_of(frame_.height - 1) < -90.001 || (width - 1) * step_x > 360.001) {
      refuse("its latitudes or longitudes run beyond the earth; its coordinate system is not the one that it states");
    }
  }
}

void Source::read_band() {
  const GdalErrorCapture quiet;
  int bands = 0;
  for (int index = 1; index <= dataset_->GetRasterCount(); ++index) {
    if (dataset_->GetRasterBand(index)->GetColorInterpretation() != GCI_AlphaBand) ++bands;
  }
  if (bands > 1) refuse(fmt::format("has {0} bands; choose the heights with vrt://{1}?bands=1", bands, name_));
  const GDALDataType type = band_->GetRasterDataType();
  data_type_ = GDALGetDataTypeName(type);
  if (GDALDataTypeIsComplex(type) || type == GDT_Int64 || type == GDT_UInt64 || band_->GetColorTable()) {
    refuse(fmt::format("its values ({}{}) are not heights", data_type_, band_->GetColorTable() ? " with colours" : ""));
  }
  const std::string driver = dataset_->GetDriver() ? dataset_->GetDriver()->GetDescription() : "";
  if (has_free_access(name_, driver)) {
    band_->GetBlockSize(&block_.width, &block_.height);
    // A VRT does not tell the blocks of its files: pieces so large that few of them are cut.
    if (driver == "VRT") block_.width = block_.height = 2048;
  }
  overview_count_ = band_->GetOverviewCount();
  int has_nodata = 0;
  nodata_ = band_->GetNoDataValue(&has_nodata);
  if (!has_nodata) nodata_ = std::numeric_limits<double>::quiet_NaN();
  masked_ = (band_->GetMaskFlags() & (GMF_ALL_VALID | GMF_NODATA)) == 0;

  const std::string unit = band_->GetUnitType();
  const std::optional<double> unit_m = unit.empty() ? system_.vertical_unit_m : metres_of_unit(unit);
  if (!unit_m)
    refuse(fmt::format("its heights are in \"{}\", which is no unit known here; convert them to metres", unit));
  metres_per_value_ = band_->GetScale() * *unit_m;
  metres_at_zero_ = band_->GetOffset() * *unit_m;
}

void Source::read_statements() {
  format_ = dataset_->GetDriver() ? dataset_->GetDriver()->GetMetadataItem(GDAL_DMD_LONGNAME) : "";
  const std::string area_or_point = metadata_item(*dataset_, GDALMD_AREA_OR_POINT);
  pixel_is_point_ = area_or_point == GDALMD_AOP_POINT;
  vertical_datum_ = system_.vertical_datum;
  for (const char* key : {"VERTICAL_DATUM", "DTED_VerticalDatum"}) {
    if (vertical_datum_.empty()) vertical_datum_ = metadata_item(*dataset_, key);
  }
  const std::string driver = dataset_->GetDriver() ? dataset_->GetDriver()->GetDescription() : "";
  datum_ = system_.ellipsoidal_heights ? VerticalDatum::ellipsoid : vertical_datum_of(vertical_datum_);
  // Both formats' specifications say so; DTED writes "MSL" for it.
  const bool by_format = driver == "SRTMHGT" || (driver == "DTED" && datum_ != VerticalDatum::ellipsoid);
  if (by_format) {
    datum_ = VerticalDatum::egm96;
    if (vertical_datum_.empty()) vertical_datum_ = "EGM96, as the format says";
  }
  origin_ = metadata_item(*dataset_, "SOURCE");
}

void Source::read(const GridWindow& window, std::span<float> heights) {
  if (!dataset_) open();
  GridWindow in_file = window;
  if (south_up_) in_file.row = frame_.height - window.row - window.height;
  {
    const GdalErrorCapture capture;
    const CPLErr result = band_->RasterIO(GF_Read, in_file.column, in_file.row, in_file.width, in_file.height,
                                          heights.data(), in_file.width, in_file.height, GDT_Float32, 0, 0, nullptr);
    if (result != CE_None || capture.failed()) {
      refuse(fmt::format("cannot be read ({}); the file is damaged or incomplete, fetch it again", capture.message()));
    }
  }
  constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
  const auto nodata = static_cast<float>(
      std::clamp(nodata_, -double{std::numeric_limits<float>::max()}, double{std::numeric_limits<float>::max()}));
  const bool in_metres = metres_per_value_ == 1 && metres_at_zero_ == 0;
  for (float& height : heights) {
    if (height == nodata) {
      height = unknown;
    } else {
      if (!in_metres) height = static_cast<float>(height * metres_per_value_ + metres_at_zero_);
      if (!(height >= lowest_m && height <= highest_m)) height = unknown;
    }
  }
  if (masked_) forget_masked(in_file, heights);
  if (south_up_) {
    for (int top = 0, bottom = window.height - 1; top < bottom; ++top, --bottom) {
      const auto begin = heights.begin() + std::ptrdiff_t{top} * window.width;
      std::swap_ranges(begin, begin + window.width, heights.begin() + std::ptrdiff_t{bottom} * window.width);
    }
  }
  if (shift_) shift_->add(frame_, window, heights);
}

std::vector<GridWindow> Source::pieces_of(const GridWindow& window) const {
  constexpr int posts_of_a_piece = 1 << 20;
  if (is_empty(block_) || south_up_ || shift_) return {window};
  // From one border between blocks to another, each piece of one row of blocks or of several.
  const auto whole = [](int length, int block) { return std::max(1, length / block) * block; };
  const int height = whole(posts_of_a_piece / std::max(block_.width, window.width), block_.height);
  const int width = whole(posts_of_a_piece / height, block_.width);
  std::vector<GridWindow> pieces;
  for (int row = window.row / height * height; row < window.row + window.height; row += height) {
    for (int column = window.column / width * width; column < window.column + window.width; column += width) {
      pieces.push_back(intersection(window, {column, row, width, height}));
    }
  }
  return pieces;
}

Source Source::another_handle() const {
  Source other(name_);
  other.datum_ = datum_;
  other.shift_ = shift_;
  return other;
}

void Source::forget_masked(const GridWindow& in_file, std::span<float> heights) {
  const GdalErrorCapture capture;
  std::vector<GByte> mask(heights.size());
  const CPLErr result =
      band_->GetMaskBand()->RasterIO(GF_Read, in_file.column, in_file.row, in_file.width, in_file.height, mask.data(),
                                     in_file.width, in_file.height, GDT_Byte, 0, 0, nullptr);
  if (result != CE_None) refuse(fmt::format("its mask cannot be read ({}); fetch the file again", capture.message()));
  for (std::size_t index = 0; index < heights.size(); ++index) {
    if (mask[index] == 0) heights[index] = std::numeric_limits<float>::quiet_NaN();
  }
}

}  // namespace skyshed
