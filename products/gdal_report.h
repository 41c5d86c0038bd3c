// Catches what GDAL says on this thread instead of letting it print. Of this room only: it names GDAL.
//
// Threading  GDAL's error handlers are a stack per thread: make one where the calls are made, and let it go there.
#pragma once

#include <cpl_error.h>

#include <string>
#include <vector>

#include "engine/base/error.h"

class GDALDriver;

namespace skyshed {

class GdalReport {
 public:
  GdalReport();
  GdalReport(const GdalReport&) = delete;
  GdalReport& operator=(const GdalReport&) = delete;
  ~GdalReport();

  [[nodiscard]] bool failed() const noexcept { return !failures_.empty(); }
  [[nodiscard]] const std::vector<std::string>& failures() const noexcept { return failures_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const noexcept { return warnings_; }

  // "WHAT: REASON", with the first failure that GDAL reported: later ones follow from it.
  [[nodiscard]] Error error(ErrorKind kind, const std::string& what) const;

 private:
  static void CPL_STDCALL collect(CPLErr severity, CPLErrorNum number, const char* message);
  std::vector<std::string> failures_;
  std::vector<std::string> warnings_;
};

// Registers GDAL's drivers, once for the whole program.
void register_gdal();

// The driver of that short name to write with, from any thread; null if this GDAL lacks it.
[[nodiscard]] GDALDriver* driver_to_write(const std::string& name);

}  // namespace skyshed
