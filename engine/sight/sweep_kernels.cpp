#include "engine/sight/sweep_kernels.h"

namespace skyshed {

namespace scalar {
extern const SweepKernels kernels;
}
#if defined(__x86_64__)
namespace avx2 {
extern const SweepKernels kernels;
}
namespace avx512 {
extern const SweepKernels kernels;
}
#endif

bool is_supported(InstructionSet set) {
  switch (set) {
    case InstructionSet::best:
    case InstructionSet::scalar:
      return true;
#if defined(__x86_64__)
    case InstructionSet::avx2:
      return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    case InstructionSet::avx512:
      return is_supported(InstructionSet::avx2) && __builtin_cpu_supports("avx512f") != 0 &&
             __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
             __builtin_cpu_supports("avx512bw") != 0;
#else
    default:
      return false;
#endif
  }
  return false;
}

const SweepKernels& sweep_kernels(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::best) {
    set = is_supported(InstructionSet::avx512) ? InstructionSet::avx512
          : is_supported(InstructionSet::avx2) ? InstructionSet::avx2
                                               : InstructionSet::scalar;
  }
  if (set == InstructionSet::avx512) return avx512::kernels;
  if (set == InstructionSet::avx2) return avx2::kernels;
#endif
  return scalar::kernels;
}

}  // namespace skyshed
