// Any bytes as a layer of assets (GeoPackage, GeoJSON, Shapefile): read, or refused with skyshed::Error; never a crash.
#include <cpl_vsi.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "cli/scenario_reader.h"
#include "tests/fuzz/gdal_drivers.h"

namespace {

constexpr char study[] = R"(
title = "Towers on a map"
from = 2024-12-01
until = 2024-12-11
targets = ["ball"]
terrain = { sources = ["levant.tif"] }
assets.layer = "LAYER"
[target.ball]
radar_cross_section_m2 = 1
[system.Tower]
name = "a tower"
[system.Tower.mast.tall]
height_m = 40
[system.Tower.radar.search]
instrumented_range_km = 30
antenna_agl_m = 12
)";

using Bytes = std::span<const std::uint8_t>;

// A file in memory, gone with its object.
class File {
 public:
  File(std::string name, Bytes bytes) : name_("/vsimem/" + std::move(name)) {
    VSIFCloseL(VSIFileFromMemBuffer(name_.c_str(), const_cast<GByte*>(bytes.data()), bytes.size(), FALSE));
  }
  ~File() { VSIUnlink(name_.c_str()); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

 private:
  std::string name_;
};

void read(const std::string& layer) {
  using namespace skyshed;
  std::string text = study;
  text.replace(text.find("LAYER"), 5, "/vsimem/" + layer);
  try {
    (void)parse_scenario(text, "fuzz.toml", {});
  } catch (const Error&) {
  }
}

// The first of the files that a shapefile's bytes hold one after the other, .shp, .shx, .dbf: the header of the first
// two says how long they are, in 16-bit words.
Bytes take_part(Bytes& bytes) {
  if (bytes.size() < 28) return {};
  std::size_t words = 0;
  for (const std::uint8_t byte : bytes.subspan(24, 4)) words = words << 8U | byte;
  const Bytes part = bytes.first(std::min(2 * words, bytes.size()));
  bytes = bytes.subspan(part.size());
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  skyshed::keep_drivers({"GPKG", "GeoJSON", "ESRI Shapefile"});
  CPLSetConfigOption("OGR_SQLITE_JOURNAL", "OFF");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  if (size > 0 && data[0] == 'S') {
    const File file("fuzz.gpkg", bytes);
    read("fuzz.gpkg|layername=orbat");
  } else if (size > 3 && data[2] == 0x27) {
    const File shp("fuzz.shp", take_part(bytes));
    const File shx("fuzz.shx", take_part(bytes));
    const File dbf("fuzz.dbf", bytes);
    read("fuzz.shp");
  } else {
    const File file("fuzz.geojson", bytes);
    read("fuzz.geojson");
  }
  return 0;
}
