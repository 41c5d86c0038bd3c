// What GDAL says when a call fails, kept for our own message instead of printed.
//
// Threading  a capture hears its own thread's errors only: make one around each call, on the thread that calls.
#pragma once

#include <string>

namespace skyshed {

class GdalErrorCapture {
 public:
  GdalErrorCapture();
  ~GdalErrorCapture();
  GdalErrorCapture(const GdalErrorCapture&) = delete;
  GdalErrorCapture& operator=(const GdalErrorCapture&) = delete;

  [[nodiscard]] bool failed() const noexcept { return !message_.empty(); }
  // The first failure since the capture began, on one line; "GDAL gives no reason" if there was none.
  [[nodiscard]] std::string message() const;

 private:
  friend struct GdalErrorHandler;
  std::string message_;
};

// Registers GDAL's drivers, once.
void use_gdal();

}  // namespace skyshed
