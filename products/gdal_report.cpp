#include "products/gdal_report.h"

#include <gdal_priv.h>

#include <mutex>

namespace skyshed {

GdalReport::GdalReport() { CPLPushErrorHandlerEx(&GdalReport::collect, this); }

GdalReport::~GdalReport() { CPLPopErrorHandler(); }

void CPL_STDCALL GdalReport::collect(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
  auto* report = static_cast<GdalReport*>(CPLGetErrorHandlerUserData());
  if (severity == CE_Failure || severity == CE_Fatal) report->failures_.emplace_back(message);
  if (severity == CE_Warning) report->warnings_.emplace_back(message);
}

Error GdalReport::error(ErrorKind kind, const std::string& what) const {
  if (failures_.empty()) return {kind, what + ": GDAL gives no reason"};
  // "_tiffWriteProc:No space left on device": the reader need not know the function.
  const std::string& failure = failures_.front();
  const std::size_t colon = failure.starts_with("_tiff") ? failure.find(':') + 1 : 0;
  // Some drivers end theirs with blanks and lines.
  return {kind, what + ": " + failure.substr(colon, failure.find_last_not_of(" \n") + 1 - colon)};
}

void register_gdal() {
  static std::once_flag once;
  std::call_once(once, [] { GDALAllRegister(); });
}

GDALDriver* driver_to_write(const std::string& name) {
  register_gdal();
  // Some drivers make the list of their creation options when it is first asked for, and hand out half of it to whoever
  // asks meanwhile. COG's takes some 20 ms, of which whoever writes none is spared; it writes through GTiff.
  static std::mutex one_asks;
  const std::scoped_lock lock(one_asks);
  for (const std::string& used : {std::string("GTiff"), name}) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(used.c_str());
    if (driver != nullptr) (void)driver->GetMetadataItem(GDAL_DMD_CREATIONOPTIONLIST);
  }
  return GetGDALDriverManager()->GetDriverByName(name.c_str());
}

}  // namespace skyshed
