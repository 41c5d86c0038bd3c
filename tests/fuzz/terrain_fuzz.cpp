// Any bytes as a terrain file: loaded, or refused with skyshed::Error; never a crash or an absurd allocation.
#include <cpl_vsi.h>
#include <tbb/global_control.h>

#include <cstddef>
#include <cstdint>

#include "dem/load_terrain.h"
#include "engine/base/error.h"
#include "tests/fuzz/gdal_drivers.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  skyshed::keep_drivers({"GTiff", "SRTMHGT", "DTED", "AAIGrid", "MEM"});
  // Threads for a handful of posts would take longer than all else.
  static const tbb::global_control one_thread(tbb::global_control::max_allowed_parallelism, 1);
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
