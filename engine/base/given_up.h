// Parallel work that is given up: where one part throws, oneTBB ends all loops within the others early and without a
// word, so that what they have computed is not whole.
//
// Threading  asks of the calling thread's task.
#pragma once

#include <tbb/task_group.h>

#include "engine/base/error.h"

namespace skyshed {

[[nodiscard]] inline bool is_given_up() { return tbb::is_current_task_group_canceling(); }

// To be called before results are returned or kept that loops have made. The error that gave the work up is the one
// that is told in the end.
inline void check_not_given_up() {
  if (is_given_up()) throw Error(ErrorKind::interrupted, "interrupted");
}

}  // namespace skyshed
