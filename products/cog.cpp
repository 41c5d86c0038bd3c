#include "products/cog.h"

#include <cpl_conv.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "products/gdal_report.h"
#include "products/partial_folder.h"
#include "products/post_dataset.h"
#include "products/words.h"

namespace skyshed {
namespace {

constexpr int tile = 512;

template <class T>
constexpr GDALDataType gdal_type = GDT_Float32;
template <>
constexpr GDALDataType gdal_type<std::uint8_t> = GDT_Byte;

template <class T>
std::optional<double> nodata_of(const RasterDescription& description) {
  if (gdal_type<T> == GDT_Float32) return std::numeric_limits<double>::quiet_NaN();
  return description.byte_nodata;
}

bool is_cog(const RasterFormat& format) { return EQUAL(format.driver.c_str(), "COG"); }

GDALDriver& driver_of(const RasterFormat& format) {
  GDALDriver* driver = driver_to_write(format.driver);
  if (driver == nullptr || driver->GetMetadataItem(GDAL_DCAP_RASTER) == nullptr) {
    throw Error(ErrorKind::scenario,
                fmt::format("this GDAL knows no raster format \"{}\"; gdalinfo --formats lists them", format.driver));
  }
  if (driver->GetMetadataItem(GDAL_DCAP_CREATE) == nullptr &&
      driver->GetMetadataItem(GDAL_DCAP_CREATECOPY) == nullptr) {
    throw Error(ErrorKind::scenario, fmt::format("GDAL can read but not write the format \"{}\"; GTiff and COG can be "
                                                 "written",
                                                 format.driver));
  }
  return *driver;
}

// "tif tiff", each between blanks; empty if the driver names none.
std::string endings_of(GDALDriver& driver) {
  const char* endings = driver.GetMetadataItem(GDAL_DMD_EXTENSIONS);
  if (endings == nullptr || *endings == '\0') endings = driver.GetMetadataItem(GDAL_DMD_EXTENSION);
  return endings == nullptr || *endings == '\0' ? "" : fmt::format(" {} ", lower_case(endings));
}

// Some format claims each of these, but people give them to any file.
bool says_nothing(const std::string& ending) {
  constexpr const char* vague[] = {"000", "bin", "dat", "err", "gen", "hdr", "map", "mem", "txt"};
  return std::ranges::find(vague, ending) != std::end(vague);
}

CPLStringList options_of(const RasterFormat& format) {
  CPLStringList options;
  for (const std::string& option : format.creation_options) {
    if (option.find('=') == std::string::npos || option.front() == '=') {
      throw Error(ErrorKind::scenario, fmt::format("creation option \"{}\" is not of the form NAME=VALUE", option));
    }
    options.AddString(option.c_str());
  }
  return options;
}

// What makes a good COG of our rasters, where the user has not said otherwise.
void add_cog_defaults(CPLStringList& options, GDALDriver& driver, GDALDataType type, int threads) {
  const auto by_default = [&](const char* name, const std::string& value) {
    if (options.FetchNameValue(name) == nullptr) options.SetNameValue(name, value.c_str());
  };
  if (options.FetchNameValue("COMPRESS") == nullptr) {
    const char* known = driver.GetMetadataItem(GDAL_DMD_CREATIONOPTIONLIST);
    const bool zstd = known != nullptr && std::string(known).find("<Value>ZSTD</Value>") != std::string::npos;
    options.SetNameValue("COMPRESS", zstd ? "ZSTD" : "DEFLATE");
    // Higher levels take two to three times as long and save 3 to 5 % of floors, nothing of counts.
    by_default("LEVEL", "1");
    by_default("PREDICTOR", type == GDT_Float32 ? "FLOATING_POINT" : "NO");
  }
  by_default("BLOCKSIZE", std::to_string(tile));
  by_default("BIGTIFF", "IF_SAFER");
  by_default("NUM_THREADS", std::to_string(threads));
}

// GeoTIFFs of GDAL's make have strips of 8 kB: of wide rasters a row each, and a call to the system for every row.
void add_strip_defaults(CPLStringList& options, int row_bytes) {
  constexpr int strip_bytes = 1 << 20;
  for (const char* layout : {"TILED", "BLOCKYSIZE", "BLOCKXSIZE"}) {
    if (options.FetchNameValue(layout) != nullptr) return;
  }
  options.SetNameValue("BLOCKYSIZE", std::to_string(std::max(1, strip_bytes / row_bytes)).c_str());
}

// Has the system bring to disk what is written so far while the rest is still to come: so that whoever synchronises the
// file in the end waits less.
class EarlyWriteback {
 public:
  explicit EarlyWriteback(std::filesystem::path path) : path_(std::move(path)) {}
  ~EarlyWriteback() {
    if (file_ >= 0) ::close(file_);
  }
  EarlyWriteback(const EarlyWriteback&) = delete;
  EarlyWriteback& operator=(const EarlyWriteback&) = delete;

  void start() {
#ifdef __linux__
    if (file_ < 0) file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ >= 0) ::sync_file_range(file_, 0, 0, SYNC_FILE_RANGE_WRITE);  // a wish: without it all is the same
#endif
  }

 private:
  std::filesystem::path path_;
  int file_ = -1;
};

struct Told {
  const WriteOptions& how;
  EarlyWriteback writeback;
  std::int64_t steps = 0;
  int sixteenths = 0;
};

int CPL_STDCALL keep_going(double done, const char* /*message*/, void* argument) {
  auto& so_far = *static_cast<Told*>(argument);
  const WriteOptions& how = so_far.how;
  const auto steps = static_cast<std::int64_t>(done * static_cast<double>(how.steps));
  if (how.told != nullptr && steps > so_far.steps) {
    how.told->advance(steps - so_far.steps);
    so_far.steps = steps;
  }
  if (const int sixteenths = static_cast<int>(done * 16); sixteenths > so_far.sixteenths) {
    so_far.sixteenths = sixteenths;
    so_far.writeback.start();
  }
  return how.progress == nullptr || !how.progress->cancelled() ? TRUE : FALSE;
}

template <class T>
void write(const std::filesystem::path& path, const GridFrame& frame, const std::vector<RasterBand<T>>& bands,
           const RasterDescription& description, const RasterFormat& format, const WriteOptions& how) {
  if (bands.empty()) throw Error(ErrorKind::internal, "a raster without bands is to be written to " + path.string());
  check_raster_format(format);
  GDALDriver& driver = driver_of(format);
  CPLStringList options = options_of(format);
  if (is_cog(format)) add_cog_defaults(options, driver, gdal_type<T>, how.threads);
  std::optional<CPLConfigOptionSetter> swath;  // what GDAL copies at once: so little that it stays in the cache
  if (EQUAL(format.driver.c_str(), "GTiff")) {
    add_strip_defaults(options, frame.width * static_cast<int>(sizeof(T)));
    swath.emplace("GDAL_SWATH_SIZE", "2000000", true);
  }

  GdalReport report;
  PostDataset posts(frame, is_cog(format) ? tile : 0);
  for (const RasterBand<T>& band : bands) {
    if (band.values->width() != frame.width || band.values->height() != frame.height) {
      throw Error(ErrorKind::internal,
                  fmt::format("band \"{}\" of {} has another shape than its grid", band.description, path.string()));
    }
    posts.add_band(band.values->values().data(), gdal_type<T>, nodata_of<T>(description), band.description, band.unit);
  }
  if (!description.title.empty()) posts.SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", description.title.c_str());
  for (const auto& [key, value] : description.metadata) posts.SetMetadataItem(key.c_str(), value.c_str());

  // GDAL keeps a COG's overviews in a file beside it while it writes: pressing them there only takes time.
  const CPLConfigOptionSetter unpressed("COG_TMP_COMPRESSION", "NONE", true);
  const bool strict = true;  // rather fail than write other values than ours
  Told so_far{.how = how, .writeback = EarlyWriteback(path)};
  GDALDataset* written = driver.CreateCopy(path.c_str(), &posts, strict, options.List(), &keep_going, &so_far);
  // GDALClose says nothing of its own: a full disk that shows only now is in the report alone.
  if (written != nullptr) GDALClose(written);
  if (how.progress != nullptr) how.progress->check();
  if (written == nullptr || report.failed())
    throw report.error(ErrorKind::output, "cannot write " + final_path(path).string());
}

}  // namespace

void check_raster_format(const RasterFormat& format) {
  GDALDriver& driver = driver_of(format);
  const CPLStringList options = options_of(format);
  const GdalReport report;
  if (GDALValidateCreationOptions(&driver, options.List()) == FALSE || !report.warnings().empty()) {
    throw Error(ErrorKind::scenario,
                report.warnings().empty() ? "GDAL refuses the creation options" : report.warnings().front());
  }
}

void check_file_ending(const std::filesystem::path& path, const RasterFormat& format) {
  const std::string dotted = lower_case(path.extension().string());
  if (dotted.size() < 2 || says_nothing(dotted.substr(1))) return;
  const std::string ending = fmt::format(" {} ", dotted.substr(1));
  const std::string own = endings_of(driver_of(format));
  // A format without endings of its own takes any.
  if (own.empty() || own.find(ending) != std::string::npos) return;
  GDALDriverManager& all = *GetGDALDriverManager();
  for (int i = 0; i < all.GetDriverCount(); ++i) {
    GDALDriver& other = *all.GetDriver(i);
    if (endings_of(other).find(ending) == std::string::npos) continue;
    throw Error(ErrorKind::scenario,
                fmt::format("{} ends like a file of the format {}, but {} would be written; name it .{}, or choose the "
                            "format with --of",
                            path.string(), other.GetDescription(), format.driver, own.substr(1, own.find(' ', 1) - 1)));
  }
}

bool holds_floats(const RasterFormat& format) {
  const char* types = driver_of(format).GetMetadataItem(GDAL_DMD_CREATIONDATATYPES);
  return types == nullptr || std::string(types).find("Float32") != std::string::npos;
}

void write_cog(const std::filesystem::path& path, const GridFrame& frame, const ByteBands& bands,
               const RasterDescription& description, const WriteOptions& options) {
  write(path, frame, bands, description, RasterFormat{}, options);
}

void write_cog(const std::filesystem::path& path, const GridFrame& frame, const FloatBands& bands,
               const RasterDescription& description, const WriteOptions& options) {
  write(path, frame, bands, description, RasterFormat{}, options);
}

void write_raster(const std::filesystem::path& path, const GridFrame& frame, const ByteBands& bands,
                  const RasterDescription& description, const RasterFormat& format, const WriteOptions& options) {
  write(path, frame, bands, description, format, options);
}

void write_raster(const std::filesystem::path& path, const GridFrame& frame, const FloatBands& bands,
                  const RasterDescription& description, const RasterFormat& format, const WriteOptions& options) {
  write(path, frame, bands, description, format, options);
}

}  // namespace skyshed
