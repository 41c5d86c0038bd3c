#include "dem/gdal_errors.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

#include <algorithm>
#include <mutex>

namespace skyshed {

struct GdalErrorHandler {
  static void CPL_STDCALL hear(CPLErr severity, CPLErrorNum /*number*/, const char* text) {
    // The first failure names the cause; those after it only tell which outer call gave up.
    auto* capture = static_cast<GdalErrorCapture*>(CPLGetErrorHandlerUserData());
    if (severity >= CE_Failure && capture->message_.empty()) capture->message_ = *text ? text : "unnamed failure";
  }
};

GdalErrorCapture::GdalErrorCapture() {
  CPLPushErrorHandlerEx(&GdalErrorHandler::hear, this);
  CPLErrorReset();
}

GdalErrorCapture::~GdalErrorCapture() { CPLPopErrorHandler(); }

std::string GdalErrorCapture::message() const {
  std::string line = message_.empty() ? "GDAL gives no reason" : message_;
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

void use_gdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    GDALAllRegister();
    // Blocks are read once and written once: to keep many would only touch memory. The user may say otherwise.
    if (CPLGetConfigOption("GDAL_CACHEMAX", nullptr) == nullptr) GDALSetCacheMax64(std::int64_t{64} << 20);
  });
}

}  // namespace skyshed
