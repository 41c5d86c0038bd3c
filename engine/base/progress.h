// How long computations report what is done and learn that they should stop.
//
// Threading  advance() and cancelled() may be called from any thread at once.
#pragma once

#include <atomic>
#include <cstdint>

#include "engine/base/error.h"

namespace skyshed {

class Progress {
 public:
  virtual ~Progress() = default;
  virtual void advance(std::int64_t /*steps*/) {}
  [[nodiscard]] virtual bool cancelled() const { return false; }

  // Throws Error(interrupted) if the user asked to stop. Call between units of work, never inside a kernel.
  void check() const {
    if (cancelled()) throw Error(ErrorKind::interrupted, "interrupted");
  }
};

}  // namespace skyshed
