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

// How GDAL opens a source, unless the user has said otherwise.
class OpeningManners {
 public:
  explicit OpeningManners(const std::string& name) {
    // Without the first, opening one remote file first lists or guesses its neighbours, dozens of requests each; without
    // the others a server that falls silent is waited for without end, and one that is busy for a moment ends the run.
    constexpr Manner with_servers[] = {
        {"GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR"},
        {"GDAL_HTTP_CONNECTTIMEOUT", "20"},
        {"GDAL_HTTP_LOW_SPEED_TIME", "20"},
        {"GDAL_HTTP_LOW_SPEED_LIMIT", "100"},
        {"GDAL_HTTP_MAX_RETRY", "3"},
        {"GDAL_HTTP_RETRY_DELAY", "1"},
    };
    // Uncompressed heights go from the file to their place, past GDAL's blocks.
    constexpr Manner with_files[] = {{"GTIFF_DIRECT_IO", "YES"}};
    if (is_remote(name)) {
      set(with_servers);
    } else if (!name.starts_with("/vsi")) {
      set(with_files);
    }
  }
  ~OpeningManners() {
    for (const char* key : set_) CPLSetThreadLocalConfigOption(key, nullptr);
  }
  OpeningManners(const OpeningManners&) = delete;
  OpeningManners& operator=(const OpeningManners&) = delete;

 private:
  using Manner = std::pair<const char*, const char*>;
  void set(std::span<const Manner> manners) {
    for (const auto& [key, value] : manners) {
      if (CPLGetConfigOption(key, nullptr)) continue;
      CPLSetThreadLocalConfigOption(key, value);
      set_.push_back(key);
    }
  }
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
  const OpeningManners manners(name_);
  file_.dataset.reset(GDALDataset::Open(name_.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
  if (!file_.dataset) {
    std::string why = capture.message();
    if (const std::string named = name_ + ": "; why.starts_with(named)) why.erase(0, named.size());
    refuse(fmt::format("cannot be opened as terrain ({}); check the name and the file", why));
  }
  if (file_.dataset->GetRasterCount() == 0) {
    refuse("holds no raster of its own; name one of its subdatasets (gdalinfo lists them)");
  }
  file_.band = file_.dataset->GetRasterBand(1);
}

void Source::read_frame() {
  const GdalErrorCapture quiet;
  system_ = read_reference_system(file_.dataset->GetSpatialRef(), name_);
  double transform[6];
  if (file_.dataset->GetGeoTransform(transform) != CE_None) {
    refuse("does not say where its posts stand; georeference it, for example with gdal_translate -a_ullr");
  }
  const double width = file_.dataset->GetRasterXSize();
  const double height = file_.dataset->GetRasterYSize();
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
  frame_.width = file_.dataset->GetRasterXSize();
  frame_.height = file_.dataset->GetRasterYSize();
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
  for (int index = 1; index <= file_.dataset->GetRasterCount(); ++index) {
    if (file_.dataset->GetRasterBand(index)->GetColorInterpretation() != GCI_AlphaBand) ++bands;
  }
  if (bands > 1) refuse(fmt::format("has {0} bands; choose the heights with vrt://{1}?bands=1", bands, name_));
  const GDALDataType type = file_.band->GetRasterDataType();
  data_type_ = GDALGetDataTypeName(type);
  if (GDALDataTypeIsComplex(type) || type == GDT_Int64 || type == GDT_UInt64 || file_.band->GetColorTable()) {
    refuse(fmt::format("its values ({}{}) are not heights", data_type_,
                       file_.band->GetColorTable() ? " with colours" : ""));
  }
  const std::string driver = file_.dataset->GetDriver() ? file_.dataset->GetDriver()->GetDescription() : "";
  if (has_free_access(name_, driver)) {
    file_.band->GetBlockSize(&block_.width, &block_.height);
    // A VRT does not tell the blocks of its files: pieces so large that few of them are cut.
    if (driver == "VRT") block_.width = block_.height = 2048;
  }
  overview_count_ = file_.band->GetOverviewCount();
  int has_nodata = 0;
  nodata_ = file_.band->GetNoDataValue(&has_nodata);
  if (!has_nodata) nodata_ = std::numeric_limits<double>::quiet_NaN();
  masked_ = (file_.band->GetMaskFlags() & (GMF_ALL_VALID | GMF_NODATA)) == 0;

  const std::string unit = file_.band->GetUnitType();
  const std::optional<double> unit_m = unit.empty() ? system_.vertical_unit_m : metres_of_unit(unit);
  if (!unit_m)
    refuse(fmt::format("its heights are in \"{}\", which is no unit known here; convert them to metres", unit));
  metres_per_value_ = file_.band->GetScale() * *unit_m;
  metres_at_zero_ = file_.band->GetOffset() * *unit_m;
}

void Source::read_statements() {
  format_ = file_.dataset->GetDriver() ? file_.dataset->GetDriver()->GetMetadataItem(GDAL_DMD_LONGNAME) : "";
  const std::string area_or_point = metadata_item(*file_.dataset, GDALMD_AREA_OR_POINT);
  pixel_is_point_ = area_or_point == GDALMD_AOP_POINT;
  vertical_datum_ = system_.vertical_datum;
  for (const char* key : {"VERTICAL_DATUM", "DTED_VerticalDatum"}) {
    if (vertical_datum_.empty()) vertical_datum_ = metadata_item(*file_.dataset, key);
  }
  const std::string driver = file_.dataset->GetDriver() ? file_.dataset->GetDriver()->GetDescription() : "";
  datum_ = system_.ellipsoidal_heights ? VerticalDatum::ellipsoid : vertical_datum_of(vertical_datum_);
  // Both formats' specifications say so; DTED writes "MSL" for it.
  const bool by_format = driver == "SRTMHGT" || (driver == "DTED" && datum_ != VerticalDatum::ellipsoid);
  if (by_format) {
    datum_ = VerticalDatum::egm96;
    if (vertical_datum_.empty()) vertical_datum_ = "EGM96, as the format says";
  }
  origin_ = metadata_item(*file_.dataset, "SOURCE");
}

void Source::read(const GridWindow& window, std::span<float> heights) { read(window, heights.data(), window.width); }

void Source::read(const GridWindow& window, float* heights, std::ptrdiff_t row_step) {
  const auto width = static_cast<std::size_t>(window.width);
  if (shift_ && row_step != window.width) {
    std::vector<float> apart(width * static_cast<std::size_t>(window.height));
    read(window, apart);
    for (std::ptrdiff_t row = 0; row < window.height; ++row) {
      std::copy_n(apart.begin() + row * window.width, width, heights + row * row_step);
    }
    return;
  }
  if (!file_.dataset) open();
  GridWindow in_file = window;
  if (south_up_) in_file.row = frame_.height - window.row - window.height;
  {
    const GdalErrorCapture capture;
    const CPLErr result = file_.band->RasterIO(GF_Read, in_file.column, in_file.row, in_file.width, in_file.height,
                                               heights, in_file.width, in_file.height, GDT_Float32, 0,
                                               row_step * static_cast<GSpacing>(sizeof(float)), nullptr);
    if (result != CE_None || capture.failed()) {
      refuse(fmt::format("cannot be read ({}); the file is damaged or incomplete, fetch it again", capture.message()));
    }
  }
  for (std::ptrdiff_t row = 0; row < window.height; ++row) forget_no_heights({heights + row * row_step, width});
  if (masked_) forget_masked(in_file, heights, row_step);
  if (south_up_) {
    for (std::ptrdiff_t top = 0, bottom = window.height - 1; top < bottom; ++top, --bottom) {
      std::swap_ranges(heights + top * row_step, heights + top * row_step + window.width, heights + bottom * row_step);
    }
  }
  if (shift_) shift_->add(frame_, window, {heights, width * static_cast<std::size_t>(window.height)});
}

// Values to metres; "no data" and what is no height to unknown. Without a branch, for the compiler to vectorise.
void Source::forget_no_heights(std::span<float> heights) const {
  const auto nodata = static_cast<float>(
      std::clamp(nodata_, -double{std::numeric_limits<float>::max()}, double{std::numeric_limits<float>::max()}));
  const auto settled = [&](float value, float metres) {
    const bool is_height = (value != nodata) & (metres >= lowest_m) & (metres <= highest_m);
    return is_height ? metres : std::numeric_limits<float>::quiet_NaN();
  };
  if (metres_per_value_ == 1 && metres_at_zero_ == 0) {
    for (float& height : heights) height = settled(height, height);
    return;
  }
  for (float& height : heights) {
    height = settled(height, static_cast<float>(height * metres_per_value_ + metres_at_zero_));
  }
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

void Source::forget_masked(const GridWindow& in_file, float* heights, std::ptrdiff_t row_step) {
  const GdalErrorCapture capture;
  std::vector<GByte> mask(static_cast<std::size_t>(in_file.width) * static_cast<std::size_t>(in_file.height));
  const CPLErr result =
      file_.band->GetMaskBand()->RasterIO(GF_Read, in_file.column, in_file.row, in_file.width, in_file.height,
                                          mask.data(), in_file.width, in_file.height, GDT_Byte, 0, 0, nullptr);
  if (result != CE_None) refuse(fmt::format("its mask cannot be read ({}); fetch the file again", capture.message()));
  const GByte* valid = mask.data();
  for (std::ptrdiff_t row = 0; row < in_file.height; ++row) {
    for (std::ptrdiff_t column = 0; column < in_file.width; ++column) {
      if (*valid++ == 0) heights[row * row_step + column] = std::numeric_limits<float>::quiet_NaN();
    }
  }
}

}  // namespace skyshed
