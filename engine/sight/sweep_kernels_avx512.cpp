#define SKYSHED_KERNEL_SET avx512
#include "engine/sight/sweep_kernels_body.h"
