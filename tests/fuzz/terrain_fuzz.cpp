// Any bytes as a terrain file: loaded, or refused with skyshed::Error; never a crash or an absurd allocation.
// Only formats whose readers are asked to bear hostile input take part: GeoTIFF above all.
#include <cpl_vsi.h>
#include <gdal_priv.h>

#include <cstddef>
#include <cstdint>

#include "dem/load_terrain.h"
#include "engine/base/error.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  try {
    (void)skyshed::load_terrain({.sources = {"/vsimem/none"}});  // registers GDAL's drivers, once
  } catch (const skyshed::Error&) {
  }
  GDALDriverManager& drivers = *GetGDALDriverManager();
  for (int i = drivers.GetDriverCount() - 1; i >= 0; --i) {
    const std::string name = drivers.GetDriver(i)->GetDescription();
    if (name != "GTiff" && name != "SRTMHGT" && name != "DTED" && name != "AAIGrid" && name != "MEM") {
      GDALDriver* const driver = drivers.GetDriver(i);
      drivers.DeregisterDriver(driver);
      GDALDestroyDriver(driver);
    }
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr char name[] = "/vsimem/fuzz.tif";
  VSIFCloseL(VSIFileFromMemBuffer(name, const_cast<GByte*>(data), size, FALSE));
  try {
    // A box of the size of some posts, wherever the file says that it stands: whole files may be of any size.
    (void)skyshed::load_terrain({.sources = {name},
                                 .outside = skyshed::OutsideRule::unknown,
                                 .extent = skyshed::GeodeticExtent{35.91, 35.45, 35.95, 35.49}});
  } catch (const skyshed::Error&) {
  }
  VSIUnlink(name);
  return 0;
}
